"""JD's order list of 2016 (FORMATS 1.10): GBK, one row a SKU, the seller's flag as a grade from 1 to 5."""

from __future__ import annotations

import re
from typing import Final

from ticketdesk.domain.money import yuan
from ticketdesk.domain.order_merge import FLAG_COLUMN
from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.exchange import cells
from ticketdesk.exchange.form import (
    RAW_STATE,
    STATE_COLUMN,
    Form,
    Said,
    StateWords,
    Written,
    goods_of,
    sum_up,
    total_of,
)
from ticketdesk.exchange.layouts import JD_ORDERS, Field

_GRADE: Final = "商家备注等级（等级1-5为由高到低）"
_MOBILE: Final = re.compile(r"1\d{10}")
# What a row states in a column that is the order's in some files and the item's in others: (column, order's field).
_SUMS: Final = (("_payable", "paid_cents"), ("_settled", "settled_cents"))

STATES: Final = StateWords(
    {
        OrderState.WAIT_PAY: "等待付款",
        OrderState.WAIT_SHIP: "等待出库",
        OrderState.PART_SHIPPED: "部分出库",
        OrderState.SHIPPED: "等待确认收货",
        OrderState.FINISHED: "完成",
        OrderState.CLOSED: "已取消",
    },
    {
        "等待付款确认": OrderState.WAIT_PAY,
        "未付款": OrderState.WAIT_PAY,
        "暂停": OrderState.WAIT_SHIP,
        "锁定": OrderState.WAIT_SHIP,
        "等待发货": OrderState.WAIT_SHIP,
        "等待打印": OrderState.WAIT_SHIP,
        "等待收货": OrderState.SHIPPED,
        "已出库": OrderState.SHIPPED,
        "已完成": OrderState.FINISHED,
        "取消": OrderState.CLOSED,
        "锁定并取消": OrderState.CLOSED,
    },
)


def _grade(raw: str) -> str | None:
    """The flag's code, 1 to 5; None if empty. Raises BadCell for anything else."""
    text = cells.clean_name(raw)
    if text is not None and text not in ("0", "1", "2", "3", "4", "5"):
        raise cells.BadCell("grade_invalid")
    return text if text != "0" else None


_ORDER: Final = (
    Field("number", cells.order_number, ("订单号", "订单编号")),
    Field("buyer_nick", cells.clean_name, ("下单帐号", "下单账号")),
    Field("receiver", cells.clean_name, ("客户姓名", "收货人姓名")),
    Field("address", cells.clean_text, ("客户地址", "收货地址")),
    Field("_call", cells.clean_phone, ("联系电话",)),
    Field("buyer_message", cells.clean_text, ("订单备注",)),
    Field("invoice_title", cells.clean_text, ("发票抬头",)),
    Field("remark", cells.clean_text, ("商家备注",)),
    Field("_grade", _grade, (_GRADE, "商家备注等级")),
    Field("postage_cents", cells.price, ("运费金额",)),
    Field("created_at", cells.moment, ("下单时间",)),
    Field("paid_at", cells.moment, ("付款确认时间",)),
    Field("finished_at", cells.moment, ("订单完成时间",)),
    Field("tracking", cells.parcel_number, ("运单号", "快递单号", "物流单号")),
    Field("carrier", cells.clean_name, ("物流公司", "快递公司")),
)
_LINE: Final = (
    Field("outer_code", cells.clean_id, ("商品ID", "商品id")),
    Field("title", cells.clean_text, ("商品名称",)),
    Field("quantity", cells.count, ("订购数量",)),
    Field("price_cents", cells.price, ("京东价",)),
    Field("merchant_code", cells.clean_name, ("货号",)),
    Field("state", STATES.read, (STATE_COLUMN,)),
    Field(RAW_STATE, cells.clean_text, (STATE_COLUMN,)),
    Field("_total", cells.price, ("订单金额",)),
    Field("_payable", cells.price, ("应付金额",)),
    Field("_settled", cells.cents, ("结算金额",)),
)
_HEADER: Final = (
    "订单号", "商品ID", "商品名称", "订购数量", "支付方式", "下单时间", "京东价", "订单金额", "结算金额", "余额支付",
    "应付金额", "订单状态", "订单类型", "下单帐号", "客户姓名", "客户地址", "联系电话", "订单备注", "发票类型",
    "发票抬头", "发票内容", "商家备注", _GRADE, "运费金额", "付款确认时间", "增值税发票", "货号", "订单完成时间",
    "订单来源", "订单渠道",
)  # fmt: skip


def _settle(said: Said) -> None:
    _sums(said)
    if call := said.take("_call"):
        said.fill("mobile" if _MOBILE.fullmatch(call) else "phone", call)
    if grade := said.take("_grade"):
        said.extra[FLAG_COLUMN] = grade
    STATES.keep_words(said)
    sum_up(said)


def _sums(said: Said) -> None:
    """Tell the order's sums from the items'.

    Rows that differ state their own item each, and so do equal ones that are each exactly price times quantity; all
    other equal ones repeat the order's sum (FORMATS does not say which of both a file does).
    """
    totals = said.take_lines("_total")
    own = len(set(totals)) > 1 or all(total == goods_of(line) for total, line in zip(totals, said.lines, strict=True))
    if own and len(totals) > 1:
        for line, total in zip(said.lines, totals, strict=True):
            if total is not None:
                line["payable_cents"] = total
    for name, values in (("total_cents", totals), *((name, said.take_lines(column)) for column, name in _SUMS)):
        said.fill(name, total_of(values) if own else next((value for value in values if value is not None), None))


def _words(record: OrderRecord, line: LineRecord | None, at: int) -> Written:
    extra = dict(record.extra)
    own = line is not None and line.payable_cents is not None
    total = line.payable_cents if line is not None and own else record.total_cents
    # Of rows that state their own item's sum the first has the whole of what is known of the order alone.
    paid, settled = (record.paid_cents, record.settled_cents) if at == 0 or not own else (0, 0)
    state = line.state if line is not None else record.state
    return {
        STATE_COLUMN: STATES.word(state, extra.get(STATE_COLUMN, "")),
        "联系电话": record.mobile or record.phone or "",
        _GRADE: extra.get(FLAG_COLUMN, ""),
        **{
            header: "" if cents is None else yuan(cents)
            for header, cents in (("订单金额", total), ("应付金额", paid), ("结算金额", settled))
        },
    }


JD: Final = Form(JD_ORDERS, "jd", _HEADER, _ORDER, _LINE, _settle, STATES, _words, encoding="gb18030", flags=True)
