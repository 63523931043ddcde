"""The orders page: views at the left, the table, the chosen order at the right, import, export and flags above."""

from __future__ import annotations

from array import array
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import badges
from ticketdesk.ui import labels
from ticketdesk.ui.orders.detail import OrderDetail
from ticketdesk.ui.orders.export_orders import OrderExport
from ticketdesk.ui.orders.order_list import OrderList
from ticketdesk.ui.orders.order_model import OrderModel, nav_entries, snapshot, view_of, view_title
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState, ErrorState
from ticketdesk.ui.widgets.nav_list import NavList
from ticketdesk.ui.widgets.toast import Ground
from ticketdesk.ui.world import Place, TicketSeed, World
from ticketdesk.words import tr, trn

_TASK: Final = "orders.list"
_FLAGS: Final = (1, 2, 3, 4, 5, 0)


class OrdersPage(QWidget):
    """Shows one view of the orders; everything follows the changes of the store."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self._view = "all"
        self._wanted: int | None = None
        self._stale: set[int] | None = set()
        self._waits = False
        self.nav = NavList(tr("Views of orders"), nav_entries(badges.badges(world.reader)))
        self.nav.set_current(self._view)
        self.model = OrderModel(world, self)
        self.table = OrderList(world, self.model)
        self.detail = OrderDetail(world)
        self.title = ElidedLabel(role="strong")
        self.count = ElidedLabel(role="third")
        self.flag_menu = button(tr("Set flag"), "flag")
        self.import_button = button(tr("Import orders"), "upload", "primary")
        self.export = OrderExport(world, self)
        self.empty = EmptyState("package", "", action=tr("Import orders"))
        self.error = ErrorState()
        self.busy = BusyBar()
        self._build()
        self._connect()
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
        self._wanted = place.id
        self.show_view("all")

    def new_ticket(self) -> bool:
        """Ask for a ticket that starts from the current order; False where there is none."""
        number = self.table.current_id()
        row = self.model.row_at(self.table.currentIndex()) if number is not None else None
        if row is None:
            return False
        self._world.new_ticket.emit(TicketSeed(order_id=row.id, buyer_nick=row.buyer_nick))
        return True

    def show_view(self, key: str) -> None:
        """Show another view of the list at the left."""
        self._view = key
        self.nav.set_current(key)
        self.table.selectionModel().clear()
        self._load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waits:
            self._load()

    def panels(self) -> list[QWidget]:
        """The parts F6 goes round."""
        parts = [self.nav, self.table, self.detail]
        return [part for part in parts if part.isVisible()]

    def toast_ground(self) -> Ground:
        """Over the table's end: the acts above it and those of the order stay free."""
        return Ground(self._stack)

    def tick(self, now: int) -> None:
        """Let the clocks run."""
        self.table.tick()
        self.detail.tick(now)

    def _build(self) -> None:
        left = Strip("surface", "right")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, SIZES.s, 1, 0)
        column.addWidget(self.nav)
        left.setMinimumWidth(170)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for part in (left, self._middle(), self.detail):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([self.nav.sizeHint().width() + 1, 800, SIZES.sidebar])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _middle(self) -> QWidget:
        middle = Strip("surface")
        middle.setMinimumWidth(420)
        bar = QHBoxLayout()
        bar.setContentsMargins(SIZES.m, SIZES.s, SIZES.m, SIZES.s)
        bar.setSpacing(SIZES.s)
        bar.addWidget(self.title)
        bar.addWidget(self.count, 1)
        for part in (self.flag_menu, self.import_button, self.export.button):
            bar.addWidget(part)
        self._stack = QStackedWidget()
        for state in (self.table, self.empty, self.error):
            self._stack.addWidget(state)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.busy)
        column.addWidget(self._stack, 1)
        self._fill_menu()
        return middle

    def _fill_menu(self) -> None:
        menu = QMenu(self.flag_menu)
        for code in _FLAGS:
            action = menu.addAction(labels.flag_name(code))
            action.setData(code)
        menu.triggered.connect(self._set_flag)
        self.flag_menu.setMenu(menu)

    def _connect(self) -> None:
        self.nav.chosen.connect(self.show_view)
        self.table.current_changed.connect(self._show_detail)
        self.table.opened.connect(self.detail.show_order)
        self.table.escaped.connect(self._deselect)
        self.table.selected_changed.connect(self._say_count)
        self.detail.closed.connect(self._deselect)
        self.import_button.clicked.connect(self._import)
        self.empty.acted.connect(self._import)
        self.error.acted.connect(self._load)
        self._world.changed.connect(self._follow)

    def _load(self) -> None:
        """Ask for the ids of the view in a task: there may be a million."""
        self._waits = False
        reader, view = self._world.reader, view_of(self._view)
        self.title.setText(view_title(self._view))
        self.busy.set_busy()

        def work(_progress: Progress, _cancelled: Cancelled) -> array[int]:
            return snapshot(reader, view)

        self._world.tasks.start(_TASK, work, self._loaded, self._failed)

    def _loaded(self, ids: array[int]) -> None:
        self.busy.set_idle()
        self.model.set_ids(ids)
        if self._stale is None:
            self.model.refresh_all()
        else:
            self.model.refresh(self._stale)
        self._stale = set()
        self._stack.setCurrentWidget(self.table if ids else self.empty)
        self._say_empty()
        self._say_count()
        self._show_wanted()

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
        if badges.badges(self._world.reader).of("orders.all"):
            self.empty.set_state(tr("No orders here"), tr("No order is in this view now."))
        else:
            hint = tr("Export the order list in the seller back office and import the file here.")
            self.empty.set_state(tr("No orders yet"), hint, action=tr("Import orders") if may else "")
        self.import_button.setVisible(may)
        self.export.refresh()

    def _say_count(self) -> None:
        chosen = self.table.selected_count()
        total = self.model.rowCount()
        if chosen > 1:
            words = tr("{0} of {1} selected", f"{chosen:,}", f"{total:,}")
        else:
            words = trn(total, "{0} order", "{0} orders")
        self.count.setText(words)
        self.flag_menu.setEnabled(chosen > 0 and self._world.may(Permission.ORDER_REMARK))

    def _follow(self, changes: Changes) -> None:
        if not changes.touches("orders"):
            return
        self.nav.set_entries(nav_entries(badges.badges(self._world.reader)))
        ids = changes.of("orders")
        if ids is None or self._stale is None:
            self._stale = None
        else:
            self._stale.update(ids)
        if self.isVisible():
            self._load()
        else:
            self._waits = True

    def _show_detail(self, number: int | None) -> None:
        if number is not None:
            self.detail.show_order(number)

    def _deselect(self) -> None:
        self.table.selectionModel().clear()
        self.detail.hide()
        self.table.setFocus()

    def _set_flag(self, action: QAction) -> None:
        code = int(action.data())
        chosen = tuple(self.table.selected_ids())
        if not chosen:
            return

        def told(done: Done) -> None:
            number = done.result if isinstance(done.result, int) else 0
            if number:
                words = trn(number, "{0} order: {1}", "{0} orders: {1}", labels.flag_name(code))
            else:
                words = tr("Nothing was to be changed")
            self._world.notices.say(words, undoable=number > 0)

        self._world.post(SetFlag(order_ids=chosen, flag=code), told)

    def _import(self) -> None:
        # Imported on the first use: the dialog brings the readers of the file formats with it.
        from ticketdesk.ui.orders.import_dialog import ImportDialog

        ImportDialog(self._world, self.window()).open()
