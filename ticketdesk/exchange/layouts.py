"""The platform's column names in every generation met, and which layout a header makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ticketdesk.domain.text import clean_name
from ticketdesk.exchange import cells

Convert = Callable[[str], object]

ORDER_LIST = "taobao_order_list"
ORDER_DETAIL = "taobao_order_detail"
ORDER_REPORT = "taobao_report"
ANY_COLUMNS = frozenset({ORDER_LIST, ORDER_REPORT})
"""Layouts that are told by the order number alone: any table with such a column is one, whoever wrote it."""
OWN_ORDERS = "ticketdesk_orders"
PDD_ORDERS = "pdd_orders"
DOUYIN_ORDERS = "douyin_orders"
JD_ORDERS = "jd_orders"
ALI_ORDERS = "1688_orders"
SHOPIFY_ORDERS = "shopify_orders"
REFUNDS = "taobao_refunds"
PARCELS = "courier_numbers"
PHRASES = "qianniu_phrases"
BOT_PHRASES = "bot_phrases"
OWN_PHRASES = "ticketdesk_phrases"
PHRASE_LAYOUTS = frozenset({PHRASES, BOT_PHRASES, OWN_PHRASES})

LINES_COLUMN = "商品明细"
EXTRA_COLUMN = "其他列"
FLAG_COLUMN = "旗帜"
REMARKS_COLUMN = "备注历史"
OVERRIDE_COLUMN = "修改后的收货地址"


class Field(NamedTuple):
    """One field of a record: its name, how its cells are read, and its column names, the preferred one first."""

    name: str
    convert: Convert
    headers: tuple[str, ...]


NUMBER = Field("number", cells.order_number, ("订单编号", "主订单编号"))
ORDER_FIELDS: tuple[Field, ...] = (
    NUMBER,
    Field("buyer_nick", cells.clean_name, ("买家会员名", "买家会员名称", "买家会员昵称", "买家昵称")),
    Field("payment_number", cells.clean_id, ("支付单号", "支付宝交易号")),
    Field("payment_detail", cells.clean_text, ("支付详情",)),
    Field("goods_cents", cells.price, ("买家应付货款", "应付货款")),
    Field("postage_cents", cells.price, ("买家应付邮费", "应付邮费")),
    Field("total_cents", cells.price, ("总金额", "订单总金额")),
    Field("paid_cents", cells.price, ("买家实际支付金额", "买家实付金额", "实际支付金额", "实付金额")),
    Field("refund_cents", cells.refund_cents, ("退款金额",)),
    Field("settled_cents", cells.cents, ("打款商家金额", "确认收货打款金额")),
    Field("state", cells.state, ("订单状态",)),
    Field("buyer_message", cells.clean_text, ("买家留言",)),
    Field("receiver", cells.clean_name, ("收货人姓名", "收货人")),
    Field("address", cells.clean_text, (OVERRIDE_COLUMN, "收货地址")),
    Field("shipping_method", cells.clean_name, ("运送方式",)),
    Field("phone", cells.clean_phone, ("联系电话",)),
    Field("mobile", cells.clean_phone, ("联系手机",)),
    Field("created_at", cells.moment, ("订单创建时间", "创建时间")),
    Field("paid_at", cells.moment, ("订单付款时间", "付款时间")),
    Field("shipped_at", cells.moment, ("发货时间",)),
    Field("finished_at", cells.moment, ("确认收货时间",)),
    Field("titles", cells.clean_text, ("宝贝标题", "商品标题")),
    Field("kinds", cells.count, ("宝贝种类",)),
    Field("pieces", cells.count, ("宝贝总数量",)),
    Field("tracking", cells.parcel_number, ("物流单号", "运单号")),
    Field("carrier", cells.clean_name, ("物流公司",)),
    Field("remark", cells.clean_text, ("订单备注", "商家备忘", "商家备注", "卖家备注")),
    Field("shop_name", cells.clean_name, ("店铺名称",)),
    Field("close_reason", cells.clean_text, ("订单关闭原因",)),
    Field("invoice_title", cells.clean_text, ("发票抬头",)),
)
# TicketDesk's own export: (field, column) under the platform's own names, so that other programs read it too.
OWN_COLUMNS: tuple[tuple[str, str], ...] = (
    *((field.name, "收货地址" if field.name == "address" else field.headers[0]) for field in ORDER_FIELDS),
    ("currency", "币种"),
    ("platform", "平台"),
)
# A detail's own columns (FORMATS 1.2); its state and amounts belong to the line.
LINE_FIELDS: tuple[Field, ...] = (
    Field("sub_number", cells.clean_id, ("子订单编号",)),
    Field("title", cells.clean_text, ("标题", "宝贝标题", "商品标题")),
    Field("price_cents", cells.price, ("价格", "商品价格")),
    Field("quantity", cells.count, ("购买数量",)),
    Field("outer_code", cells.clean_name, ("外部系统编号",)),
    Field("attributes", cells.clean_text, ("商品属性",)),
    Field("package", cells.clean_text, ("套餐信息",)),
    Field("remark", cells.clean_text, ("备注",)),
    Field("state", cells.state, ("订单状态",)),
    Field("merchant_code", cells.clean_name, ("商家编码",)),
    Field("payable_cents", cells.price, ("买家应付货款",)),
    Field("paid_cents", cells.price, ("买家实际支付金额", "买家实付金额")),
    Field("refund_state", cells.clean_text, ("退款状态",)),
    Field("refund_cents", cells.refund_cents, ("退款金额",)),
)
DETAIL_NUMBER = Field("number", cells.order_number, ("主订单编号", "订单编号"))
# What a detail says of the whole order; every other order column keeps its meaning too.
_LINE_HEADERS = frozenset(name for field in LINE_FIELDS for name in field.headers)
DETAIL_ORDER_FIELDS: tuple[Field, ...] = (
    DETAIL_NUMBER,
    *(field for field in ORDER_FIELDS[1:] if not _LINE_HEADERS & set(field.headers)),
)

# Columns that only files of one other platform or kind have, and what those files are.
_FOREIGN_COLUMNS = {
    "退款编号": REFUNDS,
    "选购商品": DOUYIN_ORDERS,
    "达人实际承担优惠金额": DOUYIN_ORDERS,
    "货品标题": ALI_ORDERS,
    "卖家公司名": ALI_ORDERS,
    "货品总价(元)": ALI_ORDERS,
    "下单帐号": JD_ORDERS,
    "下单账号": JD_ORDERS,
    "京东价": JD_ORDERS,
    "订单成交时间": PDD_ORDERS,
    "多多支付立减金额(元)": PDD_ORDERS,
    "用户实付金额(元)": PDD_ORDERS,
    "商家实收金额(元)": PDD_ORDERS,
    "商家编码-规格维度": PDD_ORDERS,
    "Lineitem name": SHOPIFY_ORDERS,
    "propAlias": "taobao_goods",
}
# What the column of the order's number is called where a file of that kind must have one.
_NUMBERS = {
    REFUNDS: frozenset(NUMBER.headers),
    DOUYIN_ORDERS: frozenset({"主订单编号", "订单编号"}),
    ALI_ORDERS: frozenset({"订单编号", "订单号"}),
    JD_ORDERS: frozenset({"订单号", "订单编号"}),
    PDD_ORDERS: frozenset({"订单号", "订单编号"}),
    SHOPIFY_ORDERS: frozenset({"Name"}),
}
# A list of couriers' numbers has these columns and no other (FORMATS has one sample; the names are those of the lists).
PARCEL_FIELDS: tuple[Field, ...] = (
    Field("number", cells.any_number, ("订单编号", "订单号", "主订单编号")),
    Field("carrier", cells.clean_name, ("物流公司", "快递公司", "快递", "承运商")),
    Field("tracking", cells.parcel_number, ("物流单号", "快递单号", "运单号", "物流运单号")),
    Field("shipped_at", cells.moment, ("发货时间",)),
)
_BESIDE_PARCELS = frozenset({"序号", "备注", "发货时间"})


def names_of(row: Sequence[str]) -> tuple[str, ...]:
    """A header row's names: undressed, without blanks around and without the empty cells at its end."""
    names = [clean_name(cells.unwrap(cell)) for cell in row]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def foreign_layout(header: Sequence[str]) -> str | None:
    """The layout of a file of another kind, known by a column that only it has; None for any other header."""
    return next((_FOREIGN_COLUMNS[name] for name in header if name in _FOREIGN_COLUMNS), None)


def layout_of(header: Sequence[str], kind: str) -> str | None:
    """The layout that a header makes; only the order number is required (FORMATS 1.1-1.3, 1.6). None if unknown."""
    names = set(header)
    if (foreign := foreign_layout(header)) is not None:
        return foreign if foreign not in _NUMBERS or names & _NUMBERS[foreign] else None
    if _is_parcel_list(names):
        return PARCELS
    if {"快捷短语编码", "快捷短语"} <= names:
        return PHRASES
    if {"快捷编码", "内容"} <= names:
        return BOT_PHRASES
    if not names & set(NUMBER.headers):
        return None
    if {LINES_COLUMN, EXTRA_COLUMN} <= names:
        return OWN_ORDERS
    if "子订单编号" in names or ("标题" in names and names & {"价格", "购买数量", "商品属性"}):
        return ORDER_DETAIL
    return ORDER_LIST if kind == "csv" else ORDER_REPORT


def _is_parcel_list(names: set[str]) -> bool:
    """Whether these are the columns of a list of couriers' numbers: an order, its parcel, and nothing of goods."""
    number, carrier, tracking = (set(field.headers) for field in PARCEL_FIELDS[:3])
    return bool(names & number and names & tracking) and names <= number | carrier | tracking | _BESIDE_PARCELS
