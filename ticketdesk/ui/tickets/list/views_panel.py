"""The left column of the tickets page: a new ticket, the views with their counts, views that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.ticket_views import DeleteTicketView, OrderTicketViews
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.saved_views import TICKETS, SavedViewRow
from ticketdesk.store.queries.ticket_search import Count
from ticketdesk.ui.kept_views import KeptViews, ViewActs
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.tickets.list.saved_views import ViewCounts
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr

_ACTS: Final = ViewActs(
    TICKETS, lambda key: DeleteTicketView(view_id=key), lambda keys: OrderTicketViews(view_ids=keys)
)


class ViewsPanel(QWidget):
    """`chosen(key)` when the agent goes to another view, `change_wanted(SavedViewRow)` from the menu of a kept one."""

    chosen = Signal(str)
    change_wanted = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._counted: Mapping[int, Count] = {}
        self._counts = ViewCounts(world, self)
        self.new = button(tr("New ticket"), icon="plus", kind="primary", name=tr("New ticket"))
        self.new.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        why = refusal(world, Permission.TICKET_HANDLE)
        self.new.setEnabled(not why)
        set_tooltip(self.new, why)
        self.list = NavList(tr("Views of tickets"))
        self._kept = KeptViews(world, _ACTS, self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SIZES.m, 0, 0)
        column.setSpacing(SIZES.s)
        row = QVBoxLayout()
        row.setContentsMargins(SIZES.m, 0, SIZES.m, 0)
        row.addWidget(self.new)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self._connect()
        self._dress()
        self.refresh(world.clock())
        self.list.set_current("mine")

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.list.sizeHint().width(), 600)

    def refresh(self, now: int) -> None:
        """Count again, kept views a moment later; ``now`` is UTC ms."""
        self._show(self._found(now))
        self._counts.ask(self._kept.rows)

    def _found(self, now: int) -> dict[str, ticket_views.Count]:
        agent = self._world.agent_id
        return ticket_views.counts(self._world.reader, agent, now, self._world.flow.absent(agent, now))

    def _show(self, found: dict[str, ticket_views.Count]) -> None:
        own = self._world.flow.own(self._world.agent_id)
        self.list.set_entries([*ticket_views.entries(found, own), *self._kept.entries(self._kept_entry)])

    def follow(self, changes: Changes) -> None:
        """Take up what was committed."""
        if changes.touches("saved_view"):
            self._kept.read()
        if changes.touches("ticket", "ticket_mention", "saved_view", *self._world.flow.TABLES):
            self.refresh(self._world.clock())

    def turn_agent(self) -> None:
        """Show the views of the agent who works here now."""
        self._kept.read()
        self.refresh(self._world.clock())

    def view(self, key: str) -> SavedViewRow | None:
        """Return the kept view of an entry; None for a view of the program."""
        return self._kept.view(key)

    def count_of(self, view_id: int) -> int | None:
        """How many tickets a kept view held when it was last counted."""
        found = self._counted.get(view_id)
        return found.n if found else None

    def set_current(self, key: str) -> None:
        """Show a view as the current one."""
        self.list.set_current(key)

    def menu_of(self, view: SavedViewRow) -> QMenu:
        """Return what may be done with a kept view."""
        return self._kept.menu_of(view)

    def _connect(self) -> None:
        self.new.clicked.connect(self._ask_new)
        self.list.chosen.connect(self.chosen)
        self._kept.change_wanted.connect(self.change_wanted)
        self._counts.counted.connect(self._take_counts)
        self._world.keymap.changed.connect(self._dress)
        self._world.session_changed.connect(self.turn_agent)

    def _kept_entry(self, view: SavedViewRow) -> NavEntry:
        return ticket_views.kept_entry(view.id, view.name, self._counted.get(view.id))

    def _take_counts(self, found: Mapping[int, Count]) -> None:
        self._counted = found
        self._show(self._found(self._world.clock()))

    def _dress(self) -> None:
        self.new.setText(f"{tr('New ticket')}  {self._world.keymap.shown('new_ticket')}".rstrip())

    def _ask_new(self) -> None:
        self._world.new_ticket.emit(TicketSeed())
