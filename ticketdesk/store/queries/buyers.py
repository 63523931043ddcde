"""Buyers: one by id or nickname, the list with its filters, and the whole of one as the profile shows it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.masking import mask_name, mask_phone
from ticketdesk.domain.text import phrase_query
from ticketdesk.store.queries.gathering import Cancelled, Sorted, Told, Walk, few, never, ordered, walked
from ticketdesk.store.queries.search import tail_ids
from ticketdesk.store.reader import Rows, first, some
from ticketdesk.store.sql import Value

TALK: Final = "talk"
NICK: Final = "nick"
MOST: Final = 100
"""A row of the list counts up to so many orders and tickets."""


class BuyerRow(NamedTuple):
    """A buyer; name and phone are masked (``desk`` ``RevealBuyer`` tells them)."""

    id: int
    version: int
    nick: str
    name: str
    phone: str
    region: str
    note: str
    last_seen_at: int


class BuyerLine(NamedTuple):
    """A row of the list of buyers; ``orders`` and ``open_tickets`` are counted up to ``MOST``.

    ``last_at`` is the moment of the newest message (UTC ms), None for a buyer who never wrote.
    """

    id: int
    nick: str
    region: str
    note: str
    last_at: int | None
    orders: int
    open_tickets: int
    talking: int


@dataclass(frozen=True, slots=True)
class BuyerFilter:
    """What the buyers shown have in common; ``order`` is "talk" (last contact) or "nick".

    Who never wrote comes after all who did. Words are found in nickname, name, phone and note, and as the end of an
    order's number.
    """

    words: str = ""
    ticketed: bool = False
    talking: bool = False
    bought: bool = False
    noted: bool = False
    blocked: bool = False
    order: str = TALK
    descending: bool = True


_LAST_AT: Final = "(SELECT MAX(c.last_at) FROM conversation c WHERE c.buyer_id = buyer.id AND c.deleted = 0)"
_CONDITIONS: Final = {
    "ticketed": "EXISTS (SELECT 1 FROM ticket t WHERE t.buyer_id = buyer.id AND t.deleted = 0 AND t.closed_at IS NULL)",
    "talking": "EXISTS (SELECT 1 FROM conversation c WHERE c.buyer_id = buyer.id AND c.deleted = 0"
    " AND c.state = 'open')",
    "bought": "EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = buyer.id AND o.deleted = 0)",
    "noted": "note <> ''",
    "blocked": "blocked_at IS NOT NULL",
}
_TALKS: Final = "conversation talk INDEXED BY conversation_last"
_NEWEST: Final = (
    "talk.deleted = 0 AND NOT EXISTS (SELECT 1 FROM conversation d WHERE d.buyer_id = talk.buyer_id AND d.deleted = 0"
    " AND (d.last_at, d.id) > (talk.last_at, talk.id))"
)
_SILENT: Final = "NOT EXISTS (SELECT 1 FROM conversation c WHERE c.buyer_id = buyer.id AND c.deleted = 0)"
_THERE: Final = "buyer.deleted = 0"
_SMALL: Final = {
    "ticketed": "SELECT t.buyer_id FROM ticket t INDEXED BY ticket_due WHERE t.deleted = 0 AND t.closed_at IS NULL",
    "talking": "SELECT c.buyer_id FROM conversation c INDEXED BY conversation_open"
    " WHERE c.deleted = 0 AND c.state = 'open'",
    "noted": "SELECT id FROM buyer INDEXED BY buyer_noted WHERE deleted = 0 AND note <> ''",
    "blocked": "SELECT id FROM buyer INDEXED BY buyer_blocked WHERE deleted = 0 AND blocked_at IS NOT NULL",
}
_LINE = (
    f"SELECT id, nick, region, note, {_LAST_AT},"
    f" (SELECT COUNT(*) FROM (SELECT 1 FROM orders o WHERE o.buyer_id = buyer.id AND o.deleted = 0 LIMIT {MOST})),"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM ticket t WHERE t.buyer_id = buyer.id AND t.deleted = 0"
    f" AND t.closed_at IS NULL LIMIT {MOST})),"
    f" {_CONDITIONS['talking']} FROM buyer"
)


def buyer(source: Rows, buyer_id: int) -> BuyerRow | None:
    """Return one buyer, or None."""
    found = first(source, f"SELECT {', '.join(BuyerRow._fields)} FROM buyer WHERE id = ? AND deleted = 0", (buyer_id,))
    return _masked(BuyerRow(*found)) if found else None


def _masked(row: BuyerRow) -> BuyerRow:
    return row._replace(name=mask_name(row.name), phone=mask_phone(row.phone))


def id_of_nick(source: Rows, nick: str) -> int | None:
    """Return the buyer with this nickname, of a merged one the buyer that it was merged into."""
    sql = (
        "SELECT id FROM buyer WHERE nick = ?1 AND deleted = 0 UNION ALL"
        " SELECT * FROM (SELECT buyer_id FROM buyer_alias WHERE nick = ?1 AND deleted = 0 ORDER BY id DESC LIMIT 1)"
    )
    found = first(source, sql, (nick,))
    return int(found[0]) if found else None


def lines(source: Rows, ids: Sequence[int]) -> list[BuyerLine]:
    """Return the rows of ``ids`` that are there, in no promised order."""
    return [BuyerLine(*row) for row in source.rows(f"{_LINE} WHERE deleted = 0 AND id IN ({some(ids)})")]


def ids(source: Rows, wanted: BuyerFilter, told: Told | None = None, cancelled: Cancelled = never) -> array[int]:
    """Return the ids of the buyers wanted (may be a million: call it in a task); the first are ``told`` early."""
    spoken = few(source, _words(source, wanted.words)) if wanted.words.strip() else None
    small = spoken if spoken is not None else _smallest(source, wanted)
    if small is None:
        return walked(source, _walks(wanted), told, cancelled)
    conditions, values = _conditions(wanted, words=spoken is None)
    key = NICK if wanted.order == NICK else _LAST_AT
    sql = f"SELECT id, {key} FROM buyer WHERE id IN ({{ids}}) AND {conditions}"
    return ordered(source, small, Sorted(sql, values, wanted.descending), cancelled)


def _smallest(source: Rows, wanted: BuyerFilter) -> set[int] | None:
    """Return all who may be wanted where one criterion but the words holds for few, else None."""
    asked = [few(source, [Walk(sql)]) for name, sql in _SMALL.items() if getattr(wanted, name)]
    return min((found for found in asked if found is not None), key=len, default=None)


def _words(source: Rows, words: str) -> list[Walk]:
    query = phrase_query(words, variants=True)
    found = [Walk("SELECT rowid FROM fts_buyer WHERE fts_buyer MATCH ?", (query,))] if query else []
    tails = some(tail_ids(source, words))
    if tails:
        found.append(Walk(f"SELECT buyer_id FROM orders WHERE deleted = 0 AND id IN ({tails})"))
    return found


def _walks(wanted: BuyerFilter) -> list[Walk]:
    """Return the statements that give the list in its order: by nickname, or who wrote last and then who never did."""
    turn = "DESC" if wanted.descending else "ASC"
    conditions, values = _conditions(wanted, words=True)
    if wanted.order == NICK:
        return [Walk(f"SELECT id FROM buyer INDEXED BY buyer_nick WHERE {conditions} ORDER BY nick {turn}", values)]
    # Who talks is there: a buyer with a living conversation cannot be gone, so without conditions no row is read.
    asked = "" if conditions == _THERE else f" CROSS JOIN buyer ON buyer.id = talk.buyer_id AND {conditions}"
    talked = f"SELECT talk.buyer_id FROM {_TALKS}{asked} WHERE {_NEWEST} ORDER BY talk.last_at {turn}, talk.id {turn}"
    silent = (
        f"SELECT id FROM buyer INDEXED BY buyer_seen WHERE {conditions} AND {_SILENT}"
        f" ORDER BY last_seen_at {turn}, id {turn}"
    )
    return [Walk(talked, values), Walk(silent, values)]


def _conditions(wanted: BuyerFilter, *, words: bool) -> tuple[str, tuple[Value, ...]]:
    """Return what a buyer must fulfil as SQL with its values; ``words`` says whether they are among it."""
    parts = [_THERE, *(sql for name, sql in _CONDITIONS.items() if getattr(wanted, name))]
    query = phrase_query(wanted.words, variants=True) if words else ""
    if not query:
        return " AND ".join(parts), ()
    parts.append("buyer.id IN (SELECT rowid FROM fts_buyer WHERE fts_buyer MATCH ?)")
    return " AND ".join(parts), (query,)
