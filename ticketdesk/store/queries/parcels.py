"""Parcels as a list of couriers' numbers must know them: whose order a number is, whose a parcel is already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from ticketdesk.domain.settings import PLATFORMS
from ticketdesk.store.reader import Rows, marks

PAGE: Final = 10_000
_HOMES: Final = (
    f"SELECT number, platform FROM orders WHERE platform IN ({marks(PLATFORMS)}) AND deleted = 0 AND number IN "
)
_PARCELS: Final = (
    "SELECT s.id, s.tracking, s.order_id FROM shipment s WHERE s.deleted = 0 AND s.id > ? ORDER BY s.id LIMIT ?"
)
_NUMBERS: Final = "SELECT id, number FROM orders WHERE id IN "


def platforms_of(source: Rows, numbers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the platforms on which each of ``numbers`` (some hundred at most) is an order's; none: no such order."""
    found: dict[str, tuple[str, ...]] = {}
    for number, platform in source.rows(f"{_HOMES}({marks(numbers)})", (*PLATFORMS, *numbers)):
        found[number] = (*found.get(number, ()), platform)
    return found


def parcels_among(source: Rows, tracking: Collection[str], after: int) -> tuple[dict[str, str], int | None]:
    """Look at ``PAGE`` parcels from id ``after`` on (0: the first) for any of ``tracking``.

    Returns the order's number by parcel, and the id to go on from, None at the end. In pages, since no index knows
    parcels by their number and a shop has up to a million.
    """
    rows = source.rows(_PARCELS, (after, PAGE))
    met = {str(text).upper(): int(order) for _, text, order in rows if str(text).upper() in tracking}
    ids = tuple(met.values())
    numbers: dict[int, str] = dict(source.rows(f"{_NUMBERS}({marks(ids)})", ids)) if ids else {}
    found = {text: numbers.get(order, "") for text, order in met.items()}
    return found, int(rows[-1][0]) if len(rows) == PAGE else None
