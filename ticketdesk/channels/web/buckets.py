"""Limits of pace: a bucket that fills at a rate and holds a burst. No clock: every moment is handed in (seconds)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_KNOWN: Final = 4_096
"""So many addresses or buyers are remembered at most; who was longest unheard of is forgotten first."""


class Bucket:
    """Holds ``burst`` at most and fills by ``rate`` a second; it is full at first."""

    __slots__ = ("_at", "_burst", "_level", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._at = burst, now

    def take(self, now: float, amount: float = 1.0) -> float:
        """Take ``amount`` and return 0, or take nothing and return the seconds until there is so much."""
        self._fill(now)
        if self._level >= amount:
            self._level -= amount
            return 0.0
        return (amount - self._level) / self._rate

    def owe(self, now: float, amount: float) -> float:
        """Take ``amount`` whatever there is, and return the seconds for which the taker is to wait now."""
        self._fill(now)
        self._level -= amount
        return max(0.0, -self._level / self._rate)

    def _fill(self, now: float) -> None:
        # A clock that is set back fills nothing, and takes nothing away.
        passed = max(0.0, now - self._at)
        self._at = now
        self._level = min(self._burst, self._level + passed * self._rate)


class Buckets:
    """A bucket for each name (an address, a buyer); a bounded number of them."""

    def __init__(self, make: Callable[[float], Bucket], most: int = MOST_KNOWN) -> None:
        self._make, self._most = make, most
        self._known: OrderedDict[str, Bucket] = OrderedDict()

    def of(self, name: str, now: float) -> Bucket:
        """Return the bucket of ``name``."""
        found = self._known.pop(name, None) or self._make(now)
        self._known[name] = found
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return found
