"""The middle of the tickets page: one view's tickets as a table."""

from __future__ import annotations

from array import array
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.store.queries import tickets
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.delegates.ticket import BuyerCell, DeadlineCell, PriorityCell, StateCell
from ticketdesk.ui.models.listing import Listing
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets import ticket_model, ticket_views
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr, trn


class TicketList(QWidget):
    """`picked(id)` when another ticket is chosen, `opened(id)` by Enter or double click.

    The chosen ticket stays chosen when rows move; where it leaves the view nothing else is chosen for the agent.
    """

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._key, self._reversed, self._quiet = "mine", False, False
        self._wanted: int | None = None
        self._listing = Listing(world.tasks, "tickets.snapshot", self._show, self._fail)
        self.model = ticket_model.ticket_model(world, self)
        self.table = TableView(self.model, tr("Tickets"))
        self.title, self.count = label(role="strong"), label(role="third")
        self.busy = BusyBar()
        self.empty = EmptyState("ticket-check", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._place()
        self._dress()
        self.table.selected_changed.connect(self._pick)
        self.table.opened.connect(self.opened)
        self.table.sort_requested.connect(self._sort)
        self.empty.acted.connect(self._ask_new)

    @property
    def key(self) -> str:
        """The view shown."""
        return self._key

    def show_view(self, key: str, wanted: int | None = None) -> None:
        """Show another view; ``wanted`` is the ticket to choose once it is read."""
        self._key, self._reversed, self._wanted = key, False, wanted
        self.title.setText(ticket_views.title_of(key))
        self.table.set_sorted(ticket_views.order_of(key), descending=ticket_views.order_of(key) == "updated")
        self._fit()
        self.reload(fresh=True)

    def reload(self, *, fresh: bool = False) -> None:
        """Ask the view's query again; a ``fresh`` view shows its first tickets at once."""
        world = self._world
        view = ticket_views.view_of(self._key, world.agent_id, world.clock(), turned=self._reversed)
        self.busy.set_busy()
        self._listing.read(partial(tickets.snapshot, world.reader, view), fresh=fresh)

    def follow(self, changes: Changes) -> None:
        """Take up what was committed: rows anew, and their order."""
        ids = changes.of("ticket")
        if ids is None:
            self.model.refresh_all()
        else:
            self.model.refresh(ids)
        if changes.touches("orders", "buyer", "agent"):
            self.model.refresh_all()
        if changes.touches("ticket"):
            self.reload()

    def tick(self, now: int) -> None:
        """Repaint what is left, only where it is in sight; ``now`` is UTC ms."""
        self._deadlines.now = self._states.now = now
        x = self.table.columnViewportPosition(ticket_model.DEADLINE)
        ground = self.table.viewport()
        ground.update(x, 0, self.table.columnWidth(ticket_model.DEADLINE), ground.height())

    def choose(self, ticket_id: int | None) -> bool:
        """Choose a ticket without telling; False where this view does not hold it."""
        self._quiet = True
        found = self.table.set_current_id(ticket_id)
        self._quiet = False
        return found

    def focus_table(self) -> None:
        """Give the keyboard to the table, on its first row where none is current."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self, ids: array[int], whole: bool) -> None:
        if whole:
            self.busy.set_idle()
        chosen = self._wanted if self._wanted is not None else self._chosen()
        place = max(0, self.table.currentIndex().row() - 1)
        self._quiet = True
        self.model.set_ids(ids)
        if chosen is not None and not self.table.set_current_id(chosen) and whole:
            self._stand_at(place)
        self._quiet = False
        # What was chosen may stand further down than the head.
        self._wanted = None if whole else chosen
        self.count.setText(trn(len(ids), "{0} ticket", "{0} tickets") if whole else "")
        title, text = ticket_views.empty_words(self._key)
        self.empty.set_state(title, text, action=tr("New ticket"))
        self._stack.setCurrentWidget(self.table if len(ids) else self.empty)

    def _fail(self, error: BaseException) -> None:
        self.busy.set_idle()
        self._world.notices.refuse(error)

    def _chosen(self) -> int | None:
        found = self.table.selected_ids()
        return found[0] if found else None

    def _stand_at(self, place: int) -> None:
        """Leave the keyboard where the vanished row stood, without choosing its neighbour."""
        if self.model.rowCount():
            index = self.model.index(min(place, self.model.rowCount() - 1), 0)
            self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Clear)

    def _pick(self) -> None:
        chosen = self._chosen()
        if not self._quiet and chosen is not None:
            self.picked.emit(chosen)

    def _sort(self, key: str, _descending: bool) -> None:
        """Turn the view's one order round; another order the store does not offer for it."""
        own = ticket_views.order_of(self._key)
        if key == own:
            self._reversed = not self._reversed
            self.table.set_sorted(own, descending=self._reversed != (own == "updated"))
            self.reload(fresh=True)

    def _ask_new(self) -> None:
        self._world.new_ticket.emit(TicketSeed())

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(SIZES.l, 0, SIZES.l, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        column.addSpacing(SIZES.m)
        column.addLayout(head)
        column.addSpacing(SIZES.m)
        column.addWidget(self.busy)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)

    def _fit(self) -> None:
        """Leave out columns where the title would get no room, and the assignee where it is always the agent."""
        columns = self.model.columns
        need = sum(column.width for column in columns)
        for column in ticket_model.GIVEN_UP:
            own = column == ticket_model.ASSIGNEE and self._key in ("mine", "unassigned")
            hidden = own or need > self.width()
            self.table.setColumnHidden(column, hidden)
            if hidden:
                need -= columns[column].width

    def _dress(self) -> None:
        self._deadlines, self._states = DeadlineCell(self.table), StateCell(self.table)
        self._deadlines.now = self._states.now = self._world.clock()
        cells: dict[int, CellDelegate] = {
            ticket_model.STATE: self._states,
            ticket_model.NUMBER: CellDelegate(self.table, ink="text.second"),
            ticket_model.TITLE: CellDelegate(self.table, bold=True),
            ticket_model.BUYER: BuyerCell(self.table),
            ticket_model.PRIORITY: PriorityCell(self.table),
            ticket_model.DEADLINE: self._deadlines,
            ticket_model.UPDATED: CellDelegate(self.table, ink="text.third"),
        }
        for column, cell in cells.items():
            self.table.setItemDelegateForColumn(column, cell)
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(ticket_model.TITLE, QHeaderView.ResizeMode.Stretch)
