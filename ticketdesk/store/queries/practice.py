"""What a practice left in its scratch store: who was served how soon, and the words that were sent."""

from __future__ import annotations

from ticketdesk.domain.practice import Served
from ticketdesk.store.reader import Rows

_MOST = 2_000


def served(source: Rows, channel: str) -> tuple[Served, ...]:
    """Return every buyer who came over ``channel``, in the order of their coming."""
    sql = (
        "SELECT b.nick, c.first_response_ms FROM conversation c JOIN buyer b ON b.id = c.buyer_id"
        " WHERE c.channel = ? AND c.deleted = 0 ORDER BY c.id LIMIT ?"
    )
    return tuple(Served(*row) for row in source.rows(sql, (channel, _MOST)))


def replies(source: Rows, channel: str) -> tuple[str, ...]:
    """Return the words that agents sent over ``channel``, the oldest first; nothing automatic or taken back."""
    sql = (
        "SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE c.channel = ?"
        " AND m.side = 'out' AND m.auto = '' AND m.deleted = 0 AND m.state <> 'recalled' AND m.text <> ''"
        " ORDER BY m.id LIMIT ?"
    )
    return tuple(str(row[0]) for row in source.rows(sql, (channel, _MOST)))
