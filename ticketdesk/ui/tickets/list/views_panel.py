"""The left column of the tickets page: a new ticket, the views with their counts, views that were kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.ticket_views import DeleteTicketView, OrderTicketViews
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.saved_views import SavedViewRow, saved_views
from ticketdesk.store.queries.ticket_search import Count
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.tickets.list.saved_views import ViewCounts
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.nav_list import NavEntry, NavList
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr


class ViewsPanel(QWidget):
    """`chosen(key)` when the agent goes to another view, `change_wanted(SavedViewRow)` from the menu of a kept one."""

    chosen = Signal(str)
    change_wanted = Signal(object)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._views: list[SavedViewRow] = saved_views(world.reader, world.agent_id)
        self._counted: Mapping[int, Count] = {}
        self._counts = ViewCounts(world, self)
        self.new = button(tr("New ticket"), icon="plus", kind="primary", name=tr("New ticket"))
        self.new.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        why = refusal(world, Permission.TICKET_HANDLE)
        self.new.setEnabled(not why)
        set_tooltip(self.new, why)
        self.list = NavList(tr("Views of tickets"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
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
        self._counts.ask(self._views)

    def _found(self, now: int) -> dict[str, ticket_views.Count]:
        agent = self._world.agent_id
        return ticket_views.counts(self._world.reader, agent, now, self._world.flow.absent(agent, now))

    def _show(self, found: dict[str, ticket_views.Count]) -> None:
        own = self._world.flow.own(self._world.agent_id)
        self.list.set_entries([*ticket_views.entries(found, own), *self._kept_entries()])

    def follow(self, changes: Changes) -> None:
        """Take up what was committed."""
        if changes.touches("saved_view"):
            self._views = saved_views(self._world.reader, self._world.agent_id)
        if changes.touches("ticket", "ticket_mention", "saved_view", *self._world.flow.TABLES):
            self.refresh(self._world.clock())

    def turn_agent(self) -> None:
        """Show the views of the agent who works here now."""
        self._views = saved_views(self._world.reader, self._world.agent_id)
        self.refresh(self._world.clock())

    def view(self, key: str) -> SavedViewRow | None:
        """Return the kept view of an entry; None for a view of the program."""
        return next((view for view in self._views if key == f"{ticket_views.SAVED}{view.id}"), None)

    def count_of(self, view_id: int) -> int | None:
        """How many tickets a kept view held when it was last counted."""
        found = self._counted.get(view_id)
        return found.n if found else None

    def set_current(self, key: str) -> None:
        """Show a view as the current one."""
        self.list.set_current(key)

    def menu_of(self, view: SavedViewRow) -> QMenu:
        """Return what may be done with a kept view."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        same = [each.id for each in self._views if each.owner_id == view.owner_id]
        place = same.index(view.id)
        mine = view.owner_id is not None or self._world.may(Permission.SHOP_EDIT)
        self._add(menu, tr("Change the view…"), mine, lambda: self.change_wanted.emit(view))
        self._add(menu, tr("Move up"), mine and place > 0, lambda: self._move(same, place, -1))
        self._add(menu, tr("Move down"), mine and place + 1 < len(same), lambda: self._move(same, place, 1))
        self._add(menu, tr("Delete the view"), mine, lambda: self._delete(view))
        return menu

    def _connect(self) -> None:
        self.new.clicked.connect(self._ask_new)
        self.list.chosen.connect(self.chosen)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self._counts.counted.connect(self._take_counts)
        self._world.keymap.changed.connect(self._dress)
        self._world.session_changed.connect(self.turn_agent)

    def _kept_entries(self) -> list[NavEntry]:
        made = []
        for text, shared in ((tr("My views"), False), (tr("Views of the shop"), True)):
            views = [view for view in self._views if (view.owner_id is None) == shared]
            made += [NavEntry("", text)] if views else []
            made += [ticket_views.kept_entry(view.id, view.name, self._counted.get(view.id)) for view in views]
        return made

    def _take_counts(self, found: Mapping[int, Count]) -> None:
        self._counted = found
        self._show(self._found(self._world.clock()))

    def _open_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        view = self.view(self.list.key_at(index)) if index.isValid() else self.view(self.list.current())
        if view is not None:
            self.menu_of(view).popup(self.list.viewport().mapToGlobal(at))

    def _add(self, menu: QMenu, text: str, enabled: bool, act: Callable[[], object]) -> None:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked: act())

    def _move(self, ids: list[int], place: int, step: int) -> None:
        ids[place], ids[place + step] = ids[place + step], ids[place]
        self._world.post(OrderTicketViews(view_ids=tuple(ids)))

    def _delete(self, view: SavedViewRow) -> None:
        def done(_done: Done) -> None:
            self._world.notices.say(tr("View “{0}” deleted", one_line(view.name, 40)), undoable=True)

        self._world.post(DeleteTicketView(view_id=view.id), done)

    def _dress(self) -> None:
        self.new.setText(f"{tr('New ticket')}  {self._world.keymap.shown('new_ticket')}".rstrip())

    def _ask_new(self) -> None:
        self._world.new_ticket.emit(TicketSeed())
