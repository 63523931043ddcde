"""Order files as values, and what the store holds after them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.domain.rules.packs import shipped_rule
from ticketdesk.domain.line_merge import LINE_FIELDS, LineChange, StoredLine
from ticketdesk.domain.order_merge import (
    FIELDS,
    NUMBER_FIELDS,
    Merged,
    Stored,
)
from ticketdesk.domain.order_merge import merge as merge_by
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.domain.rules.counting import Reckoning
from ticketdesk.domain.rules.shipping import SHIP, Shipping

SHIPPING = Shipping(shipped_rule(SHIP), Reckoning())
PAID = 1_795_000_000_000
WAIT_PAY, WAIT_SHIP, PART = OrderState.WAIT_PAY, OrderState.WAIT_SHIP, OrderState.PART_SHIPPED
SHIPPED, FINISHED, CLOSED = OrderState.SHIPPED, OrderState.FINISHED, OrderState.CLOSED


def merge(stored: Stored | None, record: OrderRecord, *, known: bool = False) -> Merged:
    """The merging by the shipped pack."""
    return merge_by(stored, record, SHIPPING, known=known)


def listed(state: OrderState | None = None, **more: Any) -> OrderRecord:
    return OrderRecord("3001", 2, "list", state=state, **more)


def detailed(*states: OrderState, **more: Any) -> OrderRecord:
    lines = tuple(
        LineRecord(at, f"货{at}", sub_number=str(at), state=state) for at, state in enumerate(states, start=1)
    )
    return OrderRecord("3001", 2, "detail", lines=lines, **more)


def written(old: Stored | None, record: OrderRecord, merged: Merged) -> Stored:
    """What the store holds after ``merged``, as store/writers/order_import.py writes it."""
    blank: dict[str, Any] = {name: None if name in NUMBER_FIELDS else "" for name in FIELDS}
    base = old or Stored(1, {**blank, "due_at": None}, OrderState.UNKNOWN, "", 0, {}, {})
    values = {**base.values, **{k: v for k, v in merged.values.items() if k in (*FIELDS, "due_at")}}
    lines = {line.id: line for line in base.lines}
    for change in merged.lines:
        lines |= _line(lines, change)
    return replace(
        base,
        values=values,
        state=OrderState(merged.values.get("state", base.state)),
        state_source=str(merged.values.get("state_source", base.state_source)),
        flag=int(merged.values.get("flag", base.flag) or 0),
        extra=base.extra if merged.extra is None else merged.extra,
        edited=base.edited if merged.edited is None else merged.edited,
        lines=tuple(lines.values()),
        parcels=base.parcels | frozenset(merged.parcels),
        remarks=(*base.remarks, *merged.remarks),
    )


def _line(lines: dict[int, StoredLine], change: LineChange) -> dict[int, StoredLine]:
    if change.line_id is not None:
        old = lines[change.line_id]
        return {old.id: replace(old, values={**old.values, **change.values})}
    key = len(lines) + 1
    given = {name: value for name, value in change.values.items() if name in LINE_FIELDS}
    return {key: StoredLine(key, int(change.values["position"] or 0), str(change.values["title"]), given)}


def after(*records: OrderRecord, old: Stored | None = None) -> Stored:
    """The order after these files, one after another."""
    for record in records:
        old = written(old, record, merge(old, record))
    assert old is not None
    return old


def facts(order: Stored) -> tuple[object, ...]:
    """Everything of an order but ids and the order of its parts."""
    lines = sorted(
        (line.title, sorted((k, v) for k, v in line.values.items() if v not in (None, ""))) for line in order.lines
    )
    remarks = sorted((note.text, note.author, note.at or 0) for note in order.remarks)
    return (dict(order.values), order.state, order.flag, dict(order.extra), lines, sorted(order.parcels), remarks)
