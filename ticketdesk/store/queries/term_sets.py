"""Sets of ids in place of reading rows: one that holds all of a query and is small, and those that narrow a walk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ticketdesk.domain.query.tree import Term, Words
from ticketdesk.store.queries.gathering import FEW, few
from ticketdesk.store.queries.term_covers import Asks, Cover, covers
from ticketdesk.store.queries.term_sql import Sql, all_of
from ticketdesk.store.reader import first

MANY: Final = 10_000
"""So many rows at most are sorted where a walk through all of them would be the other way: 20 ms."""

HELD: Final = 60_000
"""So many ids at most are held beside a walk, in place of rows that it would read: 10 ms."""


def small(asks: Asks, *, but: frozenset[str] = frozenset()) -> set[int] | None:
    """Return every row that may be wanted where one term holds for few of them, else None.

    Fields ``but`` are not tried: the list's own road is as good.
    """
    best: set[int] | None = None
    for term in asks.query.terms:
        found = None if _field(term) in but else _few_of(asks, term)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
        if best is not None and len(best) < FEW // 20:
            break
    return best


def _few_of(asks: Asks, term: Term) -> set[int] | None:
    most = MANY if _field(term) in asks.noun.apart else FEW
    for cover in covers(asks, term):
        found = few(asks.source, cover.walks, most) if cover.inside else None
        if found is not None:
            return found
    return None


def narrowed(asks: Asks, places: Iterable[int]) -> Sql:
    """Return that the terms at ``places`` hold: by sets of ids where these are not too many, which no row is read for,
    else by what the row says, the cheapest first."""
    sets: list[tuple[int, Sql]] = []
    rest: list[Term] = []
    for term in (asks.query.terms[place] for place in places):
        found = None if isinstance(term.condition, Words) else _held(asks, term)
        if found is not None:
            sets.append(found[:2])
        if found is None or not found[2]:
            rest.append(term)
    sets.sort(key=lambda each: each[0])
    rest.sort(key=lambda term: _cost(asks, term))
    return all_of((*(each for _, each in sets), *(asks.noun.condition(term, asks.seen) for term in rest)))


def _held(asks: Asks, term: Term) -> tuple[int, Sql, bool] | None:
    """The smallest set for a term: how many ids, the condition, and whether it is the whole of the term."""
    best: tuple[int, Cover] | None = None
    for cover in covers(asks, term):
        size = _size(asks, cover)
        if size <= HELD and (best is None or size < best[0]):
            best = size, cover
    if best is None:
        return None
    size, cover = best
    ids = " UNION ALL ".join(walk.sql for walk in cover.walks) or "SELECT 0 WHERE 0"
    values = tuple(value for walk in cover.walks for value in walk.values)
    return size, Sql(f"id {'IN' if cover.inside else 'NOT IN'} ({ids})", values), cover.exact


def _size(asks: Asks, cover: Cover) -> int:
    """How many ids a cover has, counted up to one more than ``HELD``."""
    size = 0
    for walk in cover.walks:
        counted = first(asks.source, f"SELECT COUNT(*) FROM ({walk.sql} LIMIT ?)", (*walk.values, HELD + 1 - size))
        size += int(counted[0]) if counted else 0
        if size > HELD:
            break
    return size


def _field(term: Term) -> str:
    return "" if isinstance(term.condition, Words) else term.condition.field


def _cost(asks: Asks, term: Term) -> int:
    field = _field(term)
    return 0 if field in asks.noun.first else 3 if not field else 2 if field in asks.noun.last else 1
