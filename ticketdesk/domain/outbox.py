"""Replies on their way: the states of a message, which channels carry by themselves, the countdown."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ticketdesk.domain.moments import SECOND


class MessageState(StrEnum):
    """Where a message stands; the value is what the store keeps.

    ``COUNTING``: leaves at ``send_at`` and can be edited or recalled until then. ``QUEUED``: due, may be on its way.
    ``OUTBOX``: waits to be pasted by hand into the platform's own window.
    """

    RECEIVED = "received"
    COUNTING = "counting"
    QUEUED = "queued"
    OUTBOX = "outbox"
    SENT = "sent"
    FAILED = "failed"
    RECALLED = "recalled"


# Not yet with the buyer for certain: these can be taken back into the draft.
BACK: Final = frozenset({MessageState.COUNTING, MessageState.QUEUED, MessageState.OUTBOX})

# Channels that carry replies by themselves. Over every other one (a pasted Qianniu chat) replies are carried by hand:
# they lie in the outbox until the agent has pasted them, and need no countdown, since nothing leaves by itself.
LIVE: Final = frozenset({"simulator", "web", "email"})


def first_state(channel: str, seconds: int) -> MessageState:
    """Return the state a new reply begins in; ``seconds`` is the shop's countdown (0: it is queued at once)."""
    if channel not in LIVE:
        return MessageState.OUTBOX
    return MessageState.COUNTING if seconds else MessageState.QUEUED


def leaves_at(now: int, seconds: int) -> int:
    """Return when a reply written at ``now`` (UTC ms) leaves."""
    return now + seconds * SECOND


def own_key(message_id: int) -> str:
    """Return the key that a message of ours is handed to a channel with: the same in every repetition."""
    return f"td-{message_id}"
