"""The agent marks orders shipped with courier and parcel number: one, or many from a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple

from ticketdesk.desk.command import BulkCommand, Context, Scope, SingleCommand
from ticketdesk.desk.couriers import couriers
from ticketdesk.desk.order_gate import pass_gate
from ticketdesk.domain.buyers import Receiver, same_receiver
from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries import orders as asking
from ticketdesk.store.queries import parcel_groups
from ticketdesk.store.queries.parcels import order_of_parcel
from ticketdesk.store.writers import orders
from ticketdesk.store.writers.orders import OrderNow

MOST_PARCELS: Final = 5_000
_OPEN: Final = frozenset({OrderState.WAIT_SHIP.value, OrderState.PART_SHIPPED.value, OrderState.UNKNOWN.value})
WRITES: Final = frozenset(
    {"orders.state", "orders.state_source", "orders.shipped_at", "orders.due_at", "orders.carrier", "orders.tracking",
     "orders.flag", "orders.edited", "shipment.+"}
)  # fmt: skip


class Parcel(NamedTuple):
    """An order (its id) and the parcel it leaves in."""

    order_id: int
    carrier: str
    tracking: str


class Refusal(NamedTuple):
    """A parcel that was refused, and why; ``number`` is the order's, "" where there is no such order."""

    order_id: int
    number: str
    error: DeskError


class Shipped(NamedTuple):
    """What became of a list of parcels."""

    shipped: int
    refused: tuple[Refusal, ...]


class Checked(NamedTuple):
    """An order that may be shipped, by which courier, with which number."""

    order: OrderNow
    carrier: str
    number: str


def ship(context: Context, parcel: Parcel, override: str) -> tuple[int, ...]:
    """Ship one order, and with it those that are to leave in its parcel; return the ids of all of them.

    DeskErrors as of ``checked``; the gate is asked for all of them.
    """
    order, carrier, number = checked(context, parcel, override)
    found = [order]
    if order.parcel_group is not None:
        around = parcel_groups.around(context.tx, order.id, order.buyer_id)
        with_it = [each.id for each in around.together] if around is not None else []
        pass_gate(context, with_it, override)
        found += [orders.current(context.tx, each) for each in with_it]
    for each in found:
        orders.ship_order(context.tx, each, carrier, number, at=context.now, flag=int(Flag.GREEN))
    return tuple(each.id for each in found)


def checked(context: Context, parcel: Parcel, override: str) -> Checked:
    """Return what one parcel of an order leaves with.

    DeskErrors ``order_missing``, ``parcel_odd``, ``carrier_empty``, ``order_not_to_ship`` (it is not paid, gone already
    or closed), ``parcel_twice`` (the number is another receiver's) and ``gate_closed``.
    """
    number = parcel_number(parcel.tracking)
    named = clean_name(parcel.carrier)
    if not named:
        raise DeskError("carrier_empty")
    known = couriers().named(named)
    order = orders.current(context.tx, parcel.order_id)
    pass_gate(context, [order.id], override)
    if order.state not in _OPEN:
        raise DeskError("order_not_to_ship", number=order.number)
    other = order_of_parcel(context.tx, number, order.id)
    receiver = Receiver(order.buyer_id, order.receiver, order.phone, order.mobile, order.address)
    if other is not None and not same_receiver(other.receiver, receiver):
        raise DeskError("parcel_twice", parcel=number, number=other.number)
    carrier = known.name if known is not None else named
    return Checked(order, carrier, number)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkShipped(SingleCommand):
    """The agent marks one order shipped, and with it those that leave in its parcel; they get the flag of shipping."""

    order_id: int
    carrier: str
    tracking: str
    override: str = ""
    needs: ClassVar[Permission | None] = Permission.ORDER_SHIP
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = WRITES

    def run(self, context: Context) -> int:
        """Ship it and return how many orders left with it, itself included; DeskErrors as of ``ship``."""
        return len(ship(context, Parcel(self.order_id, self.carrier, self.tracking), self.override))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipOrders(BulkCommand):
    """The agent ships many orders from a list: what is refused is told, the rest is done, one undo takes it back."""

    parcels: tuple[Parcel, ...]
    needs: ClassVar[Permission | None] = Permission.ORDER_SHIP
    scope: ClassVar[Scope] = Scope()
    fields: ClassVar[frozenset[str] | None] = WRITES
    backed: ClassVar[bool] = False
    refused: list[Refusal] = field(default_factory=list, init=False, repr=False, compare=False)
    gone: dict[int, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    secret: ClassVar[frozenset[str]] = frozenset({"refused", "gone"})

    @property
    def block(self) -> int:
        """A shipment for each order that leaves in a parcel."""
        return 256 + len(self.parcels) * parcel_groups.MOST_TOGETHER

    def steps(self, context: Context, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Ship one after the other.

        DeskErrors ``parcels_many``; where nothing was shipped the refusal of the only parcel, or ``parcels_refused``
        with all of them as ``refused``: then no act stands that an undo would meet.
        """
        if len(self.parcels) > MOST_PARCELS:
            raise DeskError("parcels_many", limit=MOST_PARCELS)
        for parcel in self.parcels:
            try:
                number = parcel_number(parcel.tracking)
                with context.tx.part():
                    # What left with an order of another line is out already, if this line says the same parcel.
                    again = self.gone.get(parcel.order_id) == number
                    shipped = () if again else ship(context, parcel, "")
            except DeskError as error:
                row = next(iter(asking.rows(context.tx, [parcel.order_id])), None)
                self.refused.append(Refusal(parcel.order_id, row.number if row else "", error))
            else:
                self.gone.update(dict.fromkeys(shipped, number))
            yield 1
        if len(self.refused) == len(self.parcels):
            raise self._nothing()

    def _nothing(self) -> DeskError:
        if len(self.refused) == 1:
            return self.refused[0].error
        return DeskError("parcels_refused", count=len(self.refused), refused=tuple(self.refused))

    def outcome(self) -> Shipped:
        """Return what became of the list."""
        return Shipped(len(self.gone), tuple(self.refused))
