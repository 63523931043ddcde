"""A change that a buyer asks for: a remark, and where the parcel is no longer here the task of whoever has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.tickets import CreateTicket, TicketMade
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import flag_of
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.stages import Route
from ticketdesk.domain.ticket_types import FieldKind
from ticketdesk.domain.ticket_values import is_tracking
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.store.queries.stage_rules import stages
from ticketdesk.store.queries.ticket_types import form


class Asked(NamedTuple):
    """What a change led to: the remark, and the ticket where the stage of the order needs one."""

    remark_id: int
    ticket: TicketMade | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChange(SingleCommand):
    """The buyer asks for something else: noted as a remark, and routed by where the parcel is (trade.md A.8-55, C12).

    ``flag`` is the one that the agent saw: the rule was shown for it. ``title`` heads the ticket, where there is one.
    """

    order_id: int
    flag: int
    text: str
    title: str = ""
    needs: ClassVar[Permission | None] = Permission.ORDER_REMARK
    also: ClassVar[tuple[Permission, ...]] = (Permission.TICKET_HANDLE,)
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = (AddRemark.fields or frozenset()) | (CreateTicket.fields or frozenset())

    def run(self, context: Context) -> Asked:
        """Write the remark and open the ticket.

        DeskErrors ``order_flag_moved`` where the order has another flag by now, those of ``AddRemark`` and
        ``CreateTicket``.
        """
        row = next(iter(orders.rows(context.tx, [self.order_id])), None)
        if row is None:
            raise DeskError("order_missing", id=self.order_id)
        if row.flag != self.flag:
            raise DeskError("order_flag_moved", flag=row.flag)
        route = stages(context.tx).route(flag_of(row.flag))
        remark = AddRemark(order_id=row.id, text=self.text).run(context)
        if not route.type:
            return Asked(remark, None)
        context.actor.need(Permission.TICKET_HANDLE)
        return Asked(remark, self._ticket(context, row, route).run(context))

    def _ticket(self, context: Context, row: OrderRow, route: Route) -> CreateTicket:
        return CreateTicket(
            type=route.type,
            title=self.title or self.text,
            description=self.text,
            demand=f"{row.carrier} {row.tracking}".strip(),
            buyer_nick=row.buyer_nick,
            order_id=row.id,
            product=row.titles,
            priority=route.priority,
            own=self._own(context, row, route),
        )

    def _own(self, context: Context, row: OrderRow, route: Route) -> tuple[tuple[str, str], ...]:
        """The values of the type's own fields, as far as the shop left it such fields."""
        kept = form(context.tx, route.type)
        if kept is None:
            return ()
        given = [(key, value) for key, value in route.own if _takes(kept.field(key), value)]
        place = kept.field(route.tracking) if route.tracking else None
        if place is not None and place.kind == FieldKind.TRACKING and is_tracking(row.tracking):
            given.append((route.tracking, row.tracking))
        return tuple(given)


def _takes(field: object, value: str) -> bool:
    options = getattr(field, "options", None)
    return options is not None and (not options or value in options)
