"""The channel without a wire: conversations are pasted in, replies are copied out (trade.md C9)."""

from __future__ import annotations

from collections.abc import Callable

from ticketdesk.channels.channel import Delivery
from ticketdesk.store.queries.conversations import MessageRow

Copy = Callable[[MessageRow], None]


class TranscriptChannel:
    """Qianniu over the clipboard; ``copy`` puts a reply's words or picture there (it belongs to the window)."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy

    @property
    def name(self) -> str:
        """As ``ReceiveTranscript`` writes it."""
        return "qianniu"

    def deliver(self, reply: MessageRow) -> Delivery:
        """Copy the reply; it stays in the outbox until the agent marks it as sent."""
        self._copy(reply)
        return Delivery("copied")
