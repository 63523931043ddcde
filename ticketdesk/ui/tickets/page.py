"""The tickets page: views, list, one ticket."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import MINUTE
from ticketdesk.domain.query.tree import Query
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.saved_views import SavedViewRow
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.kept_views import SAVED
from ticketdesk.ui.override import override
from ticketdesk.ui.pictures import Source
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel
from ticketdesk.ui.tickets.list import saved_views, ticket_views
from ticketdesk.ui.tickets.list.many import ManyTickets
from ticketdesk.ui.tickets.list.ticket_list import TicketList
from ticketdesk.ui.tickets.list.triage import Triage
from ticketdesk.ui.tickets.list.views_panel import ViewsPanel
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.widgets.toast import Ground
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.tickets.list.bulk_bar import BulkBar

_OF_THE_CLOCK: Final = frozenset({"today", "overdue", "standin"})


class TicketsPage(QWidget):
    """Composes the three panels: what is chosen on the left is listed in the middle, what is chosen there is shown.

    ``detail`` is a panel that was made a turn before, since all at once would hold the window; `begin` is then left to
    a turn after.
    """

    def __init__(self, world: World, detail: DetailPanel | None = None) -> None:
        super().__init__()
        self._world = world
        self._minute = world.clock() // MINUTE
        self.setAccessibleName(tr("Tickets"))
        self.views = ViewsPanel(world)
        self.list = TicketList(world)
        self.detail = detail or DetailPanel(world)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        for panel, least in ((self.views, 184), (self.list, 240), (self.detail, 350)):
            self.splitter.addWidget(panel)
            panel.setMinimumWidth(least)
            panel.setBackgroundRole(QPalette.ColorRole.Base)
            panel.setAutoFillBackground(True)
        self.splitter.setSizes([self.views.sizeHint().width(), 660, SIZES.detail])
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self._acts = page_actions(self, world.keymap, {"ticket_deadlines": self.detail.show_deadlines})
        self.addActions(self.detail.acts.actions)  # they answer in the list as well
        self.views.chosen.connect(self._show_view)
        self.list.picked.connect(self.detail.show_ticket)
        self.list.opened.connect(self._answer)
        self.list.everywhere.connect(self._search_all)
        self.list.view.keep_wanted.connect(self._keep_view)
        self.views.change_wanted.connect(self._change_view)
        world.changed.connect(self._follow)
        self._acts = page_actions(
            self, world.keymap, {"filter_tickets": self.list.search.reach, "keep_view": self._keep_view}
        )
        self.many = ManyTickets(world, self.list.table, self)
        self.triage = Triage(world, self.list.table, self.many)
        self._bar: BulkBar | None = None
        self.list.table.selected_changed.connect(self._offer_many)
        if detail is None:
            self.begin()

    def dressed_parts(self) -> list[QWidget]:
        """What wears the style sheet, each on its own."""
        return [self.views, self.list, *self.detail.dressed_parts]

    def begin(self) -> None:
        """List the agent's own tickets."""
        self.list.show_view("mine")

    def open_place(self, place: Place) -> None:
        """Go to a ticket, or to the page itself (kind "tickets")."""
        if place.kind == "ticket" and place.id:
            self._show_ticket(place.id)
        else:
            self.list.focus_table()

    def tick(self, now: int) -> None:
        """Let the clock go on: what is left at once, counts and the views of the clock each minute (UTC ms)."""
        self.list.table.tick(now)
        self.detail.tick(now)
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self.views.refresh(now)
            if self.list.key in _OF_THE_CLOCK:
                self.list.reload()

    def picture_place(self) -> tuple[str, Callable[[list[Source]], object]] | None:
        """Return where a captured picture goes from here: the answer to the ticket shown."""
        if self.detail.ticket_id is None or not self.detail.reply.isVisibleTo(self):
            return None
        return tr("To the ticket"), self.detail.reply.add_pictures

    def toast_ground(self) -> Ground:
        """Over the end of the rows: the reply, its acts and the bar of many tickets stay free."""
        return Ground(self.list.stack)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.detail.keep()
        super().hideEvent(event)

    @property
    def bulk_bar(self) -> BulkBar:
        """The bar of acts on many tickets, made when it is first needed."""
        if self._bar is None:
            from ticketdesk.ui.tickets.list.bulk_bar import BulkBar

            self._bar = BulkBar(self._world, self.many, self.triage)
            foot = self.list.layout()
            if foot is not None:
                foot.addWidget(self._bar)
        return self._bar

    def _offer_many(self) -> None:
        if self._bar is not None or self.many.count > 1:
            self.bulk_bar.follow()

    def _show_view(self, key: str) -> None:
        self.detail.show_ticket(None)
        view = self.views.view(key)
        if view is None:
            self.list.show_view(key)
            return
        try:
            asked, hidden = saved_views.wanted_of(view, self._world.types.vocabulary)
        except DeskError as error:
            self._world.notices.refuse(error)
            return
        self.list.show_wanted(asked, view.name, hidden)

    def _keep_view(self) -> None:
        """Keep what is shown as a new view."""
        self._open_dialog(None)

    def _change_view(self, view: SavedViewRow) -> None:
        """Change a kept view into what is shown; another one is shown first."""
        key = f"{SAVED}{view.id}"
        if self.list.key != key:
            self.views.set_current(key)
            self._show_view(key)
        self._open_dialog(view)

    def _open_dialog(self, view: SavedViewRow | None) -> None:
        from ticketdesk.ui.save_view_dialog import SaveViewDialog

        kept = saved_views.kept(self.list.asked, self.list.view.hidden, self._world.types.vocabulary)
        SaveViewDialog(self._world, saved_views.keeping(kept), view, self.window()).open()

    def _search_all(self, query: Query) -> None:
        """A search goes on through every ticket there is."""
        self.views.set_current("all")
        self.list.show_view("all", query=query)

    def _show_ticket(self, ticket_id: int) -> None:
        """Show a ticket in the view shown if it is there, else in the view it belongs to."""
        if not self.list.choose(ticket_id):
            next_turn(self, partial(self._show_home, ticket_id))  # list and ticket take their time each
        self.detail.show_ticket(ticket_id)
        self.list.table.setFocus()

    def _show_home(self, ticket_id: int) -> None:
        """Show the view that a ticket belongs to, unless the agent has gone on to another meanwhile."""
        found = tickets.rows(self._world.reader, [ticket_id])
        if found and self.detail.ticket_id == ticket_id:
            key = ticket_views.home_of(found[0], self._world.agent_id)
            self.views.set_current(key)
            self.list.show_view(key, wanted=ticket_id)

    def _answer(self, ticket_id: int) -> None:
        self.detail.show_ticket(ticket_id)
        self.detail.focus_reply()

    def _follow(self, changes: Changes) -> None:
        self.views.follow(changes)
        self.list.follow(changes)
        next_turn(self.detail, partial(self.detail.follow, changes))  # others hear of the change in this turn
