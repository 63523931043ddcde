"""The left column of the tickets page: a new ticket, the views with their counts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets import ticket_views
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.nav_list import NavList
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr


class ViewsPanel(QWidget):
    """`chosen(key)` when the agent goes to another view."""

    chosen = Signal(str)

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self.new = button(tr("New ticket"), icon="plus", kind="primary", name=tr("New ticket"))
        self.new.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        why = refusal(world, Permission.TICKET_HANDLE)
        self.new.setEnabled(not why)
        set_tooltip(self.new, why)
        self.list = NavList(tr("Views of tickets"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SIZES.m, 0, 0)
        column.setSpacing(SIZES.s)
        row = QVBoxLayout()
        row.setContentsMargins(SIZES.m, 0, SIZES.m, 0)
        row.addWidget(self.new)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.new.clicked.connect(self._ask_new)
        self.list.chosen.connect(self.chosen)
        world.keymap.changed.connect(self._dress)
        self._dress()
        self.refresh(world.clock())
        self.list.set_current("mine")

    def sizeHint(self) -> QSize:
        return QSize(self.list.sizeHint().width(), 600)

    def refresh(self, now: int) -> None:
        """Count again; ``now`` is UTC ms."""
        found = ticket_views.counts(self._world.reader, self._world.agent_id, now)
        self.list.set_entries(ticket_views.entries(found))

    def set_current(self, key: str) -> None:
        """Show a view as the current one."""
        self.list.set_current(key)

    def _dress(self) -> None:
        self.new.setText(f"{tr('New ticket')}  {self._world.keymap.shown('new_ticket')}".rstrip())

    def _ask_new(self) -> None:
        self._world.new_ticket.emit(TicketSeed())
