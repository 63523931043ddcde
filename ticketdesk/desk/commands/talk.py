"""The agent receives, answers, hands on and ends conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.stale import Seen
from ticketdesk.domain.text import clean_name, kept_text
from ticketdesk.domain.transcript import Said
from ticketdesk.domain.transcript_merge import Side, key, new_only
from ticketdesk.store.queries import stale
from ticketdesk.store.sql import Value
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import outgoing, reception, talk
from ticketdesk.store.writers.reception import Ended
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
    "last_message_id", "last_text", "last_side", "last_at", "waiting_since", "first_response_ms", "state", "ended_at",
    "followed", "auto_answered", "reply_count", "contact_at", "escalated_at",
)  # fmt: skip
SETTLED: Final = frozenset(f"conversation.{column}" for column in _SETTLED_COLUMNS)
SEND_FIELDS: Final = SETTLED | {"message.+", "attachment.+"}
MOST_SUMMARY: Final = 200
CARD_KINDS: Final = frozenset({"file", "product", "logistics", "rating"})
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
    fields: ClassVar[frozenset[str] | None] = SETTLED | {"buyer.+", "conversation.+", "message.+"}
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


class Override(NamedTuple):
    """An agent sends words against the rule ``rule`` of ``domain.wording_rules``, and says why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReply(SingleCommand):
    """The agent answers: the reply counts down and leaves over a live channel, or waits to be pasted by hand.

    ``seen`` is what stood there when the draft began (``store.queries.stale.seen``): where others wrote or changed
    something since, the reply is refused once with ``reply_stale``, and goes with ``anyway``. ``quote_id`` is the
    message it answers; ``overrides`` are the rules of wording it goes against, with the agent's reasons.
    ``kind`` is "" for words or a picture, else one of ``CARD_KINDS``: "file" sends ``picture`` as a file, the others a
    card whose JSON is ``data`` and whose ``text`` is what a channel without cards shows.
    """

    conversation_id: int
    text: str = ""
    picture: FileRef | None = None
    seen_message_id: int | None = None
    quote_id: int | None = None
    seen: Seen | None = None
    anyway: bool = False
    overrides: tuple[Override, ...] = ()
    kind: str = ""
    data: str = ""
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = SEND_FIELDS | {"wording_override.+"}

    def run(self, context: Context) -> int:
        """Add the reply and return its message id.

        DeskErrors: ``reply_empty`` without words or picture; ``choice_unknown`` for another ``kind``; ``reply_stale``
        with ``differences`` (a list of ``domain.stale.Difference``); ``quote_missing``; ``reason_empty`` for an
        override without a reason.
        """
        text = kept_text(self.text).strip("\n")
        if not text.strip() and self.picture is None:
            raise DeskError("reply_empty")
        if self.kind and self.kind not in CARD_KINDS:
            raise DeskError("choice_unknown", value=self.kind)
        self._check(context)
        card = (self.kind, kept_text(self.data)) if self.kind else None
        message = send(context, self.conversation_id, text, self.picture, quote_id=self.quote_id, card=card)
        keep_overrides(context, message, self.overrides)
        return message

    def _check(self, context: Context) -> None:
        talk.check_there(context.tx, self.conversation_id)
        if self.quote_id is not None:
            talk.check_quote(context.tx, self.conversation_id, self.quote_id)
        if self.seen is None or self.anyway:
            return
        found = stale.differences(context.tx, self.conversation_id, self.seen, context.actor.agent_id)
        if found:
            raise DeskError("reply_stale", differences=found, count=len(found))


def send(
    context: Context,
    conversation: int,
    text: str,
    picture: FileRef | None = None,
    *,
    quote_id: int | None = None,
    card: tuple[str, str] | None = None,
) -> int:
    """Put an agent's words on their way and return the message id; see ``domain.outbox`` for its first state.

    ``card`` is the kind and the JSON of a card.

    DeskError ``row_missing`` where the conversation is gone.
    """
    tx = context.tx
    talk.check_there(tx, conversation)
    file = add_attachment(tx, picture, context.now) if picture else None
    at = talk.after_last(tx, conversation, context.now)
    state, send_at = outgoing.begin(tx, conversation, context.now)
    kind, data = card or ("picture" if picture else "text", "")
    new = NewMessage(
        "out", context.actor.name, text, at, kind=kind, state=state, agent_id=context.actor.agent_id,
        attachment_id=file, quote_id=quote_id, send_at=send_at, data=data,
    )  # fmt: skip
    message = outgoing.add(tx, conversation, new)
    talk.settle(tx, conversation, replies=1)
    return message


def keep_overrides(context: Context, message: int, overrides: Sequence[Override]) -> None:
    """Keep why a message goes against rules of wording; DeskError ``reason_empty`` for one without a reason."""
    for each in overrides:
        reason = clean_name(each.reason)
        if not reason:
            raise DeskError("reason_empty")
        reception.add_override(context.tx, message, each.rule, reason, context.actor.agent_id, context.now)


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


ENDING_REASONS: Final = ("solved", "answered", "no_reply", "after_sale", "ticket", "spam", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndConversation(SingleCommand):
    """The agent ends a conversation; it no longer waits (trade.md A.10).

    ``reason`` is one of ``ENDING_REASONS`` or "", ``summary`` one line for the departments, ``confirmed`` whether the
    buyer said that the need was met, ``invited_rating`` whether the buyer was asked for a rating.
    """

    conversation_id: int
    reason: str = ""
    summary: str = ""
    confirmed: bool = False
    invited_rating: bool = False
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {
            "conversation.state",
            "conversation.ended_at",
            "conversation.waiting_since",
            "conversation.escalated_at",
            "ending.+",
        }
    )

    def run(self, context: Context) -> int:
        """End it and return the id of the record; DeskErrors ``choice_unknown`` and ``summary_too_long`` (200)."""
        if self.reason and self.reason not in ENDING_REASONS:
            raise DeskError("choice_unknown", value=self.reason)
        summary = clean_name(self.summary)
        if len(summary) > MOST_SUMMARY:
            raise DeskError("summary_too_long", limit=MOST_SUMMARY)
        values: dict[str, Value] = {
            "state": "ended", "ended_at": context.now, "waiting_since": None, "escalated_at": None,
        }  # fmt: skip
        talk.set_conversation(context.tx, self.conversation_id, values)
        ending = Ended(self.reason, summary, self.confirmed, self.invited_rating)
        return reception.add_ending(context.tx, self.conversation_id, context.actor.agent_id, context.now, ending)
