"""Taobao's export of refunds (FORMATS 1.4): 42 columns and their variants, one row a refund."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ticketdesk.domain.money import yuan
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange import cells
from ticketdesk.exchange.cells import BadCell
from ticketdesk.exchange.found import CHECK_EVERY, Cancelled, Found, Progress, check
from ticketdesk.exchange.layouts import NUMBER, Field
from ticketdesk.exchange.plan import plan_of, read_values, row_text, width_problem
from ticketdesk.exchange.rows import UNTOUCHED, Mends, data_rows, mended_rows

DUE: Final = "超时时间"
STATE: Final = "退款状态"
_ENDED: Final = frozenset({"退款成功", "退款关闭"})
_YES: Final = {"是": True, "否": False, "需要": True, "不需要": False}


def _yes(raw: str) -> bool | None:
    """是 or 否; None if empty. Raises BadCell for anything else."""
    text = cells.clean_name(raw)
    if text is None:
        return None
    if text not in _YES:
        raise BadCell("yes_or_no")
    return _YES[text]


_FIELDS: Final = (
    NUMBER,
    Field("refund_number", cells.clean_id, ("退款编号",)),
    Field("payment_number", cells.clean_id, ("支付宝交易号", "支付单号")),
    Field("buyer_nick", cells.clean_name, ("买家会员名", "买家会员名称")),
    Field("paid_at", cells.moment, ("订单付款时间",)),
    Field("goods_code", cells.clean_name, ("商品编码", "商家编码")),
    Field("goods_id", cells.clean_id, ("商品 id", "商品id", "商品ID", "商品 ID")),
    Field("kind", cells.clean_text, ("售后类型",)),
    Field("paid_cents", cells.price, ("买家实际支付金额",)),
    Field("title", cells.clean_text, ("宝贝标题", "商品标题")),
    Field("refund_cents", cells.price, ("买家退款金额", "退款金额")),
    Field("by_hand", cells.clean_text, ("手工退款/系统退款",)),
    Field("goods_back", _yes, ("是否需要退货",)),
    Field("applied_at", cells.moment, ("退款的申请时间", "退款申请时间")),
    Field("due_at", cells.moment, (DUE,)),
    Field("state", cells.clean_text, (STATE,)),
    Field("goods_state", cells.clean_text, ("货物状态",)),
    Field("return_events", cells.clean_text, ("退货物流信息",)),
    Field("shipping_events", cells.clean_text, ("发货物流信息",)),
    Field("platform_steps_in", cells.clean_text, ("客服介入状态",)),
    Field("return_tracking", cells.parcel_number, ("退货物流单号",)),
    Field("return_carrier", cells.clean_name, ("退货物流公司",)),
    Field("reason", cells.clean_text, ("买家退款原因",)),
    Field("words", cells.clean_text, ("买家退款说明",)),
    Field("returned_at", cells.moment, ("买家退货时间",)),
    Field("stage", cells.clean_text, ("售中或售后",)),
    Field("seller_note", cells.clean_text, ("商家备注",)),
    Field("ended_at", cells.moment, ("退款完结时间", "完结时间")),
    Field("share", cells.clean_text, ("部分退款/全部退款",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRecord:
    """What the file says of one refund; None where it has no such column or the cell is empty.

    Money is integer cents, moments are UTC milliseconds, ``line`` is the file's 1-based line. ``due_at`` is until when
    the platform waits (超时时间), ``goods_back`` whether goods come back (是否需要退货), ``kind`` is 售后类型 and
    ``state`` 退款状态, both in the platform's words. ``extra`` keeps every other column as (header, text).
    """

    line: int
    number: str
    refund_number: str | None = None
    payment_number: str | None = None
    buyer_nick: str | None = None
    paid_at: int | None = None
    goods_code: str | None = None
    goods_id: str | None = None
    kind: str | None = None
    paid_cents: int | None = None
    title: str | None = None
    refund_cents: int | None = None
    by_hand: str | None = None
    goods_back: bool | None = None
    applied_at: int | None = None
    due_at: int | None = None
    state: str | None = None
    goods_state: str | None = None
    return_events: str | None = None
    shipping_events: str | None = None
    platform_steps_in: str | None = None
    return_tracking: str | None = None
    return_carrier: str | None = None
    reason: str | None = None
    words: str | None = None
    returned_at: int | None = None
    stage: str | None = None
    seller_note: str | None = None
    ended_at: int | None = None
    share: str | None = None
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def over(self) -> bool:
        """Whether the refund has ended, so that nobody waits for it any more."""
        return self.state in _ENDED or self.ended_at is not None

    @property
    def waits_until(self) -> int | None:
        """Until when the platform waits (UTC ms); None where it waits for nothing more."""
        return None if self.over else self.due_at


@dataclass(frozen=True, slots=True)
class RefundFile:
    """A refund export that was found whole; ``items`` may be asked more than once."""

    path: Path
    found: Found
    columns_unknown: tuple[str, ...]
    _progress: Progress | None
    _cancelled: Cancelled | None

    def columns(self) -> dict[str, str]:
        """Return the file's headers by the fields that are read from them."""
        (plan,) = plan_of(self.found.header, _FIELDS)
        return plan.headers()

    def items(self, *, mends: Mends = UNTOUCHED) -> Iterator[RefundRecord | Problem]:
        """Yield a refund or a problem a row: a refund above what was paid, a refund's number that came before, and what
        no cell can be; of ``mends`` what an agent wrote in place of a cell is taken. DeskErrors of ``sniff`` where the
        file breaks meanwhile, and ``cancelled``."""
        (plan,) = plan_of(self.found.header, _FIELDS)
        met: dict[str, int] = {}
        rows = mended_rows(data_rows(self.path, self.found), self.found.header, mends)
        for done, (line, row) in enumerate(rows, start=1):
            if done % CHECK_EVERY == 0:
                check(done, self.found.rows, self._progress, self._cancelled)
            read = width_problem(plan.width, line, row) or read_values(plan, line, row)
            yield read if isinstance(read, Problem) else _refund(line, read.fields, read.extra, row, met)
        check(self.found.rows, self.found.rows, self._progress, self._cancelled)


def unknown_columns(header: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a refund export that no field takes; their cells stand in ``RefundRecord.extra``."""
    return tuple(name for _, name in plan_of(header, _FIELDS)[0].unknown)


def _refund(
    line: int, fields: dict[str, Any], extra: list[tuple[str, str]], row: list[str], met: dict[str, int]
) -> RefundRecord | Problem:
    refund, paid = fields.get("refund_cents"), fields.get("paid_cents")
    if refund is not None and paid is not None and refund > paid:
        args = (("value", yuan(refund)), ("limit", yuan(paid)))
        return Problem(line, "refund_above", args, row_text(row))
    if (number := fields.get("refund_number")) is not None:
        if number in met:
            return Problem(line, "refund_repeated", (("number", number), ("first", str(met[number]))), row_text(row))
        met[number] = line
    return RefundRecord(line=line, extra=tuple(extra), **fields)
