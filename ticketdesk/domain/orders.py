"""Orders as the trade speaks of them: states, flags, and what one file says of one order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from ticketdesk.domain.order_states import STATE_RANK, OrderState

__all__ = [
    "BY_DESK",
    "NO_REFUND",
    "REFUND_ENDED",
    "STATE_RANK",
    "TAOBAO",
    "LineRecord",
    "OrderRecord",
    "OrderState",
    "Problem",
]

TAOBAO: Final = "taobao"
"""The platform whose files name none: Taobao's and Tmall's own, and this program's exports of earlier versions."""
BY_DESK: Final = "desk"
"""The source of a state that the desk made itself, of which the platform hears nothing."""
# How the detail file says that nobody asked for money back (FORMATS.md 1.2).
NO_REFUND = frozenset({"", "没有申请退款", "无退款申请"})

# How files say that a request for money back is over: Taobao's details (FORMATS.md 1.2), Pinduoduo (1.8), Douyin (1.9).
REFUND_ENDED = frozenset(
    {
        "退款成功", "退款关闭",
        "无售后或售后取消", "售后取消", "售后成功", "买家撤销", "平台拒绝退款，退款关闭",
        "售后关闭", "售后完成", "已全额退款", "换货成功", "补寄成功",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One item of an order as a file states it; None means the file has no such column (or the cell is empty).

    Money is integer cents; ``position`` counts the order's lines in the file from 1.
    """

    position: int
    title: str
    sub_number: str | None = None
    price_cents: int | None = None
    quantity: int | None = None
    attributes: str | None = None
    outer_code: str | None = None
    merchant_code: str | None = None
    package: str | None = None
    remark: str | None = None
    state: OrderState | None = None
    payable_cents: int | None = None
    paid_cents: int | None = None
    refund_state: str | None = None
    refund_cents: int | None = None


class OrderRecord(NamedTuple):
    """What one file says of one order; None means the file has no such column (or the cell is empty).

    Money is integer cents, moments are UTC milliseconds, ``source_line`` is the file's 1-based line (CSV: physical line
    on which the record begins; xlsx: sheet row). ``extra`` holds unknown or unused columns as (header, text).
    ``layout`` is "list", "detail" or "report": a detail's state is only derived from its lines. ``platform`` is one of
    ``domain.settings.PLATFORMS``; a number is unique on its platform only. ``currency`` is an ISO 4217 code.
    """

    number: str
    source_line: int
    layout: str
    state: OrderState | None = None
    buyer_nick: str | None = None
    payment_number: str | None = None
    payment_detail: str | None = None
    goods_cents: int | None = None
    postage_cents: int | None = None
    total_cents: int | None = None
    paid_cents: int | None = None
    refund_cents: int | None = None
    settled_cents: int | None = None
    receiver: str | None = None
    phone: str | None = None
    mobile: str | None = None
    address: str | None = None
    shipping_method: str | None = None
    created_at: int | None = None
    paid_at: int | None = None
    shipped_at: int | None = None
    finished_at: int | None = None
    titles: str | None = None
    kinds: int | None = None
    pieces: int | None = None
    carrier: str | None = None
    tracking: str | None = None
    buyer_message: str | None = None
    remark: str | None = None
    shop_name: str | None = None
    close_reason: str | None = None
    invoice_title: str | None = None
    currency: str | None = None
    platform: str = TAOBAO
    extra: tuple[tuple[str, str], ...] = ()
    lines: tuple[LineRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A row of a file that could not be taken.

    ``reason`` is a key of ``words/problems.py`` and ``args`` fill its places as (name, value); ``original`` is the
    row's own text, cut at 200 characters; ``suggestion`` is what the cell probably meant ("12.80" for "12.8O").
    """

    line: int
    reason: str
    args: tuple[tuple[str, str], ...]
    original: str
    suggestion: str | None = None
