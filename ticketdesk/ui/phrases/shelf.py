"""All phrases an agent sees, with what they are found by, and which of them a view of the workshop shows."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.phrase_near import near_groups
from ticketdesk.domain.phrases import PhraseKey, match
from ticketdesk.domain.text import fold, letters, simplify
from ticketdesk.store.queries.phrases import PhraseRow, each_phrase
from ticketdesk.store.reader import Rows
from ticketdesk.ui.tasks import Cancelled

ALL: Final = "all"
OWN: Final = "own"
ENDED: Final = "ended"
UNUSED: Final = "unused"
NEAR: Final = "near"
GROUP: Final = "group:"
"""Begins the key of a group's view; the group without a name is the bare word."""

SOON_MS: Final = 7 * 24 * 3_600_000
"""Phrases that end within a week stand with those that have ended."""

_FOLDED: Final = 2_000


class Shelf(NamedTuple):
    """The phrases by id, in their order, and their search keys in the same order."""

    rows: dict[int, PhraseRow]
    keys: list[PhraseKey]

    def groups(self) -> dict[str, int]:
        """Return how many phrases each group has, in the order the groups first come."""
        return dict(Counter(row.grouping for row in self.rows.values()))

    def view(self, key: str, now: int) -> list[PhraseRow]:
        """Return the rows of a view in their order (that of near-duplicates is made by ``near``)."""
        return [row for row in self.rows.values() if _belongs(row, key, now)]

    def counts(self, now: int) -> dict[str, int]:
        """Return how many rows each fixed view has."""
        return {key: len(self.view(key, now)) for key in (ALL, OWN, ENDED, UNUSED)}

    def search(self, words: str, within: Iterable[int]) -> array[int]:
        """Return the ids that answer ``words`` among ``within``, best first; all of them for no words."""
        asked = words.strip().removeprefix("/")
        inside = array("q", within)
        if not asked:
            return inside
        kept = frozenset(inside)
        return array("q", (key.id for key in match(asked, self.keys) if key.id in kept))


def load_shelf(source: Rows, agent_id: int | None, cancelled: Cancelled, most: int | None = None) -> Shelf:
    """Read all phrases (call it in a task; 100,000 take seconds); the first ``most``, the agent's own before all."""
    rows: list[PhraseRow] = []
    for row in each_phrase(source, agent_id):
        if cancelled():
            break
        rows.append(row)
    if most is not None and len(rows) > most:
        rows = sorted(rows, key=lambda row: (row.owner_id is None, -row.uses))[:most]
    return shelf_of(rows)


def shelf_of(rows: Iterable[PhraseRow]) -> Shelf:
    """Return these phrases with their search keys (2 µs a phrase)."""
    kept = {row.id: row for row in rows}
    return Shelf(kept, [_key(row) for row in kept.values()])


def _key(row: PhraseRow) -> PhraseKey:
    body = simplify(letters(fold(row.text[:_FOLDED])))
    return PhraseKey(row.id, row.code.lower(), row.initials, body, row.owner_id is not None)


def near(shelf: Shelf, cancelled: Cancelled) -> list[list[int]]:
    """Return the groups of near-equal phrases (call it in a task)."""
    if cancelled():
        return []
    return [list(group.ids) for group in near_groups((row.id, row.text) for row in shelf.rows.values())]


def _belongs(row: PhraseRow, key: str, now: int) -> bool:
    if key.startswith(GROUP):
        return row.grouping == key.removeprefix(GROUP)
    if key == OWN:
        return row.owner_id is not None
    if key == ENDED:
        return row.valid_to is not None and row.valid_to <= now + SOON_MS
    return row.uses == 0 if key == UNUSED else True
