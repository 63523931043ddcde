"""Remarks: the seed case of the trade, the hazards, the limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.memos import memo_of
from ticketdesk.domain.moments import DAY, MINUTE, parse_stamp, stamp
from ticketdesk.domain.remark_slots import Slot, SlotName, checked_words, parse_rules, slots_of
from ticketdesk.domain.remarks import (
    check_remark,
    compose,
    conflicts,
    lacking,
    parse_memo,
    parse_remark,
    remark_bytes,
)
from ticketdesk.resources import resource_path

SOURCE = resource_path("rules", "remarks.toml").read_text(encoding="utf-8")
RULES = parse_rules(SOURCE)


def at(text: str) -> int:
    moment = parse_stamp(text)
    assert moment is not None
    return moment


NOW = at("2026-11-22 12:00:00")


@pytest.mark.parametrize(
    ("text", "who", "when", "body"),
    [
        ("客服A换M码11.21 22:40", "客服A", "2026-11-21 22:40:00", "换M码"),
        ("换L码 客服B 11-22 8:45", "客服B", "2026-11-22 08:45:00", "换L码"),
        ("小林+问了资质的事+06.30", "小林", "2026-06-30 00:00:00", "问了资质的事"),
        ("换L码+小满+11.20", "小满", "2026-11-20 00:00:00", "换L码"),
        ("'小红 改地址 09.22", "小红", "2026-09-22 00:00:00", "改地址"),
        ("换 L 码 小满 2025/3/1 9:05", "小满", "2025-03-01 09:05:00", "换 L 码"),
        ("小红 改地址 12月24日", "小红", "2025-12-24 00:00:00", "改地址"),
        ("阿泽 催件 2.29", "阿泽", "2024-02-29 00:00:00", "催件"),
        ("小红 改地址 2026.09.22", "小红", "2026-09-22 00:00:00", "改地址"),
        ("小红 改地址 11月13号", "小红", "2026-11-13 00:00:00", "改地址"),
    ],
)
def test_who_what_when(text: str, who: str, when: str, body: str) -> None:
    remark = parse_remark(text, RULES, now=NOW)
    assert remark.at is not None
    assert (remark.who, stamp(remark.at), remark.body) == (who, when, body)


@pytest.mark.parametrize("text", ["退5.5", "补差价12.30", "多行备注\n第二行", "改地址 谢谢", "小红 13.45", ""])
def test_amounts_and_plain_words_are_no_dates(text: str) -> None:
    remark = parse_remark(text, RULES, now=NOW, agents=["小满"])
    assert remark.at is None
    assert remark.who is None


def test_a_known_name_stands_anywhere_without_a_blank() -> None:
    remark = parse_remark("小满换L码9.22", RULES, now=NOW, agents=["满", "小满"])
    assert remark.who == "小满"
    assert remark.at == at("2026-09-22")
    assert remark.until == at("2026-09-23")
    amount = parse_remark("小满退5.5", RULES, now=NOW, agents=["小满"])
    assert (amount.who, amount.at, amount.body) == ("小满", None, "退5.5")


def test_the_seed_case() -> None:
    first = parse_remark("客服A换M码11.21 22:40", RULES, now=NOW)
    second = parse_remark("换L码 客服B 11-22 8:45", RULES, now=NOW)
    for order in ([first, second], [second, first]):
        (conflict,) = conflicts(order)
        assert conflict.slot is SlotName.SIZE
        assert conflict.winner is not None
        assert conflict.winner.value == "L"
        assert conflict.winner.remark is second
        assert {claim.value for claim in conflict.claims} == {"M", "L"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小红 换M码 11.21", "小明 换L码 11.21"),
        ("小红 换M码 11.21", "小明 换L码 11.21 22:40"),
        ("小红 换M码 11.21 22:40", "小明 换L码 11.21 22:40"),
        ("小红 换M码 11.21", "换L码"),
    ],
)
def test_a_tie_is_never_decided_silently(one: str, other: str) -> None:
    (conflict,) = conflicts([parse_remark(one, RULES, now=NOW), parse_remark(other, RULES, now=NOW)])
    assert conflict.winner is None


def test_agreement_is_no_conflict() -> None:
    same = [
        parse_remark(text, RULES, now=NOW) for text in ("小红 换m码 11.20", "小明 尺码:M 11.21", "发顺丰 小明 11.21")
    ]
    assert conflicts(same) == ()


def test_an_own_stamp_is_exact() -> None:
    one = parse_remark("换M码 小红 11-21 22:40", RULES, now=NOW, recorded_at=at("2026-11-21 22:40:10"))
    two = parse_remark("换L码 小明 11-21 22:40", RULES, now=NOW, recorded_at=at("2026-11-21 22:40:50"))
    (conflict,) = conflicts([one, two])
    assert conflict.winner is not None
    assert conflict.winner.value == "L"


def test_a_memo_of_several_lines() -> None:
    memo = parse_memo("客服A换M码11.21 22:40\n注意\n换L码 客服B 11-22 8:45\n尾巴", RULES, now=NOW)
    read = [(remark.who, remark.body) for remark in memo]
    assert read == [("客服A", "换M码"), ("客服B", "注意\n换L码"), (None, "尾巴")]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("M换L码", [Slot(SlotName.SIZE, "L")]),
        ("换成xxl", [Slot(SlotName.SIZE, "XXL")]),
        ("改42码 要黑色", [Slot(SlotName.SIZE, "42"), Slot(SlotName.COLOUR, "黑色")]),
        ("不要中通,发顺丰", [Slot(SlotName.COURIER, "顺丰")]),
        ("别发圆通", []),
        ("改地址\uff1a杭州市西湖区文三路1号", [Slot(SlotName.ADDRESS, "杭州市西湖区文三路1号")]),
        ("退货退款", [Slot(SlotName.HANDLING, "退货退款")]),
        ("多谢了", []),
        ("颜色改灰色", [Slot(SlotName.COLOUR, "灰色")]),
        ("黑色没货改发奶白色", [Slot(SlotName.COLOUR, "奶白色")]),
        ("补发 发藏蓝色", [Slot(SlotName.COLOUR, "藏蓝色"), Slot(SlotName.HANDLING, "补发")]),
        ("M码太小", []),
        ("换颜色", []),
        ("尺码改43", [Slot(SlotName.SIZE, "43")]),
        ("赠鞋垫一份", [Slot(SlotName.GIFT, "鞋垫")]),
        ("要两双，多放一个发圈", [Slot(SlotName.QUANTITY, "2"), Slot(SlotName.GIFT, "发圈")]),
        ("派送 送货上门 赠品已发 送礼用", []),
        ("少发一件", []),
        ("疑难件已联系圆通催件，中通客服回复明天派送", []),
        ("联系韵达改发顺丰", [Slot(SlotName.COURIER, "顺丰")]),
        ("指定京东", [Slot(SlotName.COURIER, "京东")]),
        ("不需要开票", [Slot(SlotName.INVOICE, "不开")]),
        ("少收3.5元", [Slot(SlotName.DISCOUNT, "3.5")]),
        ("满200减20活动单", []),
        ("改地址，等买家给新地址", []),
    ],
)
def test_slots(text: str, slots: list[Slot]) -> None:
    assert list(slots_of(text, RULES)) == slots


def test_the_platform_keeps_a_thousand_bytes() -> None:
    check_remark("换" * 333)
    with pytest.raises(DeskError) as refused:
        check_remark("换" * 334)
    assert refused.value.values == {"bytes": 1002, "limit": 1000}
    check_remark("换" * 500, "gb18030")
    assert remark_bytes("换a", "gb18030") == 3
    with pytest.raises(DeskError, match="remark_empty"):
        check_remark(" \n")


@given(st.integers(NOW - 300 * DAY, NOW))
def test_what_is_composed_is_read_again(ms: int) -> None:
    text = compose("小满", "换 L 码", ms)
    remark = parse_remark(text, RULES, now=NOW)
    assert remark.who == "小满"
    assert remark.body == "换 L 码"
    assert remark.at == ms - ms % MINUTE


def test_the_stamp() -> None:
    assert compose("小满", " 换 L 码\n", at("2026-11-21 09:05:59")) == "换 L 码 小满 11-21 09:05"


@pytest.mark.parametrize(
    ("text", "who", "body"),
    [
        ("小满 请谷雨换L码 立夏 11-20", "立夏", "小满 请谷雨换L码"),
        ("换L码 客服B 11-22 8:45", "客服B", "换L码"),
        ("客服A 换L码 客服B 11-22 8:45", "客服B", "客服A 换L码"),
    ],
)
def test_of_two_names_the_one_beside_the_date_signs(text: str, who: str, body: str) -> None:
    remark = parse_remark(text, RULES, now=NOW, agents=["谷雨", "小满", "立夏"])
    assert (remark.who, remark.body) == (who, body)


@pytest.mark.parametrize(
    ("memo", "bodies"),
    [
        ("客服A换M码11.21 22:40 换L码 客服B 11-22 8:45", ["换M码", "换L码"]),
        ("小红 换M码 11.20；小明 换L码 11.21", ["换M码", "换L码"]),
        ("客服A 退5.5 11-21 22:40", ["退5.5"]),
        ("退5.5,换L码 小明 11.21", ["退5.5,换L码"]),
        ("客服A 换M码 2026-11-20 22:40 已回复", ["换M码", "已回复"]),
        ("改期2026-11-20发 小明 11.1", ["改期2026-11-20发"]),
        ("约11-22 10:30 上门 小明 11.21", ["约11-22 10:30 上门"]),
    ],
)
def test_several_remarks_in_one_line(memo: str, bodies: list[str]) -> None:
    assert [remark.body for remark in parse_memo(memo, RULES, now=NOW)] == bodies


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("小满 11.20", ["content"]),
        ("换L码 小满 11.20", []),
        ("换L码 11.20", ["name"]),
        ("换L码 小满", ["date"]),
        ("换码 小满 11.20", ["value"]),
        ("", ["content", "name", "date"]),
    ],
)
def test_what_a_remark_lacks(text: str, keys: list[str]) -> None:
    found = lacking(parse_remark(text, RULES, now=NOW, agents=["小满"]), RULES)
    assert [each.key for each in found] == keys


VALUES = {
    SlotName.SIZE: ("L", "2XL", "42", "均"), SlotName.COLOUR: ("黑色", "酒红色"), SlotName.QUANTITY: ("2", "12"),
    SlotName.COURIER: ("顺丰", "EMS"), SlotName.ADDRESS: ("杭州市西湖区文三路12号",), SlotName.GIFT: ("杯垫",),
    SlotName.DISCOUNT: ("5.5", "10", "9折"), SlotName.INVOICE: ("不开", "开", "专票"),
    SlotName.HANDLING: ("退货退款", "暂缓发货", "取消发货", "换货"),
}  # fmt: skip


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}))
def test_a_conclusion_is_read_as_what_it_says(chosen: dict[SlotName, str]) -> None:
    text = RULES.concluded(chosen)
    assert {slot.name: slot.value for slot in slots_of(text, RULES)} == chosen
    assert {slot.name: slot.value for slot in parse_remark(compose("小满", text, NOW), RULES, now=NOW).slots} == chosen


def test_the_memo_holds_all_remarks_and_drops_the_oldest_first() -> None:
    assert memo_of(["甲 小满 11-20", "", "乙 小满 11-21", "甲 小满 11-20"]) == ("甲 小满 11-20\n乙 小满 11-21", 0)
    long = ["一" * 150, "二" * 150, "三" * 150]
    memo = memo_of(long)
    assert memo.text == "\n".join(long[1:]) and memo.left_out == 1
    assert remark_bytes(memo.text) <= 1_000
    assert memo_of(long, "gb18030").left_out == 0


@pytest.mark.parametrize("text", ["尺码=", "=L", "颜" * 31])
def test_odd_words_of_a_slot_are_refused(text: str) -> None:
    with pytest.raises(DeskError, match="slot_word_odd"):
        checked_words(text)


def test_words_of_a_slot() -> None:
    assert checked_words(" 雾蓝，雾蓝;暗夜=黑色 \n") == "雾蓝, 暗夜=黑色"
    with pytest.raises(DeskError, match="slot_words_many"):
        checked_words(",".join(map(str, range(201))))
    own = parse_rules(SOURCE, {"colour": "暗夜=黑色"})
    assert slots_of("要暗夜的", own) == (Slot(SlotName.COLOUR, "黑色"),)
    assert slots_of("雾蓝", own) == ()


def test_a_memo_of_the_platform_holds_its_remarks_once() -> None:
    first, second, third = "甲 小满 11-20", "乙 小满 11-21", "丙 立夏 11-22"
    assert memo_of([first, second, f"{first}\n{second}"]).text == f"{first}\n{second}"
    assert memo_of([f"{first}\n{second}", first, second, third]).text == f"{first}\n{second}\n{third}"
    assert memo_of([f"{first}\n{second}", f"{second}\n{third}"]).text == f"{first}\n{second}\n{third}"
    assert memo_of([f"{first}\n{second}\n{third}", first]).text == f"{first}\n{second}\n{third}"


def test_of_a_full_memo_only_the_oldest_lines_give_way() -> None:
    old = [f"第{at}条{'话' * 20} 小满 11-{at}" for at in range(10, 20)]
    memo = memo_of(["\n".join(old), "换L码" * 28])
    assert memo.left_out == 1 and memo.text.splitlines() == [*old[1:], "换L码" * 28]
    assert remark_bytes(memo.text) <= 1_000


def test_nothing_makes_an_empty_memo() -> None:
    assert memo_of([]) == memo_of(["", " \n"]) == ("", 0)
