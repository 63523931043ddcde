"""Writing who is called to a ticket: by name, or as a watcher."""

from __future__ import annotations

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.ticket_tables import TicketMention, TicketWatch
from ticketdesk.store.tx import Tx


def add_mention(tx: Tx, event: int, agent: int, at: int) -> int:
    """Insert that a line of a timeline calls an agent, and return the id."""
    return tx.insert(TicketMention, {"event_id": event, "agent_id": agent, "at": at})


def mention_done(tx: Tx, mention: int) -> int | None:
    """Return when the called agent was through with it (UTC ms); DeskError ``row_missing`` where it is gone."""
    found = first(tx, "SELECT done_at FROM ticket_mention WHERE id = ? AND deleted = 0", (mention,))
    if found is None:
        raise DeskError("row_missing", table="ticket_mention", id=mention)
    return None if found[0] is None else int(found[0])


def finish_mention(tx: Tx, mention: int, done_at: int | None) -> None:
    """Write when the called agent was through with it; None opens it again."""
    tx.update(TicketMention, mention, {"done_at": done_at})


def watch_id(tx: Tx, ticket: int, agent: int) -> int | None:
    """Return the row by which an agent watches a ticket, None where he does not."""
    sql = "SELECT id FROM ticket_watch WHERE ticket_id = ? AND agent_id = ? AND deleted = 0"
    found = first(tx, sql, (ticket, agent))
    return None if found is None else int(found[0])


def add_watch(tx: Tx, ticket: int, agent: int, now: int) -> int:
    """Let an agent hear of what happens to a ticket from ``now`` on (UTC ms), and return the id."""
    return tx.insert(TicketWatch, {"ticket_id": ticket, "agent_id": agent, "seen_at": now})


def remove_watch(tx: Tx, watch: int) -> None:
    """Lay the tombstone on it."""
    tx.tombstone(TicketWatch, watch)


def see_watch(tx: Tx, watch: int, now: int) -> None:
    """Let what happened until ``now`` (UTC ms) be no news any more."""
    tx.update(TicketWatch, watch, {"seen_at": now})
