"""The left of the buyers page: words, chips that combine, and the buyers as a table."""

from __future__ import annotations

from array import array
from typing import Any, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import buyers
from ticketdesk.store.queries.buyers import NICK, TALK, BuyerFilter
from ticketdesk.store.queries.gathering import Cancelled, Told
from ticketdesk.store.reader import Rows
from ticketdesk.ui.buyers import buyer_model
from ticketdesk.ui.delegates.cells import CellDelegate, Index
from ticketdesk.ui.delegates.order import ChipCell
from ticketdesk.ui.labels import Label
from ticketdesk.ui.models.asking import Asking
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.filter_chips import toggle_chip
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState, ErrorState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "buyers.list"
_SHOWN: Final = ("buyer", "conversation", "orders", "ticket")


class BuyerTable(TableView):
    """The table itself; ``filter_pressed`` by /."""

    filter_pressed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.filter_pressed.emit()
        else:
            super().keyPressEvent(event)


class BuyerList(Strip):
    """``picked(id or None)`` when another buyer is current, ``opened(id)`` by Enter or double click."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent=parent)
        self._world = world
        self._order, self._descending = TALK, True
        self._wanted: int | None = None
        self._waits, self._fresh = True, True  # nothing is asked before somebody looks
        self._asking = Asking(world, _TASK, self)
        self.model = buyer_model.buyer_model(world, self)
        self.table = BuyerTable(self.model, tr("Buyers"))
        self.field = SearchField(tr("Nickname, name, note, order number"), name=tr("Filter buyers"))
        self.chips = {
            "ticketed": toggle_chip(tr("With open ticket")),
            "talking": toggle_chip(tr("In conversation")),
            "bought": toggle_chip(tr("With orders")),
            "noted": toggle_chip(tr("With note")),
            "blocked": toggle_chip(tr("Blocked")),
        }
        self.clear = button(tr("Clear all"), kind="link", small=True)
        self.count = ElidedLabel(role="third")
        self.busy = BusyBar()
        self.empty, self.error = EmptyState("users", ""), ErrorState()
        self._place()
        self._dress()
        self._connect()

    def show_buyer(self, buyer_id: int) -> None:
        """Make a buyer current, without the filter where it leaves the buyer out."""
        if self.table.set_current_id(buyer_id):
            return
        self._wanted = buyer_id
        if self.wanted() != BuyerFilter(order=self._order, descending=self._descending):
            self.reset()
        else:
            self.reload()

    def wanted(self) -> BuyerFilter:
        """Return what is asked for."""
        on = {name: chip.isChecked() for name, chip in self.chips.items()}
        return BuyerFilter(self.field.text().strip(), **on, order=self._order, descending=self._descending)

    def reset(self) -> None:
        """Leave nobody out."""
        self.field.clear()
        for chip in self.chips.values():
            blocked = chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(blocked)
        self._ask_anew()

    def reach(self) -> None:
        """Give the keyboard to the words."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def reload(self) -> None:
        """Ask for the ids in a task: there may be a million."""
        self._waits = False
        wanted = self.wanted()
        self.table.set_sorted(wanted.order, descending=wanted.descending)
        self.clear.setVisible(wanted != BuyerFilter(order=wanted.order, descending=wanted.descending))
        self.busy.set_busy()

        def read(rows: Rows, told: Told, cancelled: Cancelled) -> array[int]:
            return buyers.ids(rows, wanted, told, cancelled)

        self._asking.ask(read)

    def follow(self, changes: Changes) -> None:
        """Take up what was committed: rows anew, and their order."""
        if not changes.touches(*_SHOWN):
            return
        self.model.refresh_all()
        if self.isVisible():
            self.reload()
        else:
            self._waits = True

    def catch_up(self) -> None:
        """Ask again if something was committed while nobody looked."""
        if self._waits:
            self.reload()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _ask_anew(self, _what: object = None) -> None:
        self._fresh = True
        self.reload()

    def _first(self, ids: array[int]) -> None:
        if self._fresh:
            self._show(ids)

    def _found(self, ids: array[int]) -> None:
        self.busy.set_idle()
        self._fresh = False
        self._show(ids)
        self.count.setText(trn(len(ids), "{0} buyer", "{0} buyers"))
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.set_current_id(wanted)

    def _show(self, ids: array[int]) -> None:
        self.model.set_ids(ids)
        self._stack.setCurrentWidget(self.table if ids else self.empty)
        narrowed = self.wanted() != BuyerFilter(order=self._order, descending=self._descending)
        if narrowed:
            text = tr("Nobody is all that at once. Leave something out.")
            self.empty.set_state(tr("No buyers found"), text, action=tr("Clear all"), icon="filter")
        else:
            text = tr("Buyers come with imported orders and with pasted conversations.")
            self.empty.set_state(tr("No buyers yet"), text, icon="users")

    def _failed(self, error: BaseException) -> None:
        self.busy.set_idle()
        self._stack.setCurrentWidget(self.error)
        self._world.notices.refuse(error)

    def _sort(self, key: str, descending: bool) -> None:
        """Nicknames begin at their beginning, contacts with the last."""
        self._descending = descending if key == self._order else key != NICK
        self._order = key
        self._ask_anew()

    def _connect(self) -> None:
        self.field.searched.connect(self._ask_anew)
        self.field.down_pressed.connect(self.table.enter)
        for chip in self.chips.values():
            chip.toggled.connect(self._ask_anew)
        for act in (self.clear.clicked, self.empty.acted):
            act.connect(self.reset)
        self.error.acted.connect(self.reload)
        self.table.current_changed.connect(self.picked)
        self.table.opened.connect(self.opened)
        self.table.filter_pressed.connect(self.reach)
        self.table.sort_requested.connect(self._sort)
        self._asking.early.connect(self._first)
        self._asking.found.connect(self._found)
        self._asking.failed.connect(self._failed)

    def _place(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SIZES.m, SIZES.s, SIZES.m, SIZES.s)
        head.setSpacing(SIZES.s)
        self.field.setMinimumWidth(160)
        head.addWidget(self.field, 3)
        head.addWidget(self.count, 1)
        chips = QWidget()
        chips.setAccessibleName(tr("Filter"))
        row = FlowLayout(chips, spacing=6, line_spacing=6)
        row.setContentsMargins(SIZES.m, 0, SIZES.m, SIZES.s)
        for chip in (*self.chips.values(), self.clear):
            row.addWidget(chip)
        self._stack = QStackedWidget()
        for state in (self.table, self.empty, self.error):
            self._stack.addWidget(state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for part in (chips, self.busy, Divider()):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _dress(self) -> None:
        self.table.setItemDelegate(CellDelegate(self.table, ink="text.second"))
        self.table.setItemDelegateForColumn(buyer_model.NICKNAME, CellDelegate(self.table, bold=True))
        self.table.setItemDelegateForColumn(buyer_model.STATE, _OpenCell(_chip, self.table))
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(buyer_model.NICKNAME, QHeaderView.ResizeMode.Stretch)

    def _fit(self) -> None:
        """Hide columns until the nickname has room."""
        columns = self.model.columns
        need = sum(column.width for column in columns)
        for column in buyer_model.GIVEN_UP:
            hidden = need > self.width()
            self.table.setColumnHidden(column, hidden)
            if hidden:
                need -= columns[column].width


class _OpenCell(ChipCell):
    """The chip of what is open, nothing where nothing is."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        if index.data():
            super().paint_cell(painter, area, index)


def _chip(row: Any) -> Label:
    return buyer_model.open_chip(row)
