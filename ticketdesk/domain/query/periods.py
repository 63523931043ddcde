"""Days, weeks and lengths of time: their names, and the moments they mean seen from now (the shop's zone)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, from_ms, to_ms
from ticketdesk.domain.query.fields import Field, Names, plain
from ticketdesk.domain.query.tree import Among, Amount, Between, Compare, Day, Measure, Op, Period, Span, When

PERIODS: Final = (
    Names("today", ("今天", "今日"), ("today",)),
    Names("yesterday", ("昨天", "昨日"), ("yesterday",)),
    Names("tomorrow", ("明天", "明日"), ("tomorrow",)),
    Names("this_week", ("本周", "这周", "本星期"), ("this-week",)),
    Names("last_week", ("上周", "上星期"), ("last-week",)),
    Names("next_week", ("下周", "下星期"), ("next-week",)),
    Names("this_month", ("本月", "这个月"), ("this-month",)),
    Names("last_month", ("上月", "上个月"), ("last-month",)),
)
UNITS: Final = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
# How far a period lies from the one that holds now, by its own length.
_STEPS: Final = {
    "today": ("day", 0), "yesterday": ("day", -1), "tomorrow": ("day", 1), "this_week": ("week", 0),
    "last_week": ("week", -1), "next_week": ("week", 1), "this_month": ("month", 0), "last_month": ("month", -1),
}  # fmt: skip
_UNIT_NAMES: Final = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "分", "分钟"), "m"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "时", "小时", "个小时", "钟头"), "h"),
    **dict.fromkeys(("d", "day", "days", "天", "日"), "d"),
    **dict.fromkeys(("w", "week", "weeks", "周", "星期"), "w"),
}
_BY_NAME: Final = {plain(name): each.key for each in PERIODS for name in each.every()}
_SPAN: Final = re.compile(r"([0-9]{1,5})\s*(\w{1,8})")
_DATE: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_NUMBER: Final = re.compile(r"[0-9.]+\w*")


class Interval(NamedTuple):
    """Moments from ``low`` up to ``high`` without it (UTC ms); None is open."""

    low: int | None
    high: int | None


class WhenError(Exception):
    """No time was named: ``key`` says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def when(word: str) -> When:
    """Return the time that ``word`` names; WhenError with the key of a ``QueryError`` where it names none."""
    text = unicodedata.normalize("NFKC", word).strip().lower()
    if plain(text) in _BY_NAME:
        return Period(_BY_NAME[plain(text)])
    if found := _DATE.fullmatch(text):
        return _day(*map(int, found.groups()))
    found = _SPAN.fullmatch(text)
    if found and found[2] in _UNIT_NAMES:
        return Span(int(found[1]), _UNIT_NAMES[found[2]])
    raise WhenError("query_unit" if _NUMBER.fullmatch(text) else "query_when")


def is_date(word: str) -> bool:
    """Return whether ``word`` is written as a day, whether there is such a day or not."""
    return _DATE.fullmatch(unicodedata.normalize("NFKC", word)) is not None


def _day(year: int, month: int, day: int) -> Day:
    try:
        date(year, month, day)
    except ValueError:
        raise WhenError("query_day") from None
    if year < 1970:
        raise WhenError("query_day")
    return Day(year, month, day)


def turned(low: Measure, high: Measure) -> bool:
    """Return whether a range ends before it begins, whatever the time is now."""
    if isinstance(low, Amount) and isinstance(high, Amount):
        return low.cents > high.cents
    if isinstance(low, Day) and isinstance(high, Day):
        return (low.year, low.month, low.day) > (high.year, high.month, high.day)
    if isinstance(low, Span) and isinstance(high, Span):
        return low.count * UNITS[low.unit] > high.count * UNITS[high.unit]
    if isinstance(low, Period) and isinstance(high, Period):
        (unit, first), (other, last) = _STEPS[low.name], _STEPS[high.name]
        return unit == other and first > last
    return False


def bounds(value: Day | Period, now: int) -> Interval:
    """Return the moments of a day, week (from Monday) or month."""
    if isinstance(value, Day):
        start = to_ms(from_ms(0).replace(year=value.year, month=value.month, day=value.day, hour=0))
        return Interval(start, start + DAY)
    unit, step = _STEPS[value.name]
    today = from_ms(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "month":
        first = today.replace(day=1)
        if step:
            first = (first - timedelta(days=1)).replace(day=1)
        return Interval(to_ms(first), to_ms((first + timedelta(days=32)).replace(day=1)))
    days = 7 if unit == "week" else 1
    start = to_ms(today - timedelta(days=today.weekday() if unit == "week" else 0)) + step * days * DAY
    return Interval(start, start + days * DAY)


def intervals(field: Field, condition: Among | Compare | Between, now: int) -> tuple[Interval, ...]:
    """Return the moments that a condition on ``field`` takes, seen from ``now`` (UTC ms); "none" is left out."""
    if isinstance(condition, Between):
        return (_between(field, condition, now),)
    if isinstance(condition, Compare):
        value = condition.value
        return (_compared(field, condition.op, value, now),) if isinstance(value, Day | Period | Span) else ()
    return tuple(_one(field, value, now) for value in condition.values if isinstance(value, Day | Period | Span))


def _one(field: Field, value: When, now: int) -> Interval:
    """A day as it is; of a length what lies within it."""
    return _compared(field, Op.AT_MOST, value, now) if isinstance(value, Span) else bounds(value, now)


def _compared(field: Field, op: Op, value: When, now: int) -> Interval:
    if isinstance(value, Span):
        length = value.count * UNITS[value.unit]
        if field.ahead:
            return _below(op, now + length, now + length + 1)
        # The longer ago, the earlier.
        return _below(_TURNED[op], now - length, now - length + 1)
    return _below(op, *_known(bounds(value, now)))


_TURNED: Final = {Op.BELOW: Op.ABOVE, Op.AT_MOST: Op.AT_LEAST, Op.ABOVE: Op.BELOW, Op.AT_LEAST: Op.AT_MOST}


def _below(op: Op, start: int, end: int) -> Interval:
    return {
        Op.BELOW: Interval(None, start),
        Op.AT_MOST: Interval(None, end),
        Op.ABOVE: Interval(end, None),
        Op.AT_LEAST: Interval(start, None),
    }[op]


def _known(found: Interval) -> tuple[int, int]:
    return found.low or 0, found.high or 0


def _between(field: Field, asked: Between, now: int) -> Interval:
    low, high = (
        _compared(field, op, end, now) if isinstance(end, Day | Period | Span) else Interval(None, None)
        for op, end in ((Op.AT_LEAST, asked.low), (Op.AT_MOST, asked.high))
    )
    return Interval(low.low if low.low is not None else high.low, high.high if high.high is not None else low.high)
