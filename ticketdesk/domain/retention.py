"""Which backups stay: counted, not dated, so that no jump of the clock ever throws one away (safety.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

NEWEST, DAILY, WEEKLY, MONTHLY = 3, 7, 4, 6


class Numbered(NamedTuple):
    """One backup: ``number`` counts up with every backup, ``day`` is what the calendar said when it was made."""

    number: int
    day: date


def staying(backups: Iterable[Numbered]) -> frozenset[int]:
    """Return the numbers of the backups that stay: the 3 newest, and the newest of 7 days, 4 weeks and 6 months.

    Days, weeks and months are those that occur among the backups, newest backup first: a week without backups, or a
    clock that jumped to 2099 and back, takes nothing away. Source: safety.md, "backups are real".
    """
    newest_first = sorted(backups, key=lambda each: each.number, reverse=True)
    kept = {each.number for each in newest_first[:NEWEST]}
    for period, most in _PERIODS:
        seen: dict[object, int] = {}
        for each in newest_first:
            seen.setdefault(period(each.day), each.number)
        kept.update(list(seen.values())[:most])
    return frozenset(kept)


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return (day.year, day.month)


_PERIODS: tuple[tuple[Callable[[date], object], int], ...] = ((_day, DAILY), (_week, WEEKLY), (_month, MONTHLY))
