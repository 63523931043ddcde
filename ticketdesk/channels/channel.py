"""What every channel can do: say who it is and deliver a reply; a live one also brings what buyers say and do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

# Only words of a promise: the start reads this module, and must not read the commands behind them.
if TYPE_CHECKING:
    from ticketdesk.desk.outbox import Handed
    from ticketdesk.domain.channel_events import Event
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


class LiveChannel(Protocol):
    """A channel that buyers write over by themselves; ``name`` is one of ``domain.outbox.LIVE``.

    Everything it has to tell comes out of ``step``, which a timer calls: no call waits, none comes from another thread.
    ``nick`` is the buyer's, ``key`` the channel's own name of one message, the same in every repetition. ``thread`` is
    the channel's own name of one of several conversations with a buyer, "" where it leads one.
    """

    @property
    def name(self) -> str:
        """The channel's own name, as the store keeps it."""

    @property
    def online(self) -> bool:
        """Whether it carries now."""

    def step(self, now: int) -> Sequence[Event]:
        """Return what happened since the last step, in its order; ``now`` is UTC ms."""

    def kept(self, keys: Sequence[str]) -> None:
        """The store has buyers' words with these keys for certain (also those told twice): acknowledge them."""

    def not_kept(self, keys: Sequence[str], reason: str) -> None:
        """The store refused buyers' words with these keys; ``reason`` is the key of a DeskError, or "bug"."""

    def hand_over(self, nick: str, reply: MessageRow, key: str, *, thread: str = "") -> Handed:
        """Take a reply (``desk.outbox.Carrier``); the same key is taken once only, also after a restart."""

    def recall(self, nick: str, key: str, *, thread: str = "") -> bool:
        """Take a reply back from the buyer; False where it is too late or was never there."""

    def typing(self, nick: str, *, typing: bool, thread: str = "") -> None:
        """Tell the buyer that an agent is writing, or no longer."""

    def mark_read(self, nick: str, key: str, *, thread: str = "") -> None:
        """Tell the buyer that we have read up to the message with this key."""

    def close(self, nick: str, *, thread: str = "") -> None:
        """Tell the buyer that the conversation has ended."""

    def invite_rating(self, nick: str, *, thread: str = "") -> None:
        """Ask the buyer for a rating; ``Rated`` follows where the buyer gives one."""
