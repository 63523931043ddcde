"""The middle of the tickets page: one view's tickets as a table, searched, ordered, under headings."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.query.tree import Query
from ticketdesk.store.queries.ticket_search import Group
from ticketdesk.ui.query.bar import QueryBar
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.list import ticket_model, ticket_views
from ticketdesk.ui.tickets.list.ticket_empty import TicketEmpty
from ticketdesk.ui.tickets.list.ticket_groups import laid_out
from ticketdesk.ui.tickets.list.ticket_source import TicketSource, Wanted
from ticketdesk.ui.tickets.list.ticket_subject import ticket_subject
from ticketdesk.ui.tickets.list.ticket_table import TicketTable
from ticketdesk.ui.tickets.list.view_button import ViewButton
from ticketdesk.ui.widgets.frames import BusyBar, ErrorState
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import trn


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
        self._groups: list[Group] = []
        self._folded: frozenset[str] = frozenset()
        self._source = TicketSource(world, self, self._show, self._fail, self._show_groups)
        self.model = ticket_model.ticket_model(world, self)
        self.table = TicketTable(self.model, world.clock())
        self.search = QueryBar(ticket_subject(world), self)
        self.view = ViewButton(self.model.columns)
        self.count = label(role="third")
        self.busy = BusyBar()
        self.empty = TicketEmpty()
        self.error = ErrorState()
        self.stack = QStackedWidget()
        for state in (self.table, self.empty, self.error):
            self.stack.addWidget(state)
        self._place()
        self._connect()

    @property
    def key(self) -> str:
        """The view shown."""
        return self._asked.key

    @property
    def asked(self) -> Wanted:
        """What is shown, as it stands now."""
        return self._asked

    def show_view(self, key: str, wanted: int | None = None, query: Query | None = None) -> None:
        """Show another view, narrowed by ``query``; ``wanted`` is the ticket to choose once it is read."""
        own = {ticket_model.ASSIGNEE} if key in ("mine", "unassigned") else ()
        self.show_wanted(Wanted(key, query or Query()), ticket_views.title_of(key), own, wanted=wanted)

    def show_wanted(
        self, asked: Wanted, title: str, hidden: Collection[int] = (), *, wanted: int | None = None
    ) -> None:
        """Show a list as it was kept; the columns ``hidden`` are left out."""
        self._asked, self._wanted, self._folded = asked, wanted, frozenset()
        self.search.set_view(title)
        self.search.set_query(asked.query)
        self.table.leave_out(hidden)
        self._dress(frozenset(hidden))
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
        called = self.key in ("called", "standin") and changes.touches("ticket_mention", "stand_in")
        if called or changes.touches("ticket"):
            self.reload()

    def choose(self, ticket_id: int | None) -> bool:
        """Choose a ticket without telling; False where this view does not hold it."""
        self._quiet = True
        found = self.table.set_current_id(ticket_id)
        self._quiet = False
        return found

    def focus_table(self) -> None:
        """Give the keyboard to the table, on its first row where none is current."""
        # Before the focus: Qt would make the first row current itself, without choosing it.
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    def _show(self, ids: array[int], whole: bool) -> None:
        self.table.set_headings(())
        self._show_ids(ids, len(ids), whole=whole)

    def _show_groups(self, groups: list[Group]) -> None:
        self._groups = groups
        names = {person.id: person.name for person in self._world.people}
        found = laid_out(groups, self._asked.group, names, self._folded, self._world.clock())
        self.table.set_headings(())
        self.model.set_headings(found.headings)
        self._show_ids(found.ids, found.total, whole=True)
        self.table.set_headings(found.places)

    def _fold(self, number: int) -> None:
        heading = self.model.heading(number)
        if heading is not None:
            self._folded = self._folded ^ {heading.text}
            self._wanted = number
            self._show_groups(self._groups)

    def _show_ids(self, ids: array[int], total: int, *, whole: bool) -> None:
        if whole:
            self.busy.set_idle()
        chosen = self._wanted if self._wanted is not None else self.table.chosen_id()
        place = self.table.currentIndex().row() - 1
        self._quiet = True
        self.model.set_ids(ids)
        if chosen is not None and not self.table.set_current_id(chosen) and whole:
            self.table.stand_at(place)
        self._quiet = False
        # What was chosen may stand further down than the head.
        self._wanted = None if whole else chosen
        self.count.setText(trn(total, "{0} ticket", "{0} tickets") if whole else "")
        self.empty.say(self._asked)
        self.stack.setCurrentWidget(self.table if len(ids) else self.empty)

    def _narrow(self) -> None:
        """Another question is asked: its first tickets at once."""
        self._asked = replace(self._asked, query=self.search.query)
        self.reload(fresh=True)

    def _fail(self, error: BaseException) -> None:
        self.busy.set_idle()
        self.stack.setCurrentWidget(self.error)
        self._world.notices.refuse(error)

    def _pick(self) -> None:
        if self._quiet or self.table.selected_count() != 1:
            return
        chosen = self.table.chosen_id()
        if chosen is not None:
            self.picked.emit(chosen)

    def _sort(self, key: str, _descending: bool) -> None:
        """Order by another column; the one that is ordered by is turned round."""
        turned = key == self._asked.shown_order and not self._asked.turned
        self._ask(replace(self._asked.ordered(key), turned=turned))

    def _order_by(self, key: str) -> None:
        self._ask(self._asked.ordered(key))

    def _group(self, by: str) -> None:
        self._folded = frozenset()
        self._ask(replace(self._asked, group=by))

    def _ask(self, asked: Wanted) -> None:
        """Show the same tickets otherwise."""
        self._asked = asked
        self._dress(self.view.hidden)
        self.reload(fresh=True)

    def _dress(self, hidden: frozenset[int]) -> None:
        order = self._asked.shown_order
        self.view.set_state(order, self._asked.group, hidden)
        self.table.set_sorted(order, descending=self._asked.turned != (order != "due"))

    def _clear(self) -> None:
        self.search.set_query(Query())
        self._narrow()

    def _ask_new(self) -> None:
        self._world.new_ticket.emit(TicketSeed())

    def _connect(self) -> None:
        self.table.selected_changed.connect(self._pick)
        self.table.asked.connect(self.opened)
        self.table.folded.connect(self._fold)
        self.table.sort_requested.connect(self._sort)
        self.empty.new_wanted.connect(self._ask_new)
        self.empty.cleared.connect(self._clear)
        self.empty.everywhere.connect(self.everywhere)
        self.error.acted.connect(self.reload)
        self.search.changed.connect(self._narrow)
        self.search.left.connect(self.focus_table)
        self.search.field.down_pressed.connect(self.focus_table)
        self.view.columns_chosen.connect(self.table.leave_out)
        self.view.order_chosen.connect(self._order_by)
        self.view.group_chosen.connect(self._group)

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, below = QHBoxLayout(), QHBoxLayout()
        for row in (head, below):
            row.setContentsMargins(SIZES.l, 0, SIZES.l, 0)
        head.setSpacing(SIZES.s)
        head.addWidget(self.search.field, 1)
        head.addWidget(self.view)
        head.addWidget(self.count)
        below.addWidget(self.search)
        column.addSpacing(SIZES.s)
        column.addLayout(head)
        column.addSpacing(SIZES.s)
        column.addLayout(below)
        column.addWidget(self.busy)
        column.addWidget(Divider())
        column.addWidget(self.stack, 1)
