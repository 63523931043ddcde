"""Phrases: those of the shop and an agent's own; nobody reads another agent's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ticketdesk.domain.phrase_merge import PhraseSign, digest
from ticketdesk.domain.text import fold, letters
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


def offered_phrases(source: Rows, agent_id: int | None, most: int) -> Iterator[PhraseRow]:
    """Yield ``most`` phrases: the agent's own before all, then the most used, else in their order."""
    best = "phrase.owner_id IS NULL, COALESCE(u.uses, 0) DESC, phrase.sort, phrase.id LIMIT ?"
    for row in source.each(f"{_COLUMNS} WHERE {_SEEN} ORDER BY {best}", (agent_id, most)):
        yield PhraseRow(*row)


def own_or_shop(source: Rows, ids: Sequence[int], agent_id: int | None) -> list[PhraseRow]:
    """Return those of ``ids`` that stand and that the agent may know of, in no order."""
    return [row for row in phrases_by_ids(source, ids) if row.owner_id in (None, agent_id)]


def last_phrases(source: Rows, agent_id: int | None, count: int) -> list[int]:
    """Return the ids of the last ``count`` phrases of the list, ascending."""
    sql = f"SELECT id FROM phrase WHERE {_SEEN} ORDER BY sort DESC, id DESC LIMIT ?"
    return sorted(number for (number,) in source.rows(sql, (agent_id, count)))


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


class PhraseHit(NamedTuple):
    """A phrase that answers what was typed, with the beginning of its text."""

    id: int
    code: str
    text: str


# Exact code, beginning of a code, of the initials, inside these, inside the text, as ``domain.phrases.match`` ranks.
_RANKED = (
    "SELECT id, code, substr(text, 1, 400) FROM (SELECT id, code, text, sort, owner_id, used, CASE"
    " WHEN lower(code) = ?2 THEN 0 WHEN ?2 <> '' AND substr(lower(code), 1, length(?2)) = ?2 THEN 1"
    " WHEN ?3 <> '' AND substr(initials, 1, length(?3)) = ?3 THEN 2 WHEN ?3 <> '' AND instr(initials, ?3) THEN 3"
    " WHEN instr(lower(text), ?2) THEN 4 END AS fit FROM (SELECT phrase.*, COALESCE(u.uses, 0) AS used FROM phrase"
    " LEFT JOIN phrase_use u ON u.phrase_id = phrase.id) WHERE deleted = 0 AND (owner_id IS NULL OR owner_id = ?1)"
    " AND COALESCE(valid_from, 0) <= ?4 AND (valid_to IS NULL OR ?4 < valid_to))"
    " WHERE fit IS NOT NULL ORDER BY fit, owner_id IS NULL, used DESC, sort, id LIMIT ?5"
)


def phrase_hits(source: Rows, words: str, agent_id: int | None, now: int, limit: int) -> list[PhraseHit]:
    """Return the best ``limit`` phrases offered at ``now`` (UTC ms) that answer ``words``, best first.

    It looks at every phrase (call it in a task: 100,000 take a tenth of a second).
    """
    asked = words.strip().lower()
    plain = letters(fold(asked))
    found = source.rows(_RANKED, (agent_id, asked, plain if plain.isascii() else "", now, limit)) if asked else []
    return [PhraseHit(*row) for row in found]


def brief_phrases(source: Rows, ids: Sequence[int], agent_id: int | None) -> list[tuple[int, str, str]]:
    """Return id, code and the first 200 characters of those of ``ids`` that the agent may read, own ones first."""
    found: list[tuple[int, str, str]] = []
    for at in range(0, len(ids), _PAGE):
        sql = (
            f"SELECT id, code, substr(text, 1, 200) FROM phrase WHERE id IN ({some(ids[at : at + _PAGE])}) AND {_SEEN}"
        )
        found += source.rows(f"{sql} ORDER BY owner_id IS NULL, sort, id", (agent_id,))
    return found


def seen_phrases(source: Rows, ids: Sequence[int], agent_id: int | None) -> set[int]:
    """Return those of ``ids`` that stand and that the agent may know of: another agent's own are as good as missing."""
    found: set[int] = set()
    for at in range(0, len(ids), _PAGE):
        sql = f"SELECT id FROM phrase WHERE id IN ({some(ids[at : at + _PAGE])}) AND {_SEEN}"
        found.update(number for (number,) in source.rows(sql, (agent_id,)))
    return found
