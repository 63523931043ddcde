"""Writing what live channels bring: buyers' words once each, receipts, recalls."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.domain.channel_events import Said
from ticketdesk.store.reader import first
from ticketdesk.store.tables import Conversation, Message
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import talk
from ticketdesk.store.writers.talk import NewMessage
from ticketdesk.store.writers.tickets import add_attachment


def conversation(tx: Tx, said: Said, channel: str, now: int) -> int:
    """Return the conversation that something was said in over a live channel, making buyer and conversation where new.

    One that had ended begins anew and has no agent: ``AssignConversations`` gives it to whoever is there.
    """
    buyer = talk.buyer_id(tx, said.nick, now)
    found = talk.conversation_id(tx, buyer, channel, None, thread=said.thread, subject=said.subject)
    state = first(tx, "SELECT state, agent_id FROM conversation WHERE id = ?", (found,))
    if state is not None and state[0] == "ended" and state[1] is not None:
        tx.update(Conversation, found, {"agent_id": None, "group_id": None})
    return found


def hear(tx: Tx, talk_id: int, channel: str, said: Sequence[Said], now: int) -> int:
    """Add what is not there yet, by its key, and return how much that was; words of the future count as of now.

    Each carries one file at most; DeskError ``file_missing`` where it was never kept.
    """
    added = 0
    for each in said:
        if message_of_key(tx, talk_id, each.key) is not None:
            continue
        at = talk.after_last(tx, talk_id, min(each.at, now))
        file = add_attachment(tx, each.files[0], now) if each.files else None
        new = NewMessage(
            "in", each.nick, each.text, at, kind=each.kind, source=channel, data=each.data, client_key=each.key,
            attachment_id=file,
        )  # fmt: skip
        talk.add_message(tx, talk_id, new)
        added += 1
    if added:
        talk.settle(tx, talk_id)
    return added


def message_of_key(tx: Tx, talk_id: int, key: str) -> int | None:
    """Return the message of a conversation with this key."""
    sql = "SELECT id FROM message WHERE conversation_id = ? AND client_key = ? AND deleted = 0"
    found = first(tx, sql, (talk_id, key))
    return int(found[0]) if found else None


def mark_read(tx: Tx, talk_id: int, upto: int) -> int:
    """The buyer has read our words up to message ``upto``; return how many are newly read."""
    sql = (
        "SELECT id FROM message WHERE conversation_id = ? AND id <= ? AND deleted = 0 AND side = 'out' AND read = 0"
        " AND state = 'sent' ORDER BY id DESC LIMIT 200"
    )
    found = tx.rows(sql, (talk_id, upto))
    for (message,) in found:
        tx.update(Message, message, {"read": 1})
    return len(found)


def take_back(tx: Tx, talk_id: int, message: int, now: int) -> bool:
    """The buyer recalled a message; its words stay with us as evidence. Return whether that is new."""
    found = first(tx, "SELECT 1 FROM message WHERE id = ? AND state = 'received'", (message,))
    if found is None:
        return False
    tx.update(Message, message, {"state": "recalled", "recalled_at": now})
    if first(tx, "SELECT 1 FROM conversation WHERE id = ? AND state = 'open'", (talk_id,)):
        talk.settle(tx, talk_id)
    return True
