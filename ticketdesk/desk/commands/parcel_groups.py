"""The agent decides which orders of one receiver leave in one parcel, and which items of one order in several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.shipping import WRITES, Parcel, checked
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_states import OrderState
from ticketdesk.domain.parcel_items import Item, packed_items
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import parcel_groups
from ticketdesk.store.queries.parcel_groups import Mate
from ticketdesk.store.tables import Order
from ticketdesk.store.writers import orders

_LEAST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareParcel(SingleCommand):
    """The agent lets orders of one receiver leave in one parcel (``order_ids``), and others by themselves (``apart``).

    ``remark`` is written on each of those that go together, "" for none. What one of them is shipped with ships all.
    """

    order_ids: tuple[int, ...]
    apart: tuple[int, ...] = ()
    remark: str = ""
    needs: ClassVar[Permission | None] = Permission.ORDER_SHIP
    also: ClassVar[tuple[Permission, ...]] = (Permission.ORDER_REMARK,)  # of a remark
    scope: ClassVar[Scope] = Scope()
    fields: ClassVar[frozenset[str] | None] = frozenset({"orders.parcel_group", *(AddRemark.fields or ())})

    def run(self, context: Context) -> int:
        """Note it and return how many orders leave together now.

        DeskErrors ``order_missing``, ``share_few`` (fewer than two), ``share_many``, ``order_not_to_ship``,
        ``share_other`` (it goes to somebody else, or is of another platform), ``remark_too_long``, and ``denied``
        where there is a remark and no right to write one.
        """
        if self.remark.strip():
            context.actor.need(Permission.ORDER_REMARK)
        ids = tuple(dict.fromkeys(self.order_ids))
        found = self._found(context, ids)
        together = [found[each] for each in ids]
        if 0 < len(together) < _LEAST:
            raise DeskError("share_few")
        for each in together:
            _check(together[0], each)
        kept = {each.group for each in together}
        group = kept.pop() if len(kept) == 1 and None not in kept else context.tx.new_id()
        touched = {each.group for each in found.values()} - {None, group}
        for each in found.values():
            _put(context, each, group if each.id in ids else None)
        for left in touched | ({group} if together else set()):
            members = parcel_groups.members_of(context.tx, left)
            if len(members) > parcel_groups.MOST_TOGETHER:
                raise DeskError("share_many", limit=parcel_groups.MOST_TOGETHER)
            if len(members) < _LEAST:
                for each in members:
                    _put(context, each, None)
        for each in together if self.remark.strip() else ():
            AddRemark(order_id=each.id, text=self.remark).run(context)
        return len(together)

    def _found(self, context: Context, ids: tuple[int, ...]) -> dict[int, Mate]:
        wanted = tuple(dict.fromkeys((*ids, *self.apart)))
        found = parcel_groups.mates(context.tx, wanted)
        for each in wanted:
            if each not in found:
                raise DeskError("order_missing", id=each)
        return found


def _check(first: Mate, each: Mate) -> None:
    if each.state != OrderState.WAIT_SHIP.value:
        raise DeskError("order_not_to_ship", number=each.number)
    if each.id != first.id and not parcel_groups.can_share(first, each):
        raise DeskError("share_other", number=each.number)


def _put(context: Context, order: Mate, group: int | None) -> None:
    if order.group != group:
        context.tx.update(Order, order.id, {"parcel_group": group})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipPart(SingleCommand):
    """The agent ships some of an order's items, ``items`` as (``order_line.id``, pieces), in a parcel of their own.

    The order is partly shipped until nothing of it is left here; then it is shipped, with the flag of that.
    """

    order_id: int
    carrier: str
    tracking: str
    items: tuple[tuple[int, int], ...]
    override: str = ""
    needs: ClassVar[Permission | None] = Permission.ORDER_SHIP
    scope: ClassVar[Scope] = Scope("orders", "order_id")
    fields: ClassVar[frozenset[str] | None] = WRITES

    def run(self, context: Context) -> bool:
        """Ship them and return whether all of the order is out.

        DeskErrors as of ``shipping.ship``, and ``items_odd``: no item, or more of one than is left here.
        """
        order, carrier, number = checked(context, Parcel(self.order_id, self.carrier, self.tracking), self.override)
        left = parcel_groups.pieces_left(context.tx, order.id)
        wanted = {line: quantity for line, quantity in self.items if quantity}
        if not wanted or any(not 0 < quantity <= left.get(line, 0) for line, quantity in wanted.items()):
            raise DeskError("items_odd", number=order.number)
        whole = all(left[line] == wanted.get(line, 0) for line in left)
        items = packed_items(Item(line, quantity) for line, quantity in sorted(wanted.items()))
        flag = int(Flag.GREEN) if whole else order.flag
        orders.ship_order(context.tx, order, carrier, number, at=context.now, flag=flag, items=items, whole=whole)
        return whole
