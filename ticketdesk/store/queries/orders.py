"""Orders: lists, the cards of the sidebar, lines, parcels and remarks."""

import json
from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.masking import mask_address, mask_name, mask_phone
from ticketdesk.store.queries.gathering import Cancelled, Walk, never, walked
from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.reader import Rows, first, marks, some

if TYPE_CHECKING:
    from ticketdesk.store.queries.refund_brief import RefundBrief


class OrderRow(NamedTuple):
    """A row of the order list; money in cents of ``currency`` (ISO 4217), moments in UTC ms, ``flag`` a platform code.

    ``remark_conflict`` is a ``domain.remark_reading.Standing``; orders of one ``parcel_group`` leave in one parcel.
    """

    id: int
    version: int
    number: str
    state: str
    flag: int
    buyer_id: int | None
    buyer_nick: str
    titles: str
    kinds: int | None
    pieces: int | None
    paid_cents: int | None
    total_cents: int | None
    created_at: int | None
    paid_at: int | None
    due_at: int | None
    carrier: str
    tracking: str
    last_remark: str
    last_remark_by: str
    last_remark_at: int | None
    remark_conflict: int
    currency: str
    parcel_group: int | None = None


class LineRow(NamedTuple):
    """An item of an order."""

    id: int
    position: int
    sub_number: str
    title: str
    attributes: str
    price_cents: int | None
    quantity: int | None
    merchant_code: str
    state: str
    refund_state: str


class RemarkRow(NamedTuple):
    """A remark; ``source`` is desk or file, ``concludes`` the newest remark that it settled (None: an ordinary one)."""

    id: int
    author: str
    text: str
    flag: int | None
    at: int
    source: str
    concludes: int | None


class OrderCard(NamedTuple):
    """Everything the sidebar shows of one order; personal data is masked (``desk`` ``RevealPersonalData`` tells it).

    ``readdressed_at`` is when receiver, number or address last came to read otherwise (UTC ms, None for never).
    """

    row: OrderRow
    receiver: str
    phone: str
    mobile: str
    address: str
    goods_cents: int | None
    postage_cents: int | None
    refund_cents: int | None
    buyer_message: str
    shipped_at: int | None
    finished_at: int | None
    close_reason: str
    readdressed_at: int | None
    edited: Mapping[str, object]
    extra: Mapping[str, str]
    lines: tuple[LineRow, ...]
    remarks: tuple[RemarkRow, ...]
    open_tickets: tuple[tuple[int, str, str, int | None], ...]
    refunds: tuple["RefundBrief", ...]


MOST_REMARKS = 200
"""So many remarks of an order are read, the newest ones."""
_ROW = f"SELECT {', '.join(OrderRow._fields)} FROM orders"
_CARD = (
    "receiver, phone, mobile, address, goods_cents, postage_cents, refund_cents, buyer_message, shipped_at,"
    " finished_at, close_reason, readdressed_at, edited, extra"
)
_LINES = (
    f"SELECT {', '.join(LineRow._fields)} FROM order_line WHERE order_id = {{0}} AND deleted = 0 ORDER BY position, id"
)
_REMARKS = (
    f"SELECT {', '.join(RemarkRow._fields)} FROM remark"
    f" WHERE order_id = {{0}} AND deleted = 0 ORDER BY at DESC, id DESC LIMIT {MOST_REMARKS}"
)
_TICKET = ("id", "number", "title", "due_at")
_TICKETS = (
    f"SELECT {', '.join(_TICKET)} FROM ticket WHERE order_id = w.id AND deleted = 0 AND closed_at IS NULL ORDER BY id"
)
_CARDS = (
    f"SELECT {', '.join(OrderRow._fields)}, {_CARD}, {packed(LineRow._fields, _LINES.format('w.id'))},"
    f" {packed(RemarkRow._fields, _REMARKS.format('w.id'))}, {packed(_TICKET, _TICKETS)},"
    " {refunds} FROM orders w"
)
# Every offered order of rows has its index; NULL due dates are left out of the due list, which is about what is due.
VIEWS: dict[str, str] = {
    "all": "deleted = 0 ORDER BY sort_at DESC, id DESC",
    "state": "deleted = 0 AND state = ? ORDER BY sort_at DESC, id DESC",
    "flag": "deleted = 0 AND flag = ? ORDER BY sort_at DESC, id DESC",
    "due": "deleted = 0 AND due_at IS NOT NULL ORDER BY due_at, id",
}


def snapshot(
    source: Rows,
    view: str = "all",
    key: str | int | None = None,
    *,
    limit: int | None = None,
    cancelled: Cancelled = never,
) -> "array[int]":
    """Return the ids of an order list: "all", "state" and "flag" (newest first, of ``key``), "due" (soonest first).

    Without a ``limit`` there may be a million: call it in a task, which ends early where it is ``cancelled``.
    """
    most = "" if limit is None else f" LIMIT {int(limit)}"
    values = () if key is None else (key,)
    return walked(source, (Walk(f"SELECT id FROM orders WHERE {VIEWS[view]}{most}", values),), None, cancelled)


def rows(source: Rows, ids: Sequence[int]) -> list[OrderRow]:
    """Return the rows of ``ids`` that are there, in no promised order."""
    return [OrderRow(*row) for row in source.rows(f"{_ROW} WHERE deleted = 0 AND id IN ({some(ids)})")]


def ids_of_buyer(source: Rows, buyer_id: int, limit: int = 30) -> list[int]:
    """Return a buyer's orders, newest first."""
    sql = "SELECT id FROM orders WHERE buyer_id = ? AND deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT ?"
    return [key for (key,) in source.rows(sql, (buyer_id, limit))]


def of_numbers(source: Rows, numbers: Collection[str]) -> dict[str, tuple[OrderRow, ...]]:
    """Return the orders with these numbers on any platform, by their number; several where platforms share one."""
    from ticketdesk.domain.settings import PLATFORMS  # no first picture names an order

    if not numbers:
        return {}
    sql = f"{_ROW} WHERE platform IN ({marks(PLATFORMS)}) AND number IN ({marks(list(numbers))}) AND deleted = 0"
    found: dict[str, tuple[OrderRow, ...]] = {}
    for row in source.rows(sql, (*PLATFORMS, *numbers)):
        found[row[2]] = (*found.get(row[2], ()), OrderRow(*row))
    return found


def id_of_number(source: Rows, number: str, platform: str = "taobao") -> int | None:
    """Return the order with this platform number."""
    found = first(source, "SELECT id FROM orders WHERE platform = ? AND number = ? AND deleted = 0", (platform, number))
    return int(found[0]) if found else None


def ids_of_number(source: Rows, number: str) -> list[int]:
    """Return the orders with this number on any platform."""
    return [row.id for row in of_numbers(source, [number]).get(number, ())]


def card(source: Rows, order_id: int) -> OrderCard | None:
    """Return everything of one order with its personal data masked, or None."""
    return cards(source, [order_id]).get(order_id)


def cards(source: Rows, ids: Sequence[int]) -> dict[int, OrderCard]:
    """Return everything of each of ``ids`` that is there, personal data masked."""
    from ticketdesk.store.queries.refund_brief import packed_of_order  # no first picture shows an order whole

    sql = _CARDS.replace("{refunds}", packed_of_order("w.id"))
    return {row[0]: _card(row) for row in source.rows(f"{sql} WHERE w.deleted = 0 AND w.id IN ({some(ids)})")}


def _card(found: Sequence[Any]) -> OrderCard:
    from ticketdesk.domain.personal import mask_edited, mask_extra  # lists show no personal data, nor does a start
    from ticketdesk.store.queries.refund_brief import RefundBrief

    n = len(OrderRow._fields)
    rest, (items, said, tickets, refunds) = found[n:-4], found[-4:]
    return OrderCard._make((
        OrderRow(*found[:n]), mask_name(rest[0]), mask_phone(rest[1]), mask_phone(rest[2]), mask_address(rest[3]),
        *rest[4:-2], mask_edited(_differing(json.loads(rest[-2]), rest)), mask_extra(json.loads(rest[-1])),
        tuple(unpacked(items, LineRow._make)), tuple(unpacked(said, RemarkRow._make)), tuple(unpacked(tickets, tuple)),
        tuple(unpacked(refunds, RefundBrief._make)),
    ))  # fmt: skip


def _differing(edited: Mapping[str, object], whole: Sequence[object]) -> dict[str, object]:
    """Return what the file said of personal fields that differ now; masked they could not be compared."""
    now = dict(zip(("receiver", "phone", "mobile", "address"), whole, strict=False))
    return {name: value for name, value in edited.items() if name not in now or now[name] != value}


def lines(source: Rows, order_id: int) -> tuple[LineRow, ...]:
    """Return the items of an order in its order."""
    return tuple(LineRow(*row) for row in source.rows(_LINES.format("?"), (order_id,)))


def remarks(source: Rows, order_id: int) -> tuple[RemarkRow, ...]:
    """Return the newest 200 remarks of an order, the latest first."""
    return tuple(RemarkRow(*row) for row in source.rows(_REMARKS.format("?"), (order_id,)))


def order_clock(source: Rows, order_id: int) -> tuple[str, int | None]:
    """Return (state, paid_at) of an order; DeskError ``order_missing`` where it is gone."""
    found = first(source, "SELECT state, paid_at FROM orders WHERE id = ? AND deleted = 0", (order_id,))
    if found is None:
        raise DeskError("order_missing", id=order_id)
    return str(found[0]), found[1]
