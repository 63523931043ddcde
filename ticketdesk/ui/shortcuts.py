"""The page of shortcuts: every act of the table with its keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ticketdesk.ui.actions import Act, keys_text
from ticketdesk.ui.keymap import Keymap
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.marks import KeyHint
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import mark, tr

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
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        columns = [0, 0]
        groups = list(dict.fromkeys(act.group for act in acts if keymap.keys(act)))
        for group in groups:
            side = columns.index(min(columns))
            rows = [
                (one_line(act.words(), _LONGEST), keymap.keys(act))
                for act in acts
                if act.group == group and keymap.keys(act)
            ]
            columns[side] = _fill(grid, columns[side], side, tr(group), rows)
        side = columns.index(min(columns))
        _fill(grid, columns[side], side, tr("In fields and lists"), [(tr(text), (keys,)) for text, keys in _LOCAL])
        self.body.addLayout(grid)
        close = button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        self.footer.addWidget(close)
        close.setFocus()


def _fill(grid: QGridLayout, row: int, side: int, title: str, acts: list[tuple[str, tuple[str, ...]]]) -> int:
    grid.addWidget(label(title, role="strong"), row, side * 2, 1, 2)
    for text, keys in acts:
        row += 1
        grid.addWidget(label(text, role="second"), row, side * 2)
        grid.addLayout(_hints(keys), row, side * 2 + 1)
    return row + 1


def _hints(keys: tuple[str, ...]) -> QVBoxLayout:
    """Return each of several keys on a line of its own: beside each other the longest do not fit."""
    column = QVBoxLayout()
    column.setSpacing(2)
    # Return and Enter are one word in Chinese.
    for text in dict.fromkeys(keys_text(each) for each in keys):
        hint = KeyHint(text)
        hint.setFont(current_theme().font("mono"))
        column.addWidget(hint)
    return column
