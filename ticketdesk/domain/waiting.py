"""Waiting: how long a buyer has waited for an answer and how late that is."""

from enum import StrEnum
from typing import NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND


class WaitLevel(StrEnum):
    """The look of a waiting chip (tokens.md)."""

    PLAIN = "plain"
    WARN = "warn"
    BAD = "bad"


class Duration(NamedTuple):
    """A span in days, hours, minutes and seconds, each a whole number and none negative."""

    days: int
    hours: int
    minutes: int
    seconds: int


def wait_level(waited: int, *, warn: int = 1, bad: int = 3) -> WaitLevel:
    """Return the level of ``waited`` milliseconds; ``warn`` and ``bad`` are the shop's minutes (tokens.md: 1 and 3)."""
    if waited >= bad * MINUTE:
        return WaitLevel.BAD
    return WaitLevel.WARN if waited >= warn * MINUTE else WaitLevel.PLAIN


def duration(ms: int) -> Duration:
    """Return the size of ``ms`` milliseconds in parts, rounded down to seconds; the sign is dropped."""
    days, rest = divmod(abs(ms), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return Duration(days, hours, minutes, rest // SECOND)
