"""What the number of a parcel looks like: length and signs, by the beginning that some couriers give theirs."""

from __future__ import annotations

import re
from typing import Final

_ANY: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{7,29}")
"""The shortest numbers in use have 8 signs, the longest (with a package's own ending, ``JDV…-1-2-``) under 30."""

# Couriers that begin every number with letters of theirs, and how many digits follow (the numbers of the sample lists
# and of the couriers' own forms).
_OWN: Final = (
    ("SF", re.compile(r"SF\d{13}")),
    ("YT", re.compile(r"YT\d{13}")),
    ("JT", re.compile(r"JT\d{13}")),
    ("JDV", re.compile(r"JDV[A-Z]?\d{11,13}(-\d+)*-?")),
)


_BETWEEN: Final = re.compile(r"[,，;；、\s]+")


def parcels_of(numbers: str) -> tuple[str, ...]:
    """Return the single numbers of an order's parcels, each once, in whichever way they are parted."""
    return tuple(dict.fromkeys(number for number in _BETWEEN.split(numbers) if number))


def with_parcel(numbers: str, number: str) -> str:
    """Return an order's numbers of parcels with one more, as the platform's lists part them."""
    return numbers if number in parcels_of(numbers) else f"{numbers}，{number}" if numbers else number


def plausible(number: str) -> bool:
    """Whether ``number`` can be a parcel's: else it was cut, typed wrong or belongs to another column."""
    text = number.upper()
    if not _ANY.fullmatch(text):
        return False
    form = next((form for start, form in _OWN if text.startswith(start)), None)
    return form is None or form.fullmatch(text) is not None
