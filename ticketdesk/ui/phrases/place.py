"""Where the workshop's table stands, and what stands there while there is none to show."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.ui.phrases.shelves import Shelves
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState
from ticketdesk.words import tr


class PhrasePlace(QStackedWidget):
    """Says how far the search of near-duplicates is while their view is ``wanted()``, and lets it be stopped."""

    def __init__(self, table: QWidget, shelves: Shelves, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self.table = table
        self._shelves, self._wanted = shelves, wanted
        self.state = EmptyState("message-square-text", "")
        self.bar = BusyBar()
        self._comparing = False
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        column.addWidget(self.state, 1)
        self._ground = ground
        for each in (table, ground):
            self.addWidget(each)
        self.setMinimumHeight(440)
        self.state.acted.connect(self._act)
        shelves.comparing.connect(self._compared)
        self.show_reading()

    def show_reading(self) -> None:
        """Say that the phrases are being read."""
        self._tell(tr("Reading the phrases"))
        self.bar.set_busy()

    def show_rows(self, *, anything: bool) -> None:
        """Show the table, or say that it would be empty."""
        self._comparing = False
        if anything:
            self.bar.set_idle()
            self.setCurrentWidget(self.table)
        else:
            self._tell(tr("No phrases here"), tr("Add what you type often, or import."))

    def show_comparing(self, share: float) -> None:
        """Say how much of the search of near-duplicates is done (0 to 1)."""
        if not self._comparing:
            self._comparing = True
            self._tell(tr("Looking for near-duplicates"), tr("It may take a minute. Go on working."), tr("Stop"))
        self.bar.set_busy(share)

    def show_stopped(self) -> None:
        """Say that the search was stopped."""
        self._comparing = False
        self._tell(tr("Near-duplicates were not looked for"), "", tr("Look for them"))

    def _tell(self, title: str, text: str = "", action: str = "") -> None:
        self.state.set_state(title, text, action=action)
        self.bar.set_idle()
        self.setCurrentWidget(self._ground)

    def _compared(self, share: float) -> None:
        if self._wanted():
            self.show_comparing(share)

    def _act(self) -> None:
        if self._comparing:
            self._shelves.stop_comparing()
            self.show_stopped()
        elif self._shelves.compare():
            self.show_comparing(0.0)
