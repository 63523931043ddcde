"""The middle of the tickets page: one view's tickets as a table."""

from __future__ import annotations

from array import array
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.query.tree import Query
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.delegates.ticket import BuyerCell, DeadlineCell, PriorityCell, StateCell
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets import ticket_model, ticket_views
from ticketdesk.ui.tickets.query_bar import QueryBar
from ticketdesk.ui.tickets.ticket_source import TicketSource, Wanted
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState, ErrorState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr, trn


class TicketList(QWidget):
    """`picked(id)` when another ticket is chosen, `opened(id)` by Enter or double click, `everywhere(Query)` where a
    search shall go through all tickets.

    The chosen ticket stays chosen when rows move; where it leaves the view nothing else is chosen for the agent.
    """

    picked = Signal(object)
    opened = Signal(object)
    everywhere = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._asked, self._quiet = Wanted(), False
        self._wanted: int | None = None
        self._source = TicketSource(world, self, self._show, self._fail)
        self.model = ticket_model.ticket_model(world, self)
        self.table = TableView(self.model, tr("Tickets"))
        self.search = QueryBar(world, self)
        self.count = label(role="third")
        self.busy = BusyBar()
        self.empty = EmptyState("ticket-check", "")
        self.error = ErrorState()
        self._stack = QStackedWidget()
        for state in (self.table, self.empty, self.error):
            self._stack.addWidget(state)
        self._place()
        self._dress()
        self.table.selected_changed.connect(self._pick)
        self.table.opened.connect(self.opened)
        self.table.sort_requested.connect(self._sort)
        self.empty.acted.connect(self._help)
        self.error.acted.connect(self.reload)
        self.search.changed.connect(self._narrow)
        self.search.left.connect(self.focus_table)
        self.search.field.down_pressed.connect(self.focus_table)

    @property
    def key(self) -> str:
        """The view shown."""
        return self._asked.key

    def show_view(self, key: str, wanted: int | None = None, query: Query | None = None) -> None:
        """Show another view, narrowed by ``query``; ``wanted`` is the ticket to choose once it is read."""
        self._asked, self._wanted = Wanted(key, query or Query()), wanted
        self.search.set_view(ticket_views.title_of(key))
        self.search.set_query(self._asked.query)
        self._sorted()
        self._fit()
        self.reload(fresh=True)

    def reload(self, *, fresh: bool = False) -> None:
        """Ask the view's query again; a ``fresh`` view shows its first tickets at once."""
        self.busy.set_busy()
        self._source.read(self._asked, fresh=fresh)

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
        self._say_empty()
        self._stack.setCurrentWidget(self.table if len(ids) else self.empty)

    def _say_empty(self) -> None:
        """Without tickets: what the view is about, or how a search finds more."""
        if not self._asked.query.terms:
            title, text = ticket_views.empty_words(self.key)
            self.empty.set_state(title, text, action=tr("New ticket"), icon="ticket-check")
            return
        everywhere = self.key == "all"
        text = tr("Remove a condition.") if everywhere else tr("Remove a condition, or search in all tickets.")
        action = tr("Remove all conditions") if everywhere else tr("Search in all tickets")
        self.empty.set_state(tr("No ticket matches"), text, action=action, icon="search")

    def _help(self) -> None:
        """What the empty list offers: a new ticket, or to search more widely."""
        if not self._asked.query.terms:
            self._world.new_ticket.emit(TicketSeed())
        elif self.key == "all":
            self.search.set_query(Query())
            self._narrow()
        else:
            self.everywhere.emit(self._asked.query)

    def _narrow(self) -> None:
        """Another question is asked: its first tickets at once."""
        self._asked = replace(self._asked, query=self.search.query)
        self.reload(fresh=True)

    def _fail(self, error: BaseException) -> None:
        self.busy.set_idle()
        self._stack.setCurrentWidget(self.error)
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
        if key == ticket_views.order_of(self.key):
            self._asked = replace(self._asked, turned=not self._asked.turned)
            self._sorted()
            self.reload(fresh=True)

    def _sorted(self) -> None:
        own = ticket_views.order_of(self.key)
        self.table.set_sorted(own, descending=self._asked.turned != (own == "updated"))

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(SIZES.l, 0, SIZES.l, 0)
        head.setSpacing(SIZES.s)
        head.addWidget(self.search.field, 1)
        head.addWidget(self.count)
        below = QHBoxLayout()
        below.setContentsMargins(SIZES.l, 0, SIZES.l, 0)
        below.addWidget(self.search)
        column.addSpacing(SIZES.s)
        column.addLayout(head)
        column.addSpacing(SIZES.s)
        column.addLayout(below)
        column.addWidget(self.busy)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)

    def _fit(self) -> None:
        """Leave out columns where the title would get no room, and the assignee where it is always the agent."""
        columns = self.model.columns
        need = sum(column.width for column in columns)
        for column in ticket_model.GIVEN_UP:
            own = column == ticket_model.ASSIGNEE and self.key in ("mine", "unassigned")
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
