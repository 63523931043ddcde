"""The lines of a conversation copied out of Qianniu or Wangwang: headers, read marks, notices, noise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, MINUTE, SECOND, day_start, of_a_shop, parse_stamp
from ticketdesk.domain.text import clean_name

READ: Final = {"已读": True, "未读": False}
"""Lines under an agent's message that say whether the buyer has seen it."""

_FULL: Final = re.compile(
    r"(.+?)\s*[(\[\uff08]?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2} +\d{1,2}:\d{2}:\d{2})[)\]\uff09]?\s*[:\uff1a]?"
)
_SHORT: Final = re.compile(r"(.+?)\s*[(\[\uff08]?((?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d)[)\]\uff09]?\s*[:\uff1a]?")
_DATE: Final = re.compile(r"[-\u2014\u2500=\s]*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[-\u2014\u2500=\s]*")
# What ends like a label or a date, or holds a sentence's punctuation, names nobody.
_NO_NAME: Final = re.compile(
    r"[,\uff0c。!\uff01?\uff1f;\uff1b、]|[:\uff1a]$|(?:时间|日期|为|于|在|到|是)$|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$"
)
_LONGEST_NAME: Final = 48
_LONGEST_HEADER: Final = 100
_NOISE: Final = frozenset(
    {
        "推荐回复",
        "立即下单",
        "立即购买",
        "加入购物车",
        "查看详情",
        "查看更多",
        "查看更多消息",
        "以上是历史消息",
        "以上为历史消息",
        "以下为新消息",
        "发送给买家",
        "邀请下单",
    }
)
_CARD: Final = re.compile(
    r"(?:销量|月销|已售|原价|券后价?|到手价)\s*[:\uff1a]?\s*[¥\uffe5]?\s*\d[\d.,]*\s*[万千+件元]*(?:人付款)?"
)
_NOTICE: Final = re.compile(r".{0,60}撤回了?(?:一条|1条)?消息.{0,12}")
_NOON: Final = 12 * HOUR


class Header(NamedTuple):
    """The first line of a message: who and when (UTC ms)."""

    sender: str
    at_ms: int


class _Short(NamedTuple):
    sender: str
    of_day: int


def is_noise(line: str) -> bool:
    """Return whether ``line`` is a piece of the interface that got copied along (trade.md C9)."""
    return line in _NOISE or (len(line) <= _LONGEST_HEADER and _CARD.fullmatch(line) is not None)


def is_notice(line: str) -> bool:
    """Return whether ``line`` is the platform's own word, such as a recalled message."""
    return _NOTICE.fullmatch(line) is not None


def headers(lines: Sequence[str], known: Collection[str] = ()) -> dict[int, Header]:
    """Return the header lines by their place in ``lines``.

    A header has name and date with time; one with the time only continues the last date, past midnight the next day,
    and counts only for a name that is met elsewhere too, so that "see you at 12:30:00" stays text. ``known`` are names
    that are surely senders.
    """
    full = {place: header for place, line in enumerate(lines) if (header := _full(line)) is not None}
    short = {place: found for place, line in enumerate(lines) if place not in full and (found := _short(line))}
    names = {header.sender for header in full.values()}
    counts = Counter(found.sender for found in short.values())
    trusted = names | set(known) | {name for name, times in counts.items() if times > 1}
    result: dict[int, Header] = {}
    last: int | None = None
    for place, line in enumerate(lines):
        if place in full:
            result[place] = full[place]
            last = full[place].at_ms
        elif place in short and last is not None and (short[place].sender in trusted or len(names) == 1):
            last = _continued(last, short[place].of_day)
            result[place] = Header(short[place].sender, last)
        elif (day := date_line(line)) is not None:
            last = day
    return result


def date_line(line: str) -> int | None:
    """Return the first millisecond of the day that ``line`` announces, None if it is no such line."""
    match = _DATE.fullmatch(line) if len(line) <= _LONGEST_HEADER else None
    found = parse_stamp(match[1]) if match else None
    return found if found is not None and of_a_shop(found) else None


def _continued(last: int, of_day: int) -> int:
    """Return the moment ``of_day`` on the day of ``last``, on the next one where midnight lies between."""
    moment = day_start(last) + of_day
    return moment + DAY if last - moment > _NOON else moment


def _full(line: str) -> Header | None:
    match = _FULL.fullmatch(line) if len(line) <= _LONGEST_HEADER else None
    if match is None:
        return None
    at_ms, sender = parse_stamp(match[2]), _name(match[1])
    return Header(sender, at_ms) if sender and at_ms is not None and of_a_shop(at_ms) else None


def _short(line: str) -> _Short | None:
    match = _SHORT.fullmatch(line) if len(line) <= _LONGEST_HEADER else None
    if match is None or not (sender := _name(match[1])):
        return None
    hour, minute, second = map(int, match[2].split(":"))
    return _Short(sender, hour * HOUR + minute * MINUTE + second * SECOND)


def _name(text: str) -> str:
    """Return ``text`` as a sender's name, empty if it reads like a sentence or a label."""
    name = clean_name(text)
    return "" if len(name) > _LONGEST_NAME or _NO_NAME.search(name) else name
