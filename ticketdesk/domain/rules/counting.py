"""Counting: when a limit that began at a moment ends, by every kind of counting; moments are UTC milliseconds.

A pause is a span ``(from, to)``, ``to`` not within it. A clock in hours stands still in pauses; a clock in days leaves
out each day that was paused from its first to its last moment. So a pause never makes a deadline earlier.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND, SHOP_ZONE, to_ms
from ticketdesk.domain.rules.calendars import WorkDays
from ticketdesk.domain.rules.values import Counting, Rule

Span = tuple[int, int]
_NEXT = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Note(StrEnum):
    """What must be said beside a deadline."""

    CALENDAR_ENDED = "calendar_ended"
    REGION_UNKNOWN = "region_unknown"
    AGREED_BEFORE_START = "agreed_before_start"
    IMPORTED_BEFORE_START = "imported_before_start"


class Place(NamedTuple):
    """From where to where a parcel goes, as provinces; "" where it is not known."""

    sent_from: str = ""
    sent_to: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How the shop counts: its zone, its working days, and what days of no stated kind are (``AS_SET``)."""

    zone: tzinfo = SHOP_ZONE
    workdays: WorkDays = field(default_factory=WorkDays)
    unstated_days: Counting = Counting.DAYS_24H


class Due(NamedTuple):
    """The end of a limit (None: it has none of its own) and what must be said beside it."""

    moment: int | None
    notes: frozenset[Note] = frozenset()


def merged(pauses: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in their order, overlapping and touching ones made one, empty ones left out."""
    found: list[Span] = []
    for begin, end in sorted(span for span in pauses if span[0] < span[1]):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)


def due(rule: Rule, start: int, reckoning: Reckoning, pauses: Sequence[Span] = (), place: Place | None = None) -> Due:
    """Return when the limit of ``rule`` ends that began at ``start``; never before it.

    ``pauses`` as ``merged`` returns them. Days and months end at 23:59:59 of the shop's last day (trade.md A.7).
    """
    counting = reckoning.unstated_days if rule.counting is Counting.AS_SET else rule.counting
    if counting is Counting.GIVEN:
        return Due(None)
    if counting is Counting.REGION:
        return _by_region(rule, start, pauses, place, reckoning)
    limit = rule.limit or 0
    if counting in (Counting.RUNNING, Counting.DAYS_24H):
        length = limit * (HOUR if counting is Counting.RUNNING else DAY)
        return Due(running(_from(rule, start, reckoning), length, pauses))
    if counting is Counting.WINDOW:
        return Due(_in_windows(rule, _from(rule, start, reckoning), reckoning, pauses))
    if counting is Counting.MONTHS:
        return Due(_months(start, limit, reckoning, pauses))
    if counting is Counting.CUTOFF:
        return Due(_after_cutoff(rule, start, reckoning, pauses))
    return _days(counting, start, limit, reckoning, pauses)


def running(start: int, length: int, pauses: Sequence[Span]) -> int:
    """Return when ``length`` milliseconds have run from ``start`` on, standing still in ``pauses``."""
    at, left = start, length
    for begin, end in pauses:
        if end <= at:
            continue
        if begin >= at + left:
            break
        left -= max(0, begin - at)
        at = end
    return at + left


def day_of(moment: int, zone: tzinfo) -> date:
    """Return the day on the wall of ``zone``."""
    return _wall(moment, zone).date()


def opening_of(day: date, zone: tzinfo, minutes: int = 0) -> int:
    """Return the moment at which the wall clock of ``zone`` shows so many minutes after midnight of ``day``.

    Where summer time leaves that time out it is the moment of the leap; where it comes twice, the first.
    """
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    return to_ms(wall.replace(tzinfo=zone))


def last_second(day: date, zone: tzinfo) -> int:
    """Return the last second of ``day``, 23:59:59, a second before the next day opens."""
    return opening_of(day + _NEXT, zone) - SECOND


def _wall(moment: int, zone: tzinfo) -> datetime:
    return (_EPOCH + timedelta(milliseconds=moment)).astimezone(zone)


def _from(rule: Rule, start: int, reckoning: Reckoning) -> int:
    """Where an exact clock begins: at its event, or at 0:00 of the day after it."""
    if not rule.from_next_day:
        return start
    return opening_of(day_of(start, reckoning.zone) + _NEXT, reckoning.zone)


def _days(counting: Counting, start: int, limit: int, reckoning: Reckoning, pauses: Sequence[Span]) -> Due:
    """Natural or working days: the day of the start does not count, the last one ends at 23:59:59."""
    first = day_of(start, reckoning.zone)
    works = reckoning.workdays.works if counting is Counting.WORKING else _always
    last = _nth(first, limit, lambda day: works(day) and not _paused(day, reckoning.zone, pauses))
    beyond = counting is Counting.WORKING and not (reckoning.workdays.known(first) and reckoning.workdays.known(last))
    return Due(last_second(last, reckoning.zone), frozenset({Note.CALENDAR_ENDED} if beyond else ()))


def _always(_day: date) -> bool:
    return True


def _nth(first: date, limit: int, counts: Callable[[date], bool]) -> date:
    """The ``limit``-th day after ``first`` that counts."""
    day = first
    while limit > 0:
        day += _NEXT
        limit -= counts(day)
    return day


def _paused(day: date, zone: tzinfo, pauses: Sequence[Span]) -> bool:
    """Whether the whole of ``day`` lies in one pause."""
    if not pauses:
        return False
    begin, end = opening_of(day, zone), opening_of(day + _NEXT, zone)
    return any(pause[0] <= begin and end <= pause[1] for pause in pauses)


def _months(start: int, limit: int, reckoning: Reckoning, pauses: Sequence[Span]) -> int:
    """The same day of a later month, its last where it is shorter: January 31 and a month is February 28 or 29."""
    first = day_of(start, reckoning.zone)
    last = add_months(first, limit)
    day, stood = first, 0
    while day < last + timedelta(days=stood):
        day += _NEXT
        stood += _paused(day, reckoning.zone, pauses)
    return last_second(day, reckoning.zone)


def add_months(day: date, months: int) -> date:
    """Return the day of the same number ``months`` later, the last of the month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _in_windows(rule: Rule, start: int, reckoning: Reckoning, pauses: Sequence[Span]) -> int:
    """Hours that run only within the rule's hours of the day."""
    begins, ends = rule.window or (0, 24 * 60)
    left = (rule.limit or 0) * HOUR
    day = day_of(start, reckoning.zone)
    while True:
        at = max(start, opening_of(day, reckoning.zone, begins))
        until = opening_of(day, reckoning.zone, ends)
        finished = running(at, left, pauses)
        if at < until and finished <= until:
            return finished
        left -= _unpaused(at, until, pauses)
        day += _NEXT


def _unpaused(begin: int, end: int, pauses: Sequence[Span]) -> int:
    """Milliseconds of the span in which no pause was; 0 for an empty one."""
    if end <= begin:
        return 0
    return end - begin - sum(max(0, min(end, pause[1]) - max(begin, pause[0])) for pause in pauses)


def _after_cutoff(rule: Rule, start: int, reckoning: Reckoning, pauses: Sequence[Span]) -> int:
    """24:00 of the day where it began before the cut-off, else of the next one, or of the first then not paused.

    ``limit`` are further days.
    """
    wall = _wall(start, reckoning.zone)
    after = wall.hour * 60 + wall.minute >= (rule.cutoff or 0)
    before = wall.date() + (_NEXT if after else timedelta()) - _NEXT
    last = _nth(before, (rule.limit or 0) + 1, lambda day: not _paused(day, reckoning.zone, pauses))
    return opening_of(last + _NEXT, reckoning.zone)


def _by_region(rule: Rule, start: int, pauses: Sequence[Span], place: Place | None, reckoning: Reckoning) -> Due:
    hours = dict(rule.regions)
    region = region_of(rule, place)
    notes = frozenset({Note.REGION_UNKNOWN} if region is None else ())
    limit = min(hours.values()) if region is None else hours[region]
    return Due(running(_from(rule, start, reckoning), limit * HOUR, pauses), notes)


def region_of(rule: Rule, place: Place | None) -> str | None:
    """Return near, across or far of the rule's table; None where an end of the way is not known.

    A province is known by its beginning, so that "新疆维吾尔自治区" is "新疆".
    """
    if place is None or not place.sent_from or not place.sent_to:
        return None
    if any(end.startswith(rule.far) for end in place) and rule.far:
        return "far"
    one, other = sorted(place, key=len)
    return "near" if other.startswith(one) else "across"


def paused_ms(start: int, until: int, pauses: Sequence[Span]) -> int:
    """Return for how many milliseconds between two moments the clock stood still."""
    return max(0, until - start) - _unpaused(start, until, pauses)


def minutes_of(text: str) -> int | None:
    """Return the minutes after midnight of ``HH:MM`` (24:00 too), None if it is no such time."""
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal()):
        return None
    total = int(hour) * (HOUR // MINUTE) + int(minute)
    return total if int(minute) < 60 and total <= DAY // MINUTE else None
