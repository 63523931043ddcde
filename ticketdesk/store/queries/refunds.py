"""Refunds: lists, single ones with what happened to them, and what an order has to pay back from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.files import FileRef
from ticketdesk.domain.refunds import PLATFORMS, Room
from ticketdesk.store.queries.gathering import Cancelled, Walk, never, walked
from ticketdesk.store.reader import Rows, first, marks, some

LAST: Final = 9_223_372_036_854_775_807
"""The place of a refund without a deadline: behind all that have one."""
MOST_EVENTS: Final = 200


class RefundRow(NamedTuple):
    """A refund with the names that a list shows; ``line_title`` is "" for a whole order.

    Money in hundredths of ``currency`` (ISO 4217, that of the order), moments UTC ms.
    """

    id: int
    version: int
    order_id: int
    order_number: str
    order_titles: str
    number: str
    kind: str
    state: str
    amount_cents: int | None
    paid_cents: int | None
    reason: str
    explanation: str
    buyer_id: int | None
    buyer_nick: str
    ticket_id: int | None
    ticket_number: str
    carrier: str
    tracking: str
    cs_status: str
    applied_at: int | None
    due_at: int | None
    due_from: int | None
    due_rule: str
    told_due_at: int | None
    ended_at: int | None
    updated_at: int
    line_title: str
    currency: str


class RefundEventRow(NamedTuple):
    """What happened to a refund; ``proofs`` are SHA-256 digests of pictures."""

    id: int
    act: str
    author: str
    text: str
    before: str
    after: str
    proofs: tuple[str, ...]
    at: int


_OPEN: Final = "deleted = 0 AND ended_at IS NULL"
_DUE: Final = f"COALESCE(due_at, {LAST})"
# Every offered order of rows has its index (migration 0018).
VIEWS: Final[dict[str, str]] = {
    "open": f"{_OPEN} ORDER BY {_DUE}, id",
    "state": f"{_OPEN} AND state = ? ORDER BY {_DUE}, id",
    "ended": "deleted = 0 AND ended_at IS NOT NULL AND state = ? ORDER BY ended_at DESC, id DESC",
    "all": "deleted = 0 ORDER BY updated_at DESC, id DESC",
}
_NAMES: Final = (
    "r.id, r.version, r.order_id, o.number, o.titles, r.number, r.kind, r.state, r.amount_cents, o.paid_cents,"
    " r.reason, r.explanation, r.buyer_id, COALESCE(b.nick, o.buyer_nick), r.ticket_id, COALESCE(t.number, ''),"
    " r.carrier, r.tracking, r.cs_status, r.applied_at, r.due_at, r.due_from, r.due_rule, r.told_due_at, r.ended_at,"
    " r.updated_at, COALESCE(l.title, ''), o.currency"
)
_ROW: Final = (
    f"SELECT {_NAMES} FROM refund r CROSS JOIN orders o ON o.id = r.order_id LEFT JOIN buyer b ON b.id = r.buyer_id"
    " LEFT JOIN ticket t ON t.id = r.ticket_id LEFT JOIN order_line l ON l.id = r.line_id WHERE r.deleted = 0"
)
_ROOM: Final = (
    "SELECT o.paid_cents, COALESCE(o.refund_cents, 0),"
    " COALESCE(SUM(CASE WHEN r.state = 'SUCCESS' THEN r.amount_cents END), 0),"
    " COALESCE(SUM(CASE WHEN r.ended_at IS NULL THEN r.amount_cents END), 0), o.currency"
    " FROM orders o LEFT JOIN refund r ON r.order_id = o.id AND r.deleted = 0 AND r.id <> ?2"
    " WHERE o.id = ?1 AND o.deleted = 0 GROUP BY o.id"
)
_PASSED: Final = (
    f"SELECT id FROM refund INDEXED BY refund_due WHERE {_OPEN} AND {_DUE} <= ?1 AND {_DUE} > ?2 AND NOT EXISTS"
    " (SELECT 1 FROM refund_event e WHERE e.refund_id = refund.id AND e.act = 'lapsed' AND e.at = refund.due_at"
    f" AND e.deleted = 0) ORDER BY {_DUE}, id LIMIT ?3"
)


def snapshot(
    source: Rows, view: str = "open", state: str = "", *, limit: int | None = None, cancelled: Cancelled = never
) -> array[int]:
    """Return the ids of a list: "open" by deadline, "state" (open ones of ``state``), "ended" (of SUCCESS or CLOSED,
    the newest end first), "all" by last change. Without a ``limit`` call it in a task."""
    most = "" if limit is None else f" LIMIT {int(limit)}"
    values = (state,) if view in ("state", "ended") else ()
    return walked(source, (Walk(f"SELECT id FROM refund WHERE {VIEWS[view]}{most}", values),), None, cancelled)


def rows(source: Rows, ids: Sequence[int]) -> list[RefundRow]:
    """Return the rows of ``ids`` that are there, in no promised order."""
    return [RefundRow(*row) for row in source.rows(f"{_ROW} AND r.id IN ({some(ids)})")]


def row(source: Rows, refund: int) -> RefundRow | None:
    """Return one refund, or None."""
    return next(iter(rows(source, [refund])), None)


def of_order(source: Rows, order: int) -> list[RefundRow]:
    """Return the refunds of an order, the newest first."""
    return [RefundRow(*found) for found in source.rows(f"{_ROW} AND r.order_id = ? ORDER BY r.id DESC", (order,))]


def of_ticket(source: Rows, ticket: int) -> list[RefundRow]:
    """Return the refunds that a ticket follows, the newest first."""
    sql = f"{_ROW} AND r.ticket_id = ? AND r.ticket_id IS NOT NULL ORDER BY r.id DESC"
    return [RefundRow(*found) for found in source.rows(sql, (ticket,))]


def open_of_buyer(source: Rows, buyer: int, limit: int = 20) -> list[RefundRow]:
    """Return the open refunds of a buyer among the newest ``limit`` of all, those that fall due first before others."""
    ids = source.rows(
        "SELECT id, ended_at FROM refund WHERE buyer_id = ? AND deleted = 0 ORDER BY id DESC LIMIT ?", (buyer, limit)
    )
    found = rows(source, [key for key, ended in ids if ended is None])
    return sorted(found, key=lambda each: (LAST if each.due_at is None else each.due_at, each.id))


def next_due(source: Rows) -> RefundRow | None:
    """Return the open refund whose deadline stands first, passed or not; None where none has one."""
    sql = f"SELECT id FROM refund WHERE {_OPEN} AND {_DUE} < {LAST} ORDER BY {_DUE}, id LIMIT 1"
    found = first(source, sql)
    return row(source, found[0]) if found else None


def late(source: Rows, now: int, cap: int = 1_000) -> int:
    """Return how many open refunds have passed their deadline at ``now`` (UTC ms), counted up to ``cap``."""
    sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM refund WHERE {_OPEN} AND {_DUE} < ? LIMIT {int(cap)})"
    found = first(source, sql, (now,))
    return int(found[0]) if found else 0


def passed(source: Rows, now: int, limit: int, since: int | None = None) -> tuple[int, ...]:
    """Return open refunds whose deadline has passed at ``now`` (UTC ms) with no lapse recorded, the oldest first.

    With ``since`` only those that fell due after that moment.
    """
    return tuple(key for (key,) in source.rows(_PASSED, (now, -1 if since is None else since, max(0, limit))))


def lapse_stands(source: Rows, refund: int, due_at: int | None) -> bool:
    """Return whether it is noted that the deadline ``due_at`` (UTC ms) of a refund passed."""
    sql = "SELECT 1 FROM refund_event WHERE refund_id = ? AND act = 'lapsed' AND at = ? AND deleted = 0 LIMIT 1"
    return due_at is not None and first(source, sql, (refund, due_at)) is not None


def events(source: Rows, refund: int) -> list[RefundEventRow]:
    """Return what happened to a refund, the newest first; the newest 200 of it."""
    sql = (
        "SELECT id, act, author, text, before, after, proofs, at FROM refund_event"
        f" WHERE refund_id = ? AND deleted = 0 ORDER BY id DESC LIMIT {MOST_EVENTS}"
    )
    found = source.rows(sql, (refund,))
    return [RefundEventRow._make((*told[:6], tuple(told[6].split()), told[7])) for told in found]


def proofs(source: Rows, digests: Sequence[str]) -> dict[str, FileRef]:
    """Return the kept files of these SHA-256 digests."""
    if not digests:
        return {}
    sql = (
        "SELECT sha256, name, media_type, size, width, height FROM attachment"
        f" WHERE sha256 IN ({marks(digests)}) AND deleted = 0"
    )
    return {found[0]: FileRef(*found) for found in source.rows(sql, tuple(digests))}


def room(source: Rows, order: int, besides: int = 0) -> Room | None:
    """Return what an order has to pay back from, not counting the refund ``besides``; None where the order is gone."""
    found = first(source, _ROOM, (order, besides))
    return Room(*found) if found else None


def order_of(source: Rows, refund: int) -> tuple[int, str] | None:
    """Return id and number of the order that a refund is of."""
    sql = "SELECT o.id, o.number FROM refund r CROSS JOIN orders o ON o.id = r.order_id WHERE r.id = ?"
    found = first(source, sql, (refund,))
    return (int(found[0]), str(found[1])) if found else None


def id_of_number(source: Rows, number: str, platforms: Sequence[str] = PLATFORMS) -> int | None:
    """Return the refund with this number on one of these platforms."""
    sql = (
        "SELECT r.id FROM refund r CROSS JOIN orders o ON o.id = r.order_id WHERE r.number = ? AND r.number <> ''"
        f" AND r.deleted = 0 AND o.platform IN ({marks(platforms)}) ORDER BY r.id LIMIT 1"
    )
    found = first(source, sql, (number, *platforms)) if number else None
    return int(found[0]) if found else None
