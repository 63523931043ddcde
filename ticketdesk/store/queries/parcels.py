"""Parcels as a list of couriers' numbers must know them: whose order a number is, whose a parcel is already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.buyers import Receiver
from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.store.reader import Rows, first, marks

_RECEIVER: Final = "o.buyer_id, o.receiver, o.phone, o.mobile, o.address"
_HOMES: Final = (
    f"SELECT o.number, o.platform, {_RECEIVER} FROM orders o"
    f" WHERE o.platform IN ({marks(PLATFORMS)}) AND o.deleted = 0 AND o.number IN "
)
# The conditions as in the partial index shipment_tracking, which is not used otherwise.
_PARCELS: Final = (
    f"SELECT s.tracking, o.number, {_RECEIVER} FROM shipment s JOIN orders o ON o.id = s.order_id"
    " WHERE s.tracking IN ({}) AND s.tracking <> '' AND s.deleted = 0"
)


_OWNER: Final = (
    f"SELECT o.number, {_RECEIVER} FROM shipment s JOIN orders o ON o.id = s.order_id"
    " WHERE s.tracking = ? AND s.tracking <> '' AND s.deleted = 0 AND o.deleted = 0 AND o.id <> ? LIMIT 1"
)


class ParcelOwner(NamedTuple):
    """The order that a parcel number belongs to, and who it goes to."""

    number: str
    receiver: Receiver


class Home(NamedTuple):
    """The platform on which a number is an order's, and who that order goes to."""

    platform: str
    receiver: Receiver


def homes_of(source: Rows, numbers: Sequence[str]) -> dict[str, tuple[Home, ...]]:
    """Return the orders that each of ``numbers`` (some hundred at most) is, by number; none: no such order."""
    found: dict[str, tuple[Home, ...]] = {}
    for number, platform, *receiver in source.rows(f"{_HOMES}({marks(numbers)})", (*PLATFORMS, *numbers)):
        found[number] = (*found.get(number, ()), Home(platform, Receiver(*receiver)))
    return found


def parcels_among(source: Rows, tracking: Sequence[str]) -> dict[str, ParcelOwner]:
    """Return the order of each of ``tracking`` (some hundred at most, in capitals) that is a parcel.

    Of several orders in one parcel it is any: they go to one receiver.
    """
    rows = source.rows(_PARCELS.format(marks(tracking)), tuple(tracking))
    return {parcel: ParcelOwner(number, Receiver(*receiver)) for parcel, number, *receiver in rows}


def order_of_parcel(source: Rows, tracking: str, beside: int) -> ParcelOwner | None:
    """Return an order other than ``beside`` that leaves in the parcel of this number."""
    found = first(source, _OWNER, (tracking, beside))
    return ParcelOwner(found[0], Receiver(*found[1:])) if found else None
