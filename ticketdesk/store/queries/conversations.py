"""Conversations: the lists of the reception panel and one talk's messages."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.store.ids import before_moment
from ticketdesk.store.queries.gathering import Cancelled, Walk, never, walked
from ticketdesk.store.reader import Rows, first, some


class ConversationRow(NamedTuple):
    """A row of the conversation list; moments in UTC ms, ``orders`` counts the buyer's orders (at most 100).

    ``unread`` counts what the buyer said since an agent last looked, or since the buyer waits (at most 100); the other
    columns are those of ``store.tables.Conversation``.
    """

    id: int
    version: int
    buyer_id: int
    nick: str
    region: str
    channel: str
    agent_id: int | None
    agent_name: str
    state: str
    waiting_since: int | None
    last_at: int
    last_text: str
    last_side: str
    first_response_ms: int | None
    order_state: str | None
    order_flag: int | None
    orders: int
    open_tickets: int
    starred: int = 0
    pinned_at: int | None = None
    followed: int = 0
    group_id: int | None = None
    seen_message_id: int | None = None
    escalated_at: int | None = None
    auto_answered: int = 0
    reply_count: int = 0
    contact_at: int = 0
    last_message_id: int | None = None
    blocked_at: int | None = None
    thread: str = ""
    subject: str = ""
    unread: int = 0


class MessageRow(NamedTuple):
    """One message; states and kinds as ``store.tables.Message`` says, ``data`` JSON of a system line or card.

    ``quoted`` are the words and ``quoted_sender`` the sender of the message it answers, where ``quote_id`` names one.
    """

    id: int
    side: str
    kind: str
    sender: str
    agent_id: int | None
    text: str
    sent_at: int
    state: str
    read: int
    order_id: int | None
    data: str
    sha256: str
    file_name: str
    width: int
    height: int
    quote_id: int | None = None
    recalled_at: int | None = None
    send_at: int | None = None
    auto: str = ""
    client_key: str | None = None
    quoted: str = ""
    quoted_sender: str = ""
    media_type: str = ""
    file_size: int = 0


_WHERE = {
    "waiting": "deleted = 0 AND waiting_since IS NOT NULL ORDER BY waiting_since, id",
    "open": "deleted = 0 AND state = 'open' ORDER BY last_at DESC, id DESC",
    "recent": "deleted = 0 ORDER BY last_at DESC, id DESC",
}
_LATEST = (
    "(SELECT {0} FROM orders o WHERE o.buyer_id = c.buyer_id AND o.deleted = 0"
    " ORDER BY o.sort_at DESC, o.id DESC LIMIT 1)"
)
COLUMNS = (
    "c.id, c.version, c.buyer_id, b.nick, b.region, c.channel, c.agent_id, COALESCE(a.name, ''), c.state,"
    " c.waiting_since, c.last_at, c.last_text, c.last_side, c.first_response_ms,"
    f" {_LATEST.format('state')}, {_LATEST.format('flag')},"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM orders o WHERE o.buyer_id = c.buyer_id AND o.deleted = 0 LIMIT 100)),"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.buyer_id = c.buyer_id AND t.deleted = 0"
    " AND t.closed_at IS NULL LIMIT 100)),"
    " c.starred, c.pinned_at, c.followed, c.group_id, c.seen_message_id, c.escalated_at, c.auto_answered,"
    " c.reply_count, c.contact_at, c.last_message_id, b.blocked_at, c.thread, c.subject,"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.deleted = 0"
    " AND m.side = 'in' AND m.id > COALESCE(c.seen_message_id, CASE WHEN c.waiting_since IS NULL"
    f" THEN 9223372036854775807 ELSE {before_moment('c.waiting_since')} END) LIMIT 100))"
)
TABLES = "conversation c JOIN buyer b ON b.id = c.buyer_id LEFT JOIN agent a ON a.id = c.agent_id"
_ROW = f"SELECT {COLUMNS} FROM {TABLES}"
MESSAGE = (
    "SELECT m.id, m.side, m.kind, m.sender, m.agent_id, m.text, m.sent_at, m.state, m.read, m.order_id, m.data,"
    " COALESCE(f.sha256, '') AS sha256, COALESCE(f.name, '') AS file_name, COALESCE(f.width, 0) AS width,"
    " COALESCE(f.height, 0) AS height, m.quote_id, m.recalled_at, m.send_at, m.auto, m.client_key,"
    " COALESCE(substr(q.text, 1, 200), '') AS quoted, COALESCE(q.sender, '') AS quoted_sender,"
    " COALESCE(f.media_type, '') AS media_type, COALESCE(f.size, 0) AS file_size"
    " FROM message m LEFT JOIN attachment f ON f.id = m.attachment_id LEFT JOIN message q ON q.id = m.quote_id"
)


def snapshot(source: Rows, scope: str, *, limit: int | None = None, cancelled: Cancelled = never) -> "array[int]":
    """Return the ids of a list in its order: "waiting" (longest first), "open" and "recent" (newest first).

    Without a ``limit`` there may be a million: call it in a task, which ends early where it is ``cancelled``.
    """
    most = "" if limit is None else f" LIMIT {int(limit)}"
    return walked(source, (Walk(f"SELECT id FROM conversation WHERE {_WHERE[scope]}{most}"),), None, cancelled)


def head_with(source: Rows, conversation_id: int, limit: int) -> "array[int] | None":
    """Return the newest conversations, ``limit`` at most, and behind them the one named; None where that is gone."""
    sql = (
        "SELECT id FROM conversation WHERE id = ? AND deleted = 0 UNION ALL"
        f" SELECT id FROM (SELECT id FROM conversation WHERE {_WHERE['recent']} LIMIT ?)"
    )
    found = [key for (key,) in source.rows(sql, (conversation_id, limit))]
    if found[:1] != [conversation_id]:
        return None
    head = found[1:]
    return array("q", head if conversation_id in head else [*head, conversation_id])


def rows(source: Rows, ids: Sequence[int]) -> list[ConversationRow]:
    """Return the rows of ``ids`` that are there, in no promised order."""
    return [ConversationRow(*row) for row in source.rows(f"{_ROW} WHERE c.deleted = 0 AND c.id IN ({some(ids)})")]


def one(source: Rows, conversation_id: int) -> ConversationRow | None:
    """Return one conversation, or None."""
    found = rows(source, [conversation_id])
    return found[0] if found else None


def newest(source: Rows, conversation_id: int, limit: int = 60) -> list[MessageRow]:
    """Return the last messages of a conversation, oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND m.deleted = 0 ORDER BY m.id DESC LIMIT ?"
    return [MessageRow(*row) for row in source.rows(sql, (conversation_id, limit))][::-1]


def older(source: Rows, conversation_id: int, before_id: int, limit: int = 60) -> list[MessageRow]:
    """Return the messages just before ``before_id``, oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND m.deleted = 0 AND m.id < ? ORDER BY m.id DESC LIMIT ?"
    return [MessageRow(*row) for row in source.rows(sql, (conversation_id, before_id, limit))][::-1]


def since(source: Rows, conversation_id: int, from_id: int, limit: int = 2_000) -> list[MessageRow]:
    """Return the messages from ``from_id`` on (included), oldest first."""
    sql = f"{MESSAGE} WHERE m.conversation_id = ? AND m.deleted = 0 AND m.id >= ? ORDER BY m.id LIMIT ?"
    return [MessageRow(*row) for row in source.rows(sql, (conversation_id, from_id, limit))]


def message(source: Rows, message_id: int) -> MessageRow | None:
    """Return one message, or None."""
    found = first(source, f"{MESSAGE} WHERE m.id = ? AND m.deleted = 0", (message_id,))
    return MessageRow(*found) if found else None


def conversation_of_message(source: Rows, message_id: int) -> int | None:
    """Return the conversation a message stands in."""
    found = first(source, "SELECT conversation_id FROM message WHERE id = ?", (message_id,))
    return int(found[0]) if found else None


def of_buyer(source: Rows, buyer_id: int) -> int | None:
    """Return the buyer's newest conversation."""
    found = first(
        source, "SELECT id FROM conversation WHERE buyer_id = ? AND deleted = 0 ORDER BY id DESC LIMIT 1", (buyer_id,)
    )
    return int(found[0]) if found else None


class OutboxRow(NamedTuple):
    """A reply that waits to be copied into the platform."""

    id: int
    conversation_id: int
    nick: str
    text: str
    sent_at: int


def outbox(source: Rows, limit: int = 200) -> list[OutboxRow]:
    """Return the replies still to be pasted, oldest first."""
    sql = (
        "SELECT m.id, m.conversation_id, b.nick, m.text, m.sent_at FROM message m"
        " JOIN conversation c ON c.id = m.conversation_id JOIN buyer b ON b.id = c.buyer_id"
        " WHERE m.state = 'outbox' AND m.deleted = 0 ORDER BY m.id LIMIT ?"
    )
    return [OutboxRow(*row) for row in source.rows(sql, (limit,))]


def draft(source: Rows, key: str) -> str:
    """Return the unsent words kept under ``key``, or ""."""
    found = first(source, "SELECT body FROM draft WHERE key = ?", (key,))
    return str(found[0]) if found else ""


def drafts(source: Rows, prefix: str) -> dict[str, str]:
    """Return every kept draft whose key begins with ``prefix``."""
    sql = "SELECT key, body FROM draft WHERE key >= ? AND key < ? ORDER BY key"
    return {key: body for key, body in source.rows(sql, (prefix, prefix + "\U0010ffff"))}
