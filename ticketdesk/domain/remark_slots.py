"""What a remark asks for: sizes, colours, couriers and other matters, found by rules that are data.

The rules travel with the program (``resources/rules/remarks.toml``, which explains them); the words of each matter are
the shop's to edit.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.text import clean_name

MOST_WORDS: Final = 200
LONGEST_WORD: Final = 30
_LOOK_BACK: Final = 24
"""Characters before a value in which its refusal stands; the forms that look for it are shorter."""


class SlotName(StrEnum):
    """A matter on which two remarks can contradict each other (trade.md C3)."""

    SIZE = "size"
    COLOUR = "colour"
    QUANTITY = "quantity"
    COURIER = "courier"
    ADDRESS = "address"
    GIFT = "gift"
    DISCOUNT = "discount"
    INVOICE = "invoice"
    HANDLING = "handling"


class Slot(NamedTuple):
    """One matter and what a remark says of it."""

    name: SlotName
    value: str


class Pattern(NamedTuple):
    """A form of words: its first group is the value, or ``means`` where that is stated."""

    find: re.Pattern[str]
    means: str = ""


class SlotRule(NamedTuple):
    """How the values of one matter are found: ``patterns`` by their form, ``words`` by themselves.

    A value counts as only talked of where ``behind`` ends before it, or ``before`` begins behind it; the words of this
    matter say nothing of the matters that it ``takes``.
    """

    name: SlotName
    number: bool
    patterns: tuple[Pattern, ...]
    words: re.Pattern[str] | None
    means: Mapping[str, str]
    behind: re.Pattern[str] | None
    before: re.Pattern[str] | None
    takes: frozenset[SlotName]


class Lint(NamedTuple):
    """What a remark may lack: ``lacks`` content|name|date|value; ``says`` is an English source string."""

    key: str
    lacks: str
    says: str
    asks: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class RemarkRules:
    """The compiled rules; ``shipped`` are the words of each matter as they travel with the program."""

    refused: re.Pattern[str]
    refused_after: re.Pattern[str]
    amount_before: re.Pattern[str]
    acts: re.Pattern[str]
    agent_first: re.Pattern[str]
    agent_last: re.Pattern[str]
    longest_name: int
    slots: tuple[SlotRule, ...]
    lints: tuple[Lint, ...]
    shipped: Mapping[SlotName, str]
    names: Mapping[SlotName, str]
    conclusion: str

    def concluded(self, chosen: Mapping[SlotName, str]) -> str:
        """Return the concluding remark that says these values count; it is read again as them (trade.md C3)."""
        parts = (f"{self.names[name]}:{chosen[name]}" for name in SlotName if name in chosen)
        return f"{self.conclusion}{', '.join(parts)}"


def parse_rules(text: str, own: Mapping[str, str] | None = None) -> RemarkRules:
    """Return the rules that a TOML text states; ``own`` words of the shop by the slot's key stand in place of its own.

    Raises ValueError or KeyError for a text that is none (a fault of the file).
    """
    stated = tomllib.loads(text)
    reading, chosen = stated["reading"], own or {}
    agent = reading["agent"]
    shipped = {SlotName(each["key"]): ", ".join(each.get("words", ())) for each in stated["slot"]}
    return RemarkRules(
        refused=re.compile(stated["refused"]),
        refused_after=re.compile(stated["refused_after"]),
        amount_before=re.compile(reading["amount_before"]),
        acts=re.compile(reading["acts"]),
        agent_first=re.compile(rf"({agent})(?![A-Za-z0-9])\s*(.*)", re.S),
        agent_last=re.compile(rf"(.*?)\s*({agent})", re.S),
        longest_name=int(reading["longest_name"]),
        slots=tuple(_slot(each, chosen.get(each["key"])) for each in stated["slot"]),
        lints=tuple(_lint(each) for each in stated["lint"]),
        shipped=shipped,
        names={SlotName(each["key"]): each["name"] for each in stated["slot"]},
        conclusion=stated["conclusion"],
    )


def _slot(stated: Mapping[str, Any], own: str | None) -> SlotRule:
    means = dict(_word(each) for each in (stated.get("words", ()) if own is None else _parted(own)))
    said = sorted(means, key=len, reverse=True)
    return SlotRule(
        SlotName(stated["key"]),
        bool(stated.get("number", False)),
        tuple(map(_pattern, stated.get("patterns", ()))),
        re.compile("|".join(map(re.escape, said))) if said else None,
        means,
        _if_stated(stated.get("behind")),
        _if_stated(stated.get("before")),
        frozenset(map(SlotName, stated.get("takes", ()))),
    )


def _pattern(stated: str | Mapping[str, str]) -> Pattern:
    if isinstance(stated, str):
        return Pattern(re.compile(stated, re.I))
    return Pattern(re.compile(stated["find"], re.I), stated["means"])


def _if_stated(stated: str | None) -> re.Pattern[str] | None:
    return re.compile(stated) if stated else None


def _lint(stated: Mapping[str, Any]) -> Lint:
    if stated["lacks"] not in ("content", "name", "date", "value"):
        raise ValueError(f"lint {stated['key']}: lacks is not known")
    asks = stated.get("asks")
    return Lint(stated["key"], stated["lacks"], stated["says"], re.compile(asks) if asks else None)


def _word(stated: str) -> tuple[str, str]:
    """Return (what is said, what it means) of "said=value" or a value alone; capitals count for nothing."""
    said, _, value = stated.partition("=")
    return _flat(said).upper(), _flat(value or said).upper()


def _parted(text: str) -> list[str]:
    return [word for part in re.split(r"[,\uff0c、;\uff1b\n]", text) if (word := clean_name(part))]


def checked_words(text: str) -> str:
    """Return the words of a slot as the shop keeps them, parted by commas.

    DeskErrors ``slot_words_many`` and ``slot_word_odd`` (too long, or a word without a value behind "=").
    """
    found = list(dict.fromkeys(_parted(text)))
    if len(found) > MOST_WORDS:
        raise DeskError("slot_words_many", limit=MOST_WORDS)
    for word in found:
        said, mark, value = word.partition("=")
        if not said.strip() or (mark and not value.strip()) or len(word) > LONGEST_WORD:
            raise DeskError("slot_word_odd", word=word[:LONGEST_WORD], limit=LONGEST_WORD)
    return ", ".join(found)


def slots_of(text: str, rules: RemarkRules) -> tuple[Slot, ...]:
    """Return what ``text`` asks for, at most one value a slot: the last one named, since one writes "M换L码".

    A value that is refused ("不要中通") counts as not said.
    """
    flat = _flat(text).upper()
    said = {rule.name: list(_said(flat, rule)) for rule in rules.slots}
    taken = {name: [each for rule in rules.slots if name in rule.takes for each in said[rule.name]] for name in said}
    found: dict[SlotName, str] = {}
    for rule in rules.slots:
        free = [each for each in said[rule.name] if not any(_within(each, other) for other in taken[rule.name])]
        value = next(_values(flat, free, rule, rules), None)
        if value is not None:
            found[rule.name] = value
    return tuple(Slot(name, found[name]) for name in SlotName if name in found)


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class _Said(NamedTuple):
    """A value where it stands in the text; the later one is the greater. ``first`` to ``last`` are all its words."""

    end: int
    start: int
    value: str
    first: int
    last: int


def _within(each: _Said, other: _Said) -> bool:
    return other.first <= each.start and each.end <= other.last


def _values(flat: str, said: Sequence[_Said], rule: SlotRule, rules: RemarkRules) -> Iterator[str]:
    """Yield what ``flat`` says of one matter, the last first; a word inside a longer one («红色» in «酒红色») says
    nothing."""
    for each in sorted(said, reverse=True):
        inside = any(other.start <= each.start and each.end <= other.end and other[:2] != each[:2] for other in said)
        if not inside and not _unwanted(flat, each, rule, rules):
            yield _number(each.value) if rule.number else " ".join(each.value.split())


def _unwanted(flat: str, each: _Said, rule: SlotRule, rules: RemarkRules) -> bool:
    """Whether a value is refused («不要中通», «白色没货»), or only talked of («联系圆通催件»)."""
    since, behind = max(0, each.start - _LOOK_BACK), (rules.refused, rule.behind)
    before = (rules.refused_after, rule.before)
    return any(form is not None and form.search(flat, since, each.start) for form in behind) or any(
        form is not None and form.match(flat, each.end) for form in before
    )


def _said(flat: str, rule: SlotRule) -> Iterator[_Said]:
    for form in rule.patterns:
        for match in form.find.finditer(flat):
            group = 0 if form.means else 1
            value = form.means or rule.means.get(match[1], match[1])
            yield _Said(match.end(group), match.start(group), value, *match.span())
    if rule.words is not None:
        for match in rule.words.finditer(flat):
            yield _Said(match.end(), match.start(), rule.means[match[0]], *match.span())


_DIGITS: Final = {"两": "2", **{digit: str(at) for at, digit in enumerate("一二三四五六七八九十", start=1)}}


def _number(said: str) -> str:
    """Return a number as one writes it shortest ("2.00" and "两" are "2"), anything else as it stands."""
    if said in _DIGITS:
        return _DIGITS[said]
    whole, dot, part = said.partition(".")
    if not whole.isdecimal() or (dot and not part.isdecimal()):
        return said
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))
