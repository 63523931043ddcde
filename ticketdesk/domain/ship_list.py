"""A pasted list of parcels, a line each: order number, courier and parcel number in any order, or the parcel alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from ticketdesk.domain.couriers import LONGEST, SHORTEST, Couriers, parcel_number
from ticketdesk.domain.errors import DeskError

_SHORTEST: Final = 4
# Taobao's and Douyin's are digits, Pinduoduo's have a hyphen, Shopify's begin with "#".
_ORDER: Final = re.compile(r"#?(?=\D*\d)[^\W_]+(-[^\W_]+)*")
_GAPS: Final = re.compile(r"[\t,\uff0c;\uff1b|]+|\s+")


class ShipLine(NamedTuple):
    """One line taken apart: ``order`` and ``tracking`` "" where they are missing, ``carrier`` as typed or found."""

    line: int
    order: str
    carrier: str
    tracking: str
    error: DeskError | None = None


def read_ship_list(text: str, known: Callable[[str], int], couriers: Couriers) -> list[ShipLine]:
    """Return the lines of ``text`` that say anything; ``known`` tells of how many orders a word is the number.

    A line that cannot be understood carries its DeskError: ``parcel_odd``, ``carrier_unknown``, ``parcel_order_twice``
    (two platforms have that order) or ``parcel_order_unknown`` (several numbers stand in it, and none is an order's).
    """
    lines = ((at, line.strip()) for at, line in enumerate(text.splitlines(), start=1))
    return [_line(at, line, known, couriers) for at, line in lines if line]


def words_of(text: str) -> list[str]:
    """Return every word of a pasted list that may be the number of an order."""
    return [word for word in _GAPS.split(text.replace("'", "")) if len(word) >= _SHORTEST and _ORDER.fullmatch(word)]


def _line(at: int, line: str, known: Callable[[str], int], couriers: Couriers) -> ShipLine:
    words = [word for word in _GAPS.split(line.replace("'", "")) if word]
    order = next((word for word in words if known(word)), "")
    rest = [word for word in words if word != order]
    numbers = [word for word in rest if word[0] == "#" or sum(character.isdigit() for character in word) >= 4]
    carrier = " ".join(word for word in rest if word not in numbers)
    if order and known(order) > 1:
        return ShipLine(at, order, carrier, "", DeskError("parcel_order_twice", number=order))
    if not order and len(numbers) > 1:
        return ShipLine(at, "", carrier, "", DeskError("parcel_order_unknown"))
    if not numbers:  # told by what stands there instead
        return ShipLine(at, order, carrier, "", DeskError("parcel_odd", number=line[:40], least=SHORTEST, most=LONGEST))
    try:
        tracking = parcel_number(numbers[-1])  # of several beside an order the last one
    except DeskError as error:
        return ShipLine(at, order, carrier, "", error)
    found = couriers.of_number(tracking)
    if not carrier and len(found) != 1:
        return ShipLine(at, order, "", tracking, DeskError("carrier_unknown", number=tracking))
    return ShipLine(at, order, carrier or found[0].name, tracking)
