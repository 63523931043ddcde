"""Phrases: those of the shop and an agent's own; nobody reads another agent's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ticketdesk.domain.phrase_merge import PhraseSign, digest
from ticketdesk.store.reader import Rows, first, some

_PAGE = 500


class PhraseRow(NamedTuple):
    """A phrase with its pinyin initials, computed when it was written.

    ``owner_id`` is the agent whose own it is (None: the shop's); it is offered from ``valid_from`` on and before
    ``valid_to`` (UTC ms). ``picture`` is the SHA-256 of a kept file, "" for none; ``uses`` counts how often it was put
    into a reply, ``used_at`` (UTC ms) when last.
    """

    id: int
    version: int
    code: str
    text: str
    grouping: str
    initials: str
    owner_id: int | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    picture: str = ""
    uses: int = 0
    used_at: int | None = None


_COLUMNS = (
    "SELECT phrase.id, phrase.version, phrase.code, phrase.text, phrase.grouping, phrase.initials, phrase.owner_id,"
    " phrase.valid_from, phrase.valid_to, COALESCE(f.sha256, ''), COALESCE(u.uses, 0), u.used_at FROM phrase"
    " LEFT JOIN attachment f ON f.id = phrase.attachment_id LEFT JOIN phrase_use u ON u.phrase_id = phrase.id"
)
_SEEN = "phrase.deleted = 0 AND (phrase.owner_id IS NULL OR phrase.owner_id = ?)"


def each_phrase(source: Rows, agent_id: int | None = None) -> Iterator[PhraseRow]:
    """Yield the shop's phrases in their order and those of ``agent_id`` among them; never held across events."""
    for row in source.each(f"{_COLUMNS} WHERE {_SEEN} ORDER BY phrase.sort, phrase.id", (agent_id,)):
        yield PhraseRow(*row)


def phrases(source: Rows, agent_id: int | None = None) -> list[PhraseRow]:
    """Return the shop's phrases in their order, and those of ``agent_id`` among them."""
    return list(each_phrase(source, agent_id))


def phrases_by_ids(source: Rows, ids: Sequence[int]) -> list[PhraseRow]:
    """Return those of ``ids`` that stand, in no order."""
    found: list[PhraseRow] = []
    for at in range(0, len(ids), _PAGE):
        sql = f"{_COLUMNS} WHERE phrase.deleted = 0 AND phrase.id IN ({some(ids[at : at + _PAGE])})"
        found += (PhraseRow(*row) for row in source.rows(sql))
    return found


def signs(source: Rows, agent_id: int | None) -> list[PhraseSign]:
    """Return what an import compares: 16 bytes for each text, so that 100,000 phrases take some 40 MB."""
    sql = f"SELECT id, code, text, grouping, valid_from, valid_to, owner_id FROM phrase WHERE {_SEEN} ORDER BY sort, id"
    return [
        PhraseSign(number, code, digest(text), group, (start, end), owner)
        for number, code, text, group, start, end, owner in source.each(sql, (agent_id,))
    ]


def phrase_count(source: Rows, agent_id: int | None = None) -> int:
    """Return how many ``phrases`` would."""
    found = first(source, f"SELECT COUNT(*) FROM phrase WHERE {_SEEN}", (agent_id,))
    return int(found[0]) if found else 0


def seen_phrases(source: Rows, ids: Sequence[int], agent_id: int | None) -> set[int]:
    """Return those of ``ids`` that stand and that the agent may know of: another agent's own are as good as missing."""
    found: set[int] = set()
    for at in range(0, len(ids), _PAGE):
        sql = f"SELECT id FROM phrase WHERE id IN ({some(ids[at : at + _PAGE])}) AND {_SEEN}"
        found.update(number for (number,) in source.rows(sql, (agent_id,)))
    return found
