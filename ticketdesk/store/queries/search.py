"""Search over messages, orders, tickets, buyers and remarks: newest first, fifty a page, exact."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.domain.masking import mask_name
from ticketdesk.domain.text import holding, letters, phrase_query, terms
from ticketdesk.store.reader import Rows, first, some
from ticketdesk.store.search_index import SOURCES, TABLE_OF, body
from ticketdesk.store.sql import Value

KINDS: tuple[str, ...] = tuple(source.kind for source in SOURCES)
_SOURCES = {source.kind: source for source in SOURCES}
_WINDOWS = (256, 1_024, 2_048)
_DENSE = 8
"""A window that holds less than this share of the page wanted says that the rest would not be near."""

_HIGHEST = (1 << 63) - 1
_INDEX = {source.kind: source.fts for source in SOURCES}
PAGE = 50


class Hit(NamedTuple):
    """One found row: ``title`` and ``text`` are original texts to be marked on screen, ``at`` UTC ms (or None).

    ``place`` is the id of what Enter opens: the conversation of a message, the order of a remark, else the row itself.
    """

    kind: str
    id: int
    place: int
    title: str
    text: str
    at: int | None


_HITS: dict[str, str] = {
    "messages": "SELECT m.id, m.conversation_id, b.nick, m.text, m.sent_at FROM message m JOIN conversation c"
    " ON c.id = m.conversation_id JOIN buyer b ON b.id = c.buyer_id WHERE m.deleted = 0 AND m.id IN ({ids})",
    "orders": "SELECT id, id, number, buyer_nick || ' ' || titles, sort_at FROM orders"
    " WHERE deleted = 0 AND id IN ({ids})",
    "tickets": "SELECT id, id, number, title, updated_at FROM ticket WHERE deleted = 0 AND id IN ({ids})",
    "buyers": "SELECT id, id, nick, name || char(31) || region, NULL FROM buyer WHERE deleted = 0 AND id IN ({ids})",
    "remarks": "SELECT r.id, r.order_id, o.number, r.text, r.at FROM remark r JOIN orders o ON o.id = r.order_id"
    " WHERE r.deleted = 0 AND r.id IN ({ids})",
}


def hits(
    source: Rows, kind: str, words: str, *, below: int | None = None, limit: int = PAGE, variants: bool = False
) -> list[Hit]:
    """Return the newest hits of one kind; ``below`` is the last id of the page before. Nothing searchable: no hit.

    ``variants`` also finds the other form (traditional, simplified) of what was typed.
    """
    ids = tail_ids(source, words, limit) if kind == "orders" and below is None else []
    near = _near(source, kind, words, below, limit, variants=variants)
    query = "" if near is not None else phrase_query(words, variants=variants)
    ids += [key for key in near or () if key not in ids]
    if query:
        sql = f"SELECT rowid FROM {_INDEX[kind]} WHERE {_INDEX[kind]} MATCH ?"
        values: list[Value] = [query]
        if below is not None:
            sql += " AND rowid < ?"
            values.append(below)
        found = source.rows(f"{sql} ORDER BY rowid DESC LIMIT ?", (*values, limit))
        ids += [key for (key,) in found if key not in ids]
    rows = {row[0]: Hit(kind, *row) for row in source.rows(_HITS[kind].format(ids=some(ids)))} if ids else {}
    if kind == "buyers":
        rows = {key: hit._replace(text=_masked(hit.text)) for key, hit in rows.items()}
    return [rows[key] for key in ids[:limit] if key in rows]


def _near(source: Rows, kind: str, words: str, below: int | None, limit: int, *, variants: bool) -> list[int] | None:
    """Return the newest rows that hold a single character, where the newest rows are enough to tell; else None.

    The index would join the lists of all pairs that begin with it: 100 ms for one that a million texts hold. A rare one
    is left to it, since there its lists are short.
    """
    found_terms = terms(words)
    if len(found_terms) != 1 or len(found_terms[0]) != 1:
        return None
    holds = holding(found_terms[0], variants=variants)
    row_source = _SOURCES[kind]
    found: list[int] = []
    last = below if below is not None else _HIGHEST
    for window in _WINDOWS:
        sql = f"SELECT id FROM {TABLE_OF[kind]} WHERE id < ? AND deleted = 0 ORDER BY id DESC LIMIT ?"
        ids = [key for (key,) in source.rows(sql, (last, window))]
        texts = {row[0]: body(row[1:]) for row in source.rows(row_source.sql.format(ids=some(ids)))} if ids else {}
        found += [key for key in ids if key in texts and holds(texts[key])]
        if len(found) >= limit or len(ids) < window:
            return found[:limit]
        if len(found) * _DENSE < limit:
            return None
        last = ids[-1]
    return None


def _masked(text: str) -> str:
    """A buyer is found by the whole name, and shown by its first character and the region."""
    name, _, region = text.partition("\x1f")
    return f"{mask_name(name)} {region}"


def tail_ids(source: Rows, words: str, limit: int = PAGE) -> list[int]:
    """Return the orders whose number ends in the typed digits (4 or more): buyers name the last ones."""
    tail = letters(words)
    if len(tail) < 4 or not tail.isascii() or not tail.isalnum():
        return []
    start = tail[::-1]
    sql = "SELECT id FROM orders WHERE deleted = 0 AND number_reversed >= ? AND number_reversed < ? LIMIT ?"
    return [key for (key,) in source.rows(sql, (start, start + "\U0010ffff", limit))]


def count(source: Rows, kind: str, words: str, *, cap: int | None = None, variants: bool = False) -> int:
    """Return how many rows of ``kind`` hold ``words``; with ``cap`` counting stops at cap + 1 ("1000+")."""
    query = phrase_query(words, variants=variants)
    if not query:
        return 0
    index = _INDEX[kind]
    if cap is None:
        found = first(source, f"SELECT COUNT(*) FROM {index} WHERE {index} MATCH ?", (query,))
    else:
        inner = f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT {cap + 1}"
        found = first(source, f"SELECT COUNT(*) FROM ({inner})", (query,))
    return int(found[0]) if found else 0
