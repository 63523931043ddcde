"""Remarks that contradict each other: noted with the order, shown with both, settled by one concluding remark."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, number, order_row
from ticketdesk.desk.commands.orders import AddRemark, ConcludeRemarks, EditAddress
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.memos import memo_of
from ticketdesk.domain.order_settings import REMARK_GBK, SLOT_WORDS
from ticketdesk.domain.remark_reading import Standing, open_conflicts, read_remarks, texts_of
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.store.queries import badges, order_filter, orders, remark_rules
from ticketdesk.store.queries.order_filter import OrderFilter


def standing_of(make: Make, order: int) -> int:
    return orders.rows(make.desk.store.reader, [order])[0].remark_conflict


def shown(make: Make) -> list[int]:
    return list(order_filter.ids(make.desk.store.reader, OrderFilter(contradicting=True)))


def remarked(make: Make, memo: str, n: int = 0) -> int:
    make.imported([order_row(n, make.rng, 1, 订单备注=memo)])
    return make.order_id(n)


def test_the_case_of_the_trade(make: Make) -> None:
    """A.8-57: evening «换M码», next morning «换L码»: L counts, both are shown, one remark concludes."""
    order = remarked(make, "客服A换M码11.21 22:40\n换L码 客服B 11-22 8:45")
    make.imported([order_row(1, make.rng, 1)])
    reader = make.desk.store.reader
    assert standing_of(make, order) == Standing.DECIDED
    assert shown(make) == [order] and badges.badges(reader).of("orders.contradicting") == 1
    rules = remark_rules.rules(reader)
    (conflict,) = open_conflicts(read_remarks(orders.remarks(reader, order), rules, now=make.clock.now))
    said = {(claim.value, claim.remark.who) for claim in conflict.claims}
    assert said == {("M", "客服A"), ("L", "客服B")}
    assert conflict.slot is SlotName.SIZE and conflict.winner is not None and conflict.winner.value == "L"

    newest = orders.remarks(reader, order)[0].id
    text = rules.concluded({SlotName.SIZE: "L"})
    done = make.desk.run(ConcludeRemarks(order_id=order, text=text, seen=newest))
    rows = orders.remarks(reader, order)
    assert [row.text for row in rows if row.concludes is not None] == [text] and len(rows) == 2
    assert next(row for row in rows if row.id == done.result).concludes == newest
    assert standing_of(make, order) == Standing.AGREED
    assert shown(make) == [] and badges.badges(reader).of("orders.contradicting") == 0

    make.desk.undo().result()
    assert standing_of(make, order) == Standing.DECIDED and shown(make) == [order]


def test_what_comes_after_the_conclusion_is_held_against_it(make: Make) -> None:
    order = remarked(make, "客服A换M码11.21 22:40\n换L码 客服B 11-22 8:45")
    seen = orders.remarks(make.desk.store.reader, order)[0].id
    make.desk.run(ConcludeRemarks(order_id=order, text="结论：尺码:L", seen=seen))
    make.desk.run(AddRemark(order_id=order, text="发顺丰"))
    assert standing_of(make, order) == Standing.AGREED
    make.desk.run(AddRemark(order_id=order, text="还是换S码"))
    assert standing_of(make, order) == Standing.DECIDED


def memo_to_paste(make: Make, order: int) -> str:
    return memo_of(texts_of(orders.remarks(make.desk.store.reader, order))).text


def test_the_conclusion_pasted_and_exported_again_says_nothing_new(make: Make) -> None:
    order = remarked(make, "客服A换M码11.21 22:40\n换L码 客服B 11-22 8:45")
    seen = orders.remarks(make.desk.store.reader, order)[0].id
    make.desk.run(ConcludeRemarks(order_id=order, text="结论：尺码:L", seen=seen))
    memo = memo_to_paste(make, order)
    assert len(memo.splitlines()) == 3
    report = make.imported([order_row(0, make.rng, 1, 订单备注=memo)])
    assert report.difference_count == 0 and len(orders.remarks(make.desk.store.reader, order)) == 2
    assert standing_of(make, order) == Standing.AGREED
    assert memo_to_paste(make, order) == memo


def test_what_is_added_on_the_platform_below_a_conclusion_is_held_against_it(make: Make) -> None:
    order = remarked(make, "客服A换M码11.21 22:40\n换L码 客服B 11-22 8:45")
    seen = orders.remarks(make.desk.store.reader, order)[0].id
    make.desk.run(ConcludeRemarks(order_id=order, text="结论：尺码:L", seen=seen))
    memo = memo_to_paste(make, order)
    make.imported([order_row(0, make.rng, 1, 订单备注=f"{memo}\n客服C 发顺丰 2026-11-23 9:00")])
    assert standing_of(make, order) == Standing.AGREED
    assert memo_to_paste(make, order) == f"{memo}\n客服C 发顺丰 2026-11-23 9:00"
    make.imported([order_row(0, make.rng, 1, 订单备注=f"{memo}\n客服C 还是S码 2026-11-23 9:00")])
    assert standing_of(make, order) == Standing.DECIDED


def test_a_conclusion_that_only_the_platform_knows_settles_what_stands_above_it(make: Make) -> None:
    memo = "客服A换M码11.16 22:40\n换L码 客服B 11-17 8:45\n结论：尺码:L 小满 11-17 9:06"
    assert standing_of(make, remarked(make, memo)) == Standing.AGREED
    assert standing_of(make, remarked(make, f"{memo}\n客服C 换S码 2026-11-23 9:00", 1)) == Standing.DECIDED


def test_own_remarks_that_come_back_from_the_platform_stand_once(make: Make) -> None:
    order = remarked(make, "")
    for text in ("换M码", "发顺丰"):
        make.desk.run(AddRemark(order_id=order, text=text))
    memo = memo_to_paste(make, order)
    make.imported([order_row(0, make.rng, 1, 订单备注=f"{memo}\n客服C 送杯垫 2026-11-23 9:00")])
    rules = remark_rules.rules(make.desk.store.reader)
    rows = orders.remarks(make.desk.store.reader, order)
    read = read_remarks(rows, rules, now=make.clock.now)
    assert [each.remark.body for each in read] == ["送杯垫", "发顺丰", "换M码"]
    assert memo_to_paste(make, order) == f"{memo}\n客服C 送杯垫 2026-11-23 9:00"


def test_a_tie_needs_a_decision(make: Make) -> None:
    assert standing_of(make, remarked(make, "小红 换M码 11.21\n小明 换L码 11.21")) == Standing.TIED


def test_a_remark_meanwhile_asks_to_look_again(make: Make) -> None:
    order = remarked(make, "客服A换M码11.21 22:40")
    seen = orders.remarks(make.desk.store.reader, order)[0].id
    make.desk.run(AddRemark(order_id=order, text="换L码"))
    with pytest.raises(DeskError, match="remarks_newer"):
        make.desk.run(ConcludeRemarks(order_id=order, text="结论：尺码:M", seen=seen))


def test_a_second_file_brings_the_contradiction(make: Make) -> None:
    order = remarked(make, "客服A换M码11.21 22:40")
    assert standing_of(make, order) == Standing.AGREED
    make.imported([order_row(0, make.rng, 1, 订单备注="客服B换L码11.22 8:45")])
    assert standing_of(make, order) == Standing.DECIDED
    make.desk.undo().result()
    assert standing_of(make, order) == Standing.AGREED


def test_the_shop_s_own_words(make: Make) -> None:
    order = remarked(make, "客服A 要月光款 11.21 22:40")
    make.desk.run(SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="月光款=月白色，晨雾款"))
    make.desk.run(AddRemark(order_id=order, text="要晨雾款"))
    assert standing_of(make, order) == Standing.DECIDED
    with pytest.raises(DeskError, match="slot_word_odd"):
        make.desk.run(SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="=月白色"))


def test_the_bytes_are_counted_as_the_shop_says(make: Make) -> None:
    order = remarked(make, "")
    with pytest.raises(DeskError, match="remark_too_long"):
        make.desk.run(AddRemark(order_id=order, text="换" * 334))
    make.desk.run(SetSetting(key=REMARK_GBK.key, value="1"))
    make.desk.run(AddRemark(order_id=order, text="换" * 500))


def test_a_changed_address_is_noted_with_its_moment(make: Make) -> None:
    order = remarked(make, "")
    at = "SELECT readdressed_at FROM orders WHERE id = ?"
    assert make.desk.store.reader.rows(at, (order,)) == [(None,)]
    make.imported([order_row(0, make.rng, 1, 收货地址="四川省 成都市 武侯区 天府大道9号(610000)")])
    (first,) = make.desk.store.reader.rows(at, (order,))[0]
    assert first is not None
    make.desk.run(EditAddress(order_id=order, address="浙江省 杭州市 西湖区 龙井路1号"))
    (second,) = make.desk.store.reader.rows(at, (order,))[0]
    assert second > first
    assert number(0) == orders.rows(make.desk.store.reader, [order])[0].number


HOME = "浙江省 杭州市 西湖区 文三路1号(310000)"


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({"收货人姓名": "鹿**", "联系手机": "138****6021"}, {"收货人姓名": "鹿小林", "联系手机": "13800006021"}, False),
        ({"收货地址": "浙江省 杭州市 西湖区 ****"}, {"收货地址": HOME}, False),
        ({"收货地址": HOME}, {"收货地址": "浙江省杭州市西湖区文三路１号"}, False),
        ({"联系手机": "13800006021"}, {"联系手机": "86-13800006021"}, False),
        ({"联系手机": "13800006021"}, {"联系手机": "13800006022"}, True),
        ({"收货人姓名": "鹿小林"}, {"收货人姓名": "林小鹿"}, True),
        ({"收货地址": HOME}, {"收货地址": "浙江省 杭州市 西湖区 文三路2号(310000)"}, True),
    ],
)
def test_what_was_masked_or_is_spelt_otherwise_moves_nobody(
    make: Make, before: dict[str, str], after: dict[str, str], moved: bool
) -> None:
    plain = {"订单备注": "", "收货人姓名": "鹿小林", "联系手机": "13800006021", "联系电话": "", "收货地址": HOME}
    for given in (before, after):
        make.imported([order_row(0, make.rng, 1, **{**plain, **given})])
    at = "SELECT readdressed_at IS NOT NULL FROM orders WHERE id = ?"
    assert make.desk.store.reader.rows(at, (make.order_id(0),)) == [(int(moved),)]
