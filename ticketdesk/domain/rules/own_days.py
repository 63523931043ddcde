"""How a shop counts its days: its zone, days off and days worked, what unstated days are, as settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import SHOP_ZONE
from ticketdesk.domain.rules.calendars import WorkDays
from ticketdesk.domain.rules.counting import Reckoning
from ticketdesk.domain.rules.values import Counting

OFF, ON, NATURAL, ZONE = "deadline.off", "deadline.on", "deadline.natural", "deadline.zone"
CARRY = "deadline.carry_out"
"""Whether what a lapse brings about counts as done at once ("1"), or is suggested until somebody says that it is."""
KEYS: Final = (OFF, ON, NATURAL, ZONE, CARRY)
# What the settings offer; "" is the zone of the trade's files (UTC+8), any other zone of the table is kept as well.
ZONES: Final = (
    "", "Asia/Urumqi", "Asia/Bangkok", "Asia/Tokyo", "Australia/Sydney", "Asia/Dubai", "Europe/Moscow",
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "UTC",
)  # fmt: skip
MOST_DAYS: Final = 2_000
_PARTS: Final = re.compile(r"[\s,，、;；]+")
_TO: Final = ".."


def read_days(text: str) -> frozenset[date]:
    """Return the days of a list such as ``2026-12-31, 2027-02-16..2027-02-22``.

    DeskErrors ``day_unreadable`` with the word (also for a February 29 that is none, and a span that ends before it
    begins) and ``days_too_many``.
    """
    found: set[date] = set()
    for word in filter(None, _PARTS.split(text)):
        found |= _span(word)
        if len(found) > MOST_DAYS:
            raise DeskError("days_too_many", limit=MOST_DAYS)
    return frozenset(found)


def _span(word: str) -> set[date]:
    begin, to, end = word.partition(_TO)
    try:
        first = date.fromisoformat(begin)
        last = date.fromisoformat(end) if to else first
    except ValueError as error:
        raise DeskError("day_unreadable", word=word) from error
    length = (last - first).days
    if length < 0:
        raise DeskError("day_unreadable", word=word)
    if length >= MOST_DAYS:
        raise DeskError("days_too_many", limit=MOST_DAYS)
    return {first + timedelta(days=each) for each in range(length + 1)}


def days_text(days: Iterable[date]) -> str:
    """Return days as ``read_days`` takes them, days in a row as a span."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return ", ".join(f"{first}" if first == last else f"{first}{_TO}{last}" for first, last in spans)


def checked_days(off: str, on: str) -> tuple[str, str]:
    """Return both lists as they are kept; DeskErrors of ``read_days`` and ``day_twice`` for a day in both."""
    free, worked = read_days(off), read_days(on)
    both = free & worked
    if both:
        raise DeskError("day_twice", day=str(min(both)))
    return days_text(free), days_text(worked)


def checked_zone(name: str) -> str:
    """Return the name of a zone as it is kept, "" for the zone of the trade's files; DeskError ``zone_unknown``."""
    if name and _zone(name) is None:
        raise DeskError("zone_unknown", zone=name[:60])
    return name


@lru_cache(maxsize=8)
def _zone(name: str) -> tzinfo | None:
    """The zone of this name in the table of zones, None for none."""
    from zoneinfo import ZoneInfo  # a table that most shops do not need

    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not in the table, a folder of it, no name of a file
        return None


def reckoning_of(kept: Mapping[str, str]) -> Reckoning:
    """Return how a shop counts that keeps these settings; what cannot be read counts as not chosen."""
    return _reckoning(kept.get(OFF, ""), kept.get(ON, ""), kept.get(NATURAL, "") == "1", kept.get(ZONE, ""))


@lru_cache(maxsize=4)
def _reckoning(off: str, on: str, natural: bool, zone: str) -> Reckoning:
    workdays = WorkDays(_known(off), _known(on))
    unstated = Counting.NATURAL if natural else Counting.DAYS_24H
    return Reckoning(zone=(_zone(zone) if zone else None) or SHOP_ZONE, workdays=workdays, unstated_days=unstated)


def _known(text: str) -> frozenset[date]:
    try:
        return read_days(text)
    except DeskError:
        return frozenset()
