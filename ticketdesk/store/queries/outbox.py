"""Replies on their way: what is due, and what each conversation sends next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.store.queries.conversations import MessageRow, message
from ticketdesk.store.reader import Rows, first, marks


class Next(NamedTuple):
    """The oldest reply of a conversation that has not left; only a queued one may go."""

    conversation_id: int
    channel: str
    nick: str
    reply: MessageRow
    thread: str = ""


def next_due(source: Rows) -> int | None:
    """Return when the nearest countdown ends (UTC ms), None where none runs."""
    sql = "SELECT send_at FROM message WHERE state = 'counting' AND deleted = 0 ORDER BY send_at, id LIMIT 1"
    found = first(source, sql)
    return int(found[0]) if found else None


def any_on_way(source: Rows) -> bool:
    """Return whether any reply counts down or is queued."""
    sql = (
        "SELECT 1 FROM message INDEXED BY message_queued WHERE state IN ('counting', 'queued') AND deleted = 0 LIMIT 1"
    )
    return first(source, sql) is not None


def heads(source: Rows, channels: Sequence[str], limit: int = 200) -> list[Next]:
    """Return the oldest reply on its way of each conversation over ``channels``, where it is queued.

    Later ones wait their turn, also behind one that still counts down.
    """
    sql = (
        "SELECT h.id, h.conversation_id, c.channel, b.nick, c.thread FROM message h INDEXED BY message_queued"
        " JOIN conversation c ON c.id = h.conversation_id JOIN buyer b ON b.id = c.buyer_id"
        " WHERE h.state IN ('counting', 'queued') AND h.state = 'queued' AND h.deleted = 0"
        f" AND c.channel IN ({marks(channels)}) AND NOT EXISTS"
        " (SELECT 1 FROM message e INDEXED BY message_queued WHERE e.conversation_id = h.conversation_id"
        " AND e.state IN ('counting', 'queued') AND e.deleted = 0 AND e.id < h.id) LIMIT ?"
    )
    found: list[Next] = []
    if not channels:
        return found
    for key, conversation, channel, nick, thread in source.rows(sql, (*channels, limit)):
        reply = message(source, key)
        if reply is not None:
            found.append(Next(conversation, channel, nick, reply, thread))
    return found


def counting(source: Rows, conversation_id: int) -> list[MessageRow]:
    """Return the replies of a conversation that have not left (counting down or queued), in their order."""
    sql = (
        "SELECT id FROM message INDEXED BY message_queued WHERE conversation_id = ?"
        " AND state IN ('counting', 'queued') AND deleted = 0 ORDER BY id"
    )
    rows = [message(source, key) for (key,) in source.rows(sql, (conversation_id,))]
    return [row for row in rows if row is not None]


def message_of_key(source: Rows, key: str) -> int | None:
    """Return the message of ours that was handed to a channel under ``key``."""
    prefix, _, number = key.partition("-")
    if prefix != "td" or not number.isdecimal() or len(number) > 19:
        return None
    found = first(source, "SELECT id FROM message WHERE id = ? AND client_key = ?", (int(number), key))
    return int(found[0]) if found else None
