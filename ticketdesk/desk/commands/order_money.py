"""The agent changes the price of an unpaid order, or closes an order that is not shipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import BY_DESK, OrderState
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.writers import orders

MOST_CENTS: Final = 1_000_000_00
_UNPAID: Final = frozenset({OrderState.WAIT_PAY.value, OrderState.UNKNOWN.value})
_OVER: Final = frozenset({OrderState.CLOSED.value, OrderState.FINISHED.value})
_GONE: Final = frozenset({OrderState.SHIPPED.value, OrderState.PART_SHIPPED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePrice(SingleCommand):
    """The agent changes what an unpaid order costs in all and what of it is postage (cents, None keeps it).

    ``seen`` is (price, postage) as the agent was shown them: of two who change them, the second is told.
    """

    order_id: int
    total_cents: int
    postage_cents: int | None = None
    seen: tuple[int | None, int | None] | None = None
    needs: ClassVar[Permission | None] = Permission.ORDER_PRICE
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = frozenset({"orders.total_cents", "orders.postage_cents", "orders.edited"})
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})  # it stands in the journal as what was there before

    def run(self, context: Context) -> None:
        """Change it where it differs.

        DeskErrors ``order_missing``, ``order_paid``, ``price_odd``, and ``price_changed`` with what stands now as
        ``total_cents`` and ``postage_cents`` (``currency``).
        """
        order = orders.current(context.tx, self.order_id)
        if order.state not in _UNPAID:
            raise DeskError("order_paid", number=order.number)
        postage = order.postage_cents if self.postage_cents is None else self.postage_cents
        if not 0 < self.total_cents <= MOST_CENTS or not 0 <= (postage or 0) <= self.total_cents:
            raise DeskError("price_odd", most=MOST_CENTS // 100)
        wanted = {"total_cents": self.total_cents, "postage_cents": postage}
        differing = {name: value for name, value in wanted.items() if getattr(order, name) != value}
        if differing and self.seen not in (None, (order.total_cents, order.postage_cents)):
            now = {"total_cents": order.total_cents, "postage_cents": order.postage_cents}
            raise DeskError("price_changed", **now, currency=order.currency)
        if differing:
            orders.edit_order(context.tx, order, differing)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseOrder(SingleCommand):
    """The agent closes an order that was not shipped, with the reason."""

    order_id: int
    reason: str
    needs: ClassVar[Permission | None] = Permission.ORDER_PRICE
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = frozenset(
        {"orders.state", "orders.state_source", "orders.due_at", "orders.close_reason", "orders.edited"}
    )

    def run(self, context: Context) -> None:
        """Close it; DeskErrors ``order_missing``, ``reason_empty``, ``order_closed`` and ``order_shipped``."""
        reason = clean_name(self.reason)
        if not reason:
            raise DeskError("reason_empty")
        order = orders.current(context.tx, self.order_id)
        if order.state in _OVER:
            raise DeskError("order_closed", number=order.number)
        if order.state in _GONE:
            raise DeskError("order_shipped", number=order.number)
        own = {"state": OrderState.CLOSED.value, "state_source": BY_DESK, "due_at": None}
        orders.edit_order(context.tx, order, {"close_reason": reason}, own)
