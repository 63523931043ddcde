"""Whole tables for export, streamed in pages: orders as records, the rest as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ticketdesk.domain.masking import mask_name, mask_phone
from ticketdesk.domain.order_merge import FIELDS, FLAG_COLUMN, HISTORY_COLUMN, RemarkNote, write_history
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.domain.personal import PERSONAL, mask_extra
from ticketdesk.store.reader import Rows, first, some

PAGE = 500
_MASKS = tuple(
    (FIELDS.index(name), mask) for (table, name), mask in PERSONAL.items() if table == "orders" and name in FIELDS
)
KINDS = ("orders", "tickets", "messages", "buyers", "phrases")
_TABLE = {"orders": "orders", "tickets": "ticket", "messages": "message", "buyers": "buyer", "phrases": "phrase"}
_LINE = (
    "position", "title", "sub_number", "price_cents", "quantity", "attributes", "outer_code", "merchant_code",
    "package", "remark", "state", "payable_cents", "paid_cents", "refund_state", "refund_cents",
)  # fmt: skip


class MessageOut(NamedTuple):
    """A message as an export states it; ``sent_at`` UTC ms, ``side`` in|out|system."""

    sent_at: int
    buyer: str
    side: str
    sender: str
    kind: str
    text: str
    state: str
    channel: str
    order_number: str
    file_name: str


class TicketOut(NamedTuple):
    """A ticket as an export states it; moments in UTC ms."""

    number: str
    title: str
    type: str
    state: str
    priority: int
    buyer: str
    order_number: str
    assignee: str
    creator: str
    description: str
    demand: str
    contact: str
    product: str
    opened_at: int
    due_at: int | None
    closed_at: int | None
    updated_at: int


class BuyerOut(NamedTuple):
    """A buyer as an export states it; ``orders`` and ``conversations`` are counts."""

    nick: str
    name: str
    phone: str
    region: str
    note: str
    orders: int
    conversations: int


_MESSAGES = (
    "SELECT m.sent_at, b.nick, m.side, m.sender, m.kind, m.text, m.state, c.channel, COALESCE(o.number, ''),"
    " COALESCE(f.name, '') FROM message m JOIN conversation c ON c.id = m.conversation_id"
    " JOIN buyer b ON b.id = c.buyer_id LEFT JOIN orders o ON o.id = m.order_id"
    " LEFT JOIN attachment f ON f.id = m.attachment_id WHERE m.deleted = 0 ORDER BY m.id"
)
_TICKETS = (
    "SELECT t.number, t.title, t.type, t.state, t.priority, COALESCE(b.nick, ''), COALESCE(o.number, ''),"
    " COALESCE(a.name, ''), COALESCE(k.name, ''), t.description, t.demand, t.contact, t.product, t.opened_at, t.due_at,"
    " t.closed_at, t.updated_at FROM ticket t LEFT JOIN buyer b ON b.id = t.buyer_id"
    " LEFT JOIN orders o ON o.id = t.order_id LEFT JOIN agent a ON a.id = t.assignee_id"
    " LEFT JOIN agent k ON k.id = t.creator_id WHERE t.deleted = 0 ORDER BY t.id"
)
_BUYERS = (
    "SELECT nick, name, phone, region, note,"
    " (SELECT COUNT(*) FROM orders o WHERE o.buyer_id = buyer.id AND o.deleted = 0),"
    " (SELECT COUNT(*) FROM conversation c WHERE c.buyer_id = buyer.id AND c.deleted = 0)"
    " FROM buyer WHERE deleted = 0 ORDER BY id"
)


def count(source: Rows, kind: str) -> int:
    """Return how many rows an export of ``kind`` (one of ``KINDS``) has."""
    found = first(source, f"SELECT COUNT(*) FROM {_TABLE[kind]} WHERE deleted = 0")
    return int(found[0]) if found else 0


def messages(source: Rows) -> Iterator[MessageOut]:
    """Yield every message in the order of time."""
    return (MessageOut(*row) for row in source.each(_MESSAGES))


def tickets(source: Rows, *, whole: bool = False) -> Iterator[TicketOut]:
    """Yield every ticket, oldest first; its contact masked unless ``whole``."""
    for row in source.each(_TICKETS):
        found = TicketOut(*row)
        yield found if whole else found._replace(contact=mask_phone(found.contact))


def buyers(source: Rows, *, whole: bool = False) -> Iterator[BuyerOut]:
    """Yield every buyer, the first known first; name and phone masked unless ``whole``."""
    for row in source.each(_BUYERS):
        found = BuyerOut(*row)
        yield found if whole else found._replace(name=mask_name(found.name), phone=mask_phone(found.phone))


def orders(source: Rows, *, whole: bool = False) -> Iterator[OrderRecord]:
    """Yield every order as the record that an import reads, with items, unknown columns, flag and remarks.

    Personal data is masked unless ``whole``.

    The running statement keeps the whole export within one moment of the store.
    """
    sql = f"SELECT id, number, state, flag, extra, {', '.join(FIELDS)} FROM orders WHERE deleted = 0 ORDER BY id"
    rows, columns = source.each(sql), ", ".join(_LINE)
    while page := list(islice(rows, PAGE)):
        ids = some(row[0] for row in page)
        # An order that no import can turn round, where two files gave one place to two items.
        lines = _by_order(source, f"SELECT order_id, {columns} FROM order_line", ids, "position, sub_number = '', id")
        remarks = _by_order(source, "SELECT order_id, text, author, at, flag FROM remark", ids, "at, id")
        for row in page:
            yield _record(row, lines.get(row[0], []), remarks.get(row[0], []), whole=whole)


def _by_order(source: Rows, select: str, ids: str, order: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in source.rows(f"{select} WHERE deleted = 0 AND order_id IN ({ids}) ORDER BY order_id, {order}"):
        found.setdefault(row[0], []).append(row[1:])
    return found


def _record(
    row: tuple[Any, ...], lines: Sequence[tuple[Any, ...]], remarks: Sequence[tuple[Any, ...]], *, whole: bool
) -> OrderRecord:
    """The order of one row of the store; unless ``whole`` what is personal in it, also in unknown columns, masked."""
    _, number, state, flag, extra, *values = row
    notes = tuple(RemarkNote(*remark) for remark in remarks)
    own = [(FLAG_COLUMN, str(flag))] if flag else []
    if notes:
        own.append((HISTORY_COLUMN, write_history(notes)))
    extras = {**json.loads(extra), **dict(own)}
    if not whole:
        extras = mask_extra(extras)
        for at, mask in _MASKS:
            values[at] = values[at] and mask(values[at])
    return OrderRecord(
        number=number,
        source_line=0,
        layout="list",
        state=OrderState(state) if state else None,
        # The newest one also stands where the platform's files have theirs, for other programs.
        remark=notes[-1].text if notes else None,
        extra=tuple(extras.items()),
        lines=tuple(_line(line) for line in lines),
        **{name: value for name, value in zip(FIELDS, values, strict=True) if value not in (None, "")},
    )


def _line(values: Sequence[Any]) -> LineRecord:
    named = {name: _there(value) for name, value in zip(_LINE, values, strict=True)}
    state = OrderState(named["state"]) if named["state"] else None
    return LineRecord(**{**named, "title": named["title"] or "", "state": state})


def _there(value: Any) -> Any:
    return None if value == "" else value
