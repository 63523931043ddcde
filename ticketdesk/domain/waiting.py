"""Waiting: how long a buyer has waited for an answer and how late that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND


class WaitLevel(StrEnum):
    """The look of a waiting chip (tokens.md)."""

    PLAIN = "plain"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class WaitLimits:
    """From how many milliseconds on waiting warns and is bad: the shop's choice."""

    warn: int = MINUTE
    bad: int = 3 * MINUTE


STANDARD_LIMITS: Final = WaitLimits()


class Duration(NamedTuple):
    """A span in days, hours, minutes and seconds, each a whole number and none negative."""

    days: int
    hours: int
    minutes: int
    seconds: int


def wait_level(waited: int, limits: WaitLimits = STANDARD_LIMITS) -> WaitLevel:
    """Return the level of ``waited`` milliseconds: plain under 1 min, warn from 1, bad from 3 (tokens.md)."""
    if waited >= limits.bad:
        return WaitLevel.BAD
    return WaitLevel.WARN if waited >= limits.warn else WaitLevel.PLAIN


def duration(ms: int) -> Duration:
    """Return the size of ``ms`` milliseconds in parts, rounded down to seconds; the sign is dropped."""
    days, rest = divmod(abs(ms), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return Duration(days, hours, minutes, rest // SECOND)


def next_change(waited: int, limits: WaitLimits = STANDARD_LIMITS) -> int:
    """Return in how many milliseconds a chip of ``waited`` looks different: each second, later each minute.

    It never skips a change of level, so a timer set to it repaints no more often than needed.
    """
    step = SECOND if waited < MINUTE else MINUTE
    ahead = [step - waited % step, limits.warn - waited, limits.bad - waited]
    return min(ms for ms in ahead if ms > 0)
