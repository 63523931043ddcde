"""The page of shortcuts: every act of the table with its keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.ui.actions import Act, keys_text
from ticketdesk.ui.key_list import KeyList, KeyRow
from ticketdesk.ui.keymap import Keymap
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import mark, tr

# A phrase bound to keys is as long as its text.
_LONGEST: Final = 40
# Keys that a field or list answers itself, told here so that they can be found.
_LOCAL = (
    (mark("Send"), "Enter"),
    (mark("New line"), "Shift+Enter"),
    (mark("Phrases while writing"), "/"),
    (mark("Confirm a dialog"), "Ctrl+Enter"),
    (mark("Close"), "Esc"),
)


class ShortcutsDialog(ModalDialog):
    """Lists the acts by group; Esc closes."""

    def __init__(self, acts: tuple[Act, ...], keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent, tr("Keyboard shortcuts"), width=780)
        row = QHBoxLayout()
        row.setSpacing(24)
        for rows in _columns(_groups(acts, keymap)):
            row.addWidget(KeyList(tr("Keyboard shortcuts"), rows), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        close = button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self.footer.addWidget(close)
        close.setFocus()


def _groups(acts: tuple[Act, ...], keymap: Keymap) -> list[list[KeyRow]]:
    """The acts that have keys by group, each under its heading; last what fields and lists answer themselves."""
    bound = [act for act in acts if keymap.keys(act)]
    groups = [
        [
            KeyRow(tr(group)),
            *(_row(one_line(act.words(), _LONGEST), keymap.keys(act)) for act in bound if act.group == group),
        ]
        for group in dict.fromkeys(act.group for act in bound)
    ]
    return [*groups, [KeyRow(tr("In fields and lists")), *(_row(tr(text), (keys,)) for text, keys in _LOCAL)]]


def _row(text: str, keys: tuple[str, ...]) -> KeyRow:
    # Return and Enter are one word in Chinese.
    return KeyRow(text, tuple(dict.fromkeys(keys_text(each) for each in keys)))


def _columns(groups: list[list[KeyRow]]) -> tuple[list[KeyRow], list[KeyRow]]:
    """Two columns of about one height; a group stays whole."""
    columns: tuple[list[KeyRow], list[KeyRow]] = ([], [])
    for group in groups:
        min(columns, key=lambda rows: sum(row.height for row in rows)).extend(group)
    return columns
