"""Finding what live channels speak of: by nickname, channel, thread and key."""

from __future__ import annotations

from typing import NamedTuple

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


class Spot(NamedTuple):
    """Where a conversation is led; ``seen_key`` is the channel's key of the newest word an agent has read, or ""."""

    channel: str
    nick: str
    thread: str
    seen_key: str


def spot_of(source: Rows, conversation_id: int) -> Spot | None:
    """Return where a conversation is led, None where it is gone."""
    found = first(
        source,
        "SELECT c.channel, b.nick, c.thread, COALESCE((SELECT m.client_key FROM message m"
        " WHERE m.conversation_id = c.id AND m.id <= c.seen_message_id AND m.side = 'in' AND m.deleted = 0"
        " AND m.client_key IS NOT NULL ORDER BY m.id DESC LIMIT 1), '')"
        " FROM conversation c JOIN buyer b ON b.id = c.buyer_id WHERE c.id = ? AND c.deleted = 0",
        (conversation_id,),
    )
    return Spot(*found) if found else None
