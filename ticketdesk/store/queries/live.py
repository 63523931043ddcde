"""Finding what live channels speak of: by nickname, channel, thread and key."""

from __future__ import annotations

from ticketdesk.store.reader import Rows, first


def conversation_of(source: Rows, nick: str, channel: str, thread: str = "") -> int | None:
    """Return the conversation of a buyer over a channel in one of its threads, None where there is none."""
    found = first(
        source,
        "SELECT c.id FROM buyer b JOIN conversation c ON c.buyer_id = b.id WHERE b.nick = ? AND b.deleted = 0"
        " AND c.channel = ? AND c.thread = ? AND c.deleted = 0 ORDER BY c.id DESC LIMIT 1",
        (nick, channel, thread),
    )
    return int(found[0]) if found else None
