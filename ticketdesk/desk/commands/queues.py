"""The queues of the departments: the agent takes a ticket for himself, or gives it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import event, guard, reason_of
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import ENDED, TicketState
from ticketdesk.store.queries import agents
from ticketdesk.store.writers import tickets
from ticketdesk.store.writers.tickets import TicketNow

_HELD: Final = frozenset({"ticket.assignee_id", "ticket.assigned_at", "ticket.updated_at", "ticket_event.+"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTicket(SingleCommand):
    """The agent takes a ticket that nobody has; of two who try the first has it, the other hears who that is."""

    ticket_id: int
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = _HELD

    def run(self, context: Context) -> bool:
        """Take it and return whether that is new.

        DeskErrors ``ticket_claimed`` with the winner's ``name``, ``ticket_ended``, ``ticket_missing``,
        ``ticket_changed``.
        """
        now = tickets.current(context.tx, self.ticket_id)
        me = context.actor.agent_id
        if now.assignee_id == me:
            return False
        if now.assignee_id is not None:
            raise DeskError("ticket_claimed", name=agents.actor(context.tx, now.assignee_id).name, id=now.id)
        require_open(now)
        guard(context, now, self.version)
        tickets.change_ticket(context.tx, now.id, context.now, {"assignee_id": me}, version=self.version)
        event(context, now.id, "claimed", after=context.actor.name)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTicket(SingleCommand):
    """The agent gives tickets of his own back: to the queue of their department, or to nobody's."""

    ticket_ids: tuple[int, ...]
    reason: str = ""
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_ids")
    fields: ClassVar[frozenset[str] | None] = _HELD

    def run(self, context: Context) -> int:
        """Give them back and return how many were the agent's.

        DeskErrors ``ticket_claimed`` with the name of whoever has one now, ``ticket_ended``, ``note_too_long`` (500).
        """
        reason = reason_of(self.reason)
        found = [tickets.current(context.tx, key) for key in self.ticket_ids]
        held = [now for now in found if now.assignee_id is not None]
        for now in held:
            require_open(now)
            if now.assignee_id != context.actor.agent_id:
                raise DeskError("ticket_claimed", name=agents.actor(context.tx, now.assignee_id).name, id=now.id)
            tickets.change_ticket(context.tx, now.id, context.now, {"assignee_id": None})
            event(context, now.id, "released", text=reason, before=context.actor.name)
        return len(held)


def require_open(now: TicketNow) -> None:
    """Raise DeskError ``ticket_ended`` for a ticket that is done or cancelled."""
    if TicketState(now.state) in ENDED:
        raise DeskError("ticket_ended", state=now.state)
