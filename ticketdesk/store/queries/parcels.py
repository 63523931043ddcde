"""Parcels as a list of couriers' numbers must know them: whose order a number is, whose a parcel is already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.store.reader import Rows, marks

_HOMES: Final = (
    f"SELECT number, platform FROM orders WHERE platform IN ({marks(PLATFORMS)}) AND deleted = 0 AND number IN "
)
# The conditions as in the partial index shipment_tracking, which is not used otherwise.
_PARCELS: Final = (
    "SELECT s.tracking, o.number FROM shipment s JOIN orders o ON o.id = s.order_id"
    " WHERE s.tracking IN ({}) AND s.tracking <> '' AND s.deleted = 0"
)


def platforms_of(source: Rows, numbers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the platforms on which each of ``numbers`` (some hundred at most) is an order's; none: no such order."""
    found: dict[str, tuple[str, ...]] = {}
    for number, platform in source.rows(f"{_HOMES}({marks(numbers)})", (*PLATFORMS, *numbers)):
        found[number] = (*found.get(number, ()), platform)
    return found


def parcels_among(source: Rows, tracking: Sequence[str]) -> dict[str, str]:
    """Return the order's number of each of ``tracking`` (some hundred at most, in capitals) that is a parcel."""
    return dict(source.rows(_PARCELS.format(marks(tracking)), tuple(tracking)))
