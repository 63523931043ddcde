"""Taobao's own columns for exports: the order list of 2022 and the order details (FORMATS 1.1, 1.2)."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.orders import TAOBAO, LineRecord, OrderRecord
from ticketdesk.exchange.cells import NO_REFUND, STATE_WORDS
from ticketdesk.exchange.form import STATE_COLUMN, Form, Said, Written
from ticketdesk.exchange.layouts import (
    DETAIL_ORDER_FIELDS,
    LINE_FIELDS,
    ORDER_DETAIL,
    ORDER_FIELDS,
    ORDER_LIST,
    OVERRIDE_COLUMN,
)

_ADDRESS: Final = "收货地址"
_REFUND: Final = "退款金额"
_LIST: Final = (
    "订单编号", "买家会员名", "买家会员昵称", "支付单号", "支付详情", "买家应付货款", "买家应付邮费", "买家支付积分",
    "总金额", "返点积分", "买家实际支付金额", "买家实际支付积分", "订单状态", "买家留言", "收货人姓名", "收货地址",
    "运送方式", "联系电话", "联系手机", "虚拟号过期时间", "订单创建时间", "订单付款时间", "宝贝标题", "宝贝种类",
    "物流单号", "物流公司", "订单备注", "宝贝总数量", "店铺Id", "店铺名称", "订单关闭原因", "卖家服务费",
    "买家服务费", "发票抬头", "是否手机订单", "分阶段订单信息", "特权订金订单id", "是否上传合同照片", "是否上传小票",
    "是否代付", "定金排名", "修改后的sku", "修改后的收货地址", "异常信息", "天猫卡券抵扣", "集分宝抵扣",
    "是否是O2O交易", "新零售交易类型", "新零售导购门店名称", "新零售导购门店id", "新零售发货门店名称",
    "新零售发货门店id", "退款金额", "预约门店", "确认收货时间", "打款商家金额", "含应开票给个人的个人红包",
    "是否信用购", "体验期结束时间", "前N有礼", "配送类型", "直播返现状态", "返现金额", "延迟发货自动赔付金额",
    "新零售成交门店昵称", "新零售成交门店id", "新零售成交经销商id", "预售订单", "发货时间", "商家备忘", "主订单编号",
)  # fmt: skip
_DETAIL: Final = (
    "子订单编号", "主订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "套餐信息", "备注",
    "订单状态", "商家编码", "支付单号", "买家应付货款", "买家实际支付金额", "退款状态", "退款金额", "订单创建时间",
    "订单付款时间",
)  # fmt: skip


def _nothing(_said: Said) -> None:
    """Taobao's files are read column by column, see ``order_file``."""


def _no_items(_record: OrderRecord) -> tuple[LineRecord, ...]:
    return ()


def _list_words(record: OrderRecord, _line: LineRecord | None, _at: int) -> Written:
    first = dict(record.extra).get(_ADDRESS)
    now = record.address or ""
    return {
        STATE_COLUMN: STATE_WORDS.get(record.state, "") if record.state is not None else "",
        _ADDRESS: first or now,
        OVERRIDE_COLUMN: now if first else "",
    }


def _detail_words(_record: OrderRecord, line: LineRecord | None, _at: int) -> Written:
    state = line.state if line is not None else None
    words = {STATE_COLUMN: STATE_WORDS.get(state, "") if state is not None else ""}
    return words if line is not None and line.refund_cents is not None else {**words, _REFUND: NO_REFUND}


TAOBAO_LIST: Final = Form(
    ORDER_LIST, TAOBAO, _LIST, ORDER_FIELDS, (), _nothing, None, _list_words, _no_items, encoding="gb18030"
)  # fmt: skip
TAOBAO_DETAIL: Final = Form(
    ORDER_DETAIL, TAOBAO, _DETAIL, DETAIL_ORDER_FIELDS, LINE_FIELDS, _nothing, None, _detail_words,
    encoding="gb18030", items_only=True,
)  # fmt: skip
