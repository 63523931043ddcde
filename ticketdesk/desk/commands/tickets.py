"""The agent opens a ticket, works it, hands it on, ends it and takes it up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ticketdesk.desk.command import SHOP, Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import (
    attach,
    event,
    guard,
    move,
    opening_checks,
    opening_due,
    reason_of,
    settle,
    settled,
    standing,
)  # fmt: skip
from ticketdesk.desk.commands.ticket_opening import keep_values, offered_form, opening_group, opening_values
from ticketdesk.desk.commands.ticket_people import CALL_FIELDS, call, most_calls
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name, kept_text, strip_nul
from ticketdesk.domain.ticket_ties import LinkKind
from ticketdesk.domain.ticket_types import TicketForm
from ticketdesk.domain.tickets import ENDED, Priority, TicketState, checked_title, require_move
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.serving import members
from ticketdesk.store.queries.ticket_flow import forbidden
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import talk, ticket_ties, tickets
from ticketdesk.store.writers.reception import check_group
from ticketdesk.store.writers.tickets import TicketNow

_TICKETS = Scope("ticket", "ticket_ids")
# A deadline goes with the type and the state.
_DUE = frozenset({"ticket.due_at", "ticket.due_from", "ticket.due_rule"})
# What is quoted stands in its conversation in full.
_MOST_QUOTED = 16_000


class TicketMade(NamedTuple):
    """The new ticket: its id and the number people read."""

    id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTicket(SingleCommand):
    """The agent opens a ticket from an order, a conversation, another ticket or nothing (trade.md A.1).

    ``own`` are the keys of the type's fields with their texts, ``proofs`` the pictures of its screenshots.
    """

    type: str
    title: str
    description: str = ""
    demand: str = ""
    buyer_nick: str = ""
    order_id: int | None = None
    conversation_id: int | None = None
    contact: str = ""
    product: str = ""
    assignee_id: int | None = None
    priority: int = 2
    quoted: str = ""
    pictures: tuple[FileRef, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    proofs: tuple[tuple[str, FileRef], ...] = ()
    parent_id: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = SHOP
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.+", "ticket_event.+", "ticket_value.+", "ticket_check.+", "ticket_link.+", "attachment.+", "buyer.+",
         *CALL_FIELDS}
    )  # fmt: skip

    def run(self, context: Context) -> TicketMade:
        """Open it with its deadline and the values of its own fields.

        DeskErrors ``ticket_title_empty``, ``ticket_type_unknown``, ``ticket_type_retired``, ``ticket_missing`` (of the
        parent) and those of ``domain.ticket_values.checked_values``.
        """
        title = checked_title(self.title)
        form = offered_form(context.tx, self.type)
        values = opening_values(form, self.own, self.proofs)
        if self.parent_id is not None:
            tickets.current(context.tx, self.parent_id)
        ticket, number = tickets.add_ticket(context.tx, context.now, self._row(context, title, form))
        made = event(context, ticket, "created", text=strip_nul(self.quoted)[:_MOST_QUOTED], after=self._origin())
        attach(context, ticket, made, self.pictures)
        call(context, made, f"{self.demand}\n{self.description}")
        opening_checks(context, ticket, form.checklist)
        keep_values(context, ticket, made, form, values, self.proofs)
        if self.parent_id is not None:
            ticket_ties.add_link(context.tx, LinkKind.PARENT, ticket, self.parent_id, context.now)
        return TicketMade(ticket, number)

    def _origin(self) -> str:
        if self.parent_id is not None:
            return "ticket"
        return "conversation" if self.conversation_id else "order" if self.order_id else "blank"

    def _row(self, context: Context, title: str, form: TicketForm) -> dict[str, Value]:
        nick = clean_name(self.buyer_nick)
        return {
            **opening_due(context, self.type, self.order_id),
            "title": title,
            "type": self.type,
            "state": TicketState.OPEN.value,
            "priority": int(Priority(self.priority)),
            "buyer_id": talk.buyer_id(context.tx, nick, context.now) if nick else None,
            "order_id": self.order_id,
            "conversation_id": self.conversation_id,
            "assignee_id": self.assignee_id,
            "group_id": opening_group(context.tx, form, self.assignee_id),
            "creator_id": context.actor.agent_id,
            "contact": clean_name(self.contact),
            "product": clean_name(self.product),
            "description": kept_text(self.description),
            "demand": kept_text(self.demand),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTicketState(SingleCommand):
    """The agent moves tickets to another state (cancelling, suspending, reopening have commands of their own)."""

    ticket_ids: tuple[int, ...]
    state: str
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKETS
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.state", "ticket.closed_at", "ticket.resume_at", "ticket.updated_at", "ticket_event.+", *_DUE}
    )

    def run(self, context: Context) -> None:
        """Move them; DeskErrors of ``require_move``, and ``suspend_until`` for suspending without a moment."""
        new = TicketState(self.state)
        if new is TicketState.SUSPENDED:
            raise DeskError("suspend_until")
        if new is TicketState.CANCELLED:
            raise DeskError("ticket_state_not_allowed", old="", new=new.value)
        for ticket in self.ticket_ids:
            now = tickets.current(context.tx, ticket)
            if now.state != new.value:
                move(context, now, new, self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTicketField(SingleCommand):
    """The agent changes type or priority; ``field`` is "type" or "priority", ``seen`` what was seen there."""

    ticket_ids: tuple[int, ...]
    field: str
    value: str
    seen: str | None = None
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKETS
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.type", "ticket.priority", "ticket.updated_at", "ticket_event.+", *_DUE}
    )
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})

    def run(self, context: Context) -> None:
        """Change it, with the type the deadline; DeskErrors ``ticket_changed``, ``ticket_reworded``."""
        if self.field not in ("type", "priority"):
            raise DeskError("field_unknown", field=self.field)
        kind = self.field == "type"
        value: int | str = offered_form(context.tx, self.value).key if kind else int(Priority(int(self.value)))
        for ticket in self.ticket_ids:
            self._change(context, tickets.current(context.tx, ticket), value)

    def _change(self, context: Context, now: TicketNow, value: int | str) -> None:
        old = getattr(now, self.field)
        if old == value:
            return
        guard(context, now, self.version)
        if self.seen not in (None, str(old)):
            raise DeskError("ticket_reworded", field=self.field, kept=str(old))
        due = settled(context, now.id, str(value)) if self.field == "type" else {}
        tickets.change_ticket(context.tx, now.id, context.now, {self.field: value, **due})
        event(context, now.id, self.field, before=str(old), after=str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferTicket(SingleCommand):
    """The agent hands tickets to a colleague or into a department's queue, with a reason
    (``domain.tickets.TransferReason``).

    ``group_id`` alone is the queue of a department; both None leaves a ticket to nobody, in the queue that it is in.
    Who does not belong to the ticket's department takes it out of that.
    """

    ticket_ids: tuple[int, ...]
    assignee_id: int | None
    group_id: int | None = None
    reason: str = "other"
    note: str = ""
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKETS
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.assignee_id", "ticket.assigned_at", "ticket.group_id", "ticket.updated_at", "ticket_event.+",
         *CALL_FIELDS}
    )  # fmt: skip

    @property
    def block(self) -> int:
        """A line for each ticket, and whom it calls."""
        return 256 + len(self.ticket_ids) * (2 + most_calls(self.note))

    def run(self, context: Context) -> None:
        """Set assignee and department, and write reason and note into the timeline; the note may call by name.

        DeskErrors ``agent_missing``, ``agent_disabled``, ``row_missing`` (no such department), ``ticket_changed``.
        """
        after = self._target(context)
        for ticket in self.ticket_ids:
            now = tickets.current(context.tx, ticket)
            wanted = self.assignee_id, self._group(context, now)
            if (now.assignee_id, now.group_id) != wanted:
                guard(context, now, self.version)
                before = _holder(context, now)
                values: dict[str, Value] = {"assignee_id": wanted[0], "group_id": wanted[1]}
                tickets.change_ticket(context.tx, ticket, context.now, values)
                note = f"{self.reason}\n{kept_text(self.note).strip()}".strip()
                line = event(context, ticket, "transferred", text=note, before=before, after=after)
                call(context, line, self.note)

    def _target(self, context: Context) -> str:
        group = check_group(context.tx, self.group_id) if self.group_id is not None else ""
        return agents.serving(context.tx, self.assignee_id).name if self.assignee_id is not None else group

    def _group(self, context: Context, now: TicketNow) -> int | None:
        """The department that the ticket is in afterwards."""
        if self.group_id is not None or now.group_id is None or self.assignee_id is None:
            return now.group_id if self.group_id is None else self.group_id
        return now.group_id if self.assignee_id in members(context.tx, now.group_id) else None


def _holder(context: Context, now: TicketNow) -> str:
    """Who has a ticket: its assignee, else its department, else nobody."""
    if now.assignee_id is not None:
        return agents.actor(context.tx, now.assignee_id).name
    return check_group(context.tx, now.group_id) if now.group_id is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTicket(SingleCommand):
    """The agent cancels a ticket: one's own by handling tickets, another's by a right of its own (trade.md A.1-8)."""

    ticket_id: int
    reason: str
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id", others=Permission.TICKET_CANCEL_OTHERS)
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.state", "ticket.closed_at", "ticket.resume_at", "ticket.updated_at", "ticket_event.+"}
    )

    def run(self, context: Context) -> None:
        """Cancel it with its reason."""
        now = tickets.current(context.tx, self.ticket_id)
        if not self.reason.strip():
            raise DeskError("reason_empty")
        require_move(TicketState(now.state), TicketState.CANCELLED, forbidden(context.tx))
        tickets.change_ticket(context.tx, now.id, context.now, standing(now, TicketState.CANCELLED, context.now))
        event(context, now.id, "cancelled", text=kept_text(self.reason).strip(), before=now.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTicket(SingleCommand):
    """The agent takes an ended ticket up again; ``reason`` stays in the timeline."""

    ticket_id: int
    reason: str = ""
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"ticket.state", "ticket.closed_at", "ticket.resume_at", "ticket.updated_at", "ticket_event.+", *_DUE}
    )

    def run(self, context: Context) -> None:
        """Put it back in progress; DeskErrors of ``require_move``, and ``note_too_long`` (500)."""
        now = tickets.current(context.tx, self.ticket_id)
        reason = reason_of(self.reason)
        if TicketState(now.state) not in ENDED:
            raise DeskError("ticket_not_ended")
        require_move(TicketState(now.state), TicketState.IN_PROGRESS, forbidden(context.tx))
        values: dict[str, Value] = {"state": TicketState.IN_PROGRESS.value, "closed_at": None}
        tickets.change_ticket(context.tx, now.id, context.now, values)
        event(context, now.id, "reopened", text=reason, before=now.state)
        settle(context, now.id)
