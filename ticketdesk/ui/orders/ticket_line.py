"""The line over the orders of a buyer that says which open ticket falls due first; cancelling from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import ElidedLabel, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr


def ask_cancel(world: World, parent: QWidget, ticket_id: int) -> None:
    """Ask why a ticket is cancelled; the dialog says where the agent may not."""
    from ticketdesk.ui.tickets.acts.cancel_dialog import CancelDialog  # no order that is shown needs it

    detail = tickets.detail(world.reader, ticket_id)
    if detail is not None and detail.row.closed_at is None:
        CancelDialog(world, detail, parent).open()


class TicketLine(QWidget):
    """Hidden where the buyer has no open ticket; `open` leads to the one that falls due first."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._ticket: TicketRow | None = None
        self._there = False
        self.setAccessibleName(tr("Open ticket of the buyer"))
        self.words = ElidedLabel("", role="second")
        self.left = Chip(icon="clock")
        self.open = button(tr("View"), kind="link", small=True, name=tr("View the ticket"))
        self.open.clicked.connect(self._view)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.m, SIZES.s, SIZES.s, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("ticket-check", "text.second", 14))
        row.addWidget(self.words, 1)
        row.addWidget(self.left)
        row.addWidget(self.open)
        self.hide()

    def show_tickets(self, found: Sequence[TicketRow], now: int) -> None:
        """Show the most urgent of those that are open ``now`` (UTC ms), and how many there are."""
        opened = [row for row in found if row.closed_at is None]
        self._ticket = min(opened, key=lambda row: (row.due_at or tickets.LAST, row.id), default=None)
        self.stand(there=self._there)
        if self._ticket is not None:
            more = tr("and {0} more", len(opened) - 1) if len(opened) > 1 else ""
            named = tr("{0}: {1}", labels.ticket_type(self._ticket.type), one_line(self._ticket.title, 60))
            words = f"{named} {more}".strip()
            self.words.setText(words)
            self.setAccessibleDescription(f"{self._ticket.number} {words}")
            self.tick(now)

    def stand(self, *, there: bool) -> None:
        """Stand here or not: over the list of tickets itself it says nothing new."""
        self._there = there
        self.setVisible(there and self._ticket is not None)

    def tick(self, now: int) -> None:
        """Show what is left of its time."""
        row = self._ticket
        if row is None:
            return
        self.left.setVisible(row.due_at is not None)
        if row.due_at is not None:
            level = labels.urgency_level(row.due_from or row.opened_at, row.due_at, now)
            self.left.set_chip(labels.remaining(row.due_at, now), level, icon="clock")

    def _view(self) -> None:
        if self._ticket is not None:
            self._world.go.emit(Place("ticket", self._ticket.id))
