"""The orders page: views at the left, filter row and table, the chosen order at the right, import, export and flags."""

from __future__ import annotations

from array import array
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import badges, order_filter
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.models.asking import Asking
from ticketdesk.ui.models.listing import AFTER_MS, HEAD
from ticketdesk.ui.orders import filter_state, order_acts
from ticketdesk.ui.orders.column_choice import ColumnChoice
from ticketdesk.ui.orders.detail import OrderDetail
from ticketdesk.ui.orders.export_orders import OrderExport
from ticketdesk.ui.orders.filter_bar import FilterBar
from ticketdesk.ui.orders.flagging import Flagging
from ticketdesk.ui.orders.many_orders import ManyOrders
from ticketdesk.ui.orders.many_tickets import ask_for_many
from ticketdesk.ui.orders.order_bulk_bar import OrderBulkBar
from ticketdesk.ui.orders.order_list import OrderList
from ticketdesk.ui.orders.order_model import OrderModel, empty_words, view_of
from ticketdesk.ui.orders.order_views import OrderViews
from ticketdesk.ui.orders.page_layout import laid_out, middle_column
from ticketdesk.ui.override import override
from ticketdesk.ui.pages import open_import
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState, ErrorState
from ticketdesk.ui.widgets.toast import Ground
from ticketdesk.ui.world import Place, TicketSeed, World
from ticketdesk.words import tr, trn

_TASK: Final = "orders.list"
# What a search asks of, beside orders.
_BESIDE: Final = ("ticket", "refund", "buyer_tag", "remark", "shipment", "order_line")
_COUNT: Final = 78  # pixels that the count is never narrower than where it needs them: "1,234 orders"


class OrdersPage(QWidget):
    """Shows one view of the orders, narrowed by the filter row; everything follows the changes of the store."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._view = "all"
        self._wanted: int | None = None
        self._stale: set[int] | None = set()
        self._waits = False
        self._fresh = True
        numbers = badges.badges(world.reader)
        self._there = numbers.of("orders.all") > 0
        self.nav = OrderViews(world, numbers)
        self.nav.set_current(self._view)
        self.filter = FilterBar(world, self)
        self.model = OrderModel(world, self)
        self.table = OrderList(world, self.model)
        self.detail = OrderDetail(world)
        self.loose = (self.detail.sidebar,)
        self.count = ElidedLabel(role="third")
        self.flagging = Flagging(world, self.table)
        self.columns = ColumnChoice(world, self.table, self)
        self.remember = self.columns.remember  # the window closes
        self.many = ManyOrders(world, self)
        self.bar = OrderBulkBar(world, self.many)
        self.import_button = button(tr("Import orders"), "upload")
        self.export = OrderExport(world, self)
        self.empty, self.error = EmptyState("package", "", action=tr("Import orders")), ErrorState()
        self.busy = BusyBar()
        self._asking = Asking(world, _TASK, self)
        self._build()
        self.filter.set_view(view_of(self._view), self.nav.text_of(self._view))
        self._connect()
        self._acts = page_actions(
            self, world.keymap,
            {"filter_orders": self.filter.reach, "order_columns": self.columns.ask, "keep_order_view": self.nav.keep},
        )  # fmt: skip
        self._load()

    def open_place(self, place: Place) -> None:
        """Show one order, or (kind "orders") all of them; its ``id`` may be a flag's code 1..5."""
        if place.kind == "orders":
            if place.id:
                self.show_view(f"flag:{place.id}")
            return
        if self.table.set_current_id(place.id):
            self.detail.show_order(place.id)
            return
        if self.nav.kept.view(self._view) is not None:
            self.show_view("all")
        if self.filter.narrows:
            self.filter.reset()
        self._wanted = place.id
        self.show_view("all")

    def new_ticket(self) -> bool:
        """Ask for a ticket that starts from the current order, or for one each of those selected; False for none."""
        if ask_for_many(self._world, self.table):
            return True
        number = self.table.current_id()
        row = self.model.row_at(self.table.currentIndex()) if number is not None else None
        if row is None:
            return False
        self._world.new_ticket.emit(TicketSeed(order_id=row.id, buyer_nick=row.buyer_nick))
        return True

    def show_view(self, key: str) -> None:
        """Show another view of the list at the left."""
        self.nav.enter(key, self.filter, left=self._view)
        self._view = key
        self._ask_anew()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waits:
            self._load()

    def panels(self) -> list[QWidget]:
        """The parts F6 goes round."""
        parts = [self.nav, self.filter.field, self.table, self.detail]
        return [part for part in parts if part.isVisible()]

    def toast_ground(self) -> Ground:
        """Over the table's end: the acts above it and those of the order stay free."""
        return Ground(self._stack)

    def tick(self, now: int) -> None:
        """Let the clocks run."""
        self.table.tick()
        self.detail.tick(now)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for state in (self.table, self.empty, self.error):
            self._stack.addWidget(state)
        heads = (self.count, self.columns.button, self.flagging.button, self.import_button, self.export.button)
        middle = middle_column(self.filter, heads, self.busy, self._stack, self.bar)
        self.splitter = laid_out(self, self.nav, middle, self.detail)

    def _connect(self) -> None:
        self.nav.chosen.connect(self.show_view)
        self.nav.serve(self.filter)
        self.filter.changed.connect(self._ask_anew)
        self.filter.field.down_pressed.connect(self.table.enter)
        self.filter.search.left.connect(self.table.enter)
        self.table.current_changed.connect(self.detail.follow)
        self.table.opened.connect(self.detail.show_order)
        self.table.escaped.connect(self._deselect)
        self.table.selected_changed.connect(self._say_count)
        self.table.flag_pressed.connect(self.flagging.set_flag)
        self.table.act_pressed.connect(self._act)
        self.bar.asked.connect(self._act)
        self.bar.tickets_asked.connect(self.new_ticket)
        self.bar.left.connect(self._deselect)
        self.table.filter_pressed.connect(self.filter.reach)
        self.table.sort_requested.connect(self._sort)
        self.detail.closed.connect(self._deselect)
        self.import_button.clicked.connect(self._import)
        self.empty.acted.connect(self._help)
        self.error.acted.connect(self._load)
        self._asking.early.connect(self._first)
        self._asking.found.connect(self._loaded)
        self._asking.failed.connect(self._failed)
        self._world.changed.connect(self._follow)
        self._world.session_changed.connect(self.filter.turn_agent)

    def _ask_anew(self) -> None:
        """Another list: what was chosen in the one before is forgotten."""
        self._fresh = True
        self.table.selectionModel().clear()
        self._load()

    def _load(self) -> None:
        """Ask for the ids in a task: there may be a million."""
        self._waits = False
        wanted = self.filter.wanted(view_of(self._view))
        self.table.set_sorted(wanted.order, descending=wanted.descending)
        self.busy.set_busy()

        read = filter_state.reading(wanted)
        first = order_filter.head(self._world.reader, wanted, HEAD) if self._fresh and self.isVisible() else None
        if first is None:
            self._asking.ask(read)
        elif len(first) < HEAD:
            self._asking.stop()
            self._loaded(first)
        else:
            self._first(first)
            self._asking.ask(read, after_ms=AFTER_MS)

    def _first(self, ids: array[int]) -> None:
        """Show the first rows of another list at once; the same list, asked again, waits for the whole."""
        if self._fresh:
            self._show(ids)

    def _loaded(self, ids: array[int]) -> None:
        self.busy.set_idle()
        self._fresh = False
        self._show(ids)
        self._show_wanted()

    def _show(self, ids: array[int]) -> None:
        self.model.set_ids(ids)
        if self._stale is None:
            self.model.refresh_all()
        else:
            self.model.refresh(self._stale)
        self._stale = set()
        self._stack.setCurrentWidget(self.table if ids else self.empty)
        self._say_empty()
        self._say_count()

    def _failed(self, error: BaseException) -> None:
        self.busy.set_idle()
        self._stack.setCurrentWidget(self.error)
        self._world.notices.refuse(error)

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.table.set_current_id(wanted):
            self.detail.show_order(wanted)
            self.table.setFocus()

    def _say_empty(self) -> None:
        may = self._world.may(Permission.ORDER_IMPORT)
        words = empty_words(there=self._there, narrowed=self.filter.narrows, may_import=may)
        self.empty.set_state(words.title, words.text, action=words.action, icon=words.icon)
        self.import_button.setVisible(may)
        self.export.refresh(there=self._there)

    def _help(self) -> None:
        """What the empty list offers: no filter, or an import."""
        if self.filter.narrows:
            self.filter.reset()
        else:
            self._import()

    def _say_count(self) -> None:
        chosen = self.table.selected_count()
        total = self.model.rowCount()
        if chosen > 1:
            words = tr("{0} of {1} selected", f"{chosen:,}", f"{total:,}")
        else:
            words = trn(total, "{0} order", "{0} orders")
        self.count.setText(words)
        self.count.setMinimumWidth(min(self.count.wide + 1, _COUNT))
        self.flagging.refresh()
        self.bar.choose(chosen)

    def _follow(self, changes: Changes) -> None:
        asked = self.filter.search.query.terms and changes.touches(*_BESIDE)
        ticketed = asked or (self.filter.chosen.ticketed and changes.touches("ticket"))
        if not ticketed and not changes.touches("orders", "setting", "saved_view"):
            return
        numbers = badges.badges(self._world.reader)
        self.nav.follow(changes, numbers)
        if not changes.touches("orders") and not ticketed:
            return
        self._there = numbers.of("orders.all") > 0
        ids = changes.of("orders")
        if ids is None or self._stale is None:
            self._stale = None
            self.filter.refresh()
        else:
            self._stale.update(ids)
        if self.isVisible():
            self._load()
        else:
            self._waits = True

    def _sort(self, key: str, descending: bool) -> None:
        """A heading was clicked: amounts begin with the largest, deadlines with the nearest."""
        again = self.filter.chosen.order == key
        self.filter.sort(key, descending=descending if again else key != order_filter.DUE)

    def _act(self, act: str) -> None:
        """Begin an act on all orders that are chosen, else on the current one."""
        if self.many.ask(act, self.table):
            return
        row = self.model.row_at(self.table.currentIndex()) if self.table.current_id() is not None else None
        why = order_acts.why_not(self._world, act, row.state) if row is not None else ""
        if why:
            self._world.notices.say(why)
        elif row is not None:
            order_acts.ask(self._world, self, act, row.id)

    def _deselect(self) -> None:
        self.table.selectionModel().clear()
        self.detail.hide()
        self.table.setFocus()

    def _import(self) -> None:
        open_import(self._world, self.window())
