"""The numbers of an order's parcels as platforms list them in one cell; what a single one looks like: couriers.py."""

from __future__ import annotations

import re
from typing import Final

_BETWEEN: Final = re.compile(r"[,，;；、\s]+")


def parcels_of(numbers: str) -> tuple[str, ...]:
    """Return the single numbers of an order's parcels, each once, in whichever way they are parted."""
    return tuple(dict.fromkeys(number for number in _BETWEEN.split(numbers) if number))


def with_parcel(numbers: str, number: str) -> str:
    """Return an order's numbers of parcels with one more, as the platform's lists part them."""
    return numbers if number in parcels_of(numbers) else f"{numbers}，{number}" if numbers else number
