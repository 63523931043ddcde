"""Douyin's order list (FORMATS 1.9): one row a sub-order; older files join an order's sub-orders in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.exchange import cells
from ticketdesk.exchange.form import RAW_STATE, STATE_COLUMN, Form, Said, StateWords, Written, sum_up, total_of
from ticketdesk.exchange.layouts import DOUYIN_ORDERS, Convert, Field

_JOINT: Final = ";"
_NOTHING: Final = "-"

STATES: Final = StateWords(
    {
        OrderState.WAIT_PAY: "待支付",
        OrderState.WAIT_SHIP: "待发货",
        OrderState.PART_SHIPPED: "部分发货",
        OrderState.SHIPPED: "已发货",
        OrderState.FINISHED: "已完成",
        OrderState.CLOSED: "已关闭",
    },
    {
        "待付款": OrderState.WAIT_PAY,
        "待确认": OrderState.WAIT_PAY,
        "备货中": OrderState.WAIT_SHIP,
        "已支付": OrderState.WAIT_SHIP,
        "已收货": OrderState.FINISHED,
        "已取消": OrderState.CLOSED,
    },
)


def _dashed(convert: Callable[[str], Any]) -> Convert:
    """Read a cell in which a dash stands for nothing."""

    def read(raw: str) -> object:
        return None if cells.unwrap(raw) == _NOTHING else convert(raw)

    return read


_text, _name = _dashed(cells.clean_text), _dashed(cells.clean_name)
_at, _price = _dashed(cells.moment), _dashed(cells.price)
_ORDER: Final = (
    Field("number", cells.order_number, ("主订单编号", "订单编号")),
    Field("postage_cents", _price, ("运费", "运费(元)")),
    Field("receiver", _name, ("收件人", "收货人")),
    Field("mobile", _dashed(cells.clean_phone), ("收件人手机号", "收货人手机号")),
    Field("address", _text, ("详细地址", "收货地址")),
    Field("created_at", _at, ("订单提交时间", "下单时间")),
    Field("paid_at", _at, ("支付完成时间", "支付时间")),
    Field("shipped_at", _at, ("发货时间",)),
    Field("finished_at", _at, ("订单完成时间", "交易完成时间")),
    Field("remark", _text, ("商家备注",)),
    Field("buyer_message", _text, ("买家留言",)),
    Field("close_reason", _text, ("取消原因",)),
    Field("tracking", _dashed(cells.parcel_number), ("快递单号", "运单号", "物流单号")),
    Field("carrier", _name, ("快递公司", "物流公司")),
    Field("shop_name", _name, ("店铺名称",)),
)
_LINE: Final = (
    Field("sub_number", _dashed(cells.clean_id), ("子订单编号",)),
    Field("title", _text, ("选购商品", "商品名称")),
    Field("attributes", _text, ("商品规格",)),
    Field("quantity", _dashed(cells.count), ("商品数量",)),
    Field("price_cents", _price, ("商品单价", "商品价格")),
    Field("outer_code", _name, ("商品ID", "商品id")),
    Field("merchant_code", _name, ("商家编码",)),
    Field("payable_cents", _price, ("订单应付金额",)),
    Field("_paid", _price, ("订单实付金额", "用户实付金额", "实付金额")),
    Field("state", _dashed(STATES.read), (STATE_COLUMN,)),
    Field(RAW_STATE, _text, (STATE_COLUMN,)),
    Field("refund_state", _text, ("售后状态",)),
)
_HEADER: Final = (
    "主订单编号", "子订单编号", "选购商品", "商品规格", "商品数量", "商家编码", "订单应付金额", "运费", "收件人",
    "收件人手机号", "详细地址", "订单提交时间", "商家备注", "订单完成时间", "订单状态", "售后状态", "取消原因",
    "发货时间", "平台实际承担优惠金额", "商家实际承担优惠金额", "达人实际承担优惠金额",
)  # fmt: skip


def _settle(said: Said) -> None:
    _pay(said)
    said.fill("total_cents", total_of([line.get("payable_cents") for line in said.lines]))
    if len(said.lines) == 1 and _JOINT in str(said.lines[0].get("sub_number", "")):
        _part(said)
    STATES.keep_words(said)
    sum_up(said)


def _pay(said: Said) -> None:
    """Tell what was paid for the order: rows that differ state their own sub-order each, equal ones the whole of it."""
    paid = said.take_lines("_paid")
    said.lines[:] = [line for line in said.lines if line]  # a row of nothing else names no item
    said.fill("paid_cents", total_of(paid) if len(set(paid)) > 1 else next(iter(paid), None))


def _part(said: Said) -> None:
    """Take the sub-orders of one row apart. What has not as many parts as there are sub-orders (商品规格 holds the
    joint in itself) cannot be told apart and is kept as it stands; the quantity is the sum of all."""
    (joined,) = said.lines
    numbers = _parts(joined["sub_number"])
    pieces, said.order["total_cents"] = joined.pop("quantity", None), joined.pop("payable_cents", None)
    if said.order["total_cents"] is None:
        del said.order["total_cents"]
    said.fill("pieces", pieces)
    apart: dict[str, list[str]] = {"sub_number": numbers}
    for name, header in (("title", "选购商品"), ("attributes", "商品规格"), ("merchant_code", "商家编码")):
        if text := joined.pop(name, None):
            parts = _parts(text)
            if len(parts) == len(numbers):
                apart[name] = parts
            else:
                said.extra[header] = text
    if "title" not in apart:
        said.fill("titles", said.extra.get("选购商品"))
    shared = {name: value for name, value in joined.items() if name != "sub_number"}
    lines: list[dict[str, Any]] = [
        {**shared, **{name: parts[at] for name, parts in apart.items() if parts[at]}} for at in range(len(numbers))
    ]
    if pieces == len(numbers):
        lines = [{**line, "quantity": 1} for line in lines]
    said.lines[:] = lines


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_JOINT)]


def _rows(record: OrderRecord) -> Sequence[LineRecord]:
    """The items; one row of sub-orders that share one sum, as they came."""
    numbers = [line.sub_number or "" for line in record.lines]
    if len(numbers) < 2 or any(line.payable_cents is not None for line in record.lines):
        return record.lines
    extra, first = dict(record.extra), record.lines[0]
    titles, attributes, codes = (
        extra.get(header) or _joined([getattr(line, name) for line in record.lines])
        for header, name in (("选购商品", "title"), ("商品规格", "attributes"), ("商家编码", "merchant_code"))
    )
    whole = replace(
        first, sub_number=_JOINT.join(numbers), title=titles or "", attributes=attributes, merchant_code=codes,
        quantity=record.pieces, payable_cents=record.total_cents,
    )  # fmt: skip
    return (whole,)


def _joined(texts: Sequence[str | None]) -> str | None:
    return _JOINT.join(text or "" for text in texts) if any(texts) else None


def _words(record: OrderRecord, line: LineRecord | None, _at: int) -> Written:
    state = line.state if line is not None else record.state
    return {STATE_COLUMN: STATES.word(state, dict(record.extra).get(STATE_COLUMN, ""))}


DOUYIN: Final = Form(DOUYIN_ORDERS, "douyin", _HEADER, _ORDER, _LINE, _settle, STATES, _words, _rows)
