"""Replies on their way: the countdown ends, the channel takes them, the agent takes them back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.desk.commands.talk import SETTLED
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.outbox import BACK, MessageState
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.writers import outgoing

_MESSAGE: Final = Scope("message", "message_id")
_RECALLED: Final = SETTLED | {"message.state", "message.recalled_at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDue(SingleCommand):
    """Replies whose countdown is over are queued for their channel; no step of anybody's."""

    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"message.state"})
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Queue what is due at the act's own moment and return how many there were."""
        return outgoing.queue_due(context.tx, context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverReply(SingleCommand):
    """The channel has taken a reply: it acknowledged its key."""

    message_id: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = frozenset({"message.state"})
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> bool:
        """Mark it as sent; False where the agent has recalled it meanwhile (the channel must then take it back)."""
        now = outgoing.current(context.tx, self.message_id)
        if now.state in (MessageState.QUEUED, MessageState.FAILED):
            outgoing.set_state(context.tx, now.id, MessageState.SENT)
        return now.state is not MessageState.RECALLED


@dataclass(frozen=True, slots=True, kw_only=True)
class FailReply(SingleCommand):
    """The channel refused a reply for good (a blocked account, words the platform forbids); the buyer waits again."""

    message_id: int
    reason: str = ""
    returned: bool = False
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = SETTLED | {"message.state", "message.data"}
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> None:
        """Mark a queued reply as failed; one that was sent stays as it is, unless it was ``returned`` afterwards."""
        now = outgoing.current(context.tx, self.message_id)
        if now.state is MessageState.QUEUED or (self.returned and now.state is MessageState.SENT):
            outgoing.fail(context.tx, now, clean_name(self.reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendMessage(SingleCommand):
    """The agent sends a failed reply once more, under its own key; no step, since the buyer may have it already."""

    message_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = SETTLED | {"message.state", "message.data"}
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> None:
        """Queue it; DeskError ``reply_not_failed``."""
        now = outgoing.current(context.tx, self.message_id)
        if now.state is not MessageState.FAILED:
            raise DeskError("reply_not_failed")
        outgoing.again(context.tx, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallCounting(SingleCommand):
    """The agent takes back a reply that has not left; no step, since taking that back would send it."""

    message_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = _RECALLED
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> str:
        """Recall it and return its words; DeskError ``reply_left`` where it has been sent."""
        return _take_back(context, self.message_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCounting(SingleCommand):
    """The agent takes a reply that has not left back into the draft, to change it."""

    message_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = _RECALLED
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> str:
        """Recall it and return its words for the draft; DeskError ``reply_left`` where it has been sent."""
        return _take_back(context, self.message_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallMessage(SingleCommand):
    """A reply that was sent is taken back from the buyer: the channel has agreed (``desk.outbox.Outbox.recall``)."""

    message_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = _RECALLED
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> str:
        """Mark it as recalled and return its words; a second time changes nothing."""
        now = outgoing.current(context.tx, self.message_id)
        if now.state is not MessageState.RECALLED:
            outgoing.recall(context.tx, now, context.now)
        return now.text


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveNow(SingleCommand):
    """A reply that counts down leaves at once; no step, since nothing brings it back from the buyer."""

    message_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _MESSAGE
    fields: ClassVar[frozenset[str] | None] = frozenset({"message.state"})
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> None:
        """End its countdown; one that has ended already, or was taken back, stays as it is."""
        now = outgoing.current(context.tx, self.message_id)
        if now.state is MessageState.COUNTING:
            outgoing.set_state(context.tx, now.id, MessageState.QUEUED)


def _take_back(context: Context, message: int) -> str:
    now = outgoing.current(context.tx, message)
    if now.state not in BACK:
        raise DeskError("reply_left")
    outgoing.recall(context.tx, now, context.now)
    return now.text
