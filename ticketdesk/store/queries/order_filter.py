"""Which orders a list shows, in which order: criteria that may be combined, each answered through an index."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.orders import NO_REFUND, OrderState
from ticketdesk.domain.text import phrase_query
from ticketdesk.store.queries.gathering import FEW, Cancelled, Sorted, Told, Walk, few, never, ordered, walked
from ticketdesk.store.queries.search import tail_ids
from ticketdesk.store.reader import Rows, first
from ticketdesk.store.sql import Value

RECENT: Final = "recent"
PAID: Final = "paid"
DUE: Final = "due"
AMOUNT: Final = "amount"
WAY: Final = "way"
"""By the moment of shipping; only of what is on its way (``stalled_before``)."""


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
    ``stalled_before``: shipped before then and not signed for yet (both UTC ms). ``order`` is a key of ``ORDERS``.
    Words are found in number, buyer, receiver, goods and parcel.
    """

    state: str | None = None
    flag: int | None = None
    platform: str | None = None
    words: str = ""
    since: int | None = None
    until: int | None = None
    refunded: bool = False
    ticketed: bool = False
    readdressed: bool = False
    contradicting: bool = False
    due_only: bool = False
    due_before: int | None = None
    stalled_before: int | None = None
    order: str = RECENT
    descending: bool = True


# As in the partial index, to the letter: SQLite compares the condition as written.
_LINE = f"l.deleted = 0 AND l.refund_state NOT IN ({', '.join(repr(each) for each in sorted(NO_REFUND))})"
_READDRESSED = "(instr(edited, '\"address\"') OR instr(edited, '\"mobile\"') OR instr(edited, '\"receiver\"'))"
_OPEN = "t.deleted = 0 AND t.closed_at IS NULL"
_REFUNDED = f"(refund_cents > 0 OR EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = orders.id AND {_LINE}))"
_TICKETED = f"EXISTS (SELECT 1 FROM ticket t WHERE t.order_id = orders.id AND {_OPEN})"
_CONTRADICTING = "remark_conflict <> 0"
_ON_THE_WAY = f"state = '{OrderState.SHIPPED.value}'"
_FLAGS = (("refunded", _REFUNDED), ("ticketed", _TICKETED), ("readdressed", _READDRESSED),
          ("contradicting", _CONTRADICTING))  # fmt: skip
# The small sides of what is rare: every id that may be wanted, from an index that holds little else.
_SMALL: Final[dict[str, tuple[Walk, ...]]] = {
    "refunded": (
        Walk("SELECT id FROM orders INDEXED BY orders_refunded WHERE deleted = 0 AND refund_cents > 0"),
        Walk(f"SELECT l.order_id FROM order_line l INDEXED BY order_line_refund WHERE {_LINE}"),
    ),
    "ticketed": (Walk(f"SELECT t.order_id FROM ticket t INDEXED BY ticket_due WHERE {_OPEN}"),),
    "readdressed": (Walk(f"SELECT id FROM orders INDEXED BY orders_readdressed WHERE deleted = 0 AND {_READDRESSED}"),),
    "contradicting": (
        Walk(f"SELECT id FROM orders INDEXED BY orders_contradicting WHERE deleted = 0 AND {_CONTRADICTING}"),
    ),
}


def ids(source: Rows, wanted: OrderFilter, told: Told | None = None, cancelled: Cancelled = never) -> array[int]:
    """Return the ids of the orders wanted (may be many: call it in a task); the first ones are ``told`` early.

    What one index has in order is walked. Else the smallest set that holds all of them is sought, and sorted where it
    is small; where nothing is rare, the order's index is walked and what is not wanted left out: then hits are dense.
    """
    if _plain(wanted):
        return walked(source, _walks(source, wanted), told, cancelled)
    spoken = few(source, _words(source, wanted.words)) if wanted.words.strip() else None
    small = spoken if spoken is not None else _smallest(source, wanted)
    if small is None:
        return walked(source, _walks(source, wanted), told, cancelled)
    conditions, values = _conditions(wanted, words=spoken is None)
    sql = f"SELECT id, {_ORDERS[wanted.order].column} FROM orders WHERE id IN ({{ids}}) AND {conditions}"
    return ordered(source, small, Sorted(sql, values, wanted.descending), cancelled)


def head(source: Rows, wanted: OrderFilter, limit: int) -> array[int] | None:
    """Return the first ``limit`` ids at most of a list that one index has in order; None where it takes a search."""
    if not _plain(wanted):
        return None
    found: array[int] = array("q")
    for walk in _walks(source, wanted):
        if len(found) < limit:
            found.extend(row[0] for row in source.rows(f"{walk.sql} LIMIT {limit - len(found)}", walk.values))
    return found


def platforms(source: Rows) -> list[str]:
    """Return the platforms of which there are orders, read by leaps through their index."""
    sql = (
        "WITH RECURSIVE cte_known(p) AS"
        " (SELECT (SELECT platform FROM orders WHERE deleted = 0 ORDER BY platform LIMIT 1)"
        " UNION ALL SELECT (SELECT platform FROM orders WHERE deleted = 0 AND platform > p ORDER BY platform LIMIT 1)"
        " FROM cte_known WHERE p IS NOT NULL LIMIT 50) SELECT p FROM cte_known WHERE p IS NOT NULL"
    )
    return [found for (found,) in source.rows(sql)]


def _plain(wanted: OrderFilter) -> bool:
    """Whether one index has exactly this list."""
    if wanted.words or wanted.platform or wanted.refunded or wanted.ticketed or wanted.readdressed:
        return False
    keyed = (wanted.state is not None) + (wanted.flag is not None)
    if wanted.contradicting or (wanted.stalled_before is not None and wanted.order != WAY):
        return wanted.contradicting and keyed == 0 and wanted.order == RECENT and wanted.stalled_before is None
    dated = wanted.since is not None or wanted.until is not None
    return keyed <= (wanted.order == RECENT) and (not dated or wanted.order == RECENT)


def _smallest(source: Rows, wanted: OrderFilter) -> set[int] | None:
    """Return every id that may be wanted where one criterion but the words holds for few orders, else None."""
    best: set[int] | None = None
    for walks in _candidates(source, wanted):
        found = few(source, walks)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
        if best is not None and len(best) < FEW // 20:
            break
    return best


def _candidates(source: Rows, wanted: OrderFilter) -> list[tuple[Walk, ...]]:
    made = [walks for name, walks in _SMALL.items() if getattr(wanted, name)]
    for name, index in (("state", "orders_state"), ("flag", "orders_flag")):
        value = getattr(wanted, name)
        if value is not None and _counted(source, name, value) <= FEW:
            made.append((Walk(f"SELECT id FROM orders INDEXED BY {index} WHERE deleted = 0 AND {name} = ?", (value,)),))
    if wanted.since is not None or wanted.until is not None:
        sql, values = _dated(wanted)
        made.append((Walk(f"SELECT id FROM orders INDEXED BY orders_recent WHERE deleted = 0 AND {sql}", values),))
    for value, where, index in (
        (wanted.due_before, "due_at < ?", "orders_due"),
        (wanted.stalled_before, f"{_ON_THE_WAY} AND shipped_at < ?", "orders_on_their_way"),
    ):
        if value is not None:
            sql = f"SELECT id FROM orders INDEXED BY {index} WHERE deleted = 0 AND {where}"
            made.append((Walk(sql, (value,)),))
    if wanted.due_only and wanted.due_before is None:
        made.append((Walk("SELECT id FROM orders INDEXED BY orders_due WHERE deleted = 0 AND due_at IS NOT NULL"),))
    return made


def _words(source: Rows, words: str) -> tuple[Walk, ...]:
    query = phrase_query(words, variants=True)
    tails = tail_ids(source, words)
    made = [Walk("SELECT rowid FROM fts_order WHERE fts_order MATCH ?", (query,))] if query else []
    if tails:
        made.append(Walk(f"SELECT id FROM orders WHERE deleted = 0 AND id IN ({','.join(map(str, tails))})"))
    return tuple(made)


def _counted(source: Rows, name: str, value: Value) -> int:
    found = first(source, "SELECT n FROM counter WHERE name = ? AND key = ?", (f"orders.{name}", str(value)))
    return int(found[0]) if found else 0


def _walks(source: Rows, wanted: OrderFilter) -> list[Walk]:
    """Return the statements that give the list in its order, one after the other."""
    conditions, values = _conditions(wanted, words=True)
    order = _ORDERS[wanted.order]
    turn = "DESC" if wanted.descending else "ASC"
    index = _driving(source, wanted)
    select = f"SELECT id FROM orders INDEXED BY {index} WHERE {conditions}"
    if wanted.order == RECENT:
        return [Walk(f"{select} ORDER BY sort_at {turn}, id {turn}", values)]
    made = [Walk(f"{select} AND {order.column} IS NOT NULL ORDER BY {order.column} {turn}, id {turn}", values)]
    if not wanted.due_only and wanted.order != WAY:
        # The index of deadlines holds only those that have one.
        rest, by = ("orders_recent", "sort_at DESC, id DESC") if wanted.order == DUE else (index, "id DESC")
        sql = f"SELECT id FROM orders INDEXED BY {rest} WHERE {conditions} AND {order.column} IS NULL ORDER BY {by}"
        made.append(Walk(sql, values))
    return made


def _driving(source: Rows, wanted: OrderFilter) -> str:
    """Return the index to walk: of state or flag, whichever holds fewer, where the list goes by time."""
    if wanted.order != RECENT:
        return _ORDERS[wanted.order].walk
    if wanted.contradicting:
        return "orders_contradicting"
    known = [(name, getattr(wanted, name)) for name in ("state", "flag") if getattr(wanted, name) is not None]
    counted = sorted((_counted(source, name, value), name) for name, value in known)
    return f"orders_{counted[0][1]}" if counted else "orders_recent"


def _conditions(wanted: OrderFilter, *, words: bool) -> tuple[str, tuple[Value, ...]]:
    """Return what an order must fulfil as SQL with its values; ``words`` says whether they are among it."""
    parts, values = ["deleted = 0"], list[Value]()
    for name in ("state", "flag", "platform"):
        value = getattr(wanted, name)
        if value is not None:
            parts.append(f"{name} = ?")
            values.append(value)
    if wanted.since is not None or wanted.until is not None:
        sql, bounds = _dated(wanted)
        parts.append(sql)
        values += bounds
    parts += [sql for name, sql in _FLAGS if getattr(wanted, name)]
    if wanted.due_only:
        parts.append("due_at IS NOT NULL")
    if wanted.due_before is not None:
        parts.append("due_at < ?")
        values.append(wanted.due_before)
    if wanted.stalled_before is not None:
        parts.append(f"{_ON_THE_WAY} AND shipped_at < ?")
        values.append(wanted.stalled_before)
    query = phrase_query(wanted.words, variants=True) if words else ""
    if query:
        parts.append("id IN (SELECT rowid FROM fts_order WHERE fts_order MATCH ?)")
        values.append(query)
    return " AND ".join(parts), tuple(values)


def _dated(wanted: OrderFilter) -> tuple[str, tuple[Value, ...]]:
    bounds = [("sort_at >= ?", wanted.since), ("sort_at < ?", wanted.until)]
    kept = [(sql, value) for sql, value in bounds if value is not None]
    return " AND ".join(sql for sql, _ in kept), tuple(value for _, value in kept)
