"""The lists of the reception centre: scopes, groups, orders and words, pinned conversations first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.text import phrase_query
from ticketdesk.store.queries.gathering import FEW, Cancelled, Sorted, Told, Walk, few, never, ordered, walked
from ticketdesk.store.reader import Rows
from ticketdesk.store.sql import Value

SCOPES: Final = ("waiting", "open", "recent", "all_buyers", "team")
GROUPS: Final = (
    "starred", "asked_not_ordered", "ordered_not_paid", "waiting_for_me", "answered", "auto_answered", "followed",
)  # fmt: skip
ORDERS: Final = ("waiting", "last", "contact")


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which conversations are shown, in which order.

    ``scope``: "waiting" (a buyer waits), "open" (in reception), "recent" (all), "all_buyers" (the newest one of each
    buyer), "team" (in reception with a colleague of ``agent_id``). ``group`` is one of ``GROUPS`` or "".
    ``order``: "waiting" (by how long the buyer waits; who does not wait comes last, newest first), "last" (the newest
    message) or "contact" (when the present contact began); ``descending`` is longest or newest first. ``words`` are
    found in the nickname, name, phone and note of the buyer and in what was said. ``mine`` keeps those of
    ``agent_id`` only. Pinned conversations come first, in the same order.
    """

    scope: str = "open"
    group: str = ""
    order: str = "last"
    descending: bool = True
    words: str = ""
    agent_id: int | None = None
    mine: bool = False


_THERE: Final = "c.deleted = 0"
_WAITING: Final = "c.waiting_since IS NOT NULL"
_OPEN: Final = "c.state = 'open'"
_NEWEST: Final = (
    "NOT EXISTS (SELECT 1 FROM conversation n WHERE n.buyer_id = c.buyer_id AND n.deleted = 0"
    " AND (n.last_at, n.id) > (c.last_at, c.id))"
)
_UNPAID: Final = f"o.deleted = 0 AND o.state = '{OrderState.WAIT_PAY.value}'"
_SCOPE: Final = {
    "waiting": _WAITING,
    "open": _OPEN,
    "recent": "1",
    "all_buyers": _NEWEST,
    "team": f"{_OPEN} AND c.agent_id IS NOT NULL AND c.agent_id IS NOT ?1",
}
_GROUP: Final = {
    "": "1",
    "starred": "c.starred <> 0",
    "asked_not_ordered": "NOT EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = c.buyer_id AND o.deleted = 0)",
    "ordered_not_paid": f"EXISTS (SELECT 1 FROM orders o WHERE o.buyer_id = c.buyer_id AND {_UNPAID})",
    "waiting_for_me": f"{_WAITING} AND c.agent_id IS ?1",
    "answered": f"{_OPEN} AND c.waiting_since IS NULL AND c.last_side = 'out' AND c.auto_answered = 0",
    "auto_answered": "c.auto_answered <> 0",
    "followed": "c.followed <> 0",
}
# Where one criterion may hold for few, all it holds for: these are sorted here instead of walking a long list.
_SMALL: Final = {
    "waiting": f"SELECT c.id FROM conversation c INDEXED BY conversation_waiting WHERE {_THERE} AND {_WAITING}",
    "open": f"SELECT c.id FROM conversation c INDEXED BY conversation_open WHERE {_THERE} AND {_OPEN}",
    "starred": f"SELECT c.id FROM conversation c INDEXED BY conversation_starred WHERE {_THERE} AND c.starred <> 0",
    "auto_answered": "SELECT c.id FROM conversation c INDEXED BY conversation_auto_answered"
    f" WHERE {_THERE} AND c.auto_answered <> 0",
    "followed": f"SELECT c.id FROM conversation c INDEXED BY conversation_followed WHERE {_THERE} AND c.followed <> 0",
    "ordered_not_paid": "SELECT c.id FROM orders o INDEXED BY orders_state"
    f" CROSS JOIN conversation c ON c.buyer_id = o.buyer_id AND {_THERE} WHERE {_UNPAID}",
    "mine": f"SELECT c.id FROM conversation c INDEXED BY conversation_served WHERE {_THERE} AND c.agent_id = ?1",
}
_PINNED: Final = (
    "SELECT c.id FROM conversation c INDEXED BY conversation_pinned WHERE c.deleted = 0 AND c.pinned_at IS NOT NULL"
)


def ids(
    source: Rows,
    wanted: ListFilter,
    *,
    limit: int | None = None,
    told: Told | None = None,
    cancelled: Cancelled = never,
) -> array[int]:
    """Return the ids of the conversations wanted, pinned ones first; the first are ``told`` early.

    Without a ``limit`` there may be a million: call it in a task, which ends early where it is ``cancelled``.
    """
    spoken = _spoken(source, wanted.words) if wanted.words.strip() else None
    small = spoken if spoken is not None else _smallest(source, wanted)
    if small is not None:
        found = _sorted(source, small, wanted, cancelled)
        return _pinned_first(source, wanted, found, cancelled)[:limit]
    pinned = _sorted(source, _pins(source), wanted, cancelled)
    most = None if limit is None else limit + len(pinned)
    early = told if not pinned else None
    rest = walked(source, _walks(wanted, most), early, cancelled)
    return _joined(pinned, rest)[:limit]


def _pins(source: Rows) -> set[int]:
    return few(source, [Walk(_PINNED)]) or set()


def _pinned_first(source: Rows, wanted: ListFilter, found: array[int], cancelled: Cancelled) -> array[int]:
    pins = _pins(source) & set(found)
    return _joined(array("q", [each for each in found if each in pins]), found) if pins else found


def _joined(pinned: array[int], rest: array[int]) -> array[int]:
    if not pinned:
        return rest
    seen = set(pinned)
    return array("q", (*pinned, *(each for each in rest if each not in seen)))


def _spoken(source: Rows, words: str) -> set[int]:
    """Return the conversations whose buyer or whose messages hold ``words``; of very many the newest."""
    query = phrase_query(words, variants=True)
    if not query:
        return set()
    buyers = (
        "SELECT c.id FROM conversation c WHERE c.deleted = 0 AND c.buyer_id IN"
        " (SELECT rowid FROM fts_buyer WHERE fts_buyer MATCH ? LIMIT ?)"
    )
    found = {key for (key,) in source.rows(buyers, (query, FEW))}
    said = source.rows(
        "SELECT rowid FROM fts_message WHERE fts_message MATCH ? ORDER BY rowid DESC LIMIT ?", (query, FEW)
    )
    for at in range(0, len(said), 1_000):
        some = ",".join(str(key) for (key,) in said[at : at + 1_000])
        found.update(key for (key,) in source.rows(f"SELECT conversation_id FROM message WHERE id IN ({some})"))
    return found


def _smallest(source: Rows, wanted: ListFilter) -> set[int] | None:
    """Return all that may be wanted where one criterion holds for few and the list's own walk would read more."""
    asked = [few(source, [Walk(_SMALL[name], _own(name, wanted))]) for name in _criteria(wanted)]
    return min((found for found in asked if found is not None), key=len, default=None)


def _criteria(wanted: ListFilter) -> Iterable[str]:
    if wanted.group in ("starred", "auto_answered", "followed", "ordered_not_paid"):
        yield wanted.group
    if wanted.group == "waiting_for_me" or (wanted.scope == "waiting" and wanted.order != "waiting"):
        yield "waiting"
    if wanted.mine:
        yield "mine"
    if wanted.scope in ("open", "team") and wanted.order != "last":
        yield "open"


def _own(name: str, wanted: ListFilter) -> tuple[Value, ...]:
    return (wanted.agent_id,) if name == "mine" else ()


def _conditions(wanted: ListFilter) -> tuple[str, tuple[Value, ...]]:
    parts = [_THERE, _SCOPE[wanted.scope], _GROUP[wanted.group]]
    if wanted.mine:
        parts.append("c.agent_id IS ?1")
    sql = " AND ".join(part for part in parts if part != "1")
    return sql, (wanted.agent_id,) if "?1" in sql else ()


def _sorted(source: Rows, small: set[int], wanted: ListFilter, cancelled: Cancelled) -> array[int]:
    conditions, values = _conditions(wanted)
    if wanted.order != "waiting":
        key = "c.last_at" if wanted.order == "last" else "c.contact_at"
        sql = f"SELECT c.id, {key} FROM conversation c WHERE c.id IN ({{ids}}) AND {conditions}"
        return ordered(source, small, Sorted(sql, values, wanted.descending), cancelled)
    both: array[int] = array("q")
    for has, key, turn in (("NOT NULL", "c.waiting_since", not wanted.descending), ("NULL", "c.last_at", True)):
        more = f"c.waiting_since IS {has}"
        sql = f"SELECT c.id, {key} FROM conversation c WHERE c.id IN ({{ids}}) AND {conditions} AND {more}"
        both.extend(ordered(source, small, Sorted(sql, values, turn), cancelled))
    return both


def _walks(wanted: ListFilter, most: int | None) -> list[Walk]:
    """Return the statements that give the list in its order, each through one index."""
    conditions, values = _conditions(wanted)
    end = "" if most is None else f" LIMIT {int(most)}"
    turn = "DESC" if wanted.descending else "ASC"
    if wanted.order != "waiting":
        index, key = ("conversation_contact", "contact_at") if wanted.order == "contact" else (_last(wanted), "last_at")
        return [Walk(_walk(index, conditions, f"c.{key} {turn}, c.id {turn}", end), values)]
    back = "ASC" if wanted.descending else "DESC"
    waiting = f"{conditions} AND {_WAITING}"
    walks = [Walk(_walk("conversation_waiting", waiting, f"c.waiting_since {back}, c.id {back}", end), values)]
    if wanted.scope != "waiting" and wanted.group != "waiting_for_me":
        rest = f"{conditions} AND c.waiting_since IS NULL"
        walks.append(Walk(_walk(_last(wanted), rest, "c.last_at DESC, c.id DESC", end), values))
    return walks


def _walk(index: str, conditions: str, order: str, end: str) -> str:
    return f"SELECT c.id FROM conversation c INDEXED BY {index} WHERE {conditions} ORDER BY {order}{end}"


def _last(wanted: ListFilter) -> str:
    return "conversation_open" if wanted.scope in ("open", "team") else "conversation_recent"
