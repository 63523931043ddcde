"""The backups on the shelf as rows: when, why, how much is in it, whether it can be read, and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ticketdesk.store.backup.shelf import Shelved
from ticketdesk.ui.labels import size_text
from ticketdesk.ui.moments import date_text
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.emptying import empty
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.words import tr
from ticketdesk.words.repairs import reason_text


class BackupList(QWidget):
    """``wanted`` tells the Path of the backup that shall be restored. Retention keeps it at some twenty rows."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Backups on this computer"))
        self._may_restore = False
        self._found: Sequence[Shelved] = ()
        self._now = 0
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SIZES.xl)
        self._grid.setVerticalSpacing(SIZES.s)
        self._grid.setColumnStretch(1, 1)
        self.empty = EmptyState(
            "history",
            tr("No backup yet"),
            tr("The first one is made some minutes after work has begun, or at once above."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rows)
        column.addWidget(self.empty)
        self.show_backups((), 0)

    def offer_restore(self, may: bool) -> None:
        """Show or hide the way back in every row."""
        if may != self._may_restore:
            self._may_restore = may
            self._fill()

    def show_backups(self, found: Sequence[Shelved], now: int) -> None:
        """Show these, newest first; ``now`` in UTC ms."""
        self._found, self._now = found, now
        self._fill()

    def _fill(self) -> None:
        empty(self._grid)
        self._rows.setVisible(bool(self._found))
        self.empty.setVisible(not self._found)
        if not self._found:
            return
        for at, text in enumerate((tr("Time"), tr("Reason"), tr("Rows"), tr("Size"), tr("State"))):
            self._put(0, at, label(text, role="third"))
        for number, backup in enumerate(self._found, start=1):
            self._add(number, backup)

    def _add(self, number: int, backup: Shelved) -> None:
        manifest = backup.manifest
        if manifest is None:
            self._put(number, 0, label(f"{backup.day:%Y-%m-%d}"))
            self._put(number, 3, label(size_text(backup.size)))
            self._put(number, 4, label(tr("Cannot be read"), role="bad"))
            return
        when = date_text(manifest.made_at, self._now)
        self._put(number, 0, label(when, role="strong"))
        self._put(number, 1, label(reason_text(manifest.reason), role="second"))
        self._put(number, 2, label(f"{manifest.rows:,}"))
        self._put(number, 3, label(size_text(backup.size)))
        self._put(number, 4, label(tr("Checked"), role="ok"))
        if self._may_restore:
            act = button(tr("Restore…"), small=True, name=tr("Restore the backup of {0}", when))
            act.clicked.connect(partial(self._want, backup.path))
            self._grid.addWidget(act, number, 5)

    def _put(self, row: int, column: int, widget: QLabel) -> None:
        right = Qt.AlignmentFlag.AlignRight if column in (2, 3) else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(widget, row, column, right | Qt.AlignmentFlag.AlignVCenter)

    def _want(self, path: Path, _checked: bool = False) -> None:
        self.wanted.emit(path)
