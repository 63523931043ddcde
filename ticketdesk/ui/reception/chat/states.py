"""What became of our own words: in words, with a colour and an icon beside them."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.moments import SECOND
from ticketdesk.domain.outbox import MessageState
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.reception.chat.card_data import values
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.chat_item import ChatState
from ticketdesk.words import mark, tr

ALWAYS_TOLD: Final = frozenset(
    {MessageState.COUNTING, MessageState.QUEUED, MessageState.OUTBOX, MessageState.FAILED, MessageState.RECALLED}
)
"""What is said beside every message, also where the same speaker goes on."""

_STATES: Final = MappingProxyType(
    {
        MessageState.QUEUED: ChatState(mark("Queued"), "warn", "clock"),
        MessageState.OUTBOX: ChatState(mark("In outbox"), "accent", "clipboard-paste"),
        MessageState.FAILED: ChatState(mark("Not sent"), "bad", "circle-x"),
        MessageState.RECALLED: ChatState(mark("Recalled"), "plain", "undo-2"),
    }
)


def state(row: MessageRow, copied: Iterable[int] = (), now: int = 0) -> ChatState:
    """Return the state of a message as it is told ``now`` (UTC ms); ``copied`` are replies that lie on the clipboard.

    Of a buyer's words only the recall is told.
    """
    if row.side != "out":
        return _told(MessageState.RECALLED) if row.state == MessageState.RECALLED else ChatState()
    if row.state == MessageState.COUNTING:
        seconds = max(0, -((now - (row.send_at or now)) // SECOND))
        return ChatState(tr("Leaves in {0} s", seconds), "accent", "alarm-clock")
    if row.state == MessageState.OUTBOX and row.id in copied:
        return _told(MessageState.OUTBOX)._replace(text=tr("In outbox · copied, paste it in Qianniu"))
    if row.state == MessageState.FAILED and row.data:
        return _told(MessageState.FAILED)._replace(text=tr("Not sent: {0}", _reason(row.data)))
    if row.state in _STATES:
        return _told(MessageState(row.state))
    if row.auto:
        return ChatState(tr("Automatic"), "note")
    if row.read:
        return ChatState(tr("Read"), "plain", "check")
    return ChatState(tr("Sent"), "plain") if row.agent_id is not None else ChatState()


def _told(known: MessageState) -> ChatState:
    found = _STATES[known]
    return found._replace(text=tr(found.text))


def _reason(data: str) -> str:
    """Why a channel refused a reply, as it said it."""
    return one_line(str(values(data).get("failed") or tr("the channel refused it")), 60)
