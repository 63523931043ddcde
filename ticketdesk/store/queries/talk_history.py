"""The history of a conversation: its words found, a day in it, and the buyer's other conversations."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.text import fold, letters, phrase_query, simplify, terms
from ticketdesk.store.ids import before_moment
from ticketdesk.store.reader import Rows, first, some

MOST_FOUND: Final = 5_000
"""So many hits of one conversation at most are told, the newest."""

SHORT: Final = 2_000
"""Messages up to which a conversation is looked through itself."""

_STEP: Final = 2_000


class OtherTalk(NamedTuple):
    """Another conversation of a buyer: over which channel, with whom ("" for nobody), until when (UTC ms)."""

    id: int
    channel: str
    agent_name: str
    last_at: int


def others(source: Rows, conversation_id: int, limit: int = 100) -> list[OtherTalk]:
    """Return the other conversations of the same buyer that hold a message, the one spoken in last first."""
    sql = (
        "SELECT c.id, c.channel, COALESCE(a.name, ''), c.last_at FROM conversation c LEFT JOIN agent a"
        " ON a.id = c.agent_id WHERE c.buyer_id = (SELECT buyer_id FROM conversation WHERE id = ?1)"
        " AND c.deleted = 0 AND c.id <> ?1 AND c.last_message_id IS NOT NULL"
        " ORDER BY c.last_at DESC, c.id DESC LIMIT ?2"
    )
    return [OtherTalk(*row) for row in source.rows(sql, (conversation_id, limit))]


def found(
    source: Rows, conversation_ids: Sequence[int], words: str, cancelled: Callable[[], bool] = lambda: False
) -> array[int]:
    """Return the messages of these conversations that hold every term of ``words``, oldest first.

    At most ``MOST_FOUND``, the newest; traditional and simplified forms find each other. Up to ``SHORT`` messages are
    looked through themselves, of more the full text is asked in steps; it ends early where it is ``cancelled``. Ask in
    a task.
    """
    wanted = tuple(dict.fromkeys(map(simplify, terms(words))))
    if not wanted or not conversation_ids:
        return array("q")
    short = _short(source, conversation_ids)
    if short is not None:
        return array("q", [number for number, text in short if _holds(text, wanted)][-MOST_FOUND:])
    return _indexed(source, conversation_ids, words, cancelled)


def _short(source: Rows, conversation_ids: Sequence[int]) -> list[tuple[int, str]] | None:
    """The words of conversations that are short: going through them costs less than the hits of a whole shop."""
    sql = "SELECT id, text FROM message WHERE conversation_id = ? AND deleted = 0 ORDER BY id LIMIT ?"
    found: list[tuple[int, str]] = []
    for number in conversation_ids:
        found += [(key, text) for key, text in source.rows(sql, (number, SHORT + 1))]
        if len(found) > SHORT:
            return None
    return sorted(found)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    """Whether the folded letters of a text hold every term: what the full text would say of it."""
    run = simplify(letters(fold(text)))
    return all(term in run for term in wanted)


def _indexed(source: Rows, conversation_ids: Sequence[int], words: str, cancelled: Callable[[], bool]) -> array[int]:
    """Go through the hits of the full text between the first message and the last, the newest first."""
    query, ends, hits = phrase_query(words, variants=True), _ends(source, conversation_ids), list[int]()
    if ends is None:
        return array("q")
    low, high = ends
    sql = (
        "SELECT rowid FROM fts_message WHERE fts_message MATCH ? AND rowid BETWEEN ? AND ?"
        f" ORDER BY rowid DESC LIMIT {_STEP}"
    )
    while len(hits) < MOST_FOUND and not cancelled():
        block = [number for (number,) in source.rows(sql, (query, low, high))]
        hits += _mine(source, conversation_ids, block)
        if len(block) < _STEP:
            break
        high = block[-1] - 1
    return array("q", reversed(hits[:MOST_FOUND]))


def _ends(source: Rows, conversation_ids: Sequence[int]) -> tuple[int, int] | None:
    """The first and the last message: each conversation's own stand at the ends of its index."""
    end = "SELECT {0}(id) FROM message WHERE conversation_id = {1}"
    low, high = (
        " UNION ALL ".join(end.format(which, int(number)) for number in conversation_ids) for which in ("MIN", "MAX")
    )
    ids = [int(number) for (number,) in source.rows(f"{low} UNION ALL {high}") if number is not None]
    return (min(ids), max(ids)) if ids else None


def _mine(source: Rows, conversation_ids: Sequence[int], block: Sequence[int]) -> list[int]:
    sql = (
        f"SELECT id FROM message WHERE id IN ({some(block)}) AND conversation_id IN ({some(conversation_ids)})"
        " AND deleted = 0 ORDER BY id DESC"
    )
    return [number for (number,) in source.rows(sql)] if block else []


def first_since(source: Rows, conversation_id: int, moment: int) -> int | None:
    """Return the first message said at ``moment`` (UTC ms) or later, else the last one before; None without any."""
    there = "SELECT id FROM message WHERE conversation_id = ?1 AND deleted = 0"
    later, last = f"{there} AND id > {before_moment('?2')} ORDER BY id LIMIT 1", f"{there} ORDER BY id DESC LIMIT 1"
    sql = f"SELECT COALESCE(({later}), ({last}))"
    row = first(source, sql, (conversation_id, moment))
    return int(row[0]) if row is not None and row[0] is not None else None
