"""Writing buyers, conversations and messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.outbox import MessageState
from ticketdesk.store.ids import moment_of
from ticketdesk.store.queries.buyers import id_of_nick
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Buyer, Conversation, Message
from ticketdesk.store.tx import Tx

SNIPPET = 120
MESSAGE_BYTES = 65_536  # safety.md: a message is at most 64 kB


class NewMessage(NamedTuple):
    """A message to be written; ``sent_at`` in UTC ms."""

    side: str
    sender: str
    text: str
    sent_at: int
    kind: str = "text"
    state: str = "received"
    agent_id: int | None = None
    attachment_id: int | None = None
    order_id: int | None = None
    source: str = "desk"
    read: int = 0
    data: str = ""
    quote_id: int | None = None
    send_at: int | None = None
    auto: str = ""
    client_key: str | None = None


_COLUMNS: Final = ("id", "version", "deleted", "conversation_id", *NewMessage._fields)


def buyer_id(tx: Tx, nick: str, now: int) -> int:
    """Return the buyer with this nickname, also one that was merged, making the row where there is none."""
    found = id_of_nick(tx, nick)
    return tx.insert(Buyer, {"nick": nick, "last_seen_at": now}) if found is None else found


def conversation_id(
    tx: Tx, buyer: int, channel: str, agent_id: int | None, *, thread: str = "", subject: str = ""
) -> int:
    """Return the conversation of this buyer over this channel, making it where there is none.

    ``thread`` tells apart several of them (``store.tables.Conversation``); a new one is called ``subject``.
    """
    found = first(
        tx,
        "SELECT id FROM conversation WHERE buyer_id = ? AND channel = ? AND thread = ? AND deleted = 0"
        " ORDER BY id DESC",
        (buyer, channel, thread),
    )
    if found:
        return int(found[0])
    return tx.insert(
        Conversation,
        {"buyer_id": buyer, "channel": channel, "agent_id": agent_id, "thread": thread, "subject": subject},
    )


class KeptMessage(NamedTuple):
    """What tells whether a copied message stands here already; ``ours`` left through this program's outbox."""

    at: int
    side: str
    text: str
    ours: bool


def existing_keys(tx: Tx, conversation: int) -> list[KeptMessage]:
    """Return every message of the conversation in order (lines made by this program left out)."""
    sql = (
        "SELECT sent_at, side, text, source = 'desk' FROM message"
        " WHERE conversation_id = ? AND deleted = 0 AND kind NOT IN ('order', 'system') ORDER BY id"
    )
    return [KeptMessage(at, side, text, bool(ours)) for at, side, text, ours in tx.rows(sql, (conversation,))]


def add_message(tx: Tx, conversation: int, new: NewMessage, *, row_id: int | None = None) -> int:
    """Insert one message and return its id; the caller then calls ``settle``.

    Raises DeskError ``message_too_long`` beyond 64 kB.
    """
    if len(new.text.encode()) > MESSAGE_BYTES:
        raise DeskError("message_too_long", limit=MESSAGE_BYTES)
    row_id = tx.message_id(new.sent_at) if row_id is None else row_id
    # By a prepared statement: in a flood the writer must hold the interpreter as briefly as it can.
    tx.insert_many(Message, _COLUMNS, [(row_id, 1, 0, conversation, *new)])
    return row_id


def check_there(tx: Tx, conversation: int) -> None:
    """Raise DeskError ``row_missing`` where the conversation is gone."""
    if first(tx, "SELECT 1 FROM conversation WHERE id = ? AND deleted = 0", (conversation,)) is None:
        raise DeskError("row_missing", table="conversation", id=conversation)


def after_last(tx: Tx, conversation: int, now: int) -> int:
    """Return the moment for a new message: ``now``, or the last one's where the clock lags behind it."""
    found = first(tx, "SELECT MAX(id) FROM message WHERE conversation_id = ? AND deleted = 0", (conversation,))
    return max(now, moment_of(found[0])) if found and found[0] is not None else now


def settle(tx: Tx, conversation: int, *, replies: int = 0) -> None:
    """Bring the conversation's own row up to its messages: last line, since when it waits, first response.

    ``replies`` is how many words of an agent came (or went, negative).
    """
    before = first(
        tx, "SELECT state, contact_at, reply_count, escalated_at FROM conversation WHERE id = ?", (conversation,)
    )
    if before is None:
        raise DeskError("row_missing", table="conversation", id=conversation)
    state, contact_at, count, escalated_at = before
    last = first(
        tx,
        "SELECT id, text, side, sent_at, auto FROM message WHERE conversation_id = ? AND deleted = 0"
        " AND side <> 'system' ORDER BY id DESC LIMIT 1",
        (conversation,),
    )
    waiting = waiting_since(tx, conversation)
    values: dict[str, Value] = {
        "waiting_since": waiting,
        "first_response_ms": _first_response(tx, conversation),
        "reply_count": max(0, count + replies),
        "escalated_at": escalated_at if waiting is not None else None,
    }
    if last:
        text = last[1].replace("\n", " ")[:SNIPPET]
        values |= {"last_message_id": last[0], "last_text": text, "last_side": last[2], "last_at": last[3]}
        values |= {"auto_answered": int(last[2] == "out" and last[4] != ""), "followed": _followed(tx, conversation)}
        if not contact_at or (state == "ended" and waiting is not None):
            values["contact_at"] = waiting if waiting is not None else last[3]
    if waiting is not None:
        values |= {"state": "open", "ended_at": None}
    tx.update(Conversation, conversation, values)


# Words of an agent that are, or soon will be, with the buyer; automatic ones are no answer (issue 4, point 5).
_LEAST = -9_223_372_036_854_775_807
_ANSWER = "side = 'out' AND auto = '' AND state NOT IN ('recalled', 'failed')"


def waiting_since(tx: Tx, conversation: int) -> int | None:
    """Return the moment of the oldest buyer's message that no agent has answered; None for none, or a blocked buyer.

    What had been said when the conversation was ended waits no more.
    """
    found = first(
        tx,
        "SELECT sent_at FROM message WHERE conversation_id = ?1 AND deleted = 0 AND side = 'in' AND state <> 'recalled'"
        " AND id > MAX(COALESCE("
        f"(SELECT MAX(id) FROM message WHERE conversation_id = ?1 AND deleted = 0 AND {_ANSWER}), {_LEAST}),"
        " COALESCE((SELECT MAX(last_message_id) FROM ending WHERE conversation_id = ?1 AND deleted = 0),"
        f" {_LEAST})) ORDER BY id LIMIT 1",
        (conversation,),
    )
    return int(found[0]) if found and not _blocked(tx, conversation) else None


def _blocked(tx: Tx, conversation: int) -> bool:
    sql = "SELECT b.blocked_at FROM conversation c JOIN buyer b ON b.id = c.buyer_id WHERE c.id = ?"
    found = first(tx, sql, (conversation,))
    return found is not None and found[0] is not None


def _followed(tx: Tx, conversation: int) -> int:
    """Return 1 where an agent's words were the first."""
    found = first(
        tx,
        "SELECT side, auto FROM message WHERE conversation_id = ? AND deleted = 0 AND side <> 'system'"
        " ORDER BY id LIMIT 1",
        (conversation,),
    )
    return int(found == ("out", ""))


def _first_response(tx: Tx, conversation: int) -> int | None:
    asked = first(
        tx,
        "SELECT id, sent_at FROM message WHERE conversation_id = ? AND deleted = 0 AND side = 'in' ORDER BY id LIMIT 1",
        (conversation,),
    )
    if asked is None:
        return None
    answered = first(
        tx,
        f"SELECT COALESCE(send_at, sent_at) FROM message WHERE conversation_id = ? AND deleted = 0 AND {_ANSWER}"
        " AND id > ? ORDER BY id LIMIT 1",
        (conversation, asked[0]),
    )
    return int(answered[0] - asked[1]) if answered else None


def say(tx: Tx, conversation: int, event: Mapping[str, object], *, agent_id: int | None, name: str, now: int) -> int:
    """Put a line of the system into a conversation; ``words.reception.event_line`` says ``event`` on screen."""
    data = json.dumps(event, ensure_ascii=False, sort_keys=True)
    line = NewMessage(
        "system", name, "", after_last(tx, conversation, now), kind="system", agent_id=agent_id, data=data
    )
    return add_message(tx, conversation, line)


def mark_sent(tx: Tx, message: int) -> None:
    """An outbox message has been pasted into the platform; one that does not wait there (any more) stays as it is."""
    found = first(tx, "SELECT state FROM message WHERE id = ? AND deleted = 0", (message,))
    if found is None or found[0] == MessageState.OUTBOX:
        tx.update(Message, message, {"state": "sent"})  # DeskError ``row_missing`` for one that is gone


def set_conversation(tx: Tx, conversation: int, values: Mapping[str, Value]) -> None:
    """Change columns of a conversation."""
    tx.update(Conversation, conversation, values)


def open_conversation_of(tx: Tx, buyer: int | None) -> int | None:
    """Return the buyer's newest open conversation."""
    if buyer is None:
        return None
    found = first(
        tx,
        "SELECT id FROM conversation WHERE buyer_id = ? AND deleted = 0 AND state = 'open' ORDER BY id DESC",
        (buyer,),
    )
    return int(found[0]) if found else None


def check_quote(tx: Tx, conversation: int, message: int) -> None:
    """Raise DeskError ``quote_missing`` where the message is not one of the conversation."""
    sql = "SELECT 1 FROM message WHERE id = ? AND conversation_id = ? AND deleted = 0"
    if first(tx, sql, (message, conversation)) is None:
        raise DeskError("quote_missing")
