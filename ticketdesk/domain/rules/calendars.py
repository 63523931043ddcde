"""Which days are worked: the shop's own days first, the public calendar as far as it reaches, else Monday to Friday."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

_WEEKEND = 5


class PublicDays(NamedTuple):
    """A public calendar: days off on weekdays and work on weekends, for whole years from ``first`` to ``last``."""

    first: int
    last: int
    off: Set[date]
    on: Set[date]


@cache
def china() -> PublicDays:
    """Return the days of the People's Republic that chinesecalendar knows; it is read at the first call."""
    from chinese_calendar.constants import holidays, workdays  # 50 kB of dates that only working days need

    years = [day.year for day in holidays]
    return PublicDays(min(years), max(years), frozenset(holidays), frozenset(workdays))


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The days a shop works; ``off`` and ``on`` are its own and win over the public calendar (None: read ``china``)."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    public: PublicDays | None = None

    def works(self, day: date) -> bool:
        """Return whether ``day`` is worked: by the shop's days, the public calendar, else Monday to Friday."""
        if day in self.off or day in self.on:
            return day in self.on
        public = self._public()
        if self.known(day):
            return day in public.on or (day.weekday() < _WEEKEND and day not in public.off)
        return day.weekday() < _WEEKEND

    def known(self, day: date) -> bool:
        """Return whether the public calendar reaches ``day``; where it does not, say so beside the deadline."""
        public = self._public()
        return public.first <= day.year <= public.last

    def _public(self) -> PublicDays:
        return china() if self.public is None else self.public
