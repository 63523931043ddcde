"""What of an order left in which parcel, where it goes in several (部分发货, trade.md part 4)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Item(NamedTuple):
    """So many pieces of an item: ``line_id`` is its row in ``order_line``."""

    line_id: int
    quantity: int


def packed_items(items: Iterable[Item]) -> str:
    """Return items as a parcel keeps them."""
    return json.dumps([list(each) for each in items])


def items_of(text: str) -> tuple[Item, ...]:
    """Return what ``packed_items`` packed; nothing for a parcel of which nobody said what is in it."""
    return tuple(Item(int(line), int(quantity)) for line, quantity in json.loads(text)) if text else ()


def still_here(lines: Mapping[int, int | None], parcels: Iterable[str]) -> dict[int, int]:
    """Return how many pieces of each item are still to be shipped, those of which there are any.

    ``lines`` is the quantity by the item's id (None, of a file that does not say, is one), ``parcels`` what left.
    """
    left = {line: 1 if quantity is None else quantity for line, quantity in lines.items()}
    for parcel in parcels:
        for line, quantity in items_of(parcel):
            if line in left:
                left[line] -= quantity
    return {line: quantity for line, quantity in left.items() if quantity > 0}
