"""Writing replies on their way: counting down, queued, sent, failed, recalled."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.outbox import MessageState, first_state, leaves_at, own_key
from ticketdesk.domain.settings import OUTBOX_SECONDS
from ticketdesk.store.queries import settings
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Message
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import talk
from ticketdesk.store.writers.talk import NewMessage

_REASON: Final = "failed"
"""Where the JSON of a message that failed keeps why."""


class Outgoing(NamedTuple):
    """A message of ours as a command must know it; ``send_at`` and ``sent_at`` in UTC ms."""

    id: int
    conversation_id: int
    channel: str
    state: MessageState
    text: str
    auto: str
    sent_at: int
    send_at: int | None
    data: str


def begin(tx: Tx, conversation: int, now: int) -> tuple[str, int | None]:
    """Return the first state of a new reply and the end of its countdown (UTC ms, None where there is none)."""
    found = first(tx, "SELECT channel FROM conversation WHERE id = ?", (conversation,))
    seconds = settings.number(tx, OUTBOX_SECONDS)
    state = first_state(str(found[0]) if found else "", seconds)
    return state.value, leaves_at(now, seconds) if state is MessageState.COUNTING else None


def add(tx: Tx, conversation: int, new: NewMessage) -> int:
    """Insert a message of ours under the key that channels acknowledge, and return its id."""
    message = tx.message_id(new.sent_at)
    return talk.add_message(tx, conversation, new._replace(client_key=own_key(message)), row_id=message)


def current(tx: Tx, message: int) -> Outgoing:
    """Return a message of ours; DeskError ``row_missing`` where it is gone or another's."""
    found = first(
        tx,
        "SELECT m.id, m.conversation_id, c.channel, m.state, m.text, m.auto, m.sent_at, m.send_at, m.data"
        " FROM message m JOIN conversation c ON c.id = m.conversation_id"
        " WHERE m.id = ? AND m.deleted = 0 AND m.side = 'out'",
        (message,),
    )
    if found is None:
        raise DeskError("row_missing", table="message", id=message)
    return Outgoing._make(found)._replace(state=MessageState(found[3]))


def set_state(tx: Tx, message: int, state: MessageState, **more: Value) -> None:
    """Move a message of ours to another state."""
    tx.update(Message, message, {"state": state.value, **more})


def queue_due(tx: Tx, now: int, limit: int = 500) -> int:
    """Queue every reply whose countdown is over at ``now`` (UTC ms); return how many there were."""
    sql = (
        "SELECT id FROM message WHERE state = 'counting' AND deleted = 0 AND send_at <= ? ORDER BY send_at, id LIMIT ?"
    )
    found = tx.rows(sql, (now, limit))
    for (message,) in found:
        set_state(tx, message, MessageState.QUEUED)
    return len(found)


def fail(tx: Tx, now: Outgoing, reason: str) -> None:
    """The channel refused the message for good: the buyer waits again. A card keeps what it shows beside the reason."""
    set_state(tx, now.id, MessageState.FAILED, data=_with_reason(now.data, reason))
    talk.settle(tx, now.conversation_id, replies=_counted(now, -1))


def recall(tx: Tx, now: Outgoing, at: int) -> None:
    """Take a message of ours back: it never was an answer."""
    set_state(tx, now.id, MessageState.RECALLED, recalled_at=at)
    talk.settle(tx, now.conversation_id, replies=_counted(now, -1))


def again(tx: Tx, now: Outgoing) -> None:
    """Queue a message that failed once more, under its own key: whoever has it already does not take it twice."""
    set_state(tx, now.id, MessageState.QUEUED, data=_without_reason(now.data))
    talk.settle(tx, now.conversation_id, replies=_counted(now, 1))


def _with_reason(data: str, reason: str) -> str:
    """``data`` with why it failed; what is no object is another version's card and stays as it is."""
    card = _object(data)
    return data if card is None else json.dumps({**card, _REASON: reason}, ensure_ascii=False)


def _without_reason(data: str) -> str:
    card = _object(data)
    if card is None or _REASON not in card:
        return data
    left = {name: value for name, value in card.items() if name != _REASON}
    return json.dumps(left, ensure_ascii=False) if left else ""


def _object(data: str) -> dict[str, object] | None:
    try:
        found = json.loads(data or "{}")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _counted(now: Outgoing, by: int) -> int:
    return 0 if now.auto else by
