"""What a file of phrases does to the phrases that stand: pairs found without a store, in little memory."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import StrEnum
from hashlib import blake2b
from typing import Any, Final, NamedTuple

MOST_PHRASES: Final = 100_000
"""Rows of one file of phrases; Qianniu itself keeps some thousand."""

LONGEST_NAME: Final = 200
"""Characters of a code or of the name of a group."""

Validity = tuple[int | None, int | None]


class Fate(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class PhraseSign(NamedTuple):
    """A phrase as it is compared. ``key`` is its line in the file or its id; ``text`` the digest of its text.

    ``validity`` is None where the file has no such column: what stands is left alone then. ``owner`` is the agent whose
    own it is, None for the shop's: neither ever pairs with the other.
    """

    key: int
    code: str
    text: bytes
    group: str
    validity: Validity | None = None
    owner: int | None = None


class Match(NamedTuple):
    """The fate of the row at ``line``; ``phrase_id`` is the phrase it changes or equals, None for a new one."""

    line: int
    fate: Fate
    phrase_id: int | None = None


class MergePlan(NamedTuple):
    """Every row's match in the file's order, and what is worth saying about the file.

    ``repeated`` maps each code that stands more than once to the lines it stands on, ``empty_codes`` counts rows
    without one; both are kept as they are, since Qianniu allows them. ``shadowed`` are the lines whose code an agent's
    personal phrase has as well.
    """

    matches: list[Match]
    repeated: dict[str, list[int]]
    empty_codes: int
    shadowed: list[int]

    def count(self, fate: Fate) -> int:
        """Return how many rows have this fate."""
        return sum(1 for match in self.matches if match.fate is fate)


def let_go(*held: list[Any] | dict[Any, Any]) -> None:
    """Empty lists and dicts entry by entry.

    Python frees a list of 100,000 rows in one step of 6 ms and a dict of as many lists in one of 15 (several times that
    on a busy machine), and no other thread runs meanwhile, that of the window included.
    """
    for each in held:
        take: Callable[[], object] = each.popitem if isinstance(each, dict) else each.pop
        while each:
            take()


def digest(text: str) -> bytes:
    """Return 16 bytes that stand for ``text``: a plan of 100,000 long texts would not fit in memory."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def plan(rows: Sequence[PhraseSign], stored: Iterable[PhraseSign], personal_codes: Iterable[str] = ()) -> MergePlan:
    """Pair the rows of a file with the phrases that stand, equal ones first.

    Equal are code, text and group (and validity, where the file has it). What is left is a change of the phrase with
    the same code and text; else of the one with the same text in the same group; else of the one with the same code,
    if that code is left exactly once on both sides: where codes repeat nobody can say which was meant, and nothing is
    overwritten. The rest is new. A file that was taken in once is equal throughout.
    """
    matched: dict[int, Match] = {}
    pairing = _Pairing(rows, stored)
    for row, found in pairing.take(lambda each: (each.code, each.text, each.group)):
        later = row.validity is not None and row.validity != found.validity
        matched[row.key] = Match(row.key, Fate.CHANGED if later else Fate.SAME, found.key)
    for key_of, alone in _WAYS:
        for row, found in pairing.take(key_of, alone=alone):
            matched[row.key] = Match(row.key, Fate.CHANGED, found.key)
    matches = [matched.get(row.key) or Match(row.key, Fate.NEW) for row in rows]
    let_go(matched)
    mine = frozenset(code for code in personal_codes if code)
    shadowed = [row.key for row in rows if row.owner is None and row.code in mine]
    return MergePlan(matches, _repeated(rows), sum(1 for row in rows if not row.code), shadowed)


def _code(sign: PhraseSign) -> Hashable:
    return sign.code or None


_Key = Callable[[PhraseSign], Hashable]
_WAYS: Final[tuple[tuple[_Key, bool], ...]] = (
    (lambda each: (each.code, each.text), False),
    (lambda each: (each.text, each.group), False),
    (lambda each: (each.code, each.group) if each.code else None, True),
    (_code, True),
)


class _Pairing:
    """Rows and phrases that have no partner yet."""

    def __init__(self, rows: Iterable[PhraseSign], stored: Iterable[PhraseSign]) -> None:
        self._rows, self._stored = list(rows), list(stored)

    def take(self, key_of: _Key, *, alone: bool = False) -> list[tuple[PhraseSign, PhraseSign]]:
        """Pair those of the same key, the first with the first; with ``alone`` only keys that stand once on each side.

        A key of None pairs with nothing.
        """
        there: defaultdict[Hashable, deque[PhraseSign]] = defaultdict(deque)
        for sign in self._stored:
            there[sign.owner, key_of(sign)].append(sign)
        asked = Counter((row.owner, key_of(row)) for row in self._rows) if alone else Counter[Hashable]()
        pairs = []
        for row in self._rows:
            key = (row.owner, key_of(row))
            found = there.get(key)
            if key[1] is None or not found or (alone and (asked[key] > 1 or len(found) > 1)):
                continue
            pairs.append((row, found.popleft()))
        let_go(there, asked)
        self._forget(pairs)
        return pairs

    def _forget(self, pairs: list[tuple[PhraseSign, PhraseSign]]) -> None:
        rows, phrases = {row.key for row, _ in pairs}, {phrase.key for _, phrase in pairs}
        self._rows = [row for row in self._rows if row.key not in rows]
        self._stored = [phrase for phrase in self._stored if phrase.key not in phrases]


def _repeated(rows: Iterable[PhraseSign]) -> dict[str, list[int]]:
    lines = defaultdict(list)
    for row in rows:
        if row.code:
            lines[row.code].append(row.key)
    repeated = {code: found for code, found in lines.items() if len(found) > 1}
    let_go(lines)
    return repeated
