"""The shop's auto-replies: kept by whoever may change the shop, given by the desk itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.desk.commands.talk import SETTLED
from ticketdesk.domain.assignment import AgentState
from ticketdesk.domain.auto_replies import Rule, Scene, Situation, choose
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import HOUR, from_ms
from ticketdesk.domain.outbox import LIVE
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.phrase_fill import fill, unknown_variables
from ticketdesk.domain.settings import BUSY_CONVERSATIONS, WORK_FROM, WORK_TO, within_day
from ticketdesk.domain.text import kept_text
from ticketdesk.store.queries import auto_replies, fill_values, serving, settings
from ticketdesk.store.writers import auto_replies as writing
from ticketdesk.store.writers import outgoing, talk
from ticketdesk.store.writers.auto_replies import NewAutoReply
from ticketdesk.store.writers.talk import NewMessage

MOST_TEXT: Final = 1_000
MOST_KEYWORDS: Final = 2_000
LONGEST_COOLDOWN: Final = 30 * 24 * HOUR
_RULE: Final = Scope("auto_reply", "auto_reply_id")
_COLUMNS: Final = frozenset(f"auto_reply.{name}" for name in NewAutoReply._fields)


def _checked(scene: str, text: str, keywords: str, cooldown_ms: int, *, enabled: bool) -> NewAutoReply:
    """DeskErrors ``choice_unknown``, ``phrase_empty``, ``note_too_long``, ``variable_unknown``, ``keywords_empty``."""
    words, keys = kept_text(text).strip(), kept_text(keywords).strip()
    if scene not in list(Scene):
        raise DeskError("choice_unknown", value=scene)
    if not words:
        raise DeskError("phrase_empty")
    if len(words) > MOST_TEXT or len(keys) > MOST_KEYWORDS:
        raise DeskError("note_too_long", limit=MOST_TEXT if len(words) > MOST_TEXT else MOST_KEYWORDS)
    unknown = unknown_variables(words)
    if unknown:
        raise DeskError("variable_unknown", name=unknown[0])
    if scene == Scene.KEYWORD and not keys:
        raise DeskError("keywords_empty")
    return NewAutoReply(scene, keys, words, max(0, min(cooldown_ms, LONGEST_COOLDOWN)), int(enabled))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAutoReply(SingleCommand):
    """The shop answers by itself in a scene; ``keywords`` one a line, ``cooldown_ms`` per buyer."""

    scene: str
    text: str
    keywords: str = ""
    cooldown_ms: int = HOUR
    enabled: bool = True
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"auto_reply.+"})

    def run(self, context: Context) -> int:
        """Add it and return its id."""
        new = _checked(self.scene, self.text, self.keywords, self.cooldown_ms, enabled=self.enabled)
        return writing.add(context.tx, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAutoReply(SingleCommand):
    """An auto-reply changes."""

    auto_reply_id: int
    scene: str
    text: str
    keywords: str = ""
    cooldown_ms: int = HOUR
    enabled: bool = True
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = _RULE
    fields: ClassVar[frozenset[str] | None] = _COLUMNS

    def run(self, context: Context) -> None:
        """Change it."""
        new = _checked(self.scene, self.text, self.keywords, self.cooldown_ms, enabled=self.enabled)
        writing.edit(context.tx, self.auto_reply_id, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAutoReply(SingleCommand):
    """An auto-reply goes."""

    auto_reply_id: int
    needs: ClassVar[Permission | None] = Permission.SHOP_EDIT
    scope: ClassVar[Scope] = _RULE
    fields: ClassVar[frozenset[str] | None] = frozenset({"auto_reply.deleted"})

    def run(self, context: Context) -> None:
        """Lay its tombstone."""
        writing.remove(context.tx, self.auto_reply_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAutoReplies(SingleCommand):
    """The desk answers by itself what has just been asked; never a first response, never an answer.

    Posted after ``ReceiveMessages`` with the conversations that grew; only over live channels.
    """

    conversation_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = SETTLED | {"message.+"}
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Answer where a rule fits and return how many were answered."""
        rules = auto_replies.rules(context.tx)
        if not rules:
            return 0
        busy, off = _all_busy(context), _off_hours(context)
        answered = 0
        for conversation in self.conversation_ids:
            asking = auto_replies.asking(context.tx, conversation)
            if asking is None or asking.channel not in LIVE:
                continue
            situation = Situation(asking.text, asking.first_contact, busy, off, asking.tracked)
            given = auto_replies.given(context.tx, asking.buyer_id, rules)
            answered += _answer(context, conversation, rules, situation, given)
        return answered


def _answer(
    context: Context, conversation: int, rules: Sequence[Rule], situation: Situation, given: Mapping[int, int]
) -> bool:
    """Give the first fitting reply whose variables all have values now."""
    left = list(rules)
    while (rule := choose(left, situation, given, context.now)) is not None:
        if _say(context, conversation, rule.id, rule.text):
            return True
        left.remove(rule)
    return False


def _say(context: Context, conversation: int, rule: int, text: str) -> bool:
    """Send the filled text; not at all where a variable has no value now."""
    filled = fill(text, fill_values.facts(context.tx, conversation, context.now))
    if filled.missing:
        return False
    at = talk.after_last(context.tx, conversation, context.now)
    new = NewMessage("out", "", filled.text, at, state="queued", auto=str(rule))
    outgoing.add(context.tx, conversation, new)
    talk.settle(context.tx, conversation)
    return True


def _all_busy(context: Context) -> bool:
    """Nobody is online, or everybody who is has as many conversations as one serves."""
    most = settings.number(context.tx, BUSY_CONVERSATIONS)
    online = [each for each in serving.servers(context.tx) if each.state is AgentState.ONLINE]
    return not any(not most or each.load < most for each in online)


def _off_hours(context: Context) -> bool:
    moment = from_ms(context.now)
    begins, ends = settings.number(context.tx, WORK_FROM), settings.number(context.tx, WORK_TO)
    return not within_day(moment.hour * 60 + moment.minute, begins, ends)
