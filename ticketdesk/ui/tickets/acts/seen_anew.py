"""What a dialog takes for the ticket that it acts on, once it was told that a colleague changed it."""

from __future__ import annotations

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.world import World


def seen_anew(world: World, row: TicketRow, error: BaseException) -> TicketRow:
    """Return the ticket as it stands where ``error`` told how: who acts once more has seen that; else ``row``."""
    if not isinstance(error, DeskError) or error.key != "ticket_changed":
        return row
    return next(iter(tickets.rows(world.reader, [row.id])), row)
