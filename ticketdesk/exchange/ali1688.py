"""1688's order list (FORMATS 1.11): an order's own cells stand on its first row only, further items follow below."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.orders import LineRecord, OrderRecord, OrderState
from ticketdesk.exchange import cells
from ticketdesk.exchange.form import RAW_STATE, STATE_COLUMN, Form, Said, StateWords, Written, sum_up
from ticketdesk.exchange.layouts import ALI_ORDERS, Field

STATES: Final = StateWords(
    {
        OrderState.WAIT_PAY: "等待买家付款",
        OrderState.WAIT_SHIP: "等待卖家发货",
        OrderState.PART_SHIPPED: "卖家部分发货",
        OrderState.SHIPPED: "等待买家确认收货",
        OrderState.FINISHED: "交易成功",
        OrderState.CLOSED: "交易关闭",
    },
    {
        "待付款": OrderState.WAIT_PAY,
        "买家已付款，等待卖家发货": OrderState.WAIT_SHIP,
        "待发货": OrderState.WAIT_SHIP,
        "部分发货": OrderState.PART_SHIPPED,
        "卖家已发货，等待买家确认": OrderState.SHIPPED,
        "卖家已发货": OrderState.SHIPPED,
        "待收货": OrderState.SHIPPED,
        "已收货": OrderState.FINISHED,
        "交易完成": OrderState.FINISHED,
        "交易取消": OrderState.CLOSED,
        "已关闭": OrderState.CLOSED,
    },
)

_ORDER: Final = (
    Field("number", cells.order_number, ("订单编号", "订单号")),
    Field("buyer_nick", cells.clean_name, ("买家会员名",)),
    Field("goods_cents", cells.price, ("货品总价(元)", "货品总价（元）")),
    Field("postage_cents", cells.price, ("运费(元)", "运费（元）")),
    Field("paid_cents", cells.price, ("实付款(元)", "实付款（元）")),
    Field("state", STATES.read, (STATE_COLUMN,)),
    Field(RAW_STATE, cells.clean_text, (STATE_COLUMN,)),
    Field("created_at", cells.moment, ("订单创建时间",)),
    Field("paid_at", cells.moment, ("订单付款时间",)),
    Field("receiver", cells.clean_name, ("收货人姓名",)),
    Field("address", cells.clean_text, ("收货地址",)),
    Field("phone", cells.clean_phone, ("联系电话",)),
    Field("mobile", cells.clean_phone, ("联系手机",)),
    Field("buyer_message", cells.clean_text, ("买家留言",)),
    Field("tracking", cells.parcel_number, ("运单号", "物流单号")),
    Field("carrier", cells.clean_name, ("物流公司",)),
)
_LINE: Final = (
    Field("title", cells.clean_text, ("货品标题",)),
    Field("price_cents", cells.price, ("单价(元)", "单价（元）")),
    Field("quantity", cells.count, ("数量",)),
    Field("merchant_code", cells.clean_name, ("单品货号", "货号")),
    Field("outer_code", cells.clean_id, ("Offer ID",)),
)
_HEADER: Final = (
    "订单编号", "买家公司名", "买家会员名", "卖家公司名", "卖家会员名", "货品总价(元)", "运费(元)", "涨价或折扣(元)",
    "实付款(元)", "订单状态", "订单创建时间", "订单付款时间", "发货方", "收货人姓名", "收货地址", "邮编", "联系电话",
    "联系手机", "货品标题", "单价(元)", "数量", "单位",
)  # fmt: skip


def _settle(said: Said) -> None:
    STATES.keep_words(said)
    sum_up(said)


def _words(record: OrderRecord, _line: LineRecord | None, at: int) -> Written:
    return {STATE_COLUMN: "" if at else STATES.word(record.state, dict(record.extra).get(STATE_COLUMN, ""))}


ALI_1688: Final = Form(
    ALI_ORDERS, "1688", _HEADER, _ORDER, _LINE, _settle, STATES, _words, once=True, continued=True
)  # fmt: skip
