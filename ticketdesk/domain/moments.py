"""Moments: UTC integer milliseconds, and the shop's own zone.

The trade's files and chats carry wall-clock times of China (UTC+8, no summer time since 1991), so one
fixed zone is exact for them and needs no table.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache

SHOP_ZONE = timezone(timedelta(hours=8), "UTC+8")
_START = datetime(1970, 1, 1, 8, tzinfo=SHOP_ZONE)
SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_AHEAD = 8 * HOUR
FIRST, LAST = -2_208_988_800_000, 7_258_118_400_000
"""The years 1900 to 2199 (UTC ms): what a file or a chat tells beyond them is no moment of a shop."""

_STAMP = r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?\s*$"


def to_ms(moment: datetime) -> int:
    """Return UTC milliseconds of ``moment``; a naive value is taken as shop time."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHOP_ZONE)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """Return the shop's wall-clock time of ``ms`` (UTC milliseconds); of the years 2 to 9999 at most."""
    try:
        return _START + timedelta(milliseconds=ms)
    except OverflowError:  # an old store may hold what a file told of the year 10000: nobody's window ends of it
        year = 9_999 if ms > 0 else 2
        return _START.replace(year=year, month=12, day=31)


def parse_stamp(text: str) -> int | None:
    """Return UTC milliseconds of ``2026-02-28 14:00:58`` or ``2016/5/23 22:02``; None if it is no such time."""
    match = _stamp_form().match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return to_ms(datetime(year, month, day, hour, minute, second, tzinfo=SHOP_ZONE))
    except ValueError:
        return None


@cache
def _stamp_form() -> re.Pattern[str]:
    return re.compile(_STAMP)


def of_a_shop(ms: int) -> bool:
    """Return whether a moment (UTC ms) may be one of a shop's."""
    return FIRST <= ms < LAST


def stamp(ms: int) -> str:
    """Return ``ms`` as ``YYYY-MM-DD HH:MM:SS`` in shop time."""
    hour, past = divmod(ms, HOUR)
    return _hour_text(hour) + _past_the_hour()[past // SECOND]


@cache
def _past_the_hour() -> tuple[str, ...]:
    """``:MM:SS`` of each second of an hour; made when the first stamp is written, not at a start."""
    return tuple(f":{at // 60:02d}:{at % 60:02d}" for at in range(3_600))


@lru_cache(maxsize=4_096)
def _hour_text(hour: int) -> str:
    """``YYYY-MM-DD HH`` of the hour that many hours after 1970; the shop's zone is whole hours from UTC."""
    return from_ms(hour * HOUR).isoformat(" ", "hours")[:13]


def day_start(ms: int) -> int:
    """Return the first millisecond of the shop's day that holds ``ms``."""
    return ms - (ms + _AHEAD) % DAY


def clock(ms: int) -> tuple[int, int, int]:
    """Return hour, minute and second of the shop's wall clock at ``ms``."""
    seconds = (ms + _AHEAD) % DAY // SECOND
    return seconds // 3600, seconds // 60 % 60, seconds % 60
