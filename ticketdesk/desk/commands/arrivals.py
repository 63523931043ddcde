"""What a live channel brings: words of buyers (each once), receipts, recalls, ratings. No steps of anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.desk.commands.talk import SETTLED
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name, kept_text, strip_nul
from ticketdesk.store.queries.live import conversation_of
from ticketdesk.store.writers import arrivals, reception, talk
from ticketdesk.store.writers.talk import MESSAGE_BYTES

MOST_KEY: Final = 200
MOST_PARTS: Final = 64
"""A buyer's message over 64 kB comes in as so many messages at most, four megabytes in all."""
MOST_FILES: Final = 64
"""So many files of one message are taken at most."""

MOST_THREAD: Final = 200
MOST_SUBJECT: Final = 300
# Lines about orders and of the system ("order", "system") are the desk's own.
_KINDS: Final = frozenset({"text", "picture", "file", "product", "logistics", "rating"})


def _cut(text: str) -> str:
    """Return ``text`` within the limit of a message: a buyer's flood must come in, not be refused."""
    return kept_text(text.encode(errors="ignore")[:MESSAGE_BYTES].decode(errors="ignore"))


def _cleaned(said: Said) -> list[Said]:
    nick, key = clean_name(said.nick)[:60], clean_name(said.key)[:MOST_KEY]
    if not nick or not key:
        return []
    kind = said.kind if said.kind in _KINDS else "text"
    first, *more = _parts(said.text) if kind == "text" else [_cut(said.text)]
    whole = said._replace(
        nick=nick, key=key, text=first, kind=kind, data=_cut(said.data), files=(), thread=_thread(said.thread),
        subject=clean_name(said.subject)[:MOST_SUBJECT],
    )  # fmt: skip
    parts = [whole._replace(key=_part_key(key, n), text=part, data="") for n, part in enumerate(more, start=2)]
    if not said.files:
        return [whole, *parts]
    # A picture's own words are its caption; beside words that stand alone every file is a message of its own.
    words = [whole, *parts] if kind == "text" and first.strip() else []
    return [*words, *(_of_file(whole, file, n, alone=not words) for n, file in enumerate(said.files[:MOST_FILES], 1))]


def _of_file(whole: Said, file: FileRef, number: int, *, alone: bool) -> Said:
    """Return the message of the ``number``-th file (from 1); ``alone`` where no words come with the files."""
    kind = "picture" if file.width > 0 and file.media_type.startswith("image/") else "file"
    caption = whole.text if alone and number == 1 else ""
    text = caption.strip() or (file.name if kind == "file" else "")
    key = whole.key if alone and number == 1 else _file_key(whole.key, number)
    return whole._replace(key=key, text=text, kind=kind, data="", files=(file,))


def _thread(name: str) -> str:
    return clean_name(name)[:MOST_THREAD]


def _parts(text: str) -> list[str]:
    """Return ``text`` in pieces that a message can hold: what a buyer says is not cut short, however long it is."""
    rest = strip_nul(text)
    found: list[str] = []
    while len(found) < MOST_PARTS and (rest or not found):
        found.append(_cut(rest[:MESSAGE_BYTES]))
        rest = rest[len(found[-1]) :]
    return found


def _part_key(key: str, number: int) -> str:
    return f"{key}#{number}"


def _file_key(key: str, number: int) -> str:
    return f"{key}#f{number}"


def _place_of(said: Said) -> tuple[str, str]:
    return said.nick, said.thread


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMessages(SingleCommand):
    """Words of buyers come in over a live channel; told twice they are kept once, by the channel's key."""

    channel: str
    messages: tuple[Said, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = SETTLED | {
        "buyer.+", "conversation.+", "message.+", "attachment.+", "conversation.agent_id", "conversation.group_id"
    }  # fmt: skip
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False
    secret: ClassVar[frozenset[str]] = frozenset({"messages"})

    @property
    def block(self) -> int:
        """How many ids it may make: a buyer, a conversation and a message for each, the further parts of a long one,
        and two for each file."""
        parts = sum(min(MOST_PARTS, 4 * len(each.text) // MESSAGE_BYTES + 1) for each in self.messages)
        return 256 + 3 * len(self.messages) + parts + 2 * sum(len(each.files) for each in self.messages)

    def run(self, context: Context) -> tuple[int, ...]:
        """Add what is new, each buyer's words in their order, and return the ids of the conversations that grew.

        One whose last words are no human's is left out: nothing answers those automatically.

        DeskError ``file_missing`` where a file was never kept.
        """
        cleaned = [part for each in self.messages for part in _cleaned(each)]
        grown: list[int] = []
        for _place, talk_of in groupby(sorted(cleaned, key=_place_of), key=_place_of):
            said = list(talk_of)
            conversation = arrivals.conversation(context.tx, said[0], self.channel, context.now)
            heard = arrivals.hear(context.tx, conversation, self.channel, said, context.now)
            if heard and not said[-1].automatic:
                grown.append(conversation)
        return tuple(grown)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkReadByBuyer(SingleCommand):
    """The buyer has read our words up to the reply with this key."""

    channel: str
    buyer_nick: str
    key: str
    thread: str = ""
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"message.read"})
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Mark them and return how many are newly read; a conversation or key not known changes nothing."""
        found = _message(context, self, self.key)
        return arrivals.mark_read(context.tx, *found) if found else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallByBuyer(SingleCommand):
    """The buyer took a message back, with all its parts and files; we keep its words as evidence."""

    channel: str
    buyer_nick: str
    key: str
    thread: str = ""
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = SETTLED | {"message.state", "message.recalled_at"}
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> bool:
        """Mark it and return whether that is new."""
        found = _message(context, self, self.key)
        taken = arrivals.take_back(context.tx, *found, context.now) if found else False
        if taken:
            self._take_back(context, [_part_key(self.key, number) for number in range(2, MOST_PARTS + 1)])
            beside = _message(context, self, _file_key(self.key, 1)) is not None
            first = 1 if beside else 2
            self._take_back(context, [_file_key(self.key, number) for number in range(first, MOST_FILES + 1)])
        return taken

    def _take_back(self, context: Context, keys: list[str]) -> None:
        """Take back what stands under ``keys``, up to the first that nothing stands under."""
        for key in keys:
            found = _message(context, self, key)
            if found is None:
                return
            arrivals.take_back(context.tx, *found, context.now)


def _message(context: Context, said: MarkReadByBuyer | RecallByBuyer, key: str) -> tuple[int, int] | None:
    conversation = conversation_of(context.tx, clean_name(said.buyer_nick), said.channel, _thread(said.thread))
    message = None if conversation is None else arrivals.message_of_key(context.tx, conversation, clean_name(key))
    return None if conversation is None or message is None else (conversation, message)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateConversation(SingleCommand):
    """The buyer rates a conversation over the channel, 1 to 5, with words or without."""

    conversation_id: int
    score: int
    text: str = ""
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"rating.+", "message.+"})
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Keep it with a line in the conversation and return its id; DeskErrors ``choice_unknown``, ``row_missing``."""
        if not 1 <= self.score <= 5:
            raise DeskError("choice_unknown", value=str(self.score))
        talk.check_there(context.tx, self.conversation_id)
        text = _cut(self.text)[:1_000]
        event = {"event": "rated", "score": self.score, "text": text[:200]}
        talk.say(context.tx, self.conversation_id, event, agent_id=None, name="", now=context.now)
        return reception.add_rating(context.tx, self.conversation_id, self.score, text, context.now)
