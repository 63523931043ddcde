"""The agent fills the own fields of tickets, and the shop agrees to refunds (trade.md A.1-12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import BulkCommand, Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import attach, event, guard, settle
from ticketdesk.desk.commands.ticket_opening import form_of, pictures_of
from ticketdesk.desk.commands.ticket_people import most_calls
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.desk.refund_moves import MOVED, Step, move, parcel_of, seen, settled
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.refunds import RefundAct, RefundKind
from ticketdesk.domain.rules.values import Event
from ticketdesk.domain.ticket_types import AGREE, FieldKind, OwnField, TicketForm
from ticketdesk.domain.ticket_values import NO, YES, checked_values, typed_value
from ticketdesk.domain.tickets import MOST_ORDERS
from ticketdesk.store.queries import orders
from ticketdesk.store.writers import deadlines, ticket_types, tickets
from ticketdesk.store.writers.refunds import current as current_refund
from ticketdesk.store.writers.refunds import waiting_of_ticket

_TICKET = Scope("ticket", "ticket_id")
_VALUE = frozenset({"ticket_value.+", "ticket_value.value", "ticket_value.kind", "ticket.updated_at", "ticket_event.+"})
_TOLD: Final = 60  # characters of a value that a sentence quotes
_DUE = frozenset({"ticket.due_at", "ticket.due_from", "ticket.due_rule"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTicketValue(SingleCommand):
    """The agent fills fields of a ticket or empties them: ``own`` are keys and texts, ``proofs`` new screenshots.

    ``version`` is the ticket's as it was seen; ``seen`` are keys of fields with what was kept there then, so that a
    colleague who filled in the same field meanwhile is not written over.
    """

    ticket_id: int
    own: tuple[tuple[str, str], ...] = ()
    proofs: tuple[tuple[str, FileRef], ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _VALUE | {"attachment.+"}
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})  # it stands in the journal as what was there before

    def run(self, context: Context) -> int:
        """Write what differs and return how many fields that were.

        DeskErrors ``ticket_changed``, ``value_changed`` (with the ``key`` of the field and what is ``kept`` there now),
        and those of ``checked_values``.
        """
        now = tickets.current(context.tx, self.ticket_id)
        guard(context, now, self.version)
        return self.fill(context, now.id, form_of(context.tx, now.type))

    def fill(self, context: Context, ticket: int, form: TicketForm) -> int:
        """As ``run``, where ticket and type have been read already and nobody else has changed the ticket."""
        given = {**dict(self.own), **pictures_of(form, self.proofs)}
        found = checked_values(form, given, new=False)
        before = ticket_types.standing(context.tx, ticket) if self.proofs or self.seen else {}
        self._require_seen(form, before, found)
        named = [field for field in form.fields if field.key in given]
        lines = [_write(context, ticket, field, found.get(field.key, "")) for field in named]
        changed = [line for line in lines if line is not None]
        if changed:
            fresh = [file for key, file in self.proofs if file.sha256 not in before.get(key, "")]
            attach(context, ticket, changed[-1], fresh)
            tickets.change_ticket(context.tx, ticket, context.now, {})
        return len(changed)

    def _require_seen(self, form: TicketForm, before: Mapping[str, str], given: Mapping[str, str]) -> None:
        for key, value in self.seen:
            kept = before.get(key, "")
            if kept not in (value, given.get(key, "")):
                raise _changed(key, form.field(key), kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeToRefund(SingleCommand):
    """The shop agrees to the refund of a ticket, or says no: a right of its own, and the password again.

    ``seen`` is the answer that stood when this one was given ("" for none): of two who answer, the second is told.
    ``refund_seen`` are id and version of the refund that waited then, (0, 0) for none; None is never asked.
    """

    ticket_id: int
    agreed: bool = True
    seen: str = ""
    refund_seen: tuple[int, int] | None = None
    needs: ClassVar[Permission | None] = Permission.REFUND_AGREE
    scope: ClassVar[Scope] = _TICKET
    confirm: ClassVar[bool] = True
    fields: ClassVar[frozenset[str] | None] = _VALUE | _DUE | MOVED
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})

    def run(self, context: Context) -> None:
        """Keep it, and begin what counts from an agreement.

        DeskErrors ``ticket_missing``, ``refund_none``, ``value_changed`` (with what is ``kept`` there now, also where
        that is the same answer: money shall not be promised twice), ``refund_changed``, those of ``settled``, and
        ``tracking_missing`` where goods are sent again (agree on the refund itself, with its parcel).

        The refund that the ticket follows is agreed to with it; to refuse that one asks for evidence, on itself.
        """
        now = tickets.current(context.tx, self.ticket_id)
        field = form_of(context.tx, now.type).field(AGREE)
        if field is None:
            raise DeskError("refund_none")
        kept = ticket_types.standing(context.tx, now.id).get(AGREE, "")
        if kept != self.seen:
            raise _changed(AGREE, field, kept)
        line = _write(context, now.id, field, YES if self.agreed else NO)
        if line is None:
            return
        refund = waiting_of_ticket(context.tx, now.id) if self.agreed else None
        if self.agreed:
            self._require_seen(context, refund)
        if refund is not None:
            waiting = current_refund(context.tx, refund)
            values = parcel_of("", "") if waiting.kind is RefundKind.RESEND else settled(context, waiting)
            move(context, waiting, Step(act=RefundAct.AGREED, values=values))
            return
        tickets.change_ticket(context.tx, now.id, context.now, {})
        started = Event.AGREED if self.agreed else Event.REFUSED
        deadlines.add_start(context.tx, now.id, started, context.now, context.actor.agent_id)
        settle(context, now.id)

    def _require_seen(self, context: Context, refund: int | None) -> None:
        """A refund that moved on, or was opened, since the agent looked is not agreed to unseen."""
        if self.refund_seen is None:
            return
        known, version = self.refund_seen
        if known:
            seen(context, known, version)
        if refund not in (None, known):
            seen(context, refund or 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTickets(BulkCommand):
    """The agent opens a ticket of one type for each of many orders: one act, taken back by one undo."""

    order_ids: tuple[int, ...]
    type: str
    title: str
    description: str = ""
    demand: str = ""
    assignee_id: int | None = None
    priority: int = 2
    own: tuple[tuple[str, str], ...] = ()
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("orders", "order_ids")
    fields: ClassVar[frozenset[str] | None] = CreateTicket.fields

    @property
    def block(self) -> int:
        """A ticket, its line, its values and whom it calls, for each order."""
        calls = most_calls(self.demand) + most_calls(self.description)
        return 256 + len(self.order_ids) * (4 + len(self.own) + calls)

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Open one after the other; DeskErrors ``orders_many``, ``order_missing`` and those of ``CreateTicket``."""
        if len(self.order_ids) > MOST_ORDERS:
            raise DeskError("orders_many", limit=MOST_ORDERS)
        for order in self.order_ids:
            row = next(iter(orders.rows(context.tx, [order])), None)
            if row is None:
                raise DeskError("order_missing", id=order)
            CreateTicket(
                type=self.type, title=self.title, description=self.description, demand=self.demand,
                buyer_nick=row.buyer_nick, order_id=order, product=row.titles, assignee_id=self.assignee_id,
                priority=self.priority, own=self.own,
            ).run(context)  # fmt: skip
            yield 1

    def outcome(self) -> int:
        """Return how many were opened."""
        return len(self.order_ids)


def _changed(key: str, field: OwnField | None, kept: str) -> DeskError:
    """The refusal that tells what a colleague wrote meanwhile."""
    name, kind, shown = (field.name, field.kind, _shown(field, kept)) if field else (key, "", "")
    return DeskError("value_changed", key=key, kept=kept, field=name, kind=kind, value=shown)


def _shown(field: OwnField, kept: str) -> str:
    """A kept value as a sentence can tell it: on one line, of pictures how many there are."""
    if field.kind == FieldKind.SCREENSHOT:
        return str(len(kept.split()))
    return " ".join(typed_value(field.kind, kept).split())[:_TOLD]


def _write(context: Context, ticket: int, field: OwnField, value: str) -> int | None:
    """Write a value with its line in the timeline, and return that; None where nothing changed."""
    before = ticket_types.set_value(context.tx, ticket, field, value)
    if before == value:
        return None
    return event(context, ticket, "value", text=f"{field.kind}\n{field.name}", before=before, after=value)
