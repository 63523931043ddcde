"""Pinduoduo's order list (FORMATS 1.8): one row an order of one item, any pick of its some eighty columns."""

from __future__ import annotations

import re
from typing import Final

from ticketdesk.domain.moments import parse_stamp
from ticketdesk.domain.orders import NO_REFUND, LineRecord, OrderRecord, OrderState
from ticketdesk.exchange import cells
from ticketdesk.exchange.form import RAW_STATE, STATE_COLUMN, Form, Said, StateWords, Written, sum_up
from ticketdesk.exchange.layouts import PDD_ORDERS, Field

_NUMBER: Final = re.compile(r"(\d{6})-\d+")
# Greedy from the end: a search for what stands behind the last digit would begin anew at each sign of a long cell.
_TO_LAST_DIGIT: Final = re.compile(r".*\d", re.DOTALL)

_AFTER_SALE: Final = "售后状态"
_NO_AFTER_SALE: Final = ("无售后或售后取消", "无售后")

STATES: Final = StateWords(
    {
        OrderState.WAIT_PAY: "待支付",
        OrderState.WAIT_SHIP: "待发货",
        OrderState.PART_SHIPPED: "部分发货",
        OrderState.SHIPPED: "已发货，待收货",
        OrderState.FINISHED: "已收货",
        OrderState.CLOSED: "已取消",
    },
    {
        "待付款": OrderState.WAIT_PAY,
        "待分享，待成团": OrderState.WAIT_SHIP,
        "待成团": OrderState.WAIT_SHIP,
        "未发货，退款中": OrderState.WAIT_SHIP,
        "已发货": OrderState.SHIPPED,
        "待收货": OrderState.SHIPPED,
        "已发货，退款中": OrderState.SHIPPED,
        "已签收": OrderState.SHIPPED,
        "已评价": OrderState.FINISHED,
        "交易成功": OrderState.FINISHED,
        "已取消，退款成功": OrderState.CLOSED,
        "未发货，退款成功": OrderState.CLOSED,
        "已发货，退款成功": OrderState.CLOSED,
        "已收货，退款成功": OrderState.CLOSED,
        "退款成功": OrderState.CLOSED,
        "已关闭": OrderState.CLOSED,
        "交易关闭": OrderState.CLOSED,
    },
)


def order_number(raw: str) -> str:
    """An order's number; what stands behind its last digit (a tab, a mark) is no part of it."""
    text = cells.clean_phone(raw) if raw else None
    return cells.order_number(_to_last_digit(text) if text and _NUMBER.match(text) else raw)


def goods_id(raw: str) -> str | None:
    """The id of the goods, without what stands behind its last digit."""
    text = cells.clean_id(raw)
    return (_to_last_digit(text) or text) if text else None


def _after_sale(raw: str) -> str | None:
    """What became of a request for money back; the word that every part knows where there is none (any more)."""
    text = cells.clean_text(raw)
    return cells.NO_REFUND if text in _NO_AFTER_SALE else text


def _to_last_digit(text: str) -> str:
    found = _TO_LAST_DIGIT.match(text)
    return found.group() if found else ""


_ORDER: Final = (
    Field("number", order_number, ("订单号", "订单编号")),
    Field("state", STATES.read, (STATE_COLUMN,)),
    Field(RAW_STATE, cells.clean_text, (STATE_COLUMN,)),
    Field("created_at", cells.moment, ("下单时间", "订单创建时间", "订单提交时间")),
    Field("paid_at", cells.moment, ("订单成交时间", "支付时间", "付款时间", "拼单成功时间")),
    Field("shipped_at", cells.moment, ("发货时间",)),
    Field("finished_at", cells.moment, ("确认收货时间",)),
    Field("goods_cents", cells.price, ("商品总价(元)", "商品总价（元）", "商品总价")),
    Field("postage_cents", cells.price, ("邮费(元)", "邮费（元）", "邮费")),
    Field("paid_cents", cells.price, ("用户实付金额(元)", "用户实付金额（元）", "用户实付金额")),
    Field("settled_cents", cells.cents, ("商家实收金额(元)", "商家实收金额（元）", "商家实收金额")),
    Field("remark", cells.clean_text, ("商家备注",)),
    Field("buyer_message", cells.clean_text, ("买家留言",)),
    Field("receiver", cells.clean_name, ("收货人", "收件人", "收货人姓名")),
    Field("mobile", cells.clean_phone, ("手机", "联系电话", "收件人手机", "收货人手机")),
    Field("address", cells.clean_text, ("收货地址", "详细地址")),
    Field("tracking", cells.parcel_number, ("快递单号", "运单号")),
    Field("carrier", cells.clean_name, ("快递公司", "物流公司")),
    Field("shop_name", cells.clean_name, ("店铺名称",)),
)
_LINE: Final = (
    Field("title", cells.clean_text, ("商品", "商品名称", "商品标题")),
    Field("quantity", cells.count, ("商品数量(件)", "商品数量（件）", "商品数量")),
    Field("attributes", cells.clean_text, ("商品规格",)),
    Field("outer_code", goods_id, ("商品id", "商品ID")),
    Field("merchant_code", cells.clean_name, ("商家编码-规格维度", "商家编码-商品维度")),
    Field("refund_state", _after_sale, (_AFTER_SALE,)),
)
_HEADER: Final = (
    "订单成交时间", "商品", "订单号", "订单状态", "商品总价(元)", "邮费(元)", "店铺优惠折扣(元)", "平台优惠折扣(元)",
    "多多支付立减金额(元)", "用户实付金额(元)", "商家实收金额(元)", "商品数量(件)", "发货时间", "确认收货时间",
    "商品id", "商品规格", "样式ID", "商家编码-规格维度", "商家编码-商品维度", "商家备注", "售后状态", "快递单号",
    "快递公司",
)  # fmt: skip


def _settle(said: Said) -> None:
    STATES.keep_words(said)
    sum_up(said)
    if "created_at" not in said.order and "paid_at" not in said.order:
        said.fill("created_at", day_of(said.number))


def day_of(number: str) -> int | None:
    """The first moment (UTC ms) of the day that an order's number begins with; None where it begins otherwise."""
    match = _NUMBER.fullmatch(number)
    digits = match[1] if match else ""
    return parse_stamp(f"20{digits[:2]}-{digits[2:4]}-{digits[4:]}") if digits else None


def _words(record: OrderRecord, line: LineRecord | None, _at: int) -> Written:
    said = {STATE_COLUMN: STATES.word(record.state, dict(record.extra).get(STATE_COLUMN, ""))}
    none = line is None or line.refund_state in NO_REFUND
    return {**said, _AFTER_SALE: _NO_AFTER_SALE[0]} if none else said


PINDUODUO: Final = Form(PDD_ORDERS, "pinduoduo", _HEADER, _ORDER, _LINE, _settle, STATES, _words, alone=True)
