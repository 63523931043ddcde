"""What the flow of tickets asks of the store: the shop's table of moves, which suspended tickets come back."""

from __future__ import annotations

from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES
from ticketdesk.domain.tickets import Forbidden
from ticketdesk.store.reader import Rows, first

_RESUMING = "FROM ticket WHERE deleted = 0 AND resume_at IS NOT NULL AND resume_at <= ? ORDER BY resume_at, id"


def forbidden(source: Rows) -> Forbidden:
    """Return the moves between states that the shop forbids."""
    found = first(source, "SELECT value FROM setting WHERE key = ? AND deleted = 0", (FORBIDDEN_MOVES.key,))
    return FORBIDDEN_MOVES.read(found[0] if found else None)


def resuming(source: Rows, now: int, limit: int) -> tuple[int, ...]:
    """Return the suspended tickets whose moment has come at ``now`` (UTC ms), the earliest first."""
    return tuple(key for (key,) in source.rows(f"SELECT id {_RESUMING} LIMIT ?", (now, limit)))
