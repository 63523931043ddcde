"""The search language of the order list: its own fields, what a text asks, and what is wrong with it."""

from __future__ import annotations

import pytest

from ticketdesk.domain.query.completion import complete
from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.fields import Kind, plain
from ticketdesk.domain.query.order_fields import ORDER_FIELDS, ORDERS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import (
    NONE,
    Among,
    Amount,
    Between,
    Compare,
    Condition,
    Day,
    Key,
    Op,
    Period,
    Span,
    Text,
    Words,
)
from ticketdesk.domain.query.wording import unparse
from ticketdesk.ui import labels
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence


def among(field: str, *names: str) -> Among:
    return Among(field, tuple(map(Key, names)))


MEANT: list[tuple[str, str, Condition]] = [
    ("状态:待发货", "state:to-ship", among("state", "wait_ship")),
    ("状态：已发货，已关闭", "status:shipped,closed", among("state", "shipped", "closed")),
    ("旗:蓝", "flag:blue", among("flag", "blue")),
    ("平台:拼多多", "platform:pdd", among("platform", "pinduoduo")),
    ("编号:…1764", "number:...1764", Among("number", (Text("…1764"),))),
    ("订单号:3100…", "order:3100…", Among("number", (Text("3100…"),))),
    ("编号:3100*", "number:3100...", Among("number", (Text("3100…"),))),
    ("标签:VIP*", "tag:VIP*", Among("tag", (Text("VIP*"),))),
    ("商品:1.", "item:1.", Among("item", (Text("1."),))),
    ("买家:林小鹿", "buyer:林小鹿", Among("buyer", (Text("林小鹿"),))),
    ("快递:顺丰", "courier:顺丰", Among("courier", (Text("顺丰"),))),
    ("单号:SF1", "parcel:SF1", Among("parcel", (Text("SF1"),))),
    ("商品:“亚麻 衬衫”", 'item:"亚麻 衬衫"', Among("item", (Text("亚麻 衬衫"),))),
    ("备注:无", "remark:none", Among("remark", (NONE,))),
    ("金额>100", "amount>100", Compare("amount", Op.ABOVE, Amount(10_000))),
    ("金额≤￥99.5", "amount<=99.50元", Compare("amount", Op.AT_MOST, Amount(9_950))),
    ("金额:20..99.99", "amount:20~99.99", Between("amount", Amount(2_000), Amount(9_999))),
    ("金额:..5", "amount:..5.00", Between("amount", None, Amount(500))),
    ("金额:0,无", "amount:0,none", Among("amount", (Amount(0), NONE))),
    ("付款<2天", "paid<2d", Compare("paid", Op.BELOW, Span(2, "d"))),
    ("下单:今天", "created:today", Among("created", (Period("today"),))),
    ("发货:无", "shipped:none", Among("shipped", (NONE,))),
    ("到期<4h", "due<4h", Compare("due", Op.BELOW, Span(4, "h"))),
    ("超时:是", "overdue:yes", among("overdue", "yes")),
    ("退款:未结", "refund:open", among("refund", "open")),
    ("退款:无", "refund:none", among("refund", "none")),
    ("风险:同一收件人", "risk:to-one-receiver", among("risk", "together")),
    ("风险:物流停滞,改过地址", "risk:stalled,address-changed", among("risk", "stalled", "readdressed")),
    ("工单:否", "ticket:no", among("ticket", "no")),
    ("标签:老客", "tag:老客", Among("tag", (Text("老客"),))),
    ("待发货", "to-ship", among("state", "wait_ship")),
    ("2026-11-21", "2026-11-21", Among("created", (Day(2026, 11, 21),))),
    ("亚麻", "亚麻", Words("亚麻")),
]


@pytest.mark.parametrize(("chinese", "english", "meant"), MEANT)
@pytest.mark.parametrize("minus", ["", "-", "－"])
def test_a_text_in_either_language_asks_the_same(chinese: str, english: str, meant: Condition, minus: str) -> None:
    for text in (chinese, english):
        (term,) = parse(minus + text, ORDERS).terms
        assert (term.condition, term.negated) == (meant, bool(minus))


def test_every_field_is_asked() -> None:
    asked = {meant.field for _, _, meant in MEANT if not isinstance(meant, Words)}
    assert asked == {field.key for field in ORDER_FIELDS}


@pytest.mark.parametrize(
    ("text", "key", "word"),
    [
        ("金额>x", "query_amount", "x"),
        ("金额:1.234", "query_amount", "1.234"),
        ("金额:100..二", "query_amount", "100..二"),
        ("金额:9..3", "query_range_turned", "9..3"),
        ("金额>", "query_value_empty", "金额>"),
        ("平台>京东", "query_no_order", "平台>京东"),
        ("处理人:我", "query_field_unknown", "处理人"),
        ("平合:京东", "query_field_near", "平合"),
        ("状态:待发贷", "query_value_near", "待发贷"),
        ('备注:"… …"', "query_value_unknown", '"… …"'),
        ("亚麻 退款:是", "query_value_unknown", "是"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, key: str, word: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, ORDERS)
    error = caught.value
    assert (error.key, text[error.start : error.end]) == (key, word)
    for language in ("zh_CN", "en"):
        use_language(language)
        said = sentence(error)
        assert word in said and str(error.start + 1) in said and "{" not in said


def test_the_canonical_text_of_an_amount_is_short() -> None:
    query = parse("金额≥￥100.00元 金额:0.5..99", ORDERS)
    assert unparse(query, "zh", ORDERS) == "金额>=100 金额:0.50..99"
    assert unparse(query, "en", ORDERS) == "amount>=100 amount:0.50..99"


def test_names_are_given_once() -> None:
    names = [plain(name) for field in ORDER_FIELDS for name in {plain(each) for each in field.names.every()}]
    assert len(names) == len(set(names))
    for field in ORDER_FIELDS:
        own = [name for each in field.words() for name in {plain(name) for name in each.every()}]
        assert len(own) == len(set(own)), field.key
        assert bool(field.choices) is (field.kind is Kind.CHOICE)


def test_choices_are_called_as_on_the_screen() -> None:
    from ticketdesk.store.queries.order_conditions import STATES

    for language, at in (("zh_CN", "zh"), ("en", "en")):
        use_language(language)
        for choice in ORDERS.of("platform").choices:
            assert parse(f'平台:"{labels.platform(choice.key)}"', ORDERS).terms[0].condition == among(
                "platform", choice.key
            ), at
        for choice in ORDERS.of("state").choices:
            name = labels.order_state(STATES[choice.key]).text
            assert parse(f'状态:"{name}"', ORDERS).terms[0].condition == among("state", choice.key)


def test_fields_and_values_are_offered() -> None:
    offered = [each.text for each in complete("快", 1, "zh", ORDERS).suggestions]
    assert offered == ["快递:"]
    assert "待发货" in [each.text for each in complete("状态:待", 4, "zh", ORDERS).suggestions]
    assert [each.text for each in complete("refund:", 7, "en", ORDERS).suggestions] == ["open", "done", "none"]
    assert [each.text for each in complete("金额:", 3, "zh", ORDERS).suggestions] == ["无"]
