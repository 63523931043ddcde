"""The refunds of the shop as a list: what waits by deadline, by state, and what has ended."""

from __future__ import annotations

from array import array
from typing import Any, Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.refunds import LIVE, RefundKind, RefundState
from ticketdesk.store.queries import badges, refunds
from ticketdesk.store.queries.gathering import Cancelled, Told
from ticketdesk.store.queries.refunds import RefundRow
from ticketdesk.store.reader import Rows
from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import CellDelegate, column_width
from ticketdesk.ui.delegates.chips import chip_column
from ticketdesk.ui.delegates.order import ChipCell, DeadlineCell
from ticketdesk.ui.models.asking import Asking, Read
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.refunds import looks
from ticketdesk.ui.refunds.line import open_refund
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState, ErrorState
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.tab_strip import Tab, TabStrip
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.refunds import kind_name, state_name

NUMBER, KIND, STATE, AMOUNT, BUYER, ORDER, REASON, DUE = range(8)
_HEIGHT: Final = 420
_SPANS: Final = (86_399_999, -86_399_999, 99 * 86_400_000, -99 * 86_400_000)
_ENDS: Final = (RefundState.SUCCESS, RefundState.CLOSED)


class RefundsDialog(ModalDialog):
    """Arrows go through the list, Enter opens a refund, the tabs above choose what is listed."""

    def __init__(self, world: World, parent: QWidget, view: str = "open") -> None:
        super().__init__(parent, tr("Refunds"), width=1_120)
        self._world = world
        self.tabs = TabStrip(_tabs(), name=tr("Which refunds"))
        self.tabs.set_current(view)
        self.model = SnapshotModel(_columns(), lambda ids: refunds.rows(world.reader, ids), _present, self)
        self.table = TableView(self.model, tr("Refunds"))
        self.empty, self.error, self.busy = EmptyState(looks.ICON, ""), ErrorState(), BusyBar()
        self._stack = QStackedWidget()
        for part in (self.table, self.empty, self.error):
            self._stack.addWidget(part)
        self._stack.setFixedHeight(_HEIGHT)
        self._asking = Asking(world, "refunds.list", self)
        self._dress_cells()
        for widget in (self.tabs, self.busy, self._stack):
            self.body.addWidget(widget)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.footer.addWidget(close)
        self.tabs.chosen.connect(self._load)
        self.table.opened.connect(self._open)
        self.error.acted.connect(self._load)
        self._asking.found.connect(self._found)
        self._asking.failed.connect(self._failed)
        world.changed.connect(self._follow)
        self._count()
        self._load()
        self.table.setFocus()

    def _dress_cells(self) -> None:
        self.table.setItemDelegate(CellDelegate(self.table, ink="text.second"))
        for column, cell in {
            KIND: CellDelegate(self.table, bold=True),
            STATE: ChipCell(looks.chip, self.table),
            AMOUNT: CellDelegate(self.table),
            DUE: DeadlineCell(self._world.clock, _begun, self.table),
        }.items():
            self.table.setItemDelegateForColumn(column, cell)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(REASON, header.ResizeMode.Stretch)

    def _count(self) -> None:
        numbers = badges.badges(self._world.reader)
        live = {state.value: numbers.of("refund.state", state.value) for state in LIVE}
        self.tabs.set_counts({"open": sum(live.values()), **live})

    def _load(self, _view: str = "") -> None:
        """Ask for the ids in a task: there may be very many."""
        self.busy.set_busy()
        self._asking.ask(_reading(self.tabs.current()))

    def _found(self, ids: array[int]) -> None:
        self.busy.set_idle()
        self.model.set_ids(ids)
        self.model.refresh_all()
        self._stack.setCurrentWidget(self.table if ids else self.empty)
        if not ids:
            self.empty.set_state(tr("No refunds here"), _nothing(self.tabs.current()))
        elif not self.table.currentIndex().isValid():
            self.table.set_current_id(ids[0])

    def _failed(self, error: BaseException) -> None:
        self.busy.set_idle()
        self._stack.setCurrentWidget(self.error)
        self._world.notices.refuse(error)

    def _follow(self, changes: Changes) -> None:
        if changes.touches("refund"):
            self._count()
            self._load()

    def _open(self, refund: int | None) -> None:
        if refund is not None:
            open_refund(self._world, refund, self)


def _reading(view: str) -> Read:
    def read(source: Rows, _told: Told, cancelled: Cancelled) -> array[int]:
        if view in {state.value for state in _ENDS}:
            return refunds.snapshot(source, "ended", view, cancelled=cancelled)
        if view == "open":
            return refunds.snapshot(source, cancelled=cancelled)
        return refunds.snapshot(source, "state", view, cancelled=cancelled)

    return read


def _tabs() -> list[Tab]:
    live = [Tab(state.value, state_name(state), 0) for state in LIVE]
    return [Tab("open", tr("All that run"), 0), *live, *(Tab(state.value, state_name(state)) for state in _ENDS)]


def _columns() -> tuple[Column, ...]:
    states = chip_column(state_name(state) for state in RefundState)
    numbers = column_width([tr("Order number"), labels.short_number("0" * 19)])
    kinds = column_width((kind_name(kind) for kind in RefundKind), bold=True)
    spans = column_width(labels.remaining(span, 0) for span in _SPANS)
    return (
        Column(tr("Refund number"), width=numbers), Column(tr("Kind"), width=kinds), Column(tr("State"), width=states),
        Column(tr("Amount"), width=92, align="right"), Column(tr("Buyer"), width=120),
        Column(tr("Order number"), width=numbers), Column(tr("Reason"), width=160), Column(tr("Deadline"), width=spans),
    )  # fmt: skip


def _present(row: RefundRow) -> tuple[str, ...]:
    return (
        labels.short_number(row.number) if row.number else "", kind_name(row.kind), looks.chip(row).text,
        labels.money(row.amount_cents, row.currency), one_line(row.buyer_nick),
        labels.short_number(row.order_number), one_line(row.reason), "",
    )  # fmt: skip


def _begun(row: Any) -> int | None:
    return row.due_from  # type: ignore[no-any-return]


def _nothing(view: str) -> str:
    if view == "open":
        return tr("Open one from an order, or import the refund export of the back office.")
    return tr("No refund is in this state now.")


def open_refunds(world: World, window: QWidget, view: str = "open") -> None:
    """Open the list of refunds over ``window``."""
    RefundsDialog(world, window, view).open()
