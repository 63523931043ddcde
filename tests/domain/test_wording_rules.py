"""Rules of wording: what they find, what they spare, how fast they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.desk.wording import rules
from ticketdesk.domain.wording_rules import MOST_FINDINGS, Severity, check, parse, stops
from ticketdesk.words import tr, use_language


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("亲，请您稍等，这就为您查", []),
        ("稍等一下哈，在查了", ["lacks.please"]),
        ("你好，可以换的", ["lacks.you"]),
        ("这个我不知道", ["dont.harsh"]),
        ("跟我们没关系的亲", ["dont.blame_shift"]),
        ("是您自己选错了尺码", ["dont.blame_buyer"]),
        ("没有", ["curt"]),
        ("好。", ["curt"]),
        ("亲，加微 信聊", ["contact.wechat"]),
        ("ＶＸ：abc_12345", ["contact.wechat"]),
        ("v\u200bx加一下", ["contact.wechat"]),
        ("支持微信支付的亲", []),
        ("Qq 123456", ["contact.qq"]),
        ("拨打138-0013-8000哦", ["contact.phone"]),
        ("订单号3001380013800011111已发", []),
        ("亲，点开 https://evil.cn/a 看", ["contact.link"]),
        ("亲，点开 https://item.taobao.com/item.htm?id=1 看", []),
        ("请看 https://www.pinduoduo.com.", []),
        ("亲，点开 https://taobao.com.evil.com/a 看", ["contact.link"]),
        ("亲，点开 https://taobao.com@evil.com 看", ["contact.link"]),
        ("亲，点开 https://eviltaobao.com 看", ["contact.link"]),
        ("亲，点开 www.taobaoevil.com 看", ["contact.link"]),
        ("拨打138.0013.8000哦", ["contact.phone"]),
        ("亲，一共 139.00 128.00 55.00 元", []),
        ("全网最低价", ["promise.superlative"]),
        ("不绝对哦亲", []),
        ("假一赔十的亲", ["promise.fake_penalty"]),
        ("好评返现5元", ["promise.cash_back"]),
        ("帮忙刷单可以吗", ["promise.fake_orders"]),
        ("补单号给您了", []),
    ],
)
def test_what_is_found(text: str, wanted: list[str]) -> None:
    assert [each.rule for each in check(rules(), text)] == wanted


def test_spans_are_those_of_the_text_as_typed() -> None:
    text = "亲…用微\u200b 信，ＱＱ也行"
    assert [text[each.start : each.end] for each in check(rules(), text)] == ["微\u200b 信", "ＱＱ"]


def test_contact_data_is_the_shops_choice_and_overrides_hold() -> None:
    assert check(rules(), "加微信", contact=False) == []
    assert check(rules(), "加微信", ignored={"contact.wechat"}) == []
    assert stops(check(rules(), "加微信")) and not stops(check(rules(), "你好，可以换的"))


@pytest.mark.parametrize("before", ["你" * (MOST_FINDINGS + 10), "微信支付" * (MOST_FINDINGS + 10)])
def test_what_stops_a_text_is_found_behind_any_number_of_other_words(before: str) -> None:
    found = check(rules(), f"{before}，加微信")
    assert stops(found) and len(found) <= MOST_FINDINGS
    assert found == sorted(found, key=lambda each: (each.start, each.end))


def test_the_last_words_thank_or_say_farewell() -> None:
    found = check(rules(), "亲，已经为您登记好了", ending=True)
    assert [(each.rule, each.start, each.end) for each in found] == [("closing", 0, 0)]
    assert check(rules(), "感谢您的支持，祝您生活愉快", ending=True) == []


def test_every_rule_explains_itself_in_both_languages() -> None:
    assert len(rules()) >= 14
    try:
        for rule in rules():
            assert rule.source and rule.says
            use_language("zh_CN")
            assert tr(rule.says) != rule.says, rule.key
            assert tr(rule.source) != rule.source, rule.key
    finally:
        use_language("en")


@pytest.mark.parametrize(
    "text",
    [
        '[[rule]]\nkey="a"\nkind="x"\nseverity="warn"\nsays="a"\nsource="b"',
        '[[rule]]\nkey="a"\nkind="has"\nseverity="loud"\nwords=["x"]\nsays="a"\nsource="b"',
        '[[rule]]\nkey="a"\nkind="has"\nseverity="warn"\nwords=["x"]\nsays="a"\nsource="b"\n' * 2,
    ],
)
def test_a_file_that_states_no_rule_is_a_fault(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def best(text: str, tries: int) -> float:
    """Milliseconds of the processor for one check, the best of some."""
    check(rules(), text)
    spans = []
    for _ in range(tries):
        begun = time.process_time_ns()
        check(rules(), text)
        spans.append((time.process_time_ns() - begun) / 1e6)
    return min(spans)


def test_a_thousand_characters_take_less_than_a_millisecond() -> None:
    text = ("亲，您好，您的订单已经发出…请您留意查收，如有问题随时联系我们哦。" * 40)[:1_000]
    assert best(text, 30) < 1


@pytest.mark.parametrize(
    "piece",
    ["你", "a", "1", "微 ", "13 ", "http://", "v:", "qq", "www.", "ﷺ", "\u200b", "你侬我侬", "微信支付", "http://a."],
)
def test_64_kb_of_hostile_text_take_less_than_50_ms(piece: str) -> None:
    text = piece * (65_536 // len(piece.encode()))
    assert best(text, 8) < 50
    assert len(check(rules(), text)) <= MOST_FINDINGS


@given(st.text(max_size=300))
def test_whatever_is_typed_spans_lie_in_the_text(text: str) -> None:
    for each in check(rules(), text, ending=True):
        assert 0 <= each.start <= each.end <= len(text)
        assert each.severity in Severity
