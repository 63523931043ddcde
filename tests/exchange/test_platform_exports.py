"""The other platforms' sample exports, compared order by order and item by item with what csv and openpyxl read."""

from __future__ import annotations

import openpyxl
import pytest

from tests.data.platform_exports import AMOUNTS, FILES, ITEMS, MOMENTS, TEXTS, cents, moment, orders_of, rows_of, text
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.opening import open_import

COURIERS = "批量发货_快递单号.xlsx"
REFUNDS = "退款_售后导出.xlsx"


def first(rows, column, read):
    return next((found for found in (read(row[column]) for row in rows) if found is not None), None)


@pytest.mark.parametrize("name", FILES)
def test_every_order_says_what_its_rows_say(exports, read, name):
    platform, _ = FILES[name]
    found, expected = read(exports / name), orders_of(exports / name)
    assert found.problems == []
    assert [(order.number, order.platform) for order in found.orders] == [(number, platform) for number, _ in expected]
    for fields, convert in ((AMOUNTS, cents), (TEXTS, text), (MOMENTS, moment)):
        for field, column in fields[platform].items():
            stated = [first(rows, column, convert) for _, rows in expected]
            assert [getattr(order, field) for order in found.orders] == stated, field


@pytest.mark.parametrize("name", FILES)
def test_every_item_is_there(exports, read, name):
    title, quantity = ITEMS[FILES[name][0]]
    found, expected = read(exports / name), orders_of(exports / name)
    stated = [[(text(row[title]), int(float(row[quantity]))) for row in rows] for _, rows in expected]
    assert [[(line.title, line.quantity) for line in order.lines] for order in found.orders] == stated
    assert [order.pieces for order in found.orders] == [sum(count for _, count in items) for items in stated]


def test_douyins_sums_are_those_of_the_sub_orders(exports, read):
    expected = orders_of(exports / "抖店_订单.csv")
    found = read(exports / "抖店_订单.csv").orders
    assert [order.total_cents for order in found] == [
        sum(cents(row["订单应付金额"]) for row in rows) for _, rows in expected
    ]
    assert [line.sub_number for order in found for line in order.lines] == [
        text(row["子订单编号"]) for _, rows in expected for row in rows
    ]


def test_jds_grades_are_flags(exports, read):
    rows = rows_of(exports / "京东_订单.csv")
    graded = {row["订单号"]: row["商家备注等级（等级1-5为由高到低）"] for row in rows}
    found = {order.number: dict(order.extra).get("旗帜", "") for order in read(exports / "京东_订单.csv").orders}
    assert found == graded
    assert set(found.values()) == {"", "1", "2", "5"}


def test_the_list_of_courier_numbers(exports):
    book = openpyxl.load_workbook(exports / COURIERS, read_only=True)
    table = [[str(cell) for cell in row] for row in book.active.iter_rows(min_row=2, values_only=True)]
    book.close()
    found = list(open_import(exports / COURIERS).items())
    assert [[each.number, each.carrier, each.tracking] for each in found] == [
        [number, carrier.strip(), tracking] for number, carrier, tracking in table
    ]


def test_the_export_of_refunds(exports):
    book = openpyxl.load_workbook(exports / REFUNDS, read_only=True)
    header, *table = [
        ["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)
    ]
    book.close()
    rows = [dict(zip(header, row, strict=True)) for row in table]
    found = list(open_import(exports / REFUNDS).items())
    assert not [each for each in found if isinstance(each, Problem)]
    fields = {
        "number": ("订单编号", text), "refund_number": ("退款编号", text), "refund_cents": ("买家退款金额", cents),
        "paid_cents": ("买家实际支付金额", cents), "due_at": ("超时时间", moment), "state": ("退款状态", text),
        "applied_at": ("退款的申请时间", moment), "ended_at": ("退款完结时间", moment), "title": ("宝贝标题", text),
        "reason": ("买家退款原因", text), "words": ("买家退款说明", text), "goods_state": ("货物状态", text),
        "goods_code": ("商品编码", text), "share": ("部分退款/全部退款", text), "stage": ("售中或售后", text),
        "platform_steps_in": ("客服介入状态", text), "by_hand": ("手工退款/系统退款", text),
    }  # fmt: skip
    for field, (column, convert) in fields.items():
        assert [getattr(each, field) for each in found] == [convert(row[column]) for row in rows], field
    assert [each.goods_back for each in found] == [row["是否需要退货"] == "是" for row in rows]
