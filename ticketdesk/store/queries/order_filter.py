"""Which orders a list shows, in which order: criteria that may be combined, each answered through an index."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.query.periods import Interval
from ticketdesk.domain.query.tree import Query, Term
from ticketdesk.store.queries import near_words, order_covers
from ticketdesk.store.queries.gathering import FEW, Cancelled, Sorted, Told, Walk, few, never, ordered, walked
from ticketdesk.store.queries.order_risks import CONTRADICTING, ON_THE_WAY
from ticketdesk.store.queries.order_terms import parted
from ticketdesk.store.queries.term_covers import Asks
from ticketdesk.store.queries.term_sets import narrowed, small
from ticketdesk.store.queries.term_sql import Seen, Sql, all_of, within
from ticketdesk.store.reader import Rows, first
from ticketdesk.store.sql import Value

RECENT: Final = "recent"
PAID: Final = "paid"
DUE: Final = "due"
AMOUNT: Final = "amount"
WAY: Final = "way"
"""By the moment of shipping; only of what is on its way (``stalled_before``)."""


EVERYTHING: Final = Query()
NEAR: Final = 1_000
"""Among so many orders of the index the first that are wanted are looked for before anything else."""

ENOUGH: Final = 32
"""So many fill a screen."""

READ: Final = 500
"""Of so many orders the texts are read for words: the index of a common word gives all its hits or none."""


class _Order(NamedTuple):
    """An order of the list: the column it goes by and the index that has it."""

    column: str
    walk: str


ORDERS: Final[dict[str, _Order]] = {
    RECENT: _Order("sort_at", "orders_recent"),
    PAID: _Order("paid_at", "orders_paid"),
    DUE: _Order("due_at", "orders_due"),
    AMOUNT: _Order("paid_cents", "orders_amount"),
}
_ORDERS: Final = {**ORDERS, WAY: _Order("shipped_at", "orders_on_their_way")}


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the orders shown have in common; None, "" and False ask for nothing.

    ``since`` and ``until`` bound the moment of the order (UTC ms, ``until`` excluded); ``due_only`` leaves out what has
    no deadline, ``due_before`` also what has it later; ``contradicting``: remarks of the order contradict each other;
    ``together``: it waits with others to one receiver;
    ``stalled_before``: shipped before then and not signed for yet (both UTC ms). ``order`` is a key of ``ORDERS``.
    ``query`` is what else is asked in the search language, of the moment ``now`` (UTC ms).
    """

    state: str | None = None
    flag: int | None = None
    platform: str | None = None
    since: int | None = None
    until: int | None = None
    refunded: bool = False
    ticketed: bool = False
    readdressed: bool = False
    together: bool = False
    contradicting: bool = False
    due_only: bool = False
    due_before: int | None = None
    stalled_before: int | None = None
    order: str = RECENT
    descending: bool = True
    query: Query = EVERYTHING
    now: int = 0


_THERE: Final = Sql("deleted = 0")
_EVERY: Final = all_of(())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the store: criteria that the list's index may answer, and terms."""

    base: OrderFilter
    asks: Asks

    @property
    def rest(self) -> Query:
        """The terms."""
        return self.asks.query


def ids(source: Rows, wanted: OrderFilter, told: Told | None = None, cancelled: Cancelled = never) -> array[int]:
    """Return the ids of the orders wanted (may be many: call it in a task); the first ones are ``told`` early.

    What one index has in order is walked. Else the smallest set that holds all of them is sought, and sorted where it
    is small; where nothing is rare, the order's index is walked and what is not wanted left out: then hits are dense.
    """
    asked = _asked(source, wanted)
    if asked is None:
        return array("q")
    if not _plain(asked):
        found = _smallest(asked)
        if found is not None:
            return _sorted(asked, found, cancelled)
        if told is not None and _tell_near(asked, told):
            told = None
    terms = narrowed(asked.asks, range(len(asked.rest.terms)))
    return walked(source, _walks(source, asked.base, terms), told, cancelled)


def head(source: Rows, wanted: OrderFilter, limit: int) -> array[int] | None:
    """Return the first ``limit`` ids at most of a list that one index has in order; None where it takes a search."""
    asked = _asked(source, wanted)
    found: array[int] = array("q")
    if asked is None:
        return found
    if not _plain(asked):
        return None
    for walk in _walks(source, asked.base):
        if len(found) < limit:
            found.extend(row[0] for row in source.rows(f"{walk.sql} LIMIT {limit - len(found)}", walk.values))
    return found


def _asked(source: Rows, wanted: OrderFilter) -> _Asked | None:
    found = parted(wanted)
    if found is None:
        return None
    return _Asked(found[0], Asks(source, found[1], Seen(None, wanted.now), order_covers.NOUN))


def _plain(asked: _Asked) -> bool:
    """Whether one index has exactly this list."""
    if asked.rest.terms:
        return False
    base, recent = asked.base, asked.base.order == RECENT
    dated = base.since is not None or base.until is not None
    keyed = (base.state is not None) + (base.flag is not None) + base.contradicting
    if (base.due_only and base.order != DUE) or (base.stalled_before is not None and base.order != WAY):
        return False
    return keyed <= recent and (not dated or recent)


def _smallest(asked: _Asked) -> set[int] | None:
    """Return every id that may be wanted where a term or a criterion holds for few orders, else None."""
    best = small(asked.asks)
    for walk in _candidates(asked.asks.source, asked.base):
        if best is not None and len(best) < FEW // 20:
            break
        found = few(asked.asks.source, (walk,))
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    return best


def _candidates(source: Rows, base: OrderFilter) -> list[Walk]:
    made = []
    for name, part in _criteria(base).items():
        value = getattr(base, name, None)
        if name in ("state", "flag") and _counted(source, name, value) > FEW:
            continue
        made.append(_walk(f"SELECT id FROM orders INDEXED BY {_INDEX[name]}", all_of((_THERE, part))))
    return made


def _sorted(asked: _Asked, found: set[int], cancelled: Cancelled) -> array[int]:
    """Words of few orders are read, not looked up: of a common word the index gives all hits or none."""
    query = asked.rest
    reads = len(found) <= READ and near_words.wordless(query) != query
    terms = near_words.wordless(query).terms if reads else query.terms
    wanted = all_of((_THERE, *_criteria(asked.base).values(), *_conditions(asked, terms)))
    column = _ORDERS[asked.base.order].column
    sql = f"SELECT id, {column} FROM orders NOT INDEXED WHERE id IN ({{ids}}) AND {wanted.text}"
    kept = ordered(asked.asks.source, found, Sorted(sql, wanted.values, asked.base.descending), cancelled)
    return near_words.holding(asked.asks.source, kept, query, _KIND) if reads else kept


def _tell_near(asked: _Asked, told: Told) -> bool:
    """Tell the first orders where they are among the first of the index: of words those that hold them without the
    words' own index, of other terms as many as fill a screen."""
    terms = near_words.wordless(asked.rest)
    worded = terms != asked.rest
    found: array[int] = array("q")
    for window in near_words.WINDOWS if worded else (NEAR,):
        found = _among_first(asked, all_of(_conditions(asked, terms.terms)), window)
        if worded:
            found = near_words.holding(asked.asks.source, found, asked.rest, _KIND)
        if len(found) >= ENOUGH:
            break
    enough = len(found) > 0 if worded else len(found) >= ENOUGH
    if enough:
        told(found)
    return enough


def _among_first(asked: _Asked, terms: Sql, most: int) -> array[int]:
    """Return those wanted of the first ``most`` orders of the list's index."""
    base, order = asked.base, _ORDERS[asked.base.order]
    index, turn = _driving(asked.asks.source, base), "DESC" if base.descending else "ASC"
    on, left = list[Sql](), [terms]
    for name, part in _criteria(base).items():
        (on if index in (_INDEX[name], *_DATED_TOO * (name == _DATED)) else left).append(part)
    has = Sql("1") if base.order == RECENT else Sql(f"{order.column} IS NOT NULL")
    start, wanted = all_of((_THERE, has, *on)), all_of(left)
    sql = (
        f"SELECT id, ({wanted.text}) IS TRUE FROM orders INDEXED BY {index} WHERE {start.text}"
        f" ORDER BY {order.column} {turn}, id {turn} LIMIT {int(most)}"
    )
    return array("q", [row[0] for row in asked.asks.source.rows(sql, (*wanted.values, *start.values)) if row[1]])


def _conditions(asked: _Asked, terms: Iterable[Term]) -> list[Sql]:
    return [asked.asks.noun.condition(term, asked.asks.seen) for term in terms]


def _counted(source: Rows, name: str, value: Value) -> int:
    found = first(source, "SELECT n FROM counter WHERE name = ? AND key = ?", (f"orders.{name}", str(value)))
    return int(found[0]) if found else 0


def _walks(source: Rows, base: OrderFilter, terms: Sql = _EVERY) -> list[Walk]:
    """Return the statements that give the list in its order, one after the other; ``terms`` is what else is asked."""
    wanted = all_of((_THERE, *_criteria(base).values(), *(() if terms == _EVERY else (terms,))))
    order = _ORDERS[base.order]
    turn = "DESC" if base.descending else "ASC"
    index = _driving(source, base)
    select = "SELECT id FROM orders INDEXED BY {} WHERE " + wanted.text
    if base.order == RECENT:
        return [Walk(f"{select.format(index)} ORDER BY sort_at {turn}, id {turn}", wanted.values)]
    by = f"{order.column} IS NOT NULL ORDER BY {order.column} {turn}, id {turn}"
    made = [Walk(f"{select.format(index)} AND {by}", wanted.values)]
    dated = base.order == DUE and (base.due_only or base.due_before is not None)
    if not dated and base.order != WAY:
        # The index of deadlines holds only those that have one.
        rest, by = ("orders_recent", "sort_at DESC, id DESC") if base.order == DUE else (index, "id DESC")
        made.append(Walk(f"{select.format(rest)} AND {order.column} IS NULL ORDER BY {by}", wanted.values))
    return made


def _driving(source: Rows, base: OrderFilter) -> str:
    """Return the index to walk: of state or flag, whichever holds fewer, where the list goes by time."""
    if base.order != RECENT:
        return _ORDERS[base.order].walk
    if base.contradicting:
        return "orders_contradicting"
    known = [(name, getattr(base, name)) for name in ("state", "flag") if getattr(base, name) is not None]
    counted = sorted((_counted(source, name, value), name) for name, value in known)
    return f"orders_{counted[0][1]}" if counted else "orders_recent"


def _criteria(base: OrderFilter) -> dict[str, Sql]:
    """Return what the criteria ask of an order, by their names (of ``_INDEX``)."""
    made = {name: Sql(f"{name} = ?", (getattr(base, name),)) for name in ("state", "flag")}
    made = {name: part for name, part in made.items() if part.values[0] is not None}
    if base.since is not None or base.until is not None:
        made[_DATED] = within("sort_at", Interval(base.since, base.until))
    if base.contradicting:
        made["contradicting"] = Sql(CONTRADICTING)
    if base.due_before is not None:
        made["due"] = Sql("due_at IS NOT NULL AND due_at < ?", (base.due_before,))
    elif base.due_only:
        made["due"] = Sql("due_at IS NOT NULL")
    if base.stalled_before is not None:
        made["stalled"] = Sql(f"{ON_THE_WAY} AND shipped_at < ?", (base.stalled_before,))
    return made


def _walk(select: str, part: Sql) -> Walk:
    return Walk(f"{select} WHERE {part.text}", part.values)


_KIND: Final = "orders"
_DATED: Final = "dated"
_DATED_TOO: Final = ("orders_state", "orders_flag", "orders_contradicting")
_INDEX: Final = {
    "state": "orders_state", "flag": "orders_flag", _DATED: "orders_recent", "contradicting": "orders_contradicting",
    "due": "orders_due", "stalled": "orders_on_their_way",
}  # fmt: skip
