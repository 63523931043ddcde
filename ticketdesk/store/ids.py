"""Ids: 63-bit integers in time order, made by one desk, never going back when the clock does."""

from __future__ import annotations

EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
DESK_BITS = 12
SEQUENCE_BITS = 9
PER_MS = 1 << SEQUENCE_BITS
_DESK_SHIFT = SEQUENCE_BITS
_MS_SHIFT = SEQUENCE_BITS + DESK_BITS
_REACH_MS = 1 << 42
_DAY_MS = 86_400_000
"""Room for what stands one after the other at the last moment."""


def compose(ms: int, desk: int, sequence: int) -> int:
    """Return the id of ``sequence`` (0..511) by ``desk`` (0..4095) at ``ms`` (UTC); before 2020 it is negative."""
    return ((ms - EPOCH_MS) << _MS_SHIFT) | (desk << _DESK_SHIFT) | sequence


def within(ms: int) -> int:
    """Return ``ms`` (UTC), or the nearest moment that an id can carry: ids end in the year 2159."""
    return min(max(ms, EPOCH_MS - _REACH_MS), EPOCH_MS + _REACH_MS - _DAY_MS)


def moment_of(row_id: int) -> int:
    """Return the UTC milliseconds an id carries."""
    return (row_id >> _MS_SHIFT) + EPOCH_MS


def before_moment(column: str) -> str:
    """Return SQL for a number just below every id that carries the moment of ``column`` (UTC ms)."""
    return f"((({column} - {EPOCH_MS}) << {_MS_SHIFT}) - 1)"


def desk_of(row_id: int) -> int:
    """Return the number of the desk that made the id."""
    return (row_id >> _DESK_SHIFT) & ((1 << DESK_BITS) - 1)


def nth(first: int, offset: int) -> int:
    """Return the id ``offset`` places after ``first``, running on into the following milliseconds."""
    sequence = (first & (PER_MS - 1)) + offset
    if sequence < PER_MS:
        return first + offset
    return compose(moment_of(first) + sequence // PER_MS, desk_of(first), sequence % PER_MS)


class IdMaker:
    """Reserves blocks of ids; ``last`` is the highest id ever reserved, so a clock set back changes nothing."""

    def __init__(self, desk: int = 0, last: int | None = None) -> None:
        self.desk, self.last = desk, last

    def reserve(self, now_ms: int, size: int) -> int:
        """Reserve ``size`` consecutive ids not before ``now_ms`` and return the first of them."""
        first = compose(now_ms, self.desk, 0)
        if self.last is not None and first <= self.last:
            first = nth(self.last, 1)
        self.last = nth(first, size - 1)
        return first
