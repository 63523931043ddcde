"""Reminders: when a repeated one comes again."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from ticketdesk.domain.moments import from_ms, to_ms


class Repeat(StrEnum):
    """How a reminder comes again; the value is what the store keeps."""

    NEVER = ""
    DAILY = "daily"
    WORKDAYS = "workdays"
    WEEKLY = "weekly"


_STEP = {Repeat.DAILY: 1, Repeat.WORKDAYS: 1, Repeat.WEEKLY: 7}
_SATURDAY = 5


def next_due(due_at: int, repeat: Repeat, now: int) -> int | None:
    """Return when a reminder due at ``due_at`` comes again after ``now`` (both UTC ms), None for one that does not.

    It keeps the time of day of the shop's clock; what was missed meanwhile is not made up for. Workdays are Monday to
    Friday.
    """
    if repeat is Repeat.NEVER:
        return None
    moment = from_ms(due_at)
    days = max(0, (from_ms(now) - moment).days) // _STEP[repeat] * _STEP[repeat]
    moment += timedelta(days=days)
    while to_ms(moment) <= max(now, due_at) or (repeat is Repeat.WORKDAYS and moment.weekday() >= _SATURDAY):
        moment += timedelta(days=_STEP[repeat])
    return to_ms(moment)
