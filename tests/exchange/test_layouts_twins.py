"""Each layout's twin reads into the values that stand in it."""

from __future__ import annotations

import importlib.util

import pytest

from ticketdesk.domain.moments import stamp
from ticketdesk.domain.orders import OrderState

NUMBERS = ["3001000000000000017", "3001000000000000025", "300100000000003", "3001000000000000041"]


@pytest.mark.parametrize("name", ["list_41.csv", "list_49.csv", "report_8.xlsx", "report_turned.xlsx"])
def test_order_numbers_keep_every_digit(read, twins, name):
    found = read(twins / name)
    assert [order.number for order in found.orders] == NUMBERS
    assert found.problems == []


def test_an_order_list_fills_the_fields(read, twins):
    found = read(twins / "list_49.csv")
    first, second, third, fourth = found.orders
    assert (found.file.found.layout, found.file.found.encoding) == ("taobao_order_list", "GB18030")
    assert first.state is OrderState.WAIT_SHIP
    assert first.buyer_message == "请发\n顺丰,谢谢"
    assert (first.phone, first.mobile) == ("0571-00000001", "13000000001")
    assert first.remark == '换L码 "急"'
    assert (first.settled_cents, first.paid_cents, first.pieces, first.kinds) == (0, 25800, 3, 2)
    assert first.payment_number == "2026112022001100001400000017"
    assert stamp(first.paid_at) == "2026-11-20 10:02:03"
    assert (first.source_line, second.source_line) == (2, 4)
    assert second.state is OrderState.SHIPPED
    assert (second.total_cents, second.buyer_message) == (132102, None)
    assert stamp(second.created_at) == "2026-11-19 08:05:00"
    assert third.state is OrderState.CLOSED
    assert (third.remark, third.total_cents) == ("不再联系", 1550)
    assert (fourth.settled_cents, fourth.remark) == (990, "送小样")


def test_a_changed_address_wins_and_the_first_is_kept(read, twins):
    second = read(twins / "list_41.csv").orders[1]
    assert second.address == "四川省 成都市 武侯区 人民路3号(000000)"
    assert ("收货地址", "四川省 成都市 武侯区 人民路2号(000000)") in second.extra


def test_a_formula_in_a_name_is_plain_text(read, twins):
    assert read(twins / "list_41.csv").orders[1].buyer_nick == '=HYPERLINK("http://x")'


def test_unknown_columns_are_kept(read, twins):
    found = read(twins / "list_41.csv")
    assert "买家服务费" in found.file.columns_unknown
    assert ("买家服务费", "0元") in found.orders[0].extra


@pytest.mark.parametrize("name", ["detail_10.csv", "detail_18.csv"])
def test_a_detail_gathers_items(read, twins, name):
    found = read(twins / name)
    assert [order.number for order in found.orders] == [NUMBERS[0], NUMBERS[1], NUMBERS[0]]
    first, second, again = found.orders
    assert [line.title for line in first.lines] == ["亚麻衬衫 雾蓝", "棉麻围巾"]
    assert [line.position for order in (first, second, again) for line in order.lines] == [1, 2, 1, 3]
    assert first.state is None
    assert first.layout == "detail"
    assert [line.state for line in first.lines] == [OrderState.WAIT_SHIP, OrderState.CLOSED]
    assert (first.lines[0].merchant_code, first.lines[0].outer_code) == ("0010", None)
    assert (first.lines[1].price_cents, first.lines[1].quantity) == (2950, 2)


def test_the_new_detail_says_more(read, twins):
    first = read(twins / "detail_18.csv").orders[0]
    assert first.lines[1].sub_number == NUMBERS[0] + "1"
    assert (first.lines[0].refund_state, first.lines[0].refund_cents) == ("没有申请退款", None)
    assert stamp(first.created_at) == "2026-11-20 10:00:01"


def test_a_report_in_any_order_says_the_same(read, twins):
    straight, turned = read(twins / "report_8.xlsx"), read(twins / "report_turned.xlsx")
    assert straight.orders == turned.orders
    assert straight.file.found.layout == "taobao_report"
    assert straight.orders[0].paid_cents == 25800
    assert straight.orders[2].paid_cents is None


def test_the_twins_are_what_their_generator_makes(twins, tmp_path):
    spec = importlib.util.spec_from_file_location("make_layouts", twins / "make_layouts.py")
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    generator.make(tmp_path)
    for made in tmp_path.glob("*.csv"):
        assert made.read_bytes() == (twins / made.name).read_bytes(), made.name


def test_header_names_met_in_the_wild_are_found(exports):
    import json

    from ticketdesk.exchange.layouts import layout_of, names_of

    headers = json.loads((exports / "headers.json").read_text(encoding="utf-8"))
    expected = {"taobao_order_list": "taobao_order_list", "taobao_xlsx": "taobao_report",
                "taobao_order_detail": "taobao_order_detail", "taobao_refund": "taobao_refunds",
                "qianniu_quick": "qianniu_phrases", "ali1688": "1688_orders", "douyin": "douyin_orders",
                "pdd": "pdd_orders", "jd": "jd_orders", "shopify": "shopify_orders"}  # fmt: skip
    for name, header in headers.items():
        layout = next((layout for start, layout in expected.items() if name.startswith(start)), None)
        if layout is not None:
            kind = "xlsx" if layout == "taobao_report" else "csv"
            assert layout_of(names_of(header), kind) == layout, name
