"""The traps of the platforms' files (FORMATS 1.8 to 1.12): each is read as it is meant, or told in one sentence."""

from __future__ import annotations

import time

import pytest
import xlsxwriter

from tests.data.platform_rows import ALI, DOUYIN, JD, LAYOUTS, PDD, REFUND, SHOPIFY, text
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import stamp
from ticketdesk.domain.orders import OrderState
from ticketdesk.exchange.opening import open_import
from ticketdesk.words.problems import sentence

AMOUNT = {"pdd_orders": "用户实付金额(元)", "douyin_orders": "订单应付金额", "jd_orders": "京东价",
          "1688_orders": "实付款(元)", "shopify_orders": "Total"}  # fmt: skip


@pytest.fixture
def rows(read_text):
    """Read rows of a layout: ``rows(PDD, {…}, {…})``."""

    def reading(base, *given, encoding="utf-8-sig"):
        return read_text(text(base, *given), encoding)

    return reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_in_every_encoding_with_blanks_in_its_header(read_text, layout, encoding):
    base = {f"{name} ": cell for name, cell in reversed(LAYOUTS[layout].items())}
    found = read_text(text(base, {}, {}), encoding)
    assert found.file.found.layout == layout
    assert len(found.orders[0].lines) >= 1
    assert found.problems == [] or {problem.reason for problem in found.problems} == {"number_repeated"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_price_below_zero_is_told(rows, layout):
    found = rows(LAYOUTS[layout], {AMOUNT[layout]: "-5.00"})
    assert [(problem.line, problem.reason) for problem in found.problems] == [(2, "price_negative")]
    assert "-5.00" in sentence(found.problems[0]) and found.orders == []


@pytest.mark.parametrize("layout", ["pdd_orders", "douyin_orders", "jd_orders", "1688_orders"])
def test_a_number_that_excel_rounded_is_refused(rows, layout):
    number = next(iter(LAYOUTS[layout]))
    (problem,) = rows(LAYOUTS[layout], {number: "4.05567E+18"}).problems
    assert problem.reason == "number_rounded" and "Excel" in sentence(problem)


@pytest.mark.parametrize("layout", ["pdd_orders", "douyin_orders", "jd_orders", "1688_orders"])
def test_a_state_that_nobody_knows_is_told(rows, layout):
    (problem,) = rows(LAYOUTS[layout], {"订单状态": "飞走了"}).problems
    assert problem.reason == "state_unknown" and "飞走了" in sentence(problem)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_unknown_column_is_kept_and_one_that_comes_twice_too(read_text, layout):
    lines = text(LAYOUTS[layout], {}).splitlines()
    found = read_text(f"{lines[0]},新列,新列\r\n{lines[1]},甲,乙\r\n", "utf-8-sig")
    assert {("新列", "甲"), ("新列 (2)", "乙")} <= set(found.orders[0].extra)


def test_a_known_column_that_comes_twice_keeps_what_differs(read_text):
    found = read_text("订单编号,总金额,总金额\r\n300100200,1.00,2.00\r\n300100201,,3.00\r\n")
    assert [(order.total_cents, order.extra) for order in found.orders] == [
        (100, (("总金额", "2.00"),)), (300, ()),
    ]  # fmt: skip


def test_pinduoduos_day_stands_in_its_number(rows):
    blank, known = rows(PDD, {"订单成交时间": ""}, {"订单号": "260518-1", "订单成交时间": "2026-05-18 10:00:00"}).orders
    assert (stamp(blank.created_at), blank.paid_at) == ("2026-05-17 00:00:00", None)
    assert (known.created_at, stamp(known.paid_at)) == (None, "2026-05-18 10:00:00")


@pytest.mark.parametrize("number", ["260517-607198974342268\t", "260517-607198974342268‌", "'260517-607198974342268",
                                    '="260517-607198974342268"', "260517-607198974342268;"])  # fmt: skip
def test_what_stands_around_pinduoduos_ids_is_no_part_of_them(rows, number):
    (order,) = rows(PDD, {"订单号": number, "商品id": "941462541748\t", "发货时间": "2026-05-18 10:00:00\t"}).orders
    assert (order.number, order.lines[0].outer_code) == ("260517-607198974342268", "941462541748")
    assert (order.paid_cents, stamp(order.shipped_at)) == (184179, "2026-05-18 10:00:00")


@pytest.mark.parametrize("comma", [",", "，"])
def test_a_state_has_either_comma(rows, comma):
    (order,) = rows(PDD, {"订单状态": f"未发货{comma}退款成功"}).orders
    assert order.state is OrderState.CLOSED and dict(order.extra)["订单状态"] == f"未发货{comma}退款成功"


def test_a_pick_of_two_columns_is_enough(rows):
    (order,) = rows({}, {"用户实付金额(元)": "5", "订单号": "260517-607198974342268"}).orders
    assert (order.paid_cents, order.lines) == (500, ())


def test_a_pinduoduo_workbook(read, tmp_path):
    path = tmp_path / "pdd.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, PDD)
        page.write_row(1, 0, PDD.values())
    assert read(path).orders[0].paid_cents == 184179


def test_douyins_dashes_tabs_and_ciphers(rows):
    given = {"商品规格": "-", "商家备注": "-", "订单完成时间": "-", "收件人": "##密文", "收件人手机号": "$$密文"}
    (order,) = rows(DOUYIN, given).orders
    assert (order.number, order.lines[0].title, order.lines[0].attributes) == ("6917000000000000001", "围巾", None)
    assert (order.remark, order.finished_at, order.receiver, order.mobile) == (None, None, "##密文", "$$密文")


def test_douyins_joined_sub_orders_are_taken_apart(rows):
    given = {
        "子订单编号": "\t691701;691702;691703",
        "选购商品": "甲;乙;丙",
        "商品数量": "3",
        "商品规格": "颜色：白;尺码：M",
    }
    (order,) = rows(DOUYIN, given).orders
    assert [(line.sub_number, line.title, line.quantity) for line in order.lines] == [
        ("691701", "甲", 1), ("691702", "乙", 1), ("691703", "丙", 1),
    ]  # fmt: skip
    assert (order.pieces, order.total_cents, dict(order.extra)["商品规格"]) == (3, 1000, "颜色：白;尺码：M")
    assert {line.payable_cents for line in order.lines} == {None}


@pytest.mark.parametrize(("paid", "whole"), [(("8.00", "15.00"), 2300), (("23.00", "23.00"), 2300), (("", ""), None)])
def test_what_douyins_rows_were_paid_adds_up_where_they_differ(rows, paid, whole):
    more = ({"子订单编号": f"69170{at}", "订单实付金额": each} for at, each in enumerate(paid))
    (order,) = rows(DOUYIN, *more).orders
    assert (order.paid_cents, order.total_cents, len(order.lines)) == (whole, 2000, 2)


def test_a_payment_alone_is_no_item_of_douyin(rows):
    (order,) = rows(
        {"主订单编号": "6917000000000000001", "订单提交时间": "", "达人实际承担优惠金额": "", "订单实付金额": "8.00"},
        {},
    ).orders
    assert (order.paid_cents, order.lines) == (800, ())


def test_a_quantity_that_cannot_be_told_apart_is_the_orders(rows):
    (order,) = rows(DOUYIN, {"子订单编号": "691701;691702", "选购商品": "甲", "商品数量": "5"}).orders
    assert [(line.title, line.quantity) for line in order.lines] == [("", None), ("", None)]
    assert (order.pieces, order.titles) == (5, "甲")


def test_jds_sums_are_the_items_or_the_orders(rows):
    first = {"订单金额": "10.00", "应付金额": "8.00"}
    own, repeated = rows(
        JD, first, {"商品名称": "帽子", "京东价": "20.00", "订单金额": "20.00", "应付金额": "16.00"},
        {"订单号": "316962560591", "订单金额": "25.00", "应付金额": "25.00"},
        {"订单号": "316962560591", "京东价": "20.00", "订单金额": "25.00", "应付金额": "25.00"},
    ).orders  # fmt: skip
    assert (own.total_cents, own.paid_cents, [line.payable_cents for line in own.lines]) == (3000, 2400, [1000, 2000])
    assert (repeated.total_cents, repeated.paid_cents) == (2500, 2500)
    assert [line.payable_cents for line in repeated.lines] == [None, None]


def test_jds_grade_is_a_flag_or_told(rows):
    grade = "商家备注等级（等级1-5为由高到低）"
    found = rows(JD, {grade: "3"}, {"订单号": "316962560591", grade: "6"})
    assert dict(found.orders[0].extra)["旗帜"] == "3"
    assert [problem.reason for problem in found.problems] == ["grade_invalid"]


MORE = dict.fromkeys(ALI, "")


def test_1688s_further_rows_go_on_an_order(rows):
    second = {**MORE, "货品标题": "帽子", "单价(元)": "20.00", "数量": "1"}
    first, other = rows(ALI, {}, second, {"订单编号": "4055670462648394833"}).orders
    assert [(line.title, line.price_cents) for line in first.lines] == [("围巾", 1000), ("帽子", 2000)]
    assert (first.kinds, first.paid_cents, len(other.lines)) == (2, 3000, 1)


def test_an_order_with_a_row_that_cannot_be_read_is_left_out_whole(rows):
    bad = {**MORE, "货品标题": "帽子", "单价(元)": "免费", "数量": "1"}
    found = rows(ALI, {}, bad, {**MORE, "货品标题": "手套"}, {"订单编号": "4055670462648394833"})
    assert [(problem.line, problem.reason) for problem in found.problems] == [
        (2, "order_incomplete"), (3, "amount_invalid"), (4, "order_incomplete"),
    ]  # fmt: skip
    assert [order.number for order in found.orders] == ["4055670462648394833"]
    assert "3" in sentence(found.problems[0])


@pytest.mark.parametrize("layout", ["douyin_orders", "jd_orders", "shopify_orders"])
def test_an_order_whose_rows_stand_apart_is_left_out_whole(rows, layout):
    """Sorted by goods in Excel the first rows alone would give the order the sums of a part."""
    base = LAYOUTS[layout]
    number = next(iter(base))
    other = {number: base[number][:-1] + "7"}
    found = rows(base, {}, other, {}, {})
    assert [order.number for order in found.orders] == [other[number].strip()]
    assert [(problem.line, problem.reason) for problem in found.problems] == [(at, "order_apart") for at in (2, 4, 5)]
    assert "sort" in sentence(found.problems[0])


def test_a_second_row_of_an_order_that_is_one_row_repeats_it(rows):
    found = rows(PDD, {}, {"订单号": "260517-607198974342269"}, {})
    assert len(found.orders) == 2
    assert [(problem.line, problem.reason) for problem in found.problems] == [(4, "number_repeated")]


def test_a_row_without_number_that_says_more_than_an_item_is_no_further_row(rows):
    found = rows(ALI, {}, {"订单编号": ""})
    assert [(problem.line, problem.reason) for problem in found.problems] == [(3, "number_missing")]
    assert len(found.orders) == 1


def test_a_further_row_without_an_order_above_it(rows):
    found = rows(ALI, {**MORE, "货品标题": "帽子"}, {})
    assert [(problem.line, problem.reason) for problem in found.problems] == [(2, "number_missing")]


@pytest.mark.parametrize(
    ("at", "shop_time"),
    [
        ("2026-09-03 10:15:00 -0400", "2026-09-03 22:15:00"), ("2026-09-03 10:15:00 UTC", "2026-09-03 18:15:00"),
        ("2026-09-03 10:15:00 +0800", "2026-09-03 10:15:00"), ("2026-09-03 10:15:00", "2026-09-03 10:15:00"),
    ],
)  # fmt: skip
def test_shopifys_times_have_zones(rows, at, shop_time):
    assert stamp(rows(SHOPIFY, {"Created at": at}).orders[0].created_at) == shop_time


@pytest.mark.parametrize("at", ["2026-13-03 10:15:00 -0400", "0001-01-01 00:00:00 +1400", "soon"])
def test_a_time_that_is_none_is_told(rows, at):
    (problem,) = rows(SHOPIFY, {"Created at": at}).problems
    assert problem.reason == "time_invalid"


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, OrderState.WAIT_SHIP),
        ({"Financial Status": "pending"}, OrderState.WAIT_PAY),
        ({"Fulfillment Status": "partial"}, OrderState.PART_SHIPPED),
        ({"Fulfillment Status": "fulfilled"}, OrderState.SHIPPED),
        ({"Financial Status": "refunded", "Fulfillment Status": "fulfilled"}, OrderState.CLOSED),
        ({"Cancelled at": "2026-09-03 10:15:00 -0400"}, OrderState.CLOSED),
        ({"Financial Status": "", "Fulfillment Status": ""}, None),
    ],
)
def test_shopifys_states(rows, given, state):
    assert rows(SHOPIFY, given).orders[0].state is state


def test_shopifys_further_rows_and_apostrophes(rows):
    more = {**dict.fromkeys(SHOPIFY, ""), "Name": "#1001", "Email": "a@example.com", "Lineitem name": "Hat"}
    first = {"Shipping Zip": "'000123", "Shipping Phone": "'+8613000000001", "Shipping Street": "1 Main St",
             "Shipping City": "杭州市", "Shipping Province": "浙江省"}  # fmt: skip
    (order,) = rows(SHOPIFY, first, more).orders
    assert [line.title for line in order.lines] == ["Scarf", "Hat"]
    assert (order.address, order.mobile) == ("浙江省 杭州市 1 Main St(000123)", "+8613000000001")


@pytest.mark.parametrize("currency", ["rmb", "¥"])
def test_a_currency_that_is_none_is_told(rows, currency):
    assert [problem.reason for problem in rows(SHOPIFY, {"Currency": currency}).problems] == ["currency_invalid"]


def test_a_platforms_file_without_its_orders_numbers_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("订单成交时间,商品\r\n2026-05-17 10:00:00,围巾\r\n", encoding="utf-8")
    with pytest.raises(DeskError, match="file_unknown_layout"):
        open_import(path)


def test_a_goods_package_is_a_file_of_another_kind(exports):
    with pytest.raises(DeskError, match="file_other_layout") as refused:
        open_import(exports / "淘宝助理数据包.csv")
    assert refused.value.values["layout"] == "taobao_goods"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"买家退款金额": "73.28"}, "refund_above"),
        ({"买家退款金额": "-1.00"}, "price_negative"),
        ({"是否需要退货": "也许"}, "yes_or_no"),
        ({"退款编号": "7.26109E+17"}, "id_rounded"),
        ({"退款编号": "726108820679192255"}, "refund_repeated"),
    ],
)
def test_a_refund_that_cannot_be_is_told(tmp_path, given, reason):
    path = tmp_path / "a.csv"
    other = {"退款编号": "726108820679192256"} if reason != "refund_repeated" else {}
    path.write_bytes(text(REFUND, {}, {**other, **given}).encode("gb18030"))
    good, problem = open_import(path).items()
    assert (good.refund_cents, good.goods_back, problem.reason) == (5068, True, reason)
    assert "{" not in sentence(problem)


def test_refunds_without_their_orders_numbers_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("退款编号,超时时间\r\n726108820679192255,2026-03-03 08:39:21\r\n", encoding="utf-8")
    with pytest.raises(DeskError, match="file_unknown_layout"):
        open_import(path)


def test_the_variants_of_the_refund_export(tmp_path):
    path = tmp_path / "a.csv"
    more = {"商家编码": "A-1", "买家会员名称": "tb1", "支付单号": "20261", "商品 id": "941462541748"}
    more |= {"售后类型": "仅退款", "新列": "甲"}
    path.write_bytes(text(REFUND, more).encode("gb18030"))
    (refund,) = open_import(path).items()
    assert (refund.goods_code, refund.buyer_nick, refund.payment_number) == ("A-1", "tb1", "20261")
    assert (refund.goods_id, refund.kind, refund.extra) == ("941462541748", "仅退款", (("新列", "甲"),))


def test_a_number_followed_by_seventy_thousand_signs_is_read_at_once(rows):
    # Looking for the last digit from every sign on took 18 seconds a cell.
    began = time.process_time()
    (order,) = rows(PDD, {"订单号": "260517-607198974342268" + "x" * 70_000}).orders
    assert order.number == "260517-607198974342268" and time.process_time() - began < 5
