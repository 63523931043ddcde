"""A ticket as it stands, and the newest line of its timeline."""

from __future__ import annotations

from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.store.queries.tickets import TicketRow


def row(desk: Desk, ticket: int) -> TicketRow:
    return tickets.rows(desk.store.reader, [ticket])[0]


def last(desk: Desk, ticket: int) -> EventRow:
    found = tickets.detail(desk.store.reader, ticket)
    assert found is not None
    return found.events[-1]
