"""The timeline of a buyer: everything that passed, newest first, forty entries at a time as one scrolls down."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.store.queries import buyer_timeline
from ticketdesk.store.queries.buyer_timeline import KINDS, MESSAGES, ORDERS, PAGE, TICKETS, Entry
from ticketdesk.ui.buyers.entry_words import Line, line_of
from ticketdesk.ui.delegates.entry import EntryCell
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips
from ticketdesk.ui.widgets.frames import EmptyState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_ALL: Final = "all"
_MOST: Final = 400
"""So many entries are read again at once when something was committed; older ones come back by scrolling."""


class BuyerTimeline(QWidget):
    """Shows the entries of one buyer; ``opened(place)`` by Enter or double click."""

    opened = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._buyer: int | None = None
        self._entries: dict[int, Entry] = {}
        self._whole = False
        choices = [
            Choice(_ALL, tr("All")), Choice(MESSAGES, tr("Messages")), Choice(ORDERS, tr("Orders")),
            Choice(TICKETS, tr("Tickets")),
        ]  # fmt: skip
        self.kinds = ChoiceChips(choices, _ALL, name=tr("What the timeline shows"))
        self.model = SnapshotModel((Column(tr("Timeline")),), self._rows, _spoken, self)
        self.table = TableView(self.model, tr("Timeline"))
        self.empty = EmptyState("history", tr("Nothing here yet"), tr("Talks, orders and tickets will stand here."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._place()
        self.table.horizontalHeader().hide()
        self.table.setItemDelegate(EntryCell(self.table))
        self.kinds.chosen.connect(self._turn)
        self.table.opened.connect(self._open)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.table.current_changed.connect(self._stepped)

    def show_buyer(self, buyer_id: int) -> None:
        """Show the newest entries of this buyer."""
        self._buyer = buyer_id
        self._entries, self._whole = {}, False
        self.table.selectionModel().clear()
        self._take(self._ask(None, PAGE), anew=True)
        self.table.scrollToTop()

    def refresh(self) -> None:
        """Read what is shown again."""
        if self._buyer is not None:
            shown = min(max(len(self._entries), PAGE), _MOST)
            self._entries, self._whole = {}, False
            self._take(self._ask(None, shown))

    def entries(self) -> list[Entry]:
        """The entries shown, newest first."""
        return list(self._entries.values())

    def load_older(self) -> bool:
        """Read the next page below; False where there is nothing older."""
        if self._buyer is None or self._whole or not self._entries:
            return False
        last = next(reversed(self._entries.values()))
        self._take(self._ask(last, PAGE))
        return not self._whole

    def _ask(self, last: Entry | None, limit: int) -> list[Entry]:
        chosen = self.kinds.current()
        kinds = KINDS if chosen == _ALL else frozenset({chosen})
        before = None if last is None else last.mark
        found = buyer_timeline.page(self._world.reader, self._buyer or 0, before, kinds, limit)
        self._whole = len(found) < limit
        return found

    def _take(self, found: Iterable[Entry], *, anew: bool = False) -> None:
        self._entries |= {entry.id: entry for entry in found}
        ids = array("q", self._entries)
        if anew:
            self.model.reset_ids(ids)
        else:
            self.model.set_ids(ids)
            self.model.refresh_all()
        self._stack.setCurrentWidget(self.table if self._entries else self.empty)

    def _rows(self, ids: Sequence[int]) -> list[Line]:
        now = self._world.clock()
        return [line_of(self._entries[number], now) for number in ids if number in self._entries]

    def _turn(self, _key: str) -> None:
        if self._buyer is not None:
            self.show_buyer(self._buyer)

    def _open(self, number: int) -> None:
        if number in self._entries:
            self.opened.emit(line_of(self._entries[number], self._world.clock()).place)

    def _scrolled(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if value >= bar.maximum() - self.table.viewport().height():
            self.load_older()

    def _stepped(self, number: int | None) -> None:
        if number is not None and self.model.place_of(number) >= self.model.rowCount() - 2:
            self.load_older()

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SIZES.l, SIZES.s, SIZES.l, SIZES.s)
        head.setSpacing(SIZES.m)
        head.addWidget(label(tr("Timeline"), role="strong"))
        head.addWidget(self.kinds, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)


def _spoken(line: Line) -> tuple[str, ...]:
    return (line.spoken,)
