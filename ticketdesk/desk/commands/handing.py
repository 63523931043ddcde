"""The agent hands conversations on, and the groups they are handed to (trade.md A.2-25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import checked_name, clean_name
from ticketdesk.store.queries import agents, conversations
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import reception, talk

MOST_NOTE: Final = 500
_GROUP: Final = Scope("agent_group", "group_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferConversation(SingleCommand):
    """The agent hands a conversation to a colleague or to a group, which takes it from the waiting queue.

    ``reason`` is a ``domain.tickets.TransferReason`` or the agent's own word, ``note`` is read by whoever takes it.
    """

    conversation_id: int
    agent_id: int | None = None
    group_id: int | None = None
    reason: str
    note: str = ""
    needs: ClassVar[Permission | None] = Permission.RECEPTION_TRANSFER
    scope: ClassVar[Scope] = Scope("conversation", "conversation_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"conversation.agent_id", "conversation.group_id", "conversation.escalated_at", "transfer.+", "message.+"}
    )

    def run(self, context: Context) -> bool:
        """Hand it on and return whether that is new; a line in the conversation says so.

        DeskErrors ``transfer_nowhere`` (neither or both), ``reason_empty``, ``note_too_long`` (500), ``row_missing``,
        ``agent_missing`` and ``agent_disabled``.
        """
        if (self.agent_id is None) == (self.group_id is None):
            raise DeskError("transfer_nowhere")
        reason, note = clean_name(self.reason), clean_name(self.note)
        if not reason:
            raise DeskError("reason_empty")
        if len(note) > MOST_NOTE:
            raise DeskError("note_too_long", limit=MOST_NOTE)
        target = self._target(context)
        row = conversations.one(context.tx, self.conversation_id)
        if row is None:
            raise DeskError("row_missing", table="conversation", id=self.conversation_id)
        if (row.agent_id, row.group_id) == (self.agent_id, self.group_id):
            return False
        values: dict[str, Value] = {"agent_id": self.agent_id, "group_id": self.group_id, "escalated_at": None}
        talk.set_conversation(context.tx, row.id, values)
        to = (self.agent_id, self.group_id)
        reception.add_transfer(context.tx, row.id, row.agent_id, to, reason, note, context.now)
        event = {"event": "transfer", "to": target, "reason": reason, "note": note}
        talk.say(context.tx, row.id, event, agent_id=context.actor.agent_id, name=context.actor.name, now=context.now)
        return True

    def _target(self, context: Context) -> str:
        if self.agent_id is not None:
            return agents.serving(context.tx, self.agent_id).name
        return reception.check_group(context.tx, self.group_id or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddGroup(SingleCommand):
    """A group of agents that conversations can be handed to."""

    group_name: str
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent_group.+"})

    def run(self, context: Context) -> int:
        """Make it and return its id; DeskErrors ``name_empty``, ``name_too_long``, ``group_name_taken``."""
        return reception.add_group(context.tx, checked_name(self.group_name, "group"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameGroup(SingleCommand):
    """A group gets another name."""

    group_id: int
    group_name: str
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _GROUP
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent_group.name"})

    def run(self, context: Context) -> None:
        """Rename it."""
        reception.rename_group(context.tx, self.group_id, checked_name(self.group_name, "group"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveGroup(SingleCommand):
    """A group is no longer needed."""

    group_id: int
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _GROUP
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent_group.deleted", "agent_group_member.deleted"})

    def run(self, context: Context) -> None:
        """Remove it with its members; DeskError ``group_in_use`` while conversations wait for it."""
        reception.remove_group(context.tx, self.group_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGroupMember(SingleCommand):
    """An agent joins a group, or leaves it."""

    group_id: int
    agent_id: int
    member: bool = True
    needs: ClassVar[Permission | None] = Permission.STAFF_EDIT
    scope: ClassVar[Scope] = _GROUP
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent_group_member.+", "agent_group_member.deleted"})

    def run(self, context: Context) -> bool:
        """Take the agent in or out and return whether that is new."""
        if self.member:
            agents.serving(context.tx, self.agent_id)
        return reception.set_member(context.tx, self.group_id, self.agent_id, member=self.member)
