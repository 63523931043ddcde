"""What a page of the web channel may ask of the store: its own visit, its own conversation, an order it can prove."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.store.queries.conversations import MESSAGE, MessageRow
from ticketdesk.store.reader import Rows, first, some


class VisitRow(NamedTuple):
    """A page that comes back by its token; ``nick`` and ``thread`` name its conversation, ``seen_at`` is UTC ms."""

    id: int
    nick: str
    thread: str
    lang: str
    seen_at: int


class ProvableOrder(NamedTuple):
    """An order with what is asked for to prove that it is one's own."""

    id: int
    phone: str
    mobile: str


class OrderCard(NamedTuple):
    """What a buyer who has proved an order is shown of it; ``state`` is an order state's value."""

    id: int
    number: str
    title: str
    state: str
    carrier: str
    tracking: str
    at: int


# What stands in a buyer's page: words that came or left, cards, pictures, what was taken back after it had left, and
# the rating. Not: replies that count down or failed, lines of the desk about orders, transfers, remarks.
_KINDS: Final = "('text', 'picture', 'file', 'product', 'logistics', 'rating')"
_SHOWN: Final = (
    f"m.deleted = 0 AND ((m.side = 'in' AND m.kind IN {_KINDS})"
    f" OR (m.side = 'out' AND m.kind IN {_KINDS} AND (m.state = 'sent'"
    " OR (m.state = 'recalled' AND COALESCE(m.recalled_at, 0) >= COALESCE(m.send_at, 0))))"
    " OR (m.side = 'system' AND m.kind = 'system' AND json_valid(m.data)"
    " AND json_extract(m.data, '$.event') = 'rated'))"
)


def visit(source: Rows, token_hash: str) -> VisitRow | None:
    """Return the visit whose token has this hash."""
    found = first(source, "SELECT id, nick, thread, lang, seen_at FROM web_visit WHERE token_hash = ?", (token_hash,))
    return VisitRow(*found) if found else None


def visit_nick(source: Rows, visit_id: int) -> str | None:
    """Return the nickname that a visit was given."""
    found = first(source, "SELECT nick FROM web_visit WHERE id = ?", (visit_id,))
    return str(found[0]) if found else None


def proven(source: Rows, visit_id: int) -> frozenset[int]:
    """Return the orders that the buyer of a visit has proved."""
    return frozenset(key for (key,) in source.rows("SELECT order_id FROM web_proof WHERE visit_id = ?", (visit_id,)))


def newest(source: Rows, conversation: int, limit: int) -> list[MessageRow]:
    """Return the newest messages that the page shows, oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND {_SHOWN} ORDER BY m.id DESC LIMIT ?"
    return [MessageRow(*row) for row in source.rows(sql, (conversation, limit))][::-1]


def older(source: Rows, conversation: int, before: int, limit: int) -> list[MessageRow]:
    """Return the messages just before one, oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND m.id < ? AND {_SHOWN} ORDER BY m.id DESC LIMIT ?"
    return [MessageRow(*row) for row in source.rows(sql, (conversation, before, limit))][::-1]


def after(source: Rows, conversation: int, after_id: int, limit: int) -> list[MessageRow]:
    """Return the messages that follow one, oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND m.id > ? AND {_SHOWN} ORDER BY m.id LIMIT ?"
    return [MessageRow(*row) for row in source.rows(sql, (conversation, after_id, limit))]


def among(source: Rows, conversation: int, ids: Sequence[int]) -> list[MessageRow]:
    """Return those of ``ids`` that the page of a conversation shows, oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND m.id IN ({some(ids)}) AND {_SHOWN} ORDER BY m.id"
    return [MessageRow(*row) for row in source.rows(sql, (conversation,))]


def recalled(source: Rows, conversation: int, limit: int = 200) -> list[int]:
    """Return which of the newest messages were taken back."""
    sql = (
        "SELECT id FROM (SELECT m.id, m.state FROM message m WHERE m.conversation_id = ?"
        f" AND {_SHOWN} ORDER BY m.id DESC LIMIT ?) WHERE state = 'recalled' ORDER BY id"
    )
    return [key for (key,) in source.rows(sql, (conversation, limit))]


def places(source: Rows, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return (conversation, message) of these messages, in order of the messages."""
    sql = f"SELECT conversation_id, id FROM message WHERE id IN ({some(ids)}) ORDER BY id"
    return [(conversation, key) for conversation, key in source.rows(sql)]


def key_kept(source: Rows, conversation: int, key: str) -> bool:
    """Whether the buyer's message with this key stands in the conversation."""
    sql = "SELECT 1 FROM message WHERE conversation_id = ? AND client_key = ? AND deleted = 0"
    return first(source, sql, (conversation, key)) is not None


def id_of_key(source: Rows, conversation: int, key: str) -> int | None:
    """Return the message with this key."""
    sql = "SELECT id FROM message WHERE conversation_id = ? AND client_key = ? AND deleted = 0"
    found = first(source, sql, (conversation, key))
    return int(found[0]) if found else None


def last_reply_upto(source: Rows, conversation: int, upto: int) -> tuple[int, str] | None:
    """Return id and key of our newest reply up to a message, None where there is none."""
    sql = (
        "SELECT id, client_key FROM message WHERE conversation_id = ? AND id <= ? AND deleted = 0 AND side = 'out'"
        " AND state = 'sent' AND client_key IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    found = first(source, sql, (conversation, upto))
    return (int(found[0]), str(found[1])) if found else None


def read_upto(source: Rows, conversation: int) -> int:
    """Return up to which message an agent has read or answered the buyer's words; 0 for none."""
    sql = (
        "SELECT MAX(COALESCE(c.seen_message_id, 0), COALESCE((SELECT MAX(m.id) FROM message m WHERE"
        " m.conversation_id = c.id AND m.deleted = 0 AND m.side = 'out' AND m.auto = '' AND m.state = 'sent'), 0))"
        " FROM conversation c WHERE c.id = ?"
    )
    found = first(source, sql, (conversation,))
    return int(found[0]) if found else 0


def serving_name(source: Rows, conversation: int) -> str:
    """Return the name of the agent who serves a conversation, or served it last; "" for nobody."""
    sql = (
        "SELECT COALESCE((SELECT a.name FROM conversation c JOIN agent a ON a.id = c.agent_id WHERE c.id = ?1),"
        " (SELECT m.sender FROM message m WHERE m.conversation_id = ?1 AND m.side = 'out' AND m.auto = ''"
        " AND m.state = 'sent' AND m.deleted = 0 ORDER BY m.id DESC LIMIT 1), '')"
    )
    found = first(source, sql, (conversation,))
    return str(found[0]) if found else ""


def rating_asked(source: Rows, conversation: int) -> bool:
    """Whether the buyer was asked for a rating and has given none since."""
    sql = (
        "SELECT (SELECT MAX(m.id) FROM message m WHERE m.conversation_id = ?1 AND m.deleted = 0 AND m.side = 'out'"
        " AND m.kind = 'rating' AND m.state = 'sent')"
        " > COALESCE((SELECT MAX(r.id) FROM rating r WHERE r.conversation_id = ?1 AND r.deleted = 0), 0)"
    )
    found = first(source, sql, (conversation,))
    return bool(found and found[0])


def provable(source: Rows, number: str) -> list[ProvableOrder]:
    """Return the orders of this number (each platform has its own numbers), found by its end, as the index has it."""
    sql = "SELECT id, phone, mobile FROM orders WHERE number_reversed = ? AND deleted = 0 LIMIT 10"
    return [ProvableOrder(*row) for row in source.rows(sql, (number[::-1],))]


def order_card(source: Rows, order_id: int) -> OrderCard | None:
    """Return what the buyer of an order is shown of it."""
    sql = (
        "SELECT id, number, titles, state, carrier, tracking, COALESCE(shipped_at, paid_at, created_at, 0)"
        " FROM orders WHERE id = ? AND deleted = 0"
    )
    found = first(source, sql, (order_id,))
    return OrderCard(*found) if found else None


def order_of_number(source: Rows, number: str) -> int | None:
    """Return the order of this number, None for none or for several."""
    found = provable(source, number)
    return found[0].id if len(found) == 1 else None


def first_responses(source: Rows, limit: int = 200) -> list[int]:
    """Return how long the first answers of the newest conversations took (ms)."""
    sql = (
        "SELECT first_response_ms FROM (SELECT first_response_ms FROM conversation WHERE deleted = 0"
        " ORDER BY last_at DESC, id DESC LIMIT ?) WHERE first_response_ms IS NOT NULL"
    )
    return [took for (took,) in source.rows(sql, (limit,))]


def anybody_online(source: Rows) -> bool:
    """Whether an agent is there to answer."""
    sql = "SELECT 1 FROM agent WHERE state = 'online' AND enabled = 1 AND deleted = 0 LIMIT 1"
    return first(source, sql) is not None
