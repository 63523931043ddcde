"""Writing what ties tickets, what moves between them, and their checklists."""

from __future__ import annotations

from collections.abc import Iterable

from ticketdesk.store.queries.ticket_ties import Written
from ticketdesk.store.tables import Attachment, TicketEvent
from ticketdesk.store.ticket_tables import TicketCheck, TicketLink
from ticketdesk.store.tx import Tx


def add_link(tx: Tx, kind: str, one: int, other: int, at: int) -> int:
    """Insert a link (of a parent ``one`` is the child) and return its id."""
    return tx.insert(TicketLink, {"kind": kind, "from_id": one, "to_id": other, "at": at})


def remove_link(tx: Tx, link: int) -> None:
    """Lay the tombstone on a link."""
    tx.tombstone(TicketLink, link)


def move_events(tx: Tx, events: Iterable[Written], ticket: int) -> None:
    """Let lines of a timeline, with what hangs on them, be another ticket's from now on."""
    hanging = "SELECT id FROM attachment WHERE ticket_id = ? AND event_id = ? AND deleted = 0 ORDER BY id"
    for event in events:
        files = tx.rows(hanging, (event.ticket_id, event.id))
        tx.update(TicketEvent, event.id, {"ticket_id": ticket})
        for (file,) in files:
            tx.update(Attachment, file, {"ticket_id": ticket})


def add_check(tx: Tx, ticket: int, text: str) -> int:
    """Insert an open item at the end of the checklist and return its id."""
    return tx.insert(TicketCheck, {"ticket_id": ticket, "text": text})


def tick_check(tx: Tx, check: int, done_at: int | None, done_by: int | None) -> None:
    """Write when an item was done and by whom; None opens it again."""
    tx.update(TicketCheck, check, {"done_at": done_at, "done_by": done_by})


def remove_check(tx: Tx, check: int) -> None:
    """Lay the tombstone on an item."""
    tx.tombstone(TicketCheck, check)
