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
    order: str = TALK
    descending: bool = True


_LAST_AT: Final = "(SELECT MAX(c.last_at) FROM conversation c WHERE c.buyer_id = buyer.id AND c.deleted = 0)"
_CONDITIONS: Final = {
    "ticketed": "EXISTS (SELECT 1 FROM ticket t WHERE t.buyer_id = buyer.id AND t.deleted = 0 AND t.closed_at IS NULL)",
    "talking": "EXISTS (SELECT 1 FROM conversation c WHERE c.buyer_id = buyer.id AND c.deleted = 0"
    " AND c.state = 'open')",
    "bought": "EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = buyer.id AND o.deleted = 0)",
    "noted": "note <> ''",
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
    """Return the buyer with this nickname."""
    found = first(source, "SELECT id FROM buyer WHERE nick = ? AND deleted = 0", (nick,))
    return int(found[0]) if found else None


def lines(source: Rows, ids: Sequence[int]) -> list[BuyerLine]:
    """Return the rows of ``ids`` that are there, in no promised order."""
    return [BuyerLine(*row) for row in source.rows(f"{_LINE} WHERE deleted = 0 AND id IN ({some(ids)})")]


def ids(source: Rows, wanted: BuyerFilter, told: Told | None = None, cancelled: Cancelled = never) -> array[int]:
    """Return the ids of the buyers wanted (may be a million: call it in a task); the first are ``told`` early."""
    best: set[int] | None = None
    for walks in _candidates(source, wanted):
        found = few(source, walks)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    if best is not None:
        key = NICK if wanted.order == NICK else _LAST_AT
        sql = f"SELECT id, {key} FROM buyer WHERE id IN ({{ids}}) AND {_conditions(wanted)}"
        return ordered(source, best, Sorted(sql, descending=wanted.descending), cancelled)
    return walked(source, _walks(wanted), told, cancelled)


def _candidates(source: Rows, wanted: BuyerFilter) -> list[tuple[Walk, ...]]:
    """Return the small sides of what is asked; all that have orders are no small side."""
    made: list[tuple[Walk, ...]] = [(Walk(sql),) for name, sql in _SMALL.items() if getattr(wanted, name)]
    if wanted.words.strip():
        query = phrase_query(wanted.words, variants=True)
        found = [Walk("SELECT rowid FROM fts_buyer WHERE fts_buyer MATCH ?", (query,))] if query else []
        tails = some(tail_ids(source, wanted.words))
        if tails:
            found.append(Walk(f"SELECT buyer_id FROM orders WHERE deleted = 0 AND id IN ({tails})"))
        made.append(tuple(found))
    return made


def _walks(wanted: BuyerFilter) -> list[Walk]:
    """Return the statements that give the list in its order: by nickname, or who wrote last and then who never did."""
    turn = "DESC" if wanted.descending else "ASC"
    conditions, values = _conditions(wanted), tuple[Value, ...]()
    if wanted.words.strip():
        conditions += " AND buyer.id IN (SELECT rowid FROM fts_buyer WHERE fts_buyer MATCH ?)"
        values = (phrase_query(wanted.words, variants=True),)
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


def _conditions(wanted: BuyerFilter) -> str:
    return " AND ".join([_THERE, *(sql for name, sql in _CONDITIONS.items() if getattr(wanted, name))])
