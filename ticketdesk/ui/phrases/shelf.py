"""All phrases an agent sees, with what they are found by, and which of them a view of the workshop shows."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.phrase_near import near_groups
from ticketdesk.domain.phrases import PhraseKey, match
from ticketdesk.domain.text import fold, letters, simplify
from ticketdesk.store.queries.phrases import PhraseRow, each_phrase, last_phrases, offered_phrases, own_or_shop
from ticketdesk.store.reader import Rows
from ticketdesk.ui.tasks import Cancelled, Progress

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


class Overview(NamedTuple):
    """How many rows each fixed view has, and how many phrases each group, in the order the groups first come."""

    counts: dict[str, int]
    groups: dict[str, int]


class Shelf(NamedTuple):
    """The phrases by id, in their order, and their search keys in the same order."""

    rows: dict[int, PhraseRow]
    keys: list[PhraseKey]

    def groups(self) -> dict[str, int]:
        """Return how many phrases each group has, in the order the groups first come."""
        return dict(Counter(row.grouping for row in self.rows.values()))

    def view(self, key: str, now: int) -> array[int]:
        """Return the ids of a view in their order (that of near-duplicates is made by ``near``)."""
        if key == ALL:
            return array("q", self.rows)
        return array("q", (row.id for row in self.rows.values() if _belongs(row, key, now)))

    def overview(self, now: int) -> Overview:
        """Count everything (call it in a task: it looks at every phrase)."""
        counts = {key: 0 for key in (OWN, ENDED, UNUSED)}
        for row in self.rows.values():
            for key in counts:
                counts[key] += _belongs(row, key, now)
        return Overview({ALL: len(self.rows), **counts}, self.groups())

    def search(self, words: str, within: array[int]) -> array[int]:
        """Return the ids that answer ``words`` among ``within``, best first; all of them for no words."""
        asked = words.strip().removeprefix("/")
        if not asked:
            return within
        kept = frozenset(within) if len(within) < len(self.rows) else self.rows
        return array("q", (key.id for key in match(asked, self.keys) if key.id in kept))


def load_shelf(source: Rows, agent_id: int | None, cancelled: Cancelled) -> Shelf:
    """Read all phrases (call it in a task; 100,000 take seconds)."""
    return _shelf_of(each_phrase(source, agent_id), cancelled)


def load_offered(source: Rows, agent_id: int | None, cancelled: Cancelled, most: int) -> Shelf:
    """Read ``most`` phrases (call it in a task), the agent's own before all, then the most used."""
    return _shelf_of(offered_phrases(source, agent_id, most), cancelled)


def renewed(source: Rows, shelf: Shelf, ids: Iterable[int], agent_id: int | None) -> Shelf | None:
    """Return the shelf with these phrases read again, None where only reading all says where one of them stands.

    A new phrase stands at the end; one that was brought back may stand anywhere.
    """
    changed = set(ids)
    there = {row.id: row for row in own_or_shop(source, sorted(changed), agent_id)}
    fresh = [number for number in there if number not in shelf.rows]
    if fresh and last_phrases(source, agent_id, len(fresh)) != sorted(fresh):
        return None
    gone = changed - there.keys()
    rows = {number: there.get(number, row) for number, row in shelf.rows.items() if number not in gone}
    keys = [
        _key(there[key.id]) if key.id in there else key for key in shelf.keys if key.id not in gone
    ]  # fmt: skip
    for number in sorted(fresh):
        rows[number] = there[number]
        keys.append(_key(there[number]))
    return Shelf(rows, keys)


def shelf_of(rows: Iterable[PhraseRow]) -> Shelf:
    """Return these phrases with their search keys (2 µs a phrase)."""
    return _shelf_of(rows, lambda: False)


def _shelf_of(rows: Iterable[PhraseRow], cancelled: Cancelled) -> Shelf:
    kept: dict[int, PhraseRow] = {}
    keys: list[PhraseKey] = []
    for row in rows:
        if cancelled():
            break
        kept[row.id] = row
        keys.append(_key(row))
    return Shelf(kept, keys)


def _key(row: PhraseRow) -> PhraseKey:
    body = simplify(letters(fold(row.text[:_FOLDED])))
    return PhraseKey(row.id, row.code.lower(), row.initials, body, row.owner_id is not None)


def near(shelf: Shelf, progress: Progress, cancelled: Cancelled) -> list[list[int]]:
    """Return the groups of near-equal phrases (call it in a task); none where it is cancelled."""

    def step(share: float) -> None:
        if cancelled():
            raise DeskError("cancelled")
        progress(share)

    try:
        groups = near_groups(((row.id, row.text) for row in shelf.rows.values()), step=step)
    except DeskError:
        return []
    return [list(group.ids) for group in groups]


def _belongs(row: PhraseRow, key: str, now: int) -> bool:
    if key.startswith(GROUP):
        return row.grouping == key.removeprefix(GROUP)
    if key == OWN:
        return row.owner_id is not None
    if key == ENDED:
        return row.valid_to is not None and row.valid_to <= now + SOON_MS
    return row.uses == 0 if key == UNUSED else True
