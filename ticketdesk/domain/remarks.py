"""Remarks: who wrote what and when, where remarks contradict each other, and the platform's limit of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, MINUTE, SHOP_ZONE, from_ms, to_ms
from ticketdesk.domain.remark_slots import Slot, SlotName, slots_of

REMARK_LIMIT: Final = 1_000
"""Bytes the platform keeps of a remark (trade.md A.8); UTF-8 unless the shop sets GBK."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark read: ``text`` as it stands, ``body`` without name and date.

    It was written in ``at <= t < until`` (UTC ms): a minute, or a day where no more is known; both None if unknown.
    """

    text: str
    who: str | None
    at: int | None
    until: int | None
    body: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one remark says of a slot."""

    value: str
    remark: Remark


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different values for one slot; ``winner`` is the latest claim, None where time does not decide."""

    slot: SlotName
    claims: tuple[Claim, ...]
    winner: Claim | None


class _Dated(NamedTuple):
    rest: str
    at: int | None
    until: int | None
    parted: bool


_DATE: Final = re.compile(
    r"(?:(?<!\d)(\d{4})[-./年])?(?<![\d.])(\d{1,2})[-./月](\d{1,2})日?(?:\s*(\d{1,2})[:\uff1a点](\d{2})(?:[:\uff1a]\d{2})?)?\s*$"
)
_AMOUNT_BEFORE: Final = re.compile(r"[退补付差返收赔减加共¥\uffe5$元价]\s*$")
_PARTS: Final = re.compile(r"\s*[+\uff0b|]\s*|\s+")
_AGENT: Final = r"(?:[早白中晚]班)?-?客服[A-Za-z0-9]{1,2}"
_AGENT_FIRST: Final = re.compile(rf"({_AGENT})(?![A-Za-z0-9])\s*(.*)", re.S)
_AGENT_LAST: Final = re.compile(rf"(.*?)\s*({_AGENT})", re.S)
_LONGEST_NAME: Final = 8
_ACT: Final = re.compile(r"[换改发退要补催取拦查]")
_STRAY: Final = " \t\r\n'+\uff0b|,\uff0c。;\uff1b"


def parse_remark(text: str, *, now: int, agents: Iterable[str] = (), recorded_at: int | None = None) -> Remark:
    """Return «name+text+date» or «text+name+date» taken apart (trade.md A.8, C3).

    ``agents`` are known names, found also where nothing parts them from the text. A date without a year is the last
    one not after ``now`` (UTC ms); ``recorded_at`` is the exact moment where the program stamped the remark itself.
    """
    dated = _dated(text.strip(_STRAY), now, tuple(agents))
    who, body = _named(dated, sorted(agents, key=len, reverse=True))
    at, until = (dated.at, dated.until) if recorded_at is None else (recorded_at, recorded_at + 1)
    return Remark(text, who, at, until, body, slots_of(body))


def signed(text: str, *, now: int) -> tuple[str | None, int | None]:
    """Return who wrote a remark and when (UTC ms), as ``parse_remark`` does, without looking for what it asks."""
    dated = _dated(text.strip(_STRAY), now, ())
    return _named(dated, ())[0], dated.at


def parse_memo(text: str, *, now: int, agents: Sequence[str] = ()) -> tuple[Remark, ...]:
    """Return the remarks of a platform memo: a line that ends with a date ends a remark, the rest is one more."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        parts[-1].append(line)
        if _dated(line.strip(_STRAY), now, tuple(agents)).at is not None:
            parts.append([])
    whole = ("\n".join(part) for part in parts)
    return tuple(parse_remark(part, now=now, agents=agents) for part in whole if part.strip(_STRAY))


def _dated(text: str, now: int, agents: tuple[str, ...]) -> _Dated:
    """Return ``text`` with the date at its end taken off, if it is a date and not an amount («退5.5»)."""
    match = _DATE.search(text)
    if match is None:
        return _Dated(text, None, None, False)
    rest = text[: match.start()]
    parted = not rest or rest[-1] in _STRAY
    certain = match[1] is not None or match[4] is not None or parted
    amount = _AMOUNT_BEFORE.search(rest) is not None and not certain
    named = any(rest.startswith(name) or rest.endswith(name) for name in agents)
    start = None if amount or not (certain or named) else _moment(match, now)
    if start is None:
        return _Dated(text, None, None, False)
    return _Dated(rest.strip(_STRAY), start, start + (DAY if match[4] is None else MINUTE), parted)


def _moment(match: re.Match[str], now: int) -> int | None:
    """Return the moment of a date, of the last year in which it is not after ``now`` where none is written."""
    month, day, hour, minute = (int(part or 0) for part in match.groups()[1:])
    if match[1]:
        return _in_year(int(match[1]), month, day, hour, minute)
    this_year = from_ms(now).year
    # Eight years back, so that a 29 February is found.
    moments = (_in_year(year, month, day, hour, minute) for year in range(this_year, this_year - 9, -1))
    return next((moment for moment in moments if moment is not None and moment <= now), None)


@lru_cache(maxsize=1_024)
def _in_year(year: int, month: int, day: int, hour: int, minute: int) -> int | None:
    """The moment of a date, None where the calendar has no such day; a file's remarks share a few of them."""
    try:
        return to_ms(datetime(year, month, day, hour, minute, tzinfo=SHOP_ZONE))
    except ValueError:
        return None


def _named(dated: _Dated, agents: Sequence[str]) -> tuple[str | None, str]:
    """Return who wrote the remark and what is left of it."""
    rest = dated.rest
    for name in agents:
        if name and rest.startswith(name):
            return name, rest[len(name) :].strip(_STRAY)
        if name and rest.endswith(name):
            return name, rest[: -len(name)].strip(_STRAY)
    if match := _AGENT_FIRST.fullmatch(rest):
        return match[1], match[2].strip(_STRAY)
    if match := _AGENT_LAST.fullmatch(rest):
        return match[2], match[1].strip(_STRAY)
    return _guessed(rest) if dated.at is not None else (None, rest)


def _guessed(rest: str) -> tuple[str | None, str]:
    """Return the name at one end of ``rest``: the shorter end part that asks for nothing, the first of equals."""
    cuts = [match.span() for match in _PARTS.finditer(rest)]
    if not cuts:
        return None, rest
    ends = [
        (rest[: cuts[0][0]], rest[cuts[0][1] :]),
        (rest[cuts[-1][1] :], rest[: cuts[-1][0]]),
    ]
    names = [(name, body) for name, body in ends if _like_name(name)]
    if not names:
        return None, rest
    name, body = min(names, key=lambda end: len(end[0]))
    return name, body.strip(_STRAY)


@lru_cache(maxsize=1_024)
def _like_name(part: str) -> bool:
    """Return whether ``part`` may be a name: short, beginning with no verb of the trade, asking for nothing."""
    return 0 < len(part) <= _LONGEST_NAME and not _ACT.match(part) and not slots_of(part)


def conflicts(remarks: Iterable[Remark]) -> tuple[Conflict, ...]:
    """Return the slots for which ``remarks`` name different values; the latest date wins (trade.md A.8-56, C3).

    A claim wins only if it is surely later than every other value's: two of one day without minutes need a decision.
    """
    claims: dict[SlotName, list[Claim]] = {}
    for remark in remarks:
        for slot in remark.slots:
            claims.setdefault(slot.name, []).append(Claim(slot.value, remark))
    return tuple(
        Conflict(name, tuple(claims[name]), _winner(claims[name]))
        for name in SlotName
        if len({claim.value for claim in claims.get(name, ())}) > 1
    )


def _winner(claims: Sequence[Claim]) -> Claim | None:
    """Return the latest claim that is surely later than every claim of another value, None if there is none."""
    sure = (claim for claim in claims if all(_later(claim, other) for other in claims if other.value != claim.value))
    return max(sure, key=lambda claim: claim.remark.at or 0, default=None)


def _later(claim: Claim, other: Claim) -> bool:
    """Return whether ``claim`` was surely written after ``other``."""
    return claim.remark.at is not None and other.remark.until is not None and claim.remark.at >= other.remark.until


def remark_bytes(text: str, encoding: str = "utf-8") -> int:
    """Return the bytes of ``text`` in ``encoding`` ("utf-8" or "gb18030"), by which the platform limits a remark."""
    return len(text.encode(encoding, "replace"))


def check_remark(text: str, encoding: str = "utf-8") -> None:
    """Raise ``DeskError("remark_empty")`` or ``DeskError("remark_too_long")`` unless the platform keeps ``text`` whole.

    The limit is 1000 bytes (trade.md A.8, C4): 333 Chinese characters in UTF-8.
    """
    if not text.strip():
        raise DeskError("remark_empty")
    size = remark_bytes(text, encoding)
    if size > REMARK_LIMIT:
        raise DeskError("remark_too_long", bytes=size, limit=REMARK_LIMIT)


def compose(agent_name: str, text: str, ms: int) -> str:
    """Return the remark as it is kept and pasted: text, name and minute of ``ms`` (UTC), with blanks (trade.md C4)."""
    moment = from_ms(ms)
    return f"{text.strip()} {agent_name} {moment.month}-{moment.day} {moment:%H:%M}"
