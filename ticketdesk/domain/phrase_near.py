"""Phrases that say nearly the same: the shares of their pairs of letters, found without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

from ticketdesk.domain.text import fold, letters, simplify

NEAR: Final = 0.75
"""Two texts are near from this share of common pairs on: one word of a sentence of a dozen letters may differ."""

_READ: Final = 400
"""Characters of a text that are compared: who wrote that many the same meant the same."""

_MOST_MET: Final = 64
"""Texts that one pair is looked up in; a thousand near-equal texts are joined through the last of them."""

_COMMON: Final = 2
"""Rare pairs that two texts must share before they are compared; two that are near share that many."""

_SERIAL: Final = 32
"""Bits of a pair's number below those that say how often it comes: so numbers stand in the order of rarity."""

Step = Callable[[float], None]
"""Told the share of the work that is done; it may raise to end it."""


class NearGroup(NamedTuple):
    """Phrases of nearly one text, ids ascending; ``share`` (0 to 1) is the smallest likeness that joined them."""

    ids: tuple[int, ...]
    share: float


def near_groups(texts: Iterable[tuple[int, str]], share: float = NEAR, step: Step | None = None) -> list[NearGroup]:
    """Return the groups among ``(id, text)`` that share at least ``share`` of their pairs of letters (Jaccard).

    Signs, blanks, width and traditional forms do not count. Chains are one group. The order is that of each group's
    smallest id, whatever the order of ``texts``. 5,000 phrases take about half a second.
    """
    told = step or _untold
    forms: dict[str, list[int]] = defaultdict(list)
    for done, (number, text) in enumerate(texts):
        forms[_form(text)].append(number)
        if not done % _TOLD_EVERY:
            told(0.0)
    joined = _Joined({min(found): found for found in forms.values()})
    _join_near([(min(found), form) for form, found in forms.items() if letters(form)], share, joined, told)
    return joined.groups()


def shingles(form: str) -> frozenset[str]:
    """Return the pairs of letters of a folded text, its only letter where it has just one."""
    return frozenset(map("".join, pairwise(form))) or frozenset({form})


_TOLD_EVERY: Final = 256


def _untold(_share: float) -> None:
    return None


def _form(text: str) -> str:
    plain = text[:_READ]
    return simplify(letters(fold(plain))) or plain.strip()


class _Joined:
    """Groups that grow together: each text's leader is the smallest id of its group."""

    def __init__(self, members: dict[int, list[int]]) -> None:
        self._members = members
        self._leader = {first: first for first in members}
        self._share = dict.fromkeys(members, 1.0)

    def leader(self, number: int) -> int:
        """Return the first id of the group of ``number``."""
        while (above := self._leader[number]) != number:
            self._leader[number] = number = self._leader[above]
        return number

    def join(self, one: int, other: int, share: float) -> None:
        """Make one group of two."""
        first, second = sorted((self.leader(one), self.leader(other)))
        self._leader[second] = first
        self._members[first] += self._members.pop(second)
        self._share[first] = min(share, self._share[first], self._share[second])

    def groups(self) -> list[NearGroup]:
        """Return what has at least two members."""
        several = {first: found for first, found in self._members.items() if len(found) > 1}
        return [NearGroup(tuple(sorted(found)), self._share[first]) for first, found in sorted(several.items())]


def _join_near(texts: list[tuple[int, str]], share: float, joined: _Joined, told: Step) -> None:
    """Join near texts. Two that share enough have some of their rarest pairs in common, so only those are compared that
    were met under two of them (one, where there is no second)."""
    numbered = _Numbers(form for _, form in texts)
    kept: dict[int, tuple[int, ...]] = {}
    met: dict[int, list[int]] = defaultdict(list)
    for done, (number, form) in enumerate(_by_length(texts)):
        if not done % _TOLD_EVERY:
            told(done / len(texts))
        pairs = numbered.pairs(form)
        fewest = ceil(share * len(pairs))
        asked = min(_COMMON, fewest)
        rarest = pairs[: len(pairs) - fewest + asked]
        seen = Counter[int]()
        for pair in rarest:
            seen.update(met[pair][-_MOST_MET:])
        found = set(pairs)
        for other in (each for each, times in seen.items() if times >= min(asked, len(kept[each]))):
            theirs = kept[other]
            if len(theirs) < share * len(pairs) or joined.leader(other) == joined.leader(number):
                continue
            common = len(found.intersection(theirs))
            likeness = common / (len(pairs) + len(theirs) - common)
            if likeness >= share:
                joined.join(number, other, likeness)
        kept[number] = pairs
        for pair in rarest:
            met[pair].append(number)
    while kept:
        kept.popitem()  # one by one: freed at once, a hundred thousand would hold every other thread


def _by_length(texts: list[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    """The texts with the fewest pairs first, equal ones by their ids; in stretches, since sorting a hundred thousand at
    once would hold every other thread."""
    of_length: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, form in texts:
        of_length[len(shingles(form))].append((number, form))
    for length in sorted(of_length):
        yield from sorted(of_length[length])


class _Numbers:
    """A number for each pair, smaller for a rarer one."""

    def __init__(self, forms: Iterable[str]) -> None:
        known: Counter[str] = Counter()
        for form in forms:
            known.update(shingles(form))
        self._numbers = {pair: (times << _SERIAL) + at for at, (pair, times) in enumerate(known.items())}

    def pairs(self, form: str) -> tuple[int, ...]:
        """Return the numbers of a text's pairs, the rarest first."""
        numbers = self._numbers
        return tuple(sorted([numbers[pair] for pair in shingles(form)]))
