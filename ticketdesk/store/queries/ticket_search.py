"""The tickets of a query of the search language: their ids in order, how many they are, and by groups.

What one index has in order is walked; where one term holds for few tickets these are sorted here; else the index of the
order is walked and what is not wanted left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.query.tree import Query
from ticketdesk.store.queries import near_words, ticket_covers
from ticketdesk.store.queries.gathering import EARLY, Cancelled, Told, Walk, never, walked
from ticketdesk.store.queries.term_sets import narrowed, small
from ticketdesk.store.queries.term_sql import Seen, Sql, all_of
from ticketdesk.store.queries.ticket_conditions import condition
from ticketdesk.store.queries.ticket_held import held
from ticketdesk.store.queries.ticket_order import CREATED, DUE, UPDATED, in_order
from ticketdesk.store.queries.ticket_roads import (
    Road,
    by_change,
    by_deadline,
    by_opening,
    contradictory,
    ended,
    opened,
)
from ticketdesk.store.reader import Rows, first, some
from ticketdesk.store.sql import Value

ORDERS: Final = (DUE, UPDATED, CREATED)
CAP: Final = 1_000
LOOKED_AT: Final = 20_000
"""So many tickets at most are looked at for a count."""

NEAR: Final = 1_000
"""Among so many tickets of the index the first that are wanted are looked for before anything else: 3 ms."""

OF_THE_ROAD: Final = frozenset({"state", "type", "assignee", "department", "due", "overdue"})
"""Fields by which the road of open tickets is chosen."""

_BATCH: Final = 1_000
_AHEAD: Final = 8 * HOUR
GROUPS: Final = {
    "state": "state",
    "type": "type",
    "priority": "priority",
    "assignee": "assignee_id",
    "day": f"CASE WHEN closed_at IS NULL THEN (due_at + {_AHEAD}) / {DAY} END",
    "flag": "(SELECT o.flag FROM orders o WHERE o.id = ticket.order_id AND o.deleted = 0)",
}


@dataclass(frozen=True, slots=True)
class TicketSearch:
    """What is asked, by whom ("me") and when (UTC ms), and in which order the tickets come.

    ``order``: "due" (open ones by deadline, soonest first, then ended ones, last changed first), "updated" (last
    changed first), "created" (newest first) or "" for the one that fits the query; ``turned`` from its end.
    """

    query: Query
    agent_id: int | None
    now: int
    order: str = ""
    turned: bool = False

    @property
    def seen(self) -> Seen:
        """Who asks and when."""
        return Seen(self.agent_id, self.now)


class Count(NamedTuple):
    """How many tickets; ``more`` where counting stopped before all were looked at."""

    n: int
    more: bool = False


class Group(NamedTuple):
    """The tickets that have ``value`` in common (a column's value, None for none), in the order of the list."""

    value: str | int | None
    ids: array[int]


class _Leg(NamedTuple):
    """One walk of a list: a road, the way along it, and what must still be left out."""

    road: Road
    descending: bool
    rest: Sql


def order_of(query: Query) -> str:
    """Return the order that fits a query: by deadline where all are open, else by the last change."""
    return DUE if opened(query) else UPDATED


def ids(
    source: Rows,
    wanted: TicketSearch,
    *,
    limit: int | None = None,
    told: Told | None = None,
    cancelled: Cancelled = never,
) -> array[int]:
    """Return the ids of the tickets wanted, ``limit`` at most; the first are ``told`` early.

    There may be a million, and what is rare may be sought long: call it in a task, which ends early where it is
    ``cancelled`` (between blocks) or whose reader is interrupted (at once).
    """
    legs = list(_legs(source, wanted))
    end = "" if limit is None else f" LIMIT {int(limit)}"
    if not _plain(legs):
        few = _few(source, wanted)
        if few is not None:
            return _sorted(source, wanted, few)[:limit]
        if told is not None and _tell_near(source, wanted, legs[0], told):
            told = None
        legs = _narrowed(source, wanted, legs)
    return walked(source, (_walk(leg, "id", end) for leg in legs), told, cancelled)[:limit]


def _narrowed(source: Rows, wanted: TicketSearch, legs: list[_Leg]) -> list[_Leg]:
    """The same legs, with sets of ids in place of rows that would be read."""
    asks, every = ticket_covers.asking(source, wanted.query, wanted.seen), range(len(wanted.query.terms))
    return [leg._replace(rest=narrowed(asks, (n for n in every if n not in leg.road.answers))) for leg in legs]


def _tell_near(source: Rows, wanted: TicketSearch, leg: _Leg, told: Told) -> bool:
    """Tell the first tickets where they are among the first of the index: of words those that hold them without the
    words' own index, of other terms as many as fill a screen."""
    rest = near_words.wordless(wanted.query)
    found: array[int] = array("q")
    if rest == wanted.query:
        found = _among_first(source, leg, NEAR)
        if len(found) >= EARLY:
            told(found[:EARLY])
        return len(found) >= EARLY
    without = replace(wanted, query=rest, order=wanted.order or order_of(wanted.query))
    leg = next(_legs(source, without))
    for window in near_words.WINDOWS:
        found = near_words.holding(source, _among_first(source, leg, window), wanted.query, "tickets")
        if len(found) >= near_words.ENOUGH:
            break
    if found:
        told(found)
    return bool(found)


def _among_first(source: Rows, leg: _Leg, most: int) -> array[int]:
    """Return those wanted of the first ``most`` tickets of a leg's index."""
    walk = _walk(
        leg._replace(rest=all_of(())), f"id, ({leg.rest.text}) IS TRUE", f" LIMIT {int(most)}", leg.rest.values
    )
    return array("q", [row[0] for row in source.rows(walk.sql, walk.values) if row[1]])


def head(source: Rows, wanted: TicketSearch, limit: int) -> array[int] | None:
    """Return the first ``limit`` ids of a list that its indexes have in order; None where it takes a search."""
    legs = list(_legs(source, wanted))
    if not _plain(legs):
        return None
    return walked(source, (_walk(leg, "id", f" LIMIT {int(limit)}") for leg in legs))[:limit]


def count(source: Rows, wanted: TicketSearch, cap: int = CAP) -> Count:
    """Return how many tickets are wanted, counted up to ``cap`` and among ``LOOKED_AT`` that are nearest."""
    legs = list(_legs(source, wanted))
    few = None if _plain(legs) else _few(source, wanted)
    if few is not None:
        found = len(_sorted(source, wanted, few))
        return Count(min(found, cap), found > cap)
    n, looked, left = 0, 0, LOOKED_AT
    for leg in legs:
        more, looked = _counted(source, leg, cap + 1 - n, left)
        n, left = n + more, left - looked
        if n > cap or left <= 0:
            break
    return Count(min(n, cap), n > cap or left <= 0)


def grouped(source: Rows, wanted: TicketSearch, by: str, *, cancelled: Cancelled = never) -> list[Group]:
    """Return the tickets wanted by groups (``by`` is a key of ``GROUPS``), those of a value in the list's order.

    Groups come in the order in which their first ticket stands in the list. One pass through the list: in a task.
    """
    found: dict[str | int | None, array[int]] = {}
    legs = list(_legs(source, wanted))
    few = None if _plain(legs) else _few(source, wanted)
    pairs = (
        _keyed(source, _sorted(source, wanted, few), by)
        if few is not None
        else _walked_pairs(source, _narrowed(source, wanted, legs), GROUPS[by], cancelled)
    )
    for number, value in pairs:
        found.setdefault(value, array("q")).append(number)
    return [Group(value, kept) for value, kept in found.items()]


def _few(source: Rows, wanted: TicketSearch) -> set[int] | None:
    by_index = (wanted.order or order_of(wanted.query)) == DUE and opened(wanted.query)
    asks = ticket_covers.asking(source, wanted.query, wanted.seen)
    return small(asks, but=OF_THE_ROAD if by_index else frozenset())


def _keyed(source: Rows, found: array[int], by: str) -> Iterator[tuple[int, str | int | None]]:
    for at in range(0, len(found), _BATCH):
        batch = found[at : at + _BATCH]
        values = dict(source.rows(f"SELECT id, {GROUPS[by]} FROM ticket WHERE id IN ({some(batch)})"))
        yield from ((number, values[number]) for number in batch if number in values)


def _walked_pairs(
    source: Rows, legs: list[_Leg], column: str, cancelled: Cancelled
) -> Iterator[tuple[int, str | int | None]]:
    for leg in legs:
        walk = _walk(leg, f"id, {column}", "")
        for n, (number, value, _place) in enumerate(source.each(walk.sql, walk.values)):
            if n % _BATCH == 0 and cancelled():
                return
            yield number, value


def _legs(source: Rows, wanted: TicketSearch) -> Iterator[_Leg]:
    """The walks of a list, one after the other; none where the terms leave no value, moment or state."""
    query, seen = wanted.query, wanted.seen
    only_open, only_ended, kept = opened(query), ended(query), held(source, query, seen)
    if contradictory(query, seen, kept):
        return
    order = wanted.order or order_of(query)
    if order != DUE:
        road = by_change(source, query, seen, kept) if order == UPDATED else by_opening()
        made = [_leg(wanted, road, descending=not wanted.turned)]
    else:
        made = [] if only_ended else [_leg(wanted, by_deadline(source, query, seen, kept), descending=wanted.turned)]
        if not only_open:
            road = by_change(source, query, seen, kept, over=True)
            made.append(_leg(wanted, road, descending=not wanted.turned))
    yield from (leg for leg in (reversed(made) if wanted.turned else made) if leg.road.parts)


def _leg(wanted: TicketSearch, road: Road, *, descending: bool) -> _Leg:
    rest = (condition(term, wanted.seen) for n, term in enumerate(wanted.query.terms) if n not in road.answers)
    return _Leg(road, descending, all_of(rest))


def _plain(legs: list[_Leg]) -> bool:
    """Whether every leg is a part of its index as it stands."""
    return all(leg.rest.text == NOTHING for leg in legs)


NOTHING: Final = all_of(()).text


def _walk(leg: _Leg, columns: str, end: str, values: tuple[Value, ...] = ()) -> Walk:
    """Several parts are merged as they are walked, since each is in order; ``values`` are those of ``columns``."""
    turn, road = "DESC" if leg.descending else "ASC", leg.road
    parts = [all_of((part, leg.rest)) for part in road.parts]
    runs = (f"SELECT {columns}, {road.key} AS place FROM ticket {road.way} WHERE {part.text}" for part in parts)
    order = "place" if len(parts) > 1 else road.key
    sql = f"{' UNION ALL '.join(runs)} ORDER BY {order} {turn}, id {turn}{end}"
    return Walk(sql, tuple(value for part in parts for value in (*values, *part.values)))


def _counted(source: Rows, leg: _Leg, most: int, looked: int) -> tuple[int, int]:
    """Return how many of a leg are wanted, up to ``most``, and how many were looked at, up to ``looked``."""
    n, seen = 0, 0
    for part in leg.road.parts:
        left = min(looked - seen, most - n) if leg.rest.text == NOTHING else looked - seen
        near = f"SELECT ({leg.rest.text}) IS TRUE AS hit FROM ticket {leg.road.way} WHERE {part.text} LIMIT ?"
        values = (*leg.rest.values, *part.values, left)
        found = first(source, f"SELECT TOTAL(hit), COUNT(*) FROM ({near})", values) or (0, 0)
        n, seen = n + int(found[0]), seen + int(found[1])
    return n, seen


def _sorted(source: Rows, wanted: TicketSearch, few: set[int]) -> array[int]:
    asks = ticket_covers.asking(source, wanted.query, wanted.seen)
    return in_order(asks, few, wanted.order or order_of(wanted.query), turned=wanted.turned)
