"""Phrases that say nearly the same: the shares of their pairs of letters, found without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
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


class NearGroup(NamedTuple):
    """Phrases of nearly one text, ids ascending; ``share`` (0 to 1) is the smallest likeness that joined them."""

    ids: tuple[int, ...]
    share: float


def near_groups(texts: Iterable[tuple[int, str]], share: float = NEAR) -> list[NearGroup]:
    """Return the groups among ``(id, text)`` that share at least ``share`` of their pairs of letters (Jaccard).

    Signs, blanks, width and traditional forms do not count. Chains are one group. The order is that of each group's
    smallest id, whatever the order of ``texts``. 5,000 phrases take about half a second.
    """
    forms: dict[str, list[int]] = defaultdict(list)
    for number, text in sorted(texts):
        forms[_form(text)].append(number)
    joined = _Joined({found[0]: found for found in forms.values()})
    _join_near([(found[0], shingles(form)) for form, found in forms.items() if letters(form)], share, joined)
    return joined.groups()


def shingles(form: str) -> frozenset[str]:
    """Return the pairs of letters of a folded text, its only letter where it has just one."""
    return frozenset(map("".join, pairwise(form))) or frozenset({form})


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
        return [
            NearGroup(tuple(sorted(found)), self._share[first])
            for first, found in sorted(self._members.items())
            if len(found) > 1
        ]


def _join_near(sets: list[tuple[int, frozenset[str]]], share: float, joined: _Joined) -> None:
    """Join near texts; two that share enough have one of their rarest pairs in common, so only those are looked up."""
    known = Counter(pair for _, pairs in sets for pair in pairs)
    kept: dict[int, frozenset[str]] = {}
    met: dict[str, list[int]] = defaultdict(list)
    for number, pairs in sorted(sets, key=lambda each: (len(each[1]), each[0])):
        rarest = sorted(pairs, key=lambda pair: (known[pair], pair))[: len(pairs) - ceil(share * len(pairs)) + 1]
        fewest = share * len(pairs)
        for other in dict.fromkeys(other for pair in rarest for other in met[pair][-_MOST_MET:]):
            theirs = kept[other]
            if len(theirs) < fewest or joined.leader(other) == joined.leader(number):
                continue
            common = len(pairs & theirs)
            likeness = common / (len(pairs) + len(theirs) - common)
            if likeness >= share:
                joined.join(number, other, likeness)
        kept[number] = pairs
        for pair in rarest:
            met[pair].append(number)
