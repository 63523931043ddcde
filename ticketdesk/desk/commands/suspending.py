"""The agent suspends tickets until a moment; the desk brings them back when it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import SHOP, Context, Door, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import event, guard, reason_of, settle_move, standing
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import TicketState, require_move, woken
from ticketdesk.store.queries.ticket_flow import forbidden, resuming
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import tickets
from ticketdesk.store.writers.tickets import TicketNow

MOST_AT_ONCE: Final = 200
_MOVED: Final = frozenset(
    {"ticket.state", "ticket.closed_at", "ticket.resume_at", "ticket.updated_at", "ticket_event.+", "ticket.due_at",
     "ticket.due_from", "ticket.due_rule"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendTicket(SingleCommand):
    """The agent suspends tickets until ``until`` (UTC ms), for a reason or none; a suspended one is put off."""

    ticket_ids: tuple[int, ...]
    until: int
    reason: str = ""
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_ids")
    fields: ClassVar[frozenset[str] | None] = _MOVED

    def run(self, context: Context) -> int:
        """Suspend them and return how many are new to it or come at another moment.

        DeskErrors ``moment_past``, ``note_too_long`` (500), ``ticket_missing``, ``ticket_changed`` and those of
        ``require_move``.
        """
        if self.until <= context.now:
            raise DeskError("moment_past")
        reason = reason_of(self.reason)
        found = [tickets.current(context.tx, key) for key in self.ticket_ids]
        wanted = [now for now in found if now.resume_at != self.until]
        for now in wanted:
            self._suspend(context, now, reason)
        return len(wanted)

    def _suspend(self, context: Context, now: TicketNow, reason: str) -> None:
        new = TicketState.SUSPENDED
        if now.state != new.value:
            require_move(TicketState(now.state), new, forbidden(context.tx))
        guard(context, now, self.version)
        values: dict[str, Value] = {"state": new.value, "resume_at": self.until}
        tickets.change_ticket(context.tx, now.id, context.now, values, version=self.version)
        event(context, now.id, "state", text=f"{self.until}\n{reason}".strip(), before=now.state, after=new.value)
        if now.state != new.value:
            settle_move(context, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeTickets(SingleCommand):
    """Suspended tickets come back when their moment has come; no step of anybody's.

    Posted by a timer and once at the start, so that days offline are caught up with; at most ``MOST_AT_ONCE`` tickets.
    The shop's table of moves does not hold a ticket back: it forbids moves of agents.
    """

    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = _MOVED
    door: ClassVar[Door] = Door.CHANNEL
    undoable: ClassVar[bool] = False

    def run(self, context: Context) -> int:
        """Bring them back and return how many; as many as allowed means: ask again."""
        found = resuming(context.tx, context.now, MOST_AT_ONCE)
        for key in found:
            _wake(context, tickets.current(context.tx, key))
        return len(found)


def _wake(context: Context, now: TicketNow) -> None:
    """In progress again, or open where nobody has it; its line in the timeline nobody wrote."""
    new = woken(assigned=now.assignee_id is not None)
    tickets.change_ticket(context.tx, now.id, context.now, standing(now, new))
    tickets.add_event(
        context.tx, now.id, "state", agent_id=None, author="", at=context.now, text="woken", before=now.state,
        after=new.value,
    )  # fmt: skip
    settle_move(context, now)
