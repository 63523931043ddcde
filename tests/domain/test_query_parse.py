"""The search language of the ticket list: what a text asks, in both languages, and what is wrong with it."""

from __future__ import annotations

import pytest

from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.fields import FIELDS, VOCABULARY, Kind, Names, plain
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.periods import PERIODS
from ticketdesk.domain.query.scanning import MOST_CHARS, MOST_TERMS, MOST_VALUES
from ticketdesk.domain.query.tree import (
    ME,
    NONE,
    Among,
    Between,
    Compare,
    Condition,
    Day,
    Key,
    Op,
    Period,
    Query,
    Span,
    Term,
    Text,
    Words,
)
from ticketdesk.domain.query.wording import unparse
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence
from ticketdesk.words.names import ticket_priority_name, ticket_state_name, ticket_type_name
from ticketdesk.words.query_errors import QUERY_SENTENCES


def asked(text: str) -> list[tuple[Condition, bool]]:
    return [(term.condition, term.negated) for term in parse(text).terms]


def among(field: str, *values: str) -> Among:
    return Among(field, tuple(Key(value) for value in values))


FIRST, LAST = Day(2026, 11, 1), Day(2026, 11, 21)
MEANT: list[tuple[str, str, Condition | None]] = [
    ("状态:待处理", "status:open", among("state", "open")),
    ("状态:待处理,处理中", "state:open,in-progress", among("state", "open", "in_progress")),
    ("状态：等买家、已取消", "state:waiting-buyer,cancelled", among("state", "waiting_buyer", "cancelled")),
    ("状态:未结", "state:active", among("state", "active")),
    ("处理人:我", "assignee:me", Among("assignee", (ME,))),
    ("处理人：无", "assignee:none", Among("assignee", (NONE,))),
    ("处理人:小满,阿泽", "assignee:小满,阿泽", Among("assignee", (Text("小满"), Text("阿泽")))),
    ("处理人:“小 满”", 'assignee:"小 满"', Among("assignee", (Text("小 满"),))),
    ("处理人:「我」", "assignee:'我'", Among("assignee", (Text("我"),))),
    ("创建人:我", "creator:me", Among("creator", (ME,))),
    ("类型:换货", "type:exchange", among("type", "exchange")),
    ("类型＝退货退款", "type=return-and-refund", among("type", "return_refund")),
    ("优先级:高", "priority:high", among("priority", "high")),
    ("优先级>=中", "priority>=normal", Compare("priority", Op.AT_LEAST, Key("normal"))),
    ("优先级＜高", "Priority<HIGH", Compare("priority", Op.BELOW, Key("high"))),
    ("旗:蓝", "flag:blue", among("flag", "blue")),
    ("旗帜：红旗，紫旗", "flag:red,purple", among("flag", "red", "purple")),
    ("超时:是", "overdue:yes", among("overdue", "yes")),
    ("到期<4h", "due<4h", Compare("due", Op.BELOW, Span(4, "h"))),
    ("到期＜４小时", "due:<4hours", Compare("due", Op.BELOW, Span(4, "h"))),
    ("到期≤2天", "due<=2d", Compare("due", Op.AT_MOST, Span(2, "d"))),
    ("到期:今天", "due:today", Among("due", (Period("today"),))),
    ("到期:1h..4h", "due:1h..4h", Between("due", Span(1, "h"), Span(4, "h"))),
    ("到期:无", "due:none", Among("due", (NONE,))),
    ("等待>10m", "waiting>10m", Compare("waiting", Op.ABOVE, Span(10, "m"))),
    ("等待>10分钟", "waiting:>10min", Compare("waiting", Op.ABOVE, Span(10, "m"))),
    ("订单:…1764", "order:…1764", Among("order", (Text("…1764"),))),
    ("订单号：...1764", "order:*1764", Among("order", (Text("…1764"),))),
    ("买家:林小鹿_88", "buyer:林小鹿_88", Among("buyer", (Text("林小鹿_88"),))),
    ("编号:T-261121-032", "number:T-261121-032", Among("number", (Text("T-261121-032"),))),
    ("含:图片", "has:image", among("has", "image")),
    ("2026-11-01..2026-11-21", "2026-11-01..2026-11-21", Between("created", FIRST, LAST)),
    ("2026年11月1日～2026年11月21日", "2026/11/01~2026/11/21", Between("created", FIRST, LAST)),
    ("2026-11-01至2026-11-21", "2026.11.01...2026.11.21", Between("created", FIRST, LAST)),
    ("2026-11-01..", "created:2026-11-01..", Between("created", FIRST, None)),
    ("创建:..2026-11-21", "..2026-11-21", Between("created", None, LAST)),
    ("2026-11-21", "opened:2026-11-21", Among("created", (LAST,))),
    ("昨天..今天", "yesterday..today", Between("created", Period("yesterday"), Period("today"))),
    ("更新:本周", "updated:this-week", Among("updated", (Period("this_week"),))),
    ("更新>3天", "updated>3days", Compare("updated", Op.ABOVE, Span(3, "d"))),
    ("结束>=上月", "closed>=last-month", Compare("closed", Op.AT_LEAST, Period("last_month"))),
    ("创建:今天,昨天", "created:today,yesterday", Among("created", (Period("today"), Period("yesterday")))),
    ("已完成", "done", among("state", "done")),
    ("已完结", "ended", among("state", "ended")),
    ("尺码偏小", "尺码偏小", Words("尺码偏小")),
    ('"尺码偏小"', "”尺码偏小“", Words("尺码偏小")),
    ("『尺码　偏小』", "'尺码  偏小'", Words("尺码 偏小")),
    ('"已完成"', '"done"', None),
    ("取消", "cancel", None),
    ("14:30", "1:2", None),
    ('尺码"偏小', '尺码"偏小', Words('尺码"偏小')),
    ("don't", "don't", Words("don't")),
]


@pytest.mark.parametrize(("chinese", "english", "meant"), MEANT)
@pytest.mark.parametrize("minus", ["", "-", "－"])
def test_a_text_in_either_language_asks_the_same(
    chinese: str, english: str, meant: Condition | None, minus: str
) -> None:
    for text in (chinese, english):
        found = asked(minus + text)
        assert found == [(meant if meant is not None else Words(text.strip('"')), bool(minus))]


def test_the_query_of_the_manual_is_the_same_in_both_languages() -> None:
    chinese = (
        "状态:待处理 处理人:我 类型:换货 旗:蓝 超时:是 到期<4h 等待>10m 订单:…1764 含:图片 2026-11-01..2026-11-21 "
        '-已完成 "尺码偏小"'
    )
    english = (
        "status:open assignee:me type:exchange flag:blue overdue:yes due<4h waiting>10m order:…1764 has:image"
        ' 2026-11-01..2026-11-21 -done "尺码偏小"'
    )
    assert parse(chinese) == parse(english)
    assert len(parse(chinese).terms) == 12
    assert parse("　" + chinese.replace(" ", "　").replace(":", "：")) == parse(chinese)
    canonical = unparse(parse(english), "zh")
    assert canonical == chinese.replace("-已完成", "-状态:已完成").replace('"', "")
    assert unparse(parse(chinese), "en") == english.replace("status", "state").replace("-done", "-state:done").replace(
        '"', ""
    )


def test_a_term_knows_its_place() -> None:
    text = '  状态：待处理，处理中　-"尺码 偏小"  到期<4h'
    assert [text[term.start : term.end] for term in parse(text).terms] == [
        "状态：待处理，处理中", '-"尺码 偏小"', "到期<4h",
    ]  # fmt: skip
    assert parse("a b").without(0) == parse("b")
    assert parse("") == parse(" \u3000\t\n") == Query()


def test_where_a_term_was_typed_makes_no_other() -> None:
    assert Term(Words("a"), False, 1, 2) == Term(Words("a"), False, 5, 6)
    assert Term(Words("a"), False) != Term(Words("a"), True)


WRONG = [
    ("状太:待处理", "query_field_near", "状太", {"near": "状态"}),
    ("statos:open", "query_field_near", "statos", {"near": "status"}),
    ("foo:1", "query_field_unknown", "foo", {}),
    ("http://a.example/x", "query_field_unknown", "http", {}),
    ("a 状态:待处里", "query_value_near", "待处里", {"near": "待处理", "field": "状态", "place": 6}),
    ("status:opne", "query_value_near", "opne", {"near": "open", "field": "status"}),
    ("旗:橙", "query_value_unknown", "橙", {"field": "旗"}),
    ("状态:", "query_value_empty", "状态:", {}),
    ("状态： 待处理", "query_value_empty", "状态：", {}),
    ("状态:待处理,", "query_value_empty", "状态:待处理,", {}),
    ('状态:""', "query_value_empty", '""', {}),
    ('a ""', "query_value_empty", '""', {}),
    ('x "尺码偏小', "query_quote_open", '"尺码偏小', {"place": 3}),
    ("“尺码偏小", "query_quote_open", "“尺码偏小", {"place": 1}),
    ("处理人:「小满", "query_quote_open", "「小满", {"place": 5}),
    ("到期<4", "query_unit", "4", {}),
    ("到期<4x", "query_unit", "4x", {}),
    ("due<1.5h", "query_unit", "1.5h", {}),
    ("等待>999999m", "query_unit", "999999m", {}),
    ("到期:改天", "query_when", "改天", {}),
    ("2026-02-29", "query_day", "2026-02-29", {}),
    ("2026-11-01..2026-11-31", "query_day", "2026-11-31", {"place": 13}),
    ("1492-10-12", "query_day", "1492-10-12", {}),
    ("2026-11-21..2026-11-01", "query_range_turned", "2026-11-21..2026-11-01", {}),
    ("到期:4h..60m", "query_range_turned", "4h..60m", {}),
    ("创建:今天..昨天", "query_range_turned", "今天..昨天", {}),
    ("创建:1h..今天", "query_range_mixed", "1h..今天", {}),
    ("创建:..", "query_value_empty", "..", {}),
    ("2026-11-01..今儿", "query_when", "今儿", {}),
    ("类型>换货", "query_no_order", "类型>换货", {"field": "类型"}),
    ("assignee<me", "query_no_order", "assignee<me", {"field": "assignee"}),
    ("到期<4h,5h", "query_one_value", "5h", {}),
    ("<4h", "query_field_missing", "<4h", {}),
    (":", "query_field_missing", ":", {}),
    ("a !!!", "query_word_blank", "!!!", {"place": 3}),
    ("订单:...", "query_value_unknown", "...", {"field": "订单"}),
    ("a -", "query_minus_alone", "-", {"place": 3}),
    ("- 已完成", "query_minus_alone", "-", {"place": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "word", "values"), WRONG)
def test_what_is_wrong_is_named_with_its_place(text: str, key: str, word: str, values: dict[str, object]) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert (error.key, text[error.start : error.end]) == (key, word)
    assert error.values["place"] == error.start + 1
    assert values.items() <= error.values.items()
    for language in ("zh_CN", "en"):
        use_language(language)
        said = sentence(error)
        assert word in said and str(error.values["place"]) in said and "{" not in said


def test_every_mistake_has_its_sentence_and_its_test() -> None:
    tried = {key for _, key, _, _ in WRONG} | {"query_too_long", "query_too_many", "query_many_values"}
    tried |= {"query_amount"}  # of orders: test_order_query.py
    assert set(QUERY_SENTENCES) == tried


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("码" * 1_000_000, "query_too_long"),
        ("\x00" * 1_000_000, "query_too_long"),
        (" ".join(["状态:待处理"] * 10_000), "query_too_long"),
        (" ".join("a" * (MOST_TERMS + 1)), "query_too_many"),
        ("状态:" + ",".join(["待处理"] * (MOST_VALUES + 1)), "query_many_values"),
    ],
)
def test_what_is_too_much_is_told_in_one_sentence(text: str, key: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.key == key
    for language in ("zh_CN", "en"):
        use_language(language)
        assert len(sentence(caught.value)) < 160


def test_the_bounds_themselves_are_taken() -> None:
    assert len(parse(" ".join("a" * MOST_TERMS)).terms) == MOST_TERMS
    assert asked("状态:" + ",".join(["待处理"] * MOST_VALUES))
    assert asked("码" * MOST_CHARS) == [(Words("码" * MOST_CHARS), False)]


def test_nul_and_half_characters_are_blanks() -> None:
    assert parse("a\x00b \ud800c") == parse("a b c")
    assert asked('"a\x00b"') == [(Words("a b"), False)]


def test_people_that_are_known_are_checked() -> None:
    people = ["小满", "阿泽 2"]
    assert parse("处理人:小满,我,无", people=people) == parse("处理人:小满,我,无")
    with pytest.raises(QueryError) as caught:
        parse("处理人:小漫", people=people)
    assert (caught.value.key, caught.value.values["near"]) == ("query_value_near", "小满")
    with pytest.raises(QueryError) as caught:
        parse("处理人:立夏", people=people)
    assert caught.value.key == "query_value_unknown"


def test_a_shops_own_types_take_the_place_of_the_shipped_ones() -> None:
    own = VOCABULARY.with_choices("type", [Names("x1", ("开箱视频",), ("unboxing",))])
    assert parse("类型:开箱视频", own) == parse("type:unboxing", own) == Query((Term(among("type", "x1")),))
    assert unparse(parse("type:unboxing", own), "zh", own) == "类型:开箱视频"
    # One that is gone by now is still written, and named when it is read again.
    assert unparse(parse("type:unboxing", own), "zh") == "类型:x1"
    with pytest.raises(QueryError):
        parse("类型:换货", own)


def test_names_are_given_once() -> None:
    names = [plain(name) for field in FIELDS for name in {plain(each) for each in field.names.every()}]
    assert len(names) == len(set(names))
    for field in FIELDS:
        own = [name for each in field.words() for name in {plain(name) for name in each.every()}]
        assert len(own) == len(set(own)), field.key
        assert all(each.zh and each.en for each in field.words())
    times = [name for each in PERIODS for name in {plain(name) for name in each.every()}]
    assert len(times) == len(set(times))
    assert all(bool(field.choices) is (field.kind is Kind.CHOICE) for field in FIELDS)


def test_states_types_and_priorities_are_called_as_in_the_list() -> None:
    shown = {"state": ticket_state_name, "type": ticket_type_name}
    for language in ("zh_CN", "en"):
        use_language(language)
        for field, name in shown.items():
            for choice in VOCABULARY.of(field).choices:
                if choice.key not in ("active", "ended"):
                    assert parse(f'{field}:"{name(choice.key)}"') == Query((Term(among(field, choice.key)),))
        for rank, key in enumerate(("low", "normal", "high"), start=1):
            assert asked(f"priority:{ticket_priority_name(rank)}") == [(among("priority", key), False)]
