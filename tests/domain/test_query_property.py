"""Whatever is typed: a query whose text asks the same again, or a QueryError that points into the text."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from ticketdesk.domain.query.completion import complete
from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.fields import FIELDS, VOCABULARY, Field, Kind, plain
from ticketdesk.domain.query.order_fields import ORDER_FIELDS, ORDERS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.periods import PERIODS, turned
from ticketdesk.domain.query.scanning import MOST_CHARS
from ticketdesk.domain.query.tree import (
    Among,
    Amount,
    Between,
    Compare,
    Condition,
    Day,
    Key,
    Measure,
    Op,
    Period,
    Query,
    Span,
    Term,
    Text,
    Words,
)
from ticketdesk.domain.query.wording import unparse
from ticketdesk.words.errors import sentence

PIECES = (
    "状态",
    "类型",
    "处理人",
    "到期",
    "等待",
    "订单",
    "创建",
    "优先级",
    "旗",
    "status",
    "due",
    "has",
    ":",
    "：",
    "<",
    ">",
    "<=",
    "≥",
    "＝",
    "-",
    "－",
    ",",
    "，",
    "、",
    "..",
    "…",
    "～",
    "至",
    '"',
    "”",
    "“",
    "'",
    "‘",
    "「",
    "」",
    "『",
    "』",
    "\\",
    "＼",
    "待处理",
    "我",
    "无",
    "4h",
    "10分钟",
    "今天",
    "上周",
    "2026-11-01",
    "2026-02-30",
    "1764",
    "金额",
    "编号",
    "退款",
    "99.5",
    "￥",
    "已完成",
    "done",
    "a",
    "码",
    "_",
    "!",
    "\x00",
    "\ud800",
    "\u200b",
    "é",
    "ﬁ",
    "４",
)
TYPED = st.lists(st.sampled_from([*PIECES, " ", "　", " "]), max_size=14).map("".join)
ANY = st.text(st.characters(), max_size=30)

SIGNS = st.sampled_from("码a1 _-<>=:,…*\"'“”「」\\，、无我")
NAME = st.text(st.one_of(SIGNS, st.characters(exclude_categories=("Cs",))), min_size=1, max_size=8)


def tidy(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


FREE = NAME.map(tidy).filter(plain)
DAY = st.dates(min_value=date(1970, 1, 1)).map(lambda d: Day(d.year, d.month, d.day))
PERIOD = st.sampled_from(PERIODS).map(lambda names: Period(names.key))
SPAN = st.builds(Span, st.integers(0, 99_999), st.sampled_from("mhdw"))
WHEN = st.one_of(DAY, PERIOD, SPAN)
MOMENTS = [field for field in FIELDS if field.kind is Kind.MOMENT]


AMOUNT = st.integers(0, 99_999_999_999).map(Amount)


def ranged(ends: tuple[Measure | None, Measure | None]) -> bool:
    low, high = ends
    if low is None or high is None:
        return low is not high
    return isinstance(low, Span) is isinstance(high, Span) and not turned(low, high)


def values(field: Field) -> st.SearchStrategy[object]:
    own = [st.just(Key(each.key)) for each in field.words()]
    if field.kind is Kind.MOMENT:
        own.append(WHEN)  # type: ignore[arg-type]
    elif field.kind is Kind.AMOUNT:
        own.append(AMOUNT)  # type: ignore[arg-type]
    elif field.kind is not Kind.CHOICE:
        own.append(FREE.filter(lambda text: text[0] not in ".…*").map(Text))  # type: ignore[arg-type]
    return st.one_of(own)


def among(field: Field) -> st.SearchStrategy[Among]:
    return st.lists(values(field), min_size=1, max_size=4).map(lambda found: Among(field.key, tuple(found)))  # type: ignore[arg-type]


CONDITION: st.SearchStrategy[Condition] = st.one_of(
    FREE.map(Words),
    st.sampled_from(FIELDS).flatmap(among),
    st.builds(Compare, st.sampled_from([field.key for field in MOMENTS]), st.sampled_from(Op), WHEN),
    st.builds(Compare, st.just("priority"), st.sampled_from(Op), st.sampled_from(["low", "high"]).map(Key)),
    st.tuples(st.sampled_from(MOMENTS), st.tuples(st.none() | WHEN, st.none() | WHEN).filter(ranged)).map(
        lambda found: Between(found[0].key, *found[1])
    ),
)
ENDS = st.tuples(st.none() | AMOUNT, st.none() | AMOUNT).filter(ranged)
OF_ORDERS: st.SearchStrategy[Condition] = st.one_of(
    FREE.map(Words),
    st.sampled_from(ORDER_FIELDS).flatmap(among),
    st.builds(Compare, st.just("due"), st.sampled_from(Op), WHEN),
    st.builds(Compare, st.just("amount"), st.sampled_from(Op), AMOUNT),
    ENDS.map(lambda ends: Between("amount", *ends)),
)
ABOUT_ORDERS = st.lists(st.builds(Term, OF_ORDERS, st.booleans()), max_size=6).map(lambda terms: Query(tuple(terms)))
QUERY = st.lists(st.builds(Term, CONDITION, st.booleans()), max_size=6).map(lambda terms: Query(tuple(terms)))


@given(QUERY)
@example(Query((Term(Among("order", (Text("<3"),))), Term(Words('a"b'), True), Term(Words("-x")))))
def test_the_text_of_a_query_asks_the_same(query: Query) -> None:
    for language in ("zh", "en"):
        text = unparse(query, language)
        assert parse(text) == query
        assert unparse(parse(text), language) == text


@given(ABOUT_ORDERS)
@example(Query((Term(Between("amount", None, Amount(5))), Term(Among("amount", (Amount(0), Key("none")))))))
def test_the_text_of_a_query_of_orders_asks_the_same(query: Query) -> None:
    for language in ("zh", "en"):
        text = unparse(query, language, ORDERS)
        assert parse(text, ORDERS) == query
        assert unparse(parse(text, ORDERS), language, ORDERS) == text


@given(st.one_of(TYPED, ANY))
@example("金额:1..")
@example("金额>١")
def test_any_text_about_orders_is_a_query_or_one_error(text: str) -> None:
    try:
        query = parse(text, ORDERS)
    except QueryError as error:
        assert 0 <= error.start < error.end <= len(text)
        return
    for language in ("zh", "en"):
        again = unparse(query, language, ORDERS)
        assert len(again) > MOST_CHARS or parse(again, ORDERS) == query


@given(st.one_of(TYPED, ANY))
@example("－")
@example("到期:1h..")
@example("处理人:'\\'")
def test_any_text_is_a_query_or_one_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.start < error.end <= len(text)
        assert "{" in text or "{" not in sentence(error)
        return
    assert all(0 <= term.start < term.end <= len(text) for term in query.terms)
    for language in ("zh", "en"):
        again = unparse(query, language)
        assert len(again) > MOST_CHARS or parse(again) == query


@given(st.one_of(TYPED, ANY), st.integers(-2, 40))
def test_completing_never_fails_and_replaces_what_is_there(text: str, caret: int) -> None:
    found = complete(text, caret, "zh", VOCABULARY)
    assert 0 <= found.start <= found.end <= len(text)
    assert len(found.suggestions) <= 12
    assert len(set(found.suggestions)) == len(found.suggestions)
