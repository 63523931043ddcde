"""Writing refunds and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.refunds import ENDED, RefundAct, RefundKind, RefundState
from ticketdesk.store.reader import first
from ticketdesk.store.refund_tables import Refund, RefundEvent
from ticketdesk.store.sql import Value
from ticketdesk.store.tx import Tx


class RefundNow(NamedTuple):
    """What an act must know of a refund before it changes it."""

    id: int
    version: int
    order_id: int
    kind: RefundKind
    state: RefundState
    amount_cents: int | None
    ticket_id: int | None
    applied_at: int | None
    told_due_at: int | None
    told_at: int | None
    due_at: int | None
    due_from: int | None
    due_rule: str
    ended_at: int | None
    file_state: str
    number: str
    reason: str
    explanation: str
    carrier: str
    tracking: str
    cs_status: str


class Noted(NamedTuple):
    """A line of a refund's history as the deadlines need it; ``at`` UTC ms."""

    act: str
    after: str
    at: int


def current(tx: Tx, refund: int) -> RefundNow:
    """Return the refund as it stands; DeskError ``refund_missing`` where it is gone."""
    found = first(tx, f"SELECT {', '.join(RefundNow._fields)} FROM refund WHERE id = ? AND deleted = 0", (refund,))
    if found is None:
        raise DeskError("refund_missing", id=refund)
    now = RefundNow(*found)
    return now._replace(kind=RefundKind(now.kind), state=RefundState(now.state))


def add(tx: Tx, values: Mapping[str, Value]) -> int:
    """Insert a refund and return its id."""
    return tx.insert(Refund, values)


def change(tx: Tx, refund: int, now: int, values: Mapping[str, Value]) -> None:
    """Change columns of a refund; a state that is an end ends it at ``now`` (UTC ms) unless ``ended_at`` is given."""
    given = dict(values)
    if "state" in given:
        ended = given["state"] in {state.value for state in ENDED}
        given.setdefault("ended_at", now if ended else None)
    tx.update(Refund, refund, {**given, "updated_at": now})


def add_event(
    tx: Tx, refund: int, act: RefundAct, *, agent_id: int | None, author: str, at: int, text: str = "",
    before: str = "", after: str = "", proofs: Sequence[str] = (),
) -> int:  # fmt: skip
    """Append a line to the history of a refund and return its id."""
    return tx.insert(
        RefundEvent,
        {
            "refund_id": refund, "act": act.value, "agent_id": agent_id, "author": author, "text": text,
            "before": before, "after": after, "proofs": " ".join(proofs), "at": at,
        },
    )  # fmt: skip


def history(tx: Tx, refund: int) -> list[Noted]:
    """Return the whole history of a refund in the order in which it was noted."""
    sql = "SELECT act, after, at FROM refund_event WHERE refund_id = ? AND deleted = 0 ORDER BY id"
    return [Noted(*found) for found in tx.rows(sql, (refund,))]


def last_author(tx: Tx, refund: int) -> str:
    """Return who moved a refund last, "" for a file."""
    sql = (
        "SELECT author FROM refund_event WHERE refund_id = ? AND act <> 'lapsed' AND deleted = 0"
        " ORDER BY id DESC LIMIT 1"
    )
    found = first(tx, sql, (refund,))
    return str(found[0]) if found else ""


def ticket_of(tx: Tx, order: int, kind: RefundKind) -> int | None:
    """Return the open ticket of this kind that an order has and that follows no refund yet, the newest; else None."""
    sql = (
        "SELECT t.id FROM ticket t WHERE t.order_id = ? AND t.type = ? AND t.deleted = 0 AND t.closed_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.ticket_id = t.id AND r.ticket_id IS NOT NULL"
        " AND r.deleted = 0) ORDER BY t.id DESC LIMIT 1"
    )
    found = first(tx, sql, (order, kind.value))
    return int(found[0]) if found else None


def waiting_of_ticket(tx: Tx, ticket: int) -> int | None:
    """Return the refund that a ticket follows and that waits for the shop's word, the newest; else None."""
    sql = (
        "SELECT id FROM refund WHERE ticket_id = ? AND ticket_id IS NOT NULL AND deleted = 0 AND state = ?"
        " ORDER BY id DESC LIMIT 1"
    )
    found = first(tx, sql, (ticket, RefundState.WAIT_SELLER.value))
    return int(found[0]) if found else None
