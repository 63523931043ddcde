"""Rules of wording as data (trade.md A.11-67, C17): compiled once, each finding explains itself.

Characters that hide words from a filter (full width, zero-width, blanks between letters) are folded first; spans are
those of the text as it was typed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final, NamedTuple

LONGEST: Final = 65_536
MOST_FINDINGS: Final = 50
_NEAR: Final = 8


class Severity(StrEnum):
    """``WARN`` is told; ``STOP`` goes only with a reason."""

    WARN = "warn"
    STOP = "stop"


class Finding(NamedTuple):
    """One breach of a rule: ``start`` and ``end`` in the text (both 0 where something is missing from the whole).

    ``says`` is an English source text for ``words.tr``, ``source`` where the rule comes from, also for ``words.tr``.
    """

    rule: str
    start: int
    end: int
    severity: Severity
    says: str
    source: str


class Rule(NamedTuple):
    """A compiled rule; ``kind`` has|lacks|whole, ``when`` ""|ending|contact."""

    key: str
    kind: str
    when: str
    severity: Severity
    says: str
    source: str
    words: tuple[str, ...]
    literal: re.Pattern[str]
    patterns: re.Pattern[str] | None
    asks: re.Pattern[str] | None
    spared: re.Pattern[str] | None
    from_length: int


def parse(text: str) -> tuple[Rule, ...]:
    """Return the rules that a TOML text states; raises ValueError for one that is none (a fault of the file)."""
    stated: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    rules = tuple(_rule(each) for each in stated)
    keys = [rule.key for rule in rules]
    if len(set(keys)) != len(keys):
        raise ValueError("a key of a rule stands twice")
    return rules


def _rule(stated: Mapping[str, Any]) -> Rule:
    kind, when = str(stated["kind"]), str(stated.get("when", ""))
    if kind not in ("has", "lacks", "whole") or when not in ("", "ending", "contact"):
        raise ValueError(f"rule {stated['key']}: kind or when is not known")
    words = tuple(_fold(each)[0] for each in stated.get("words", ()))
    patterns, asks, spared = (stated.get(name, ()) for name in ("patterns", "asks", "except"))
    return Rule(
        str(stated["key"]), kind, when, Severity(stated["severity"]), str(stated["says"]), str(stated["source"]), words,
        _any_of(words), re.compile("|".join(patterns)) if patterns else None, _any_of(asks) if asks else None,
        _any_of(spared) if spared else None, int(stated.get("from_length", 1)),
    )  # fmt: skip


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(_fold(each)[0]) for each in sorted(words, key=len, reverse=True)))


def check(
    rules: Sequence[Rule], text: str, *, ending: bool = False, contact: bool = True, ignored: Collection[str] = ()
) -> list[Finding]:
    """Return what in ``text`` goes against the rules, in the order of the text; at most ``MOST_FINDINGS``.

    What stops a text is never cut off by warnings.

    ``ending``: these are the last words of a conversation. ``contact``: the shop's setting on contact data is on.
    ``ignored`` are the keys of rules that the agent has overridden already. Of a text beyond 64 k characters only
    the beginning is looked at.
    """
    plain, places = _fold(text[:LONGEST])
    wanted = (rule for rule in rules if rule.key not in ignored and _applies(rule, ending=ending, contact=contact))
    found = list(chain.from_iterable(_findings(rule, plain, places) for rule in wanted))
    found.sort(key=lambda each: each.severity is not Severity.STOP)
    return sorted(found[:MOST_FINDINGS], key=lambda each: (each.start, each.end))


def stops(findings: Iterable[Finding]) -> bool:
    """Return whether any finding asks for a reason before the text may go."""
    return any(each.severity is Severity.STOP for each in findings)


def _applies(rule: Rule, *, ending: bool, contact: bool) -> bool:
    return rule.when == "" or (rule.when == "ending" and ending) or (rule.when == "contact" and contact)


def _findings(rule: Rule, plain: str, places: Sequence[int]) -> Iterable[Finding]:
    if rule.kind == "whole":
        bare = plain.strip(".!~ \u3002")
        if bare in rule.words:
            yield _finding(rule, places, 0, len(plain))
    elif rule.kind == "lacks":
        if len(plain) >= rule.from_length and not _holds(rule, plain):
            asked = rule.asks.search(plain) if rule.asks else None
            if asked is not None:
                yield _finding(rule, places, asked.start(), asked.end())
            elif rule.asks is None:
                yield Finding(rule.key, 0, 0, rule.severity, rule.says, rule.source)
    else:
        counted = (match for match in _matches(rule, plain) if not _spared(rule, plain, match.span()))
        for match in islice(counted, MOST_FINDINGS):
            yield _finding(rule, places, match.start(), match.end())


def _holds(rule: Rule, plain: str) -> bool:
    """Whether any word stands there: a plain search is some hundred times as fast as the pattern of all words."""
    return any(word in plain for word in rule.words)


def _matches(rule: Rule, plain: str) -> Iterable[re.Match[str]]:
    if _holds(rule, plain):
        yield from rule.literal.finditer(plain)
    if rule.patterns is not None:
        yield from rule.patterns.finditer(plain)


def _spared(rule: Rule, plain: str, span: tuple[int, int]) -> bool:
    """Whether the hit stands inside a word that the rule excepts."""
    if rule.spared is None:
        return False
    start, end = span
    near = rule.spared.finditer(plain, max(0, start - _NEAR), end + _NEAR)
    return any(each.start() <= start and end <= each.end() for each in near)


def _finding(rule: Rule, places: Sequence[int], start: int, end: int) -> Finding:
    return Finding(rule.key, places[start], places[end - 1] + 1, rule.severity, rule.says, rule.source)


_UNSEEN: Final = r"\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_HIDDEN: Final = re.compile(f"[{_UNSEEN}]")
# A blank, dot, star or dash between two Chinese characters of one word only hides the word from a filter.
_SPLIT: Final = re.compile(rf"(?<=[\u4e00-\u9fff])[ \t*·.\-_~{_UNSEEN}]{{1,4}}(?=[\u4e00-\u9fff])")


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Return ``text`` in plain lower-case characters, and for each of them its place in ``text``."""
    plain = text.lower()
    if (
        len(plain) == len(text)
        and unicodedata.is_normalized("NFKC", text)
        and not _HIDDEN.search(text)
        and not _SPLIT.search(text)
    ):
        return plain, range(len(text))
    kept: list[str] = []
    places: list[int] = []
    skipped = {at for match in _SPLIT.finditer(text) for at in range(*match.span())}
    for at, character in enumerate(text):
        if at not in skipped:
            folded = _folded(character)
            kept.append(folded)
            places.extend([at] * len(folded))
    return "".join(kept), places


@lru_cache(maxsize=4_096)
def _folded(character: str) -> str:
    if _HIDDEN.match(character):
        return ""
    if "\u4e00" <= character <= "\u9fff":
        return character
    return character.lower() if character.isascii() else unicodedata.normalize("NFKC", character)[:2].lower()
