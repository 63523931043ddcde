"""What can be asked of orders: their fields with names and values in both languages.

A field that is added here needs its line in ``store/queries/order_conditions.py``.
"""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.query.fields import CREATED, FLAGS, STATE, YES_NO, Field, Kind, Names, Vocabulary

_STATES: Final = (
    Names("wait_pay", ("待付款", "等待付款"), ("waiting-for-payment", "unpaid")),
    Names("wait_ship", ("待发货", "等待发货"), ("to-ship", "unshipped")),
    Names("part_shipped", ("部分发货",), ("partly-shipped",)),
    Names("shipped", ("已发货", "待收货"), ("shipped",)),
    Names("finished", ("交易成功", "成功", "已完成"), ("finished",)),
    Names("closed", ("已关闭", "关闭", "交易关闭"), ("closed",)),
)
_PLATFORMS: Final = (
    Names("taobao", ("淘宝",), ("taobao",)),
    Names("tmall", ("天猫",), ("tmall",)),
    Names("pinduoduo", ("拼多多", "多多"), ("pinduoduo", "pdd")),
    Names("douyin", ("抖音", "抖店"), ("douyin",)),
    Names("jd", ("京东",), ("jd",)),
    Names("1688", ("1688", "阿里巴巴"), ("1688", "alibaba")),
    Names("shopify", ("Shopify",), ("shopify",)),
    Names("own", ("自有店铺", "自营"), ("own-shop",)),
)
_REFUNDS: Final = (
    Names("open", ("未结", "退款中", "处理中"), ("open",)),
    Names("done", ("已退款", "已退", "退款成功"), ("done", "refunded")),
    Names("none", ("无", "没有"), ("none",)),
)
_RISKS: Final = (
    Names("late", ("发货将超时", "将超时"), ("will-be-late", "late")),
    Names("contradicting", ("备注互相矛盾", "备注矛盾", "矛盾"), ("contradictory-remarks", "contradiction")),
    Names("readdressed", ("改过地址", "改地址"), ("address-changed",)),
    Names("refunded", ("有退款", "退款"), ("with-refund",)),
    Names("together", ("同一收件人", "可合并"), ("to-one-receiver", "together")),
    Names("stalled", ("物流停滞", "停滞"), ("parcel-stands-still", "stalled")),
)

ORDER_FIELDS: Final = (
    Field(Names(STATE, ("状态", "订单状态"), ("state", "status")), Kind.CHOICE, _STATES),
    Field(Names("flag", ("旗", "旗帜"), ("flag",)), Kind.CHOICE, FLAGS),
    Field(Names("platform", ("平台",), ("platform",)), Kind.CHOICE, _PLATFORMS),
    Field(Names("number", ("编号", "订单", "订单号", "订单编号"), ("number", "order")), Kind.TEXT),
    Field(Names("buyer", ("买家", "旺旺"), ("buyer",)), Kind.TEXT, optional=True),
    Field(Names("courier", ("快递", "快递公司", "物流公司"), ("courier", "carrier")), Kind.TEXT, optional=True),
    Field(Names("parcel", ("单号", "运单号", "物流单号"), ("parcel", "tracking")), Kind.TEXT, optional=True),
    Field(Names("item", ("商品", "宝贝"), ("item", "goods")), Kind.TEXT),
    Field(Names("remark", ("备注",), ("remark", "note")), Kind.TEXT, optional=True),
    Field(Names("amount", ("金额", "实付"), ("amount", "sum")), Kind.AMOUNT, optional=True),
    Field(Names(CREATED, ("下单", "下单时间", "创建"), ("created", "ordered")), Kind.MOMENT),
    Field(Names("paid", ("付款", "付款时间"), ("paid",)), Kind.MOMENT, optional=True),
    Field(Names("shipped", ("发货", "发货时间"), ("shipped", "sent")), Kind.MOMENT, optional=True),
    Field(Names("due", ("到期", "时限", "发货时限"), ("due", "deadline")), Kind.MOMENT, optional=True, ahead=True),
    Field(Names("overdue", ("超时", "已超时"), ("overdue",)), Kind.CHOICE, YES_NO),
    Field(Names("refund", ("退款",), ("refund",)), Kind.CHOICE, _REFUNDS),
    Field(Names("risk", ("风险",), ("risk",)), Kind.CHOICE, _RISKS),
    Field(Names("ticket", ("工单",), ("ticket",)), Kind.CHOICE, YES_NO),
    Field(Names("tag", ("标签",), ("tag",)), Kind.TEXT, optional=True, whole=True),
)

ORDERS: Final = Vocabulary(ORDER_FIELDS)
