"""Whole tables for export, streamed in pages: orders as records, the rest as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ticketdesk.domain.masking import mask_name, mask_phone
from ticketdesk.domain.order_merge import FIELDS, FLAG_COLUMN, HISTORY_COLUMN, RemarkNote, write_history
from ticketdesk.domain.order_page import OrderPage, extra_pairs
from ticketdesk.domain.orders import LineRecord, OrderState
from ticketdesk.domain.personal import PERSONAL, mask_text
from ticketdesk.store.reader import Rows, first, some

PAGE = 500
_STATED = ("number", "state", *FIELDS, "currency", "platform")
_MASKS = tuple((name, mask) for (table, name), mask in PERSONAL.items() if table == "orders" and name in FIELDS)
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
    own = " AND owner_id IS NULL" if kind == "phrases" else ""  # what is an agent's own stays the agent's
    found = first(source, f"SELECT COUNT(*) FROM {_TABLE[kind]} WHERE deleted = 0{own}")
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


def extra_names(source: Rows, platform: str) -> list[str]:
    """Return the unknown columns that orders of a platform have, those of flag and remarks among them."""
    sql = (
        "SELECT DISTINCT e.key FROM orders o, json_each(o.extra) e WHERE o.platform = ? AND o.deleted = 0"
        " AND o.extra <> '{}'"
    )
    found = [str(name) for (name,) in source.rows(sql, (platform,))]
    there = "SELECT 1 FROM orders WHERE platform = ? AND deleted = 0 AND {} LIMIT 1"
    for column, condition in ((FLAG_COLUMN, "flag > 0"), (HISTORY_COLUMN, "last_remark_at IS NOT NULL")):
        if first(source, there.format(condition), (platform,)):
            found.append(column)
    return found


def orders(source: Rows, *, whole: bool = False, platform: str = "") -> Iterator[OrderPage]:
    """Yield every order (of a ``platform`` only, where one is given), some hundred at a time, with items, unknown
    columns, flag and remarks.

    Personal data is masked unless ``whole``. The running statement keeps the whole export within one moment of the
    store.
    """
    own = " AND platform = ?" if platform else ""
    sql = f"SELECT id, flag, extra, {', '.join(_STATED)} FROM orders WHERE deleted = 0{own} ORDER BY id"
    rows = source.each(sql, (platform,) if platform else ())
    while page := list(islice(rows, PAGE)):
        yield _page(source, page, whole=whole)


def _page(source: Rows, page: Sequence[tuple[Any, ...]], *, whole: bool) -> OrderPage:
    ids, flags, extras, *stated = zip(*page, strict=True)
    values: dict[str, Sequence[Any]] = dict(zip(_STATED, stated, strict=True))
    lines, notes = _lines(source, ids), _notes(source, ids)
    histories = [write_history(notes[key]) if key in notes else "" for key in ids]
    # The newest one also stands where the platform's files have theirs, for other programs.
    values["remark"] = [notes[key][-1].text if key in notes else None for key in ids]
    if not whole:
        histories = list(map(mask_text, histories))
        for name, mask in _MASKS:
            values[name] = _each(mask, values[name])
    return OrderPage(
        values,
        _each(lambda extra: extra_pairs(extra, whole=whole), extras),
        [str(flag) if flag else "" for flag in flags],
        histories,
        [lines.get(key, ()) for key in ids],
    )


def _each(mask: Callable[[str], str], values: Sequence[Any]) -> list[Any]:
    """Mask every value; what stands there again and again is masked once."""
    table = {value: value and mask(value) for value in set(values)}
    return list(map(table.__getitem__, values))


def _lines(source: Rows, ids: Sequence[int]) -> dict[int, tuple[LineRecord, ...]]:
    # An order that no import can turn round, where two files gave one place to two items.
    found = _by_order(
        source, f"SELECT order_id, {', '.join(_LINE)} FROM order_line", ids, "position, sub_number = '', id"
    )
    return {key: tuple(map(_line, rows)) for key, rows in found.items()}


def _notes(source: Rows, ids: Sequence[int]) -> dict[int, list[RemarkNote]]:
    found = _by_order(source, "SELECT order_id, text, author, at, flag FROM remark", ids, "at, id")
    return {key: list(map(RemarkNote._make, rows)) for key, rows in found.items()}


def _by_order(source: Rows, select: str, ids: Sequence[int], order: str) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for key, *values in source.rows(
        f"{select} WHERE deleted = 0 AND order_id IN ({some(ids)}) ORDER BY order_id, {order}"
    ):
        found.setdefault(key, []).append(tuple(values))
    return found


def _line(values: Sequence[Any]) -> LineRecord:
    named = {name: _there(value) for name, value in zip(_LINE, values, strict=True)}
    state = OrderState(named["state"]) if named["state"] else None
    return LineRecord(**{**named, "title": named["title"] or "", "state": state})


def _there(value: Any) -> Any:
    return None if value == "" else value
