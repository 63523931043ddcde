"""What every channel can do: say who it is and deliver a reply."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from ticketdesk.store.queries.conversations import MessageRow

DeliveryState = Literal["copied", "sent"]


class Delivery(NamedTuple):
    """What became of a reply: "copied" waits for the agent to paste it, "sent" has left by itself."""

    state: DeliveryState


class Channel(Protocol):
    """A way between buyer and desk; ``name`` is what ``conversation.channel`` keeps."""

    @property
    def name(self) -> str:
        """The channel's own name, as the store keeps it."""

    def deliver(self, reply: MessageRow) -> Delivery:
        """Send a reply of the outbox on its way; DeskError where that cannot be done."""
