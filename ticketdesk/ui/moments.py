"""Moments, spans and money as the screen says them: clocks, waiting, what remains, yuan."""

from __future__ import annotations

from collections.abc import Iterable

from ticketdesk.domain.deadlines import Urgency, urgency
from ticketdesk.domain.moments import DAY, HOUR, clock, day_start, from_ms
from ticketdesk.domain.money import YUAN
from ticketdesk.domain.money import money as money_text
from ticketdesk.domain.waiting import duration, wait_level
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.words import tr

_AS_HOURS = 2 * DAY  # the 48 hours of a shipment are read as hours, anything longer as days


def time_text(ms: int | None, now: int) -> str:
    """Return a moment (UTC ms) for a list: "14:22" today, "Yesterday", "11-20" this year, else "2025-11-20"."""
    if ms is None:
        return ""
    today = day_start(now)
    if today <= ms < today + DAY:
        return clock_text(ms, seconds=False)
    if today - DAY <= ms < today:
        return tr("Yesterday")
    moment = from_ms(ms)
    return moment.strftime("%m-%d" if moment.year == from_ms(now).year else "%Y-%m-%d")


def date_text(ms: int | None, now: int) -> str:
    """Return day and minute of a moment: "Today 14:18", "Yesterday 14:18", "11-20 14:18", "2025-11-20 14:18"."""
    if ms is None:
        return ""
    today = day_start(now)
    minute = clock_text(ms, seconds=False)
    if today <= ms < today + DAY:
        return tr("Today {0}", minute)
    return f"{time_text(ms, now)} {minute}"


def clock_text(ms: int | None, *, seconds: bool = True) -> str:
    """Return the wall clock of a moment in shop time: "14:26:08"."""
    if ms is None:
        return ""
    hour, minute, second = clock(ms)
    return f"{hour:02d}:{minute:02d}:{second:02d}" if seconds else f"{hour:02d}:{minute:02d}"


def span_text(ms: int) -> str:
    """Return a span in its two largest parts: "4 s", "3 m 41 s", "2 h 5 m", "6 d 4 h"."""
    days, hours, minutes, seconds = duration(ms)
    if days:
        return tr("{0}d {1}h", days, hours)
    if hours:
        return tr("{0}h {1}m", hours, minutes)
    if minutes:
        return tr("{0}m {1}s", minutes, seconds)
    return tr("{0}s", seconds)


def length_text(ms: int) -> str:
    """Return a span that does not run as ``span_text`` does, without a second part of nothing: "30m", not "30m 0s"."""
    days, hours, minutes, seconds = duration(ms)
    if days and not hours:
        return tr("{0}d", days)
    if hours and not days and not minutes:
        return tr("{0}h", hours)
    if minutes and not days and not hours and not seconds:
        return tr("{0}m", minutes)
    return span_text(ms)


def waiting_text(waited: int) -> str:
    """Return how long a buyer has waited (ms), as the chip says it."""
    return tr("Waits {0}", span_text(max(0, waited)))


def waiting_chip(waiting_since: int | None, now: int, *, warn: int = 1, bad: int = 3) -> tuple[str, Level] | None:
    """Return text and level of the waiting chip, None for a buyer who does not wait (tokens.md).

    ``warn`` and ``bad`` are the shop's minutes.
    """
    if waiting_since is None:
        return None
    waited = max(0, now - waiting_since)
    level: Level = {"plain": "plain", "warn": "warn", "bad": "bad"}[wait_level(waited, warn=warn, bad=bad).value]  # type: ignore[assignment]
    return waiting_text(waited), level


def remaining(due: int | None, now: int) -> str:
    """Return what is left until ``due``: "23:14:05 left", "6d 04:12 left", "Late by 02:10:33"; "" without one."""
    if due is None:
        return ""
    span = _clock_span(abs(due - now))
    return tr("{0} left", span) if due > now else tr("Late by {0}", span)


def left_clock(due: int, now: int) -> str:
    """Return the bare clock of what is left or over: "00:38:12"."""
    return _clock_span(abs(due - now))


def urgency_level(start: int | None, due: int | None, now: int) -> Level:
    """Return the level of a deadline: ok, warn when soon, bad when over, plain without one (tokens.md)."""
    levels: dict[Urgency, Level] = {
        Urgency.NONE: "plain", Urgency.OK: "ok", Urgency.SOON: "warn", Urgency.OVER: "bad"
    }  # fmt: skip
    return levels[urgency(start, due, now)]


def money(cents: int | None, currency: str = YUAN) -> str:
    """Return cents as "¥129.00", of another ISO 4217 ``currency`` as "USD 129.00"; "" where the amount is not known."""
    return "" if cents is None else money_text(cents, currency)


def sums(amounts: Iterable[tuple[str, int]]) -> str:
    """Return sums of several currencies side by side: "¥129.00 + USD 10.00"; "¥0.00" for none."""
    return " + ".join(money_text(cents, currency) for currency, cents in amounts) or money_text(0)


def _clock_span(ms: int) -> str:
    days, hours, minutes, seconds = duration(ms)
    if ms <= _AS_HOURS:
        return f"{ms // HOUR:02d}:{minutes:02d}:{seconds:02d}"
    return tr("{0}d {1}", days, f"{hours:02d}:{minutes:02d}")


def day_text(ms: int, now: int) -> str:
    """Return the day of a moment: "Today", "Tomorrow", "Yesterday", "11-20" this year, else "2025-11-20"."""
    days = (day_start(ms) - day_start(now)) // DAY
    if days in (-1, 0, 1):
        return (tr("Yesterday"), tr("Today"), tr("Tomorrow"))[days + 1]
    return time_text(ms, now)
