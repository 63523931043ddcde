"""What the mail channel remembers: Message-IDs of threads, how far a folder was taken, automatic answers that left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ticketdesk.store.reader import Rows, first, marks


class Ref(NamedTuple):
    """A mail that was seen ("in"), tried ("try": it may have left) or sent ("out"); ``at`` is UTC ms."""

    header_id: str
    thread: str
    nick: str
    message_id: int | None
    side: str
    at: int


class Place(NamedTuple):
    """Up to which mail of a folder everything is here."""

    uidvalidity: int
    uid: int


class Answers(NamedTuple):
    """Automatic answers that left: in one thread, and to one buyer in all threads."""

    thread: int
    buyer: int


_REF = "SELECT header_id, thread, nick, message_id, side, at FROM mail_ref"


def refs(source: Rows, header_ids: Sequence[str]) -> list[Ref]:
    """Return what is known of these Message-IDs, in no order; at most a few hundred may be asked for."""
    sql = f"{_REF} WHERE header_id IN ({marks(header_ids)})"
    return [Ref._make(row) for row in source.rows(sql, list(header_ids))] if header_ids else []


def of_thread(source: Rows, thread: str, limit: int = 20) -> list[Ref]:
    """Return the newest mails of a thread that were seen or sent, oldest first."""
    sql = f"{_REF} WHERE thread = ? AND side IN ('in', 'out') ORDER BY at DESC, header_id DESC LIMIT ?"
    return [Ref._make(row) for row in source.rows(sql, (thread, limit))][::-1]


def place(source: Rows, folder: str) -> Place | None:
    """Return how far a folder was taken, None where it never was."""
    found = first(source, "SELECT uidvalidity, uid FROM mail_place WHERE folder = ?", (folder,))
    return Place._make(found) if found else None


def newest_data(source: Rows, conversation: int) -> str:
    """Return what is kept beside the buyer's newest mail of a conversation, "" where nothing is."""
    sql = (
        "SELECT data FROM message WHERE conversation_id = ? AND deleted = 0 AND side = 'in' AND kind = 'text'"
        " AND data <> '' ORDER BY id DESC LIMIT 1"
    )
    found = first(source, sql, (conversation,))
    return str(found[0]) if found else ""


def subject(source: Rows, conversation: int) -> str:
    """Return what the thread is about."""
    found = first(source, "SELECT subject FROM conversation WHERE id = ?", (conversation,))
    return str(found[0]) if found else ""


def answers(source: Rows, nick: str, channel: str, thread: str, since: int) -> Answers:
    """Return how many automatic answers were sent to a buyer over ``channel`` from ``since`` (UTC ms) on."""
    sql = (
        "SELECT c.thread, COUNT(*) FROM buyer b JOIN conversation c ON c.buyer_id = b.id JOIN message m"
        " ON m.conversation_id = c.id WHERE b.nick = ? AND b.deleted = 0 AND c.channel = ? AND c.deleted = 0"
        " AND m.side = 'out' AND m.auto <> '' AND m.state = 'sent' AND m.sent_at >= ? AND m.deleted = 0"
        " GROUP BY c.thread"
    )
    found = {str(row[0]): int(row[1]) for row in source.rows(sql, (nick, channel, since))}
    return Answers(found.get(thread, 0), sum(found.values()))
