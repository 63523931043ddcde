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
from ticketdesk.domain.remark_slots import Lint, RemarkRules, Slot, SlotName, slots_of

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
    r"(?:(?<!\d)(\d{4})[-./年]|(?<![\d.]))(\d{1,2})[-./月](\d{1,2})[日号]?"
    r"(?:\s*(\d{1,2})[:\uff1a点](\d{2})(?:[:\uff1a]\d{2})?分?)?\s*$"
)
_SURE: Final = re.compile(
    r"(?:(?<!\d)\d{4}[-./年]\d{1,2}[-./月]\d{1,2}[日号]?(?![\d.:\uff1a])(?!\s*\d{1,2}[:\uff1a点]\d{2})"
    r"|(?<![\d.])\d{1,2}[-./月]\d{1,2}[日号]?\s*\d{1,2}[:\uff1a点]\d{2}(?:[:\uff1a]\d{2})?(?!\d)"
    r"|(?<![\d.])\d{1,2}[-./月]\d{1,2}[日号]?(?=\s*[;\uff1b]))"
)
_SEVERAL: Final = re.compile(r"\n|\d[-./月]\d{1,2}.*\d[-./月]\d{1,2}")
_PARTS: Final = re.compile(r"\s*[+\uff0b|]\s*|\s+")
_STRAY: Final = " \t\r\n'+\uff0b|,\uff0c。;\uff1b"


def parse_remark(
    text: str, rules: RemarkRules, *, now: int, agents: Iterable[str] = (), recorded_at: int | None = None
) -> Remark:
    """Return «name+text+date» or «text+name+date» taken apart (trade.md A.8, C3).

    ``agents`` are known names, found also where nothing parts them from the text. A date without a year is the last
    one not after ``now`` (UTC ms); ``recorded_at`` is the exact moment where the program stamped the remark itself.
    """
    known = tuple(sorted(agents, key=len, reverse=True))
    dated = _dated(text.strip(_STRAY), rules, now, known)
    who, body = _named(dated, rules, known)
    at, until = (dated.at, dated.until) if recorded_at is None else (recorded_at, recorded_at + 1)
    return Remark(text, who, at, until, body, slots_of(body, rules))


def signed(text: str, rules: RemarkRules, *, now: int) -> tuple[str | None, int | None]:
    """Return who wrote a remark and when (UTC ms), as ``parse_remark`` does, without looking for what it asks."""
    dated = _dated(text.strip(_STRAY), rules, now, ())
    return _named(dated, rules, ())[0], dated.at


def parse_memo(text: str, rules: RemarkRules, *, now: int, agents: Sequence[str] = ()) -> tuple[Remark, ...]:
    """Return the remarks of a platform memo: a line that ends with a date ends a remark, the rest is one more.

    Within a line a date ends one where it is surely a date (it has a minute or a year) or a semicolon follows it.
    """
    known = tuple(sorted(agents, key=len, reverse=True))
    parts: list[list[str]] = [[]]
    for line in (each for whole in text.splitlines() for each in _within(whole, rules, now, known)):
        parts[-1].append(line)
        if _dated(line.strip(_STRAY), rules, now, known).at is not None:
            parts.append([])
    whole = ("\n".join(part) for part in parts)
    return tuple(parse_remark(part, rules, now=now, agents=known) for part in whole if part.strip(_STRAY))


def may_hold_several(text: str) -> bool:
    """Return whether a memo may hold more than one remark: another one stands only behind a date, or on a line."""
    return _SEVERAL.search(text) is not None


def _within(line: str, rules: RemarkRules, now: int, agents: Sequence[str]) -> list[str]:
    """Return the remarks of one line; most lines are one. A part that nobody signed goes on («约11-22 10:30 上门»)."""
    parts, start = list[str](), 0
    for match in _SURE.finditer(line):
        part, rest = line[start : match.end()].rstrip(_STRAY), line[match.end() :]
        if rest[:1] in _STRAY and rest.strip(_STRAY) and _signs(part, rules, now, agents):
            parts.append(part)
            start = match.end()
    return [*parts, line[start:]]


def _signs(part: str, rules: RemarkRules, now: int, agents: Sequence[str]) -> bool:
    dated = _dated(part.strip(_STRAY), rules, now, agents)
    return dated.at is not None and _named(dated, rules, agents)[0] is not None


def _dated(text: str, rules: RemarkRules, now: int, agents: Sequence[str]) -> _Dated:
    """Return ``text`` with the date at its end taken off, if it is a date and not an amount («退5.5»)."""
    match = _DATE.search(text)
    if match is None:
        return _Dated(text, None, None, False)
    rest = text[: match.start()]
    parted = not rest or rest[-1] in _STRAY
    certain = match[1] is not None or match[4] is not None or parted
    amount = rules.amount_before.search(rest) is not None and not certain
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


def _named(dated: _Dated, rules: RemarkRules, agents: Sequence[str]) -> tuple[str | None, str]:
    """Return who wrote the remark and what is left of it; of names at both ends the one beside the date signs."""
    rest = dated.rest
    for name in agents if dated.at is not None else ():
        if name and rest.endswith(name):
            return name, rest[: -len(name)].strip(_STRAY)
    for name in agents:
        if name and rest.startswith(name):
            return name, rest[len(name) :].strip(_STRAY)
        if name and rest.endswith(name):
            return name, rest[: -len(name)].strip(_STRAY)
    if match := rules.agent_last.fullmatch(rest):
        return match[2], match[1].strip(_STRAY)
    if match := rules.agent_first.fullmatch(rest):
        return match[1], match[2].strip(_STRAY)
    return _guessed(rest, rules) if dated.at is not None else (None, rest)


def _guessed(rest: str, rules: RemarkRules) -> tuple[str | None, str]:
    """Return the name at one end of ``rest``: the shorter end part that asks for nothing, the first of equals."""
    cuts = [match.span() for match in _PARTS.finditer(rest)]
    if not cuts:
        return None, rest
    ends = [
        (rest[: cuts[0][0]], rest[cuts[0][1] :]),
        (rest[cuts[-1][1] :], rest[: cuts[-1][0]]),
    ]
    names = [(name, body) for name, body in ends if _like_name(name, rules)]
    if not names:
        return None, rest
    name, body = min(names, key=lambda end: len(end[0]))
    return name, body.strip(_STRAY)


def _like_name(part: str, rules: RemarkRules) -> bool:
    """Return whether ``part`` may be a name: short, beginning with no verb of the trade, asking for nothing."""
    return 0 < len(part) <= rules.longest_name and not rules.acts.match(part) and not slots_of(part, rules)


def lacking(remark: Remark, rules: RemarkRules) -> tuple[Lint, ...]:
    """Return what ``remark`` lacks by the rules of ``remarks.toml``, in their order (trade.md C4)."""
    return tuple(each for each in rules.lints if _lacks(remark, each))


def _lacks(remark: Remark, lint: Lint) -> bool:
    if lint.lacks == "content":
        return not any(character.isalnum() for character in remark.body)
    if lint.lacks == "value":
        return lint.asks is not None and lint.asks.search(remark.body) is not None
    return (remark.who if lint.lacks == "name" else remark.at) is None


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
