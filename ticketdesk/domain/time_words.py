"""Moments in an agent's own words: "明天 10:00", "下午3点", "30分钟后", "周五", "tomorrow 10:00", "in 2h"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, from_ms, to_ms

LONGEST: Final = 60
MORNING: Final = 9
"""The hour of a day that is named without one."""

_DIGITS: Final = MappingProxyType(
    {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
)
_NUMBER: Final = r"(\d{1,4}|[零一二两三四五六七八九十]{1,3})"
_UNITS: Final = MappingProxyType(
    {
        "分": MINUTE,
        "m": MINUTE,
        "小": HOUR,
        "钟": HOUR,
        "h": HOUR,
        "天": DAY,
        "d": DAY,
        "周": 7 * DAY,
        "星": 7 * DAY,
        "w": 7 * DAY,
    }
)
_AFTER: Final = re.compile(
    rf"(?:in )?(?:过)?{_NUMBER} ?(个?半)?(分钟?|个?小时|个?钟头?|天|个?星期|周"
    r"|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(半)?"
    r" ?(?:以?之?后|later)?"
)
_HALF: Final = re.compile(r"(?:in )?(?:过)?半个?(?:小时|钟头?)(?:以?之?后)?|in half an hour|half an hour later")
_DAYS: Final = MappingProxyType(
    {
        "今天": 0,
        "今日": 0,
        "今晚": 0,
        "今早": 0,
        "today": 0,
        "tonight": 0,
        "明天": 1,
        "明日": 1,
        "明早": 1,
        "明晚": 1,
        "tomorrow": 1,
        "后天": 2,
        "大后天": 3,
    }
)
_PART_OF_DAY: Final = MappingProxyType(
    {"今晚": "晚上", "明晚": "晚上", "今早": "早上", "明早": "早上", "tonight": "晚上"}
)
_DAY: Final = re.compile("|".join(sorted(_DAYS, key=len, reverse=True)))
_WEEK: Final = re.compile(r"(下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEK: Final = re.compile(r"(next )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_WEEKDAYS: Final = "一二三四五六日"
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE: Final = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?")
_TIME: Final = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|am|pm)? ?(?:at )?"
    rf"{_NUMBER}[:：点时](半|一刻|三刻|[0-5]?\d)?分? ?(am|pm)?"
    rf"|(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)|(?:at )?(\d{{1,2}}) ?(am|pm)"
)
_LATE: Final = frozenset({"下午", "傍晚", "晚上", "pm"})
_HOURS: Final = MappingProxyType(
    {"凌晨": 1, "早上": 9, "早晨": 9, "上午": 9, "中午": 12, "下午": 15, "傍晚": 18, "晚上": 20}
)
_QUARTERS: Final = MappingProxyType({"半": 30, "一刻": 15, "三刻": 45})


def moment(words: str, now: int) -> int | None:
    """Return the UTC ms that ``words`` name, seen from ``now`` (UTC ms, on the shop's clock); None for no such words.

    It lies after ``now``: a time of day that is over means tomorrow's, a weekday the next one, a date without a year
    the coming one. What is named in the past all the same ("今天 8:00" at noon) is None. A day without a time is 9:00.
    """
    asked = " ".join(words.split()).lower()
    if not asked or len(asked) > LONGEST:
        return None
    found = _after(asked, now)
    if found is None:
        found = _named(asked, from_ms(now))
    return found if found is not None and found > now else None


def _after(asked: str, now: int) -> int | None:
    if _HALF.fullmatch(asked):
        return now + 30 * MINUTE
    match = _AFTER.fullmatch(asked)
    # "三天" and "一周" alone name no moment; with a digit they are short for "3天后".
    if match is None or (asked[-1] in "周天" and not asked[-2].isdecimal() and "in" not in asked):
        return None
    unit = match[3].removeprefix("个")
    size = _UNITS[unit[0]]
    half = size // 2 if match[2] or match[4] else 0
    return now + _number(match[1]) * size + half


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十") if "十" in text else ("", "", text)
    value = (_DIGITS.get(tens, 1) * 10) if ten else 0
    return value + sum(_DIGITS.get(each, 0) for each in ones)


def _named(asked: str, now: datetime) -> int | None:
    """A day, a time of day, or both, in this order."""
    day, rest, part = _day(asked, now)
    rest = rest.strip(" ,，的")
    time = _time(rest, part)
    if time is None or (day is None and not rest):
        return None
    hour, minute = time
    base = now if day is None else day
    try:
        found = base.replace(hour=hour % 24, minute=minute, second=0, microsecond=0) + timedelta(days=hour // 24)
    except (ValueError, OverflowError):
        return None
    if day is None and found <= now:
        found += timedelta(days=1)
    return to_ms(found)


def _day(asked: str, now: datetime) -> tuple[datetime | None, str, str]:
    """Return the day named at the beginning, what follows, and the part of the day that its word holds already."""
    if match := _DAY.match(asked):
        word = match[0]
        return now + timedelta(days=_DAYS[word]), asked[match.end() :], _PART_OF_DAY.get(word, "")
    if match := _WEEK.match(asked):
        wanted = _WEEKDAYS.index(match[2].replace("天", "日"))
        return _weekday(now, wanted, match[1] or ""), asked[match.end() :], ""
    if match := _ENGLISH_WEEK.match(asked):
        wanted = _ENGLISH.index(match[2])
        return _weekday(now, wanted, "下" if match[1] else ""), asked[match.end() :], ""
    match = _DATE.match(asked)
    if match and (match[1] or not re.match(r"\d{1,2}[.]\d{2}$", asked)):
        return _date(now, match), asked[match.end() :], ""
    return None, asked, ""


def _weekday(now: datetime, wanted: int, which: str) -> datetime:
    if which:  # of this, the next or the week after: weeks begin on Monday
        weeks = {"这": 0, "本": 0, "下": 1, "下下": 2}[which]
        return now + timedelta(days=wanted - now.weekday() + 7 * weeks)
    return now + timedelta(days=(wanted - now.weekday() - 1) % 7 + 1)


def _date(now: datetime, match: re.Match[str]) -> datetime | None:
    year, month, day = int(match[1] or now.year), int(match[2]), int(match[3])
    for each in (year, year + 1) if not match[1] else (year,):
        try:
            found = now.replace(year=each, month=month, day=day)
        except ValueError:
            continue
        if match[1] or found.date() >= now.date():
            return found
    return None


def _time(rest: str, part: str) -> tuple[int, int] | None:
    if not rest:
        return _HOURS.get(part, MORNING), 0
    match = _TIME.fullmatch(rest)
    if match is None:
        return None
    if match[5]:
        return _HOURS[match[5]], 0
    part = match[1] or match[4] or match[7] or part
    hour = _number(match[2] or match[6])
    minute = _QUARTERS.get(match[3] or "", None)
    minutes = minute if minute is not None else int(match[3] or 0)
    if part in _LATE and hour < 12:
        hour += 12
    if (part == "am" or part == "凌晨") and hour == 12:
        hour = 0
    return (hour, minutes) if hour <= 24 and (hour < 24 or not minutes) else None
