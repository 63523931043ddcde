"""Who takes conversations: states of agents, new conversations given out, those of absent agents handed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.domain.assignment import AgentState, assign, escalated
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.settings import BUSY_CONVERSATIONS, ESCALATE_MINUTES
from ticketdesk.store.queries import serving, settings
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import people, reception, talk

_GIVEN: Final = frozenset({"conversation.agent_id", "conversation.group_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAgentState(SingleCommand):
    """An agent is online, suspended (goes on with the conversations at hand, takes no new ones) or offline."""

    agent_id: int
    state: str
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("agent", "agent_id", others=Permission.STAFF_EDIT)
    fields: ClassVar[frozenset[str] | None] = frozenset({"agent.state", "agent.state_at"})
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> bool:
        """Set it and return whether that is new; DeskErrors ``choice_unknown`` and ``agent_missing``."""
        if self.state not in list(AgentState):
            raise DeskError("choice_unknown", value=self.state)
        return people.set_agent_state(context.tx, self.agent_id, self.state, context.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignConversations(SingleCommand):
    """Conversations that wait for anybody are given out (``domain.assignment``); no step of anybody's."""

    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _GIVEN
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Give them out and return how many found somebody."""
        tx = context.tx
        most, there = settings.number(tx, BUSY_CONVERSATIONS), serving.servers(tx)
        waiting = serving.unserved(tx)
        made = assign(there, waiting, most=most)
        while waiting and not made:  # those who wait longest may all wait for somebody who is not there
            waiting = serving.unserved(tx, after=(waiting[-1].since, waiting[-1].id))
            made = assign(there, waiting, most=most)
        for each in made:
            talk.set_conversation(tx, each.conversation_id, {"agent_id": each.agent_id, "group_id": None})
        return len(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateConversations(SingleCommand):
    """Waiting conversations of agents or groups who are away go on after the shop's minutes; no step of anybody's."""

    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _GIVEN | {"conversation.escalated_at", "transfer.+", "message.+"}
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Hand them on, with a line in each conversation, and return how many there were."""
        tx = context.tx
        minutes, most = settings.number(tx, ESCALATE_MINUTES), settings.number(tx, BUSY_CONVERSATIONS)
        waiting = {each.id: each for each in serving.waiting_served(tx)}
        made = escalated(serving.servers(tx), waiting.values(), context.now, minutes, most=most)
        for each in made:
            values: dict[str, Value] = {
                "agent_id": each.agent_id, "group_id": None, "escalated_at": context.now,
            }  # fmt: skip
            talk.set_conversation(tx, each.conversation_id, values)
            to = (each.agent_id, None)
            was = waiting[each.conversation_id].agent_id
            reception.add_transfer(tx, each.conversation_id, was, to, "absent", "", context.now)
            event: dict[str, object] = {"event": "escalated"}
            if was is None:
                event["group"] = True
            talk.say(tx, each.conversation_id, event, agent_id=None, name="", now=context.now)
        return len(made)
