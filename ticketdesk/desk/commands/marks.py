"""The agent marks conversations and buyers: star, pin, read up to, tags, blocking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.writers import marks, reception, talk

MOST_TAG: Final = 20
MOST_MARKED: Final = 200
MOST_REASON: Final = 200
_TALK: Final = Scope("conversation", "conversation_id")
_BUYER: Final = Scope("buyer", "buyer_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarConversation(SingleCommand):
    """The agent stars a conversation, or takes the star away."""

    conversation_id: int
    starred: bool = True
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _TALK
    fields: ClassVar[frozenset[str] | None] = frozenset({"conversation.starred"})

    def run(self, context: Context) -> bool:
        """Star it (or not) and return whether that is new."""
        return marks.set_star(context.tx, self.conversation_id, starred=self.starred)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinConversation(SingleCommand):
    """The agent keeps a conversation at the top of the lists (trade.md A.2-21), or no longer."""

    conversation_id: int
    pinned: bool = True
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _TALK
    fields: ClassVar[frozenset[str] | None] = frozenset({"conversation.pinned_at"})

    def run(self, context: Context) -> bool:
        """Pin it (or not) and return whether that is new; DeskError ``too_many_pinned`` (100)."""
        return marks.set_pin(context.tx, self.conversation_id, context.now if self.pinned else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkConversations(SingleCommand):
    """The agent stars or pins several conversations at once, or no longer; None leaves that mark as it is."""

    conversation_ids: tuple[int, ...]
    starred: bool | None = None
    pinned: bool | None = None
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = Scope("conversation", "conversation_ids")
    fields: ClassVar[frozenset[str] | None] = frozenset({"conversation.starred", "conversation.pinned_at"})

    def run(self, context: Context) -> int:
        """Mark those that differ and return how many.

        DeskErrors ``too_many_marked`` (200), ``too_many_pinned`` (100) and ``row_missing``.
        """
        if len(self.conversation_ids) > MOST_MARKED:
            raise DeskError("too_many_marked", limit=MOST_MARKED)
        return sum(self._mark(context, each) for each in dict.fromkeys(self.conversation_ids))

    def _mark(self, context: Context, conversation: int) -> bool:
        changed = False
        if self.starred is not None:
            changed = marks.set_star(context.tx, conversation, starred=self.starred)
        if self.pinned is not None:
            changed |= marks.set_pin(context.tx, conversation, context.now if self.pinned else None)
        return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSeen(SingleCommand):
    """An agent has read a conversation up to a message (the unread line); no step of anybody's."""

    conversation_id: int
    message_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _TALK
    fields: ClassVar[frozenset[str] | None] = frozenset({"conversation.seen_message_id"})
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> bool:
        """Move the line forward, never back, and return whether it moved."""
        talk.check_there(context.tx, self.conversation_id)
        return marks.set_seen(context.tx, self.conversation_id, self.message_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagBuyer(SingleCommand):
    """The agent tags a buyer with a word."""

    buyer_id: int
    tag: str
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer_tag.+"})

    def run(self, context: Context) -> bool:
        """Tag and return whether the tag is new; DeskErrors ``tag_empty``, ``name_too_long``, ``buyer_missing``."""
        return reception.add_tag(context.tx, self.buyer_id, _tag(self.tag))


@dataclass(frozen=True, slots=True, kw_only=True)
class UntagBuyer(SingleCommand):
    """The agent takes a tag from a buyer."""

    buyer_id: int
    tag: str
    needs: ClassVar[Permission | None] = Permission.RECEPTION_REPLY
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer_tag.deleted"})

    def run(self, context: Context) -> bool:
        """Take it away and return whether it was there."""
        return reception.remove_tag(context.tx, self.buyer_id, _tag(self.tag))


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockBuyer(SingleCommand):
    """The agent blocks a buyer: what the buyer says is kept, but nobody is waited for or alerted."""

    buyer_id: int
    reason: str
    needs: ClassVar[Permission | None] = Permission.RECEPTION_TRANSFER
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"buyer.blocked_at", "buyer.block_reason", "conversation.waiting_since", "conversation.escalated_at"}
    )

    def run(self, context: Context) -> bool:
        """Block and return whether that is new; DeskErrors ``reason_empty`` and ``name_too_long``."""
        reason = clean_name(self.reason)
        if not reason:
            raise DeskError("reason_empty")
        if len(reason) > MOST_REASON:
            raise DeskError("name_too_long", limit=MOST_REASON)
        if not reception.set_blocked(context.tx, self.buyer_id, context.now, reason):
            return False
        marks.wait_no_more(context.tx, self.buyer_id)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockBuyer(SingleCommand):
    """The agent lets a blocked buyer be heard again."""

    buyer_id: int
    needs: ClassVar[Permission | None] = Permission.RECEPTION_TRANSFER
    scope: ClassVar[Scope] = _BUYER
    fields: ClassVar[frozenset[str] | None] = frozenset({"buyer.blocked_at", "buyer.block_reason"})

    def run(self, context: Context) -> bool:
        """Unblock and return whether that is new."""
        return reception.set_blocked(context.tx, self.buyer_id, None, "")


def _tag(text: str) -> str:
    tag = clean_name(text)
    if not tag:
        raise DeskError("tag_empty")
    if len(tag) > MOST_TAG:
        raise DeskError("name_too_long", limit=MOST_TAG)
    return tag
