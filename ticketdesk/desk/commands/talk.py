"""The agent receives, answers, hands on and ends conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name, kept_text
from ticketdesk.domain.transcript import Said
from ticketdesk.domain.transcript_merge import Side, key, new_only
from ticketdesk.store.queries import agents
from ticketdesk.store.sql import Value
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import talk
from ticketdesk.store.writers.talk import NewMessage
from ticketdesk.store.writers.tickets import add_attachment


class Heard(NamedTuple):
    """One message of a transcript: ``side`` in|out|system, ``at`` UTC ms."""

    side: str
    sender: str
    at: int
    text: str
    read: bool = False


class Received(NamedTuple):
    """What a paste brought: ``added`` messages were new, ``known`` stood there already."""

    conversation_id: int
    buyer_id: int
    added: int
    known: int


# What ``talk.settle`` brings up to the messages of a conversation.
_SETTLED_COLUMNS: Final = (
    "last_message_id", "last_text", "last_side", "last_at", "waiting_since", "first_response_ms", "state", "ended_at"
)  # fmt: skip
_SETTLED: Final = frozenset(f"conversation.{column}" for column in _SETTLED_COLUMNS)
SEND_FIELDS: Final = _SETTLED | {"message.+", "attachment.+"}
_SIDES = {"in": Side.BUYER, "out": Side.AGENT, "system": Side.SYSTEM}


def _fresh(tx: Tx, conversation: int, heard: Sequence[Heard]) -> list[Heard]:
    """Return what the conversation does not hold yet; replies that left through the outbox are known by their words."""
    kept = talk.existing_keys(tx, conversation)
    existing = [key(said.at, _SIDES[said.side], said.text) for said in kept if not said.ours]
    sent = [key(said.at, _SIDES[said.side], said.text) for said in kept if said.ours]
    given = [
        Said(said.sender, None if said.side == "system" else said.side == "out", said.at, said.text, said.read, at,
             said.side == "system")
        for at, said in enumerate(heard)
    ]  # fmt: skip
    return [heard[said.line] for said in new_only(existing, given, sent=sent)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTranscript(SingleCommand):
    """A conversation copied out of another program comes in; only what is new is added (trade.md C9)."""

    buyer_nick: str
    messages: tuple[Heard, ...]
    channel: str = "qianniu"
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _SETTLED | {"buyer.+", "conversation.+", "message.+"}
    door: ClassVar[Door] = Door.CHANNEL
    secret: ClassVar[frozenset[str]] = frozenset({"messages"})

    def run(self, context: Context) -> Received:
        """Add the new messages to the buyer's conversation."""
        nick = clean_name(self.buyer_nick)
        if not nick:
            raise DeskError("name_empty", what="buyer")
        tx = context.tx
        buyer = talk.buyer_id(tx, nick, context.now)
        conversation = talk.conversation_id(tx, buyer, self.channel, context.actor.agent_id)
        cleaned = [said._replace(text=kept_text(said.text), sender=clean_name(said.sender)) for said in self.messages]
        fresh = _fresh(tx, conversation, cleaned)
        for said in fresh:
            state = "sent" if said.side == "out" else "received"
            new = NewMessage(
                said.side, said.sender, said.text, said.at, state=state, source=self.channel, read=int(said.read)
            )
            talk.add_message(tx, conversation, new)
        if fresh:
            talk.settle(tx, conversation)
        return Received(conversation, buyer, len(fresh), len(cleaned) - len(fresh))


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReply(SingleCommand):
    """The agent answers: the reply goes to the outbox, to be copied into the platform's window."""

    conversation_id: int
    text: str = ""
    picture: FileRef | None = None
    seen_message_id: int | None = None
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = SEND_FIELDS

    def run(self, context: Context) -> int:
        """Add the reply and return its message id; DeskError ``reply_empty`` without words or picture."""
        text = kept_text(self.text).strip("\n")
        if not text.strip() and self.picture is None:
            raise DeskError("reply_empty")
        return send(context, self.conversation_id, text, self.picture)


def send(context: Context, conversation: int, text: str, picture: FileRef | None = None) -> int:
    """Put an agent's words into the outbox of a conversation and return the message id.

    DeskError ``row_missing`` where the conversation is gone.
    """
    tx = context.tx
    talk.check_there(tx, conversation)
    file = add_attachment(tx, picture, context.now) if picture else None
    at = talk.after_last(tx, conversation, context.now)
    new = NewMessage(
        "out", context.actor.name, text, at, kind="picture" if picture else "text", state="outbox",
        agent_id=context.actor.agent_id, attachment_id=file,
    )  # fmt: skip
    message = talk.add_message(tx, conversation, new)
    talk.settle(tx, conversation)
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSent(SingleCommand):
    """Replies of the outbox have been pasted into the platform."""

    message_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("message", "message_ids")
    fields: ClassVar[frozenset[str] | None] = frozenset({"message.state"})

    def run(self, context: Context) -> None:
        """Mark them as sent."""
        for message in self.message_ids:
            talk.mark_sent(context.tx, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndConversation(SingleCommand):
    """The agent ends a conversation; it no longer waits."""

    conversation_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"conversation.state", "conversation.ended_at", "conversation.waiting_since"}
    )

    def run(self, context: Context) -> None:
        """End it."""
        values: dict[str, Value] = {"state": "ended", "ended_at": context.now, "waiting_since": None}
        talk.set_conversation(context.tx, self.conversation_id, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferConversation(SingleCommand):
    """The agent hands a conversation to a colleague."""

    conversation_id: int
    agent_id: int
    reason: str
    note: str = ""
    needs: ClassVar[Permission | None] = Permission.RECEPTION_TRANSFER
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"conversation.agent_id"})

    def run(self, context: Context) -> None:
        """Hand it on; a line in the conversation says so."""
        agents.serving(context.tx, self.agent_id)
        talk.set_conversation(context.tx, self.conversation_id, {"agent_id": self.agent_id})
