"""The lists of orders and buyers: by whichever road the same ids in the same order; a question can be stopped."""

from __future__ import annotations

import itertools
import threading
from array import array
from collections.abc import Iterable

import apsw
import pytest

from tests.desk.builders import Make
from ticketdesk.desk.commands.buyers import EditBuyerNote
from ticketdesk.desk.commands.orders import EditAddress, SetFlag
from ticketdesk.desk.commands.talk import EndConversation
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.query.order_fields import ORDERS as ORDER_WORDS
from ticketdesk.domain.query.parsing import parse
from ticketdesk.store.interruptible import Interruptible, Stopped
from ticketdesk.store.queries import buyers, gathering, order_covers, order_filter, term_sets
from ticketdesk.store.queries.buyers import BuyerFilter
from ticketdesk.store.queries.order_filter import ORDERS, OrderFilter

_COUNT = 60


@pytest.fixture
def filled(desk: Desk, make: Make) -> Desk:
    """Sixty orders of as many buyers; some flagged, readdressed, with tickets, conversations and notes."""
    make.imported(_COUNT)
    ids = [make.order_id(n) for n in range(_COUNT)]
    desk.run(SetFlag(order_ids=tuple(ids[::3]), flag=4))
    for order in ids[::7]:
        desk.run(EditAddress(order_id=order, receiver="林", mobile="1", address="新地址"))
    for n in range(0, _COUNT, 5):
        make.ticket(order_id=ids[n], buyer_nick=f"买家{n}")
    for n in range(0, _COUNT, 4):
        talk = make.transcript(f"买家{n}", "在吗").conversation_id
        if n % 8 == 0:
            desk.run(EndConversation(conversation_id=talk))
    buyer = buyers.id_of_nick(desk.store.reader, "买家8")
    desk.run(EditBuyerNote(buyer_id=buyer or 0, note="要先打电话"))
    return desk


def switches(names: Iterable[str]) -> list[dict[str, bool]]:
    """Every combination of switches that are on."""
    return [dict.fromkeys(on, True) for n in range(4) for on in itertools.combinations(names, n)]


ORDER_CASES = [
    {"order": order, "descending": turn, **more, **on}
    for order in ORDERS
    for turn in (True, False)
    for more in (
        {},
        {"flag": 4},
        {"state": "TRADE_FINISHED"},
        {"flag": 0, "query": parse("亚麻", ORDER_WORDS)},
        {"query": parse("买家1", ORDER_WORDS)},
    )
    for on in switches(("ticketed", "readdressed", "due_only"))
]
BUYER_CASES = [
    {"order": order, "descending": turn, **more, **on}
    for order in (buyers.TALK, buyers.NICK)
    for turn in (True, False)
    for more in ({}, {"words": "买家1"})
    for on in switches(("ticketed", "talking", "bought", "noted"))
]


def test_both_roads_find_the_same_orders(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = filled.store.reader
    sorted_road = [order_filter.ids(reader, OrderFilter(**case)) for case in ORDER_CASES]
    monkeypatch.setattr(gathering, "FEW", -1)
    monkeypatch.setattr(term_sets, "MANY", -1)
    walked_road = [order_filter.ids(reader, OrderFilter(**case)) for case in ORDER_CASES]
    keyed = {row[0]: row for row in reader.rows("SELECT id, sort_at, paid_at, due_at, paid_cents FROM orders")}
    for case, one, other in zip(ORDER_CASES, sorted_road, walked_road, strict=True):
        assert set(one) == set(other), case
        column = 1 + list(ORDERS).index(str(case["order"]))
        values = [keyed[number][column] for number in other]
        there = [value for value in values if value is not None]
        assert values == there + [None] * (len(values) - len(there)), case
        assert there == sorted(there, reverse=bool(case["descending"])), case
    assert any(0 < len(found) < _COUNT for found in sorted_road)
    monkeypatch.setattr(gathering, "FEW", 15)  # small sides, but not the words
    monkeypatch.setattr(term_sets, "MANY", 15)
    for case, one in zip(ORDER_CASES, sorted_road, strict=True):
        assert set(order_filter.ids(reader, OrderFilter(**case))) == set(one), case


def test_criteria_are_what_they_say(filled: Desk) -> None:
    reader = filled.store.reader

    def asked(**more: object) -> set[int]:
        return set(order_filter.ids(reader, OrderFilter(**more)))  # type: ignore[arg-type]

    def told(sql: str) -> set[int]:
        return {key for (key,) in reader.rows(f"SELECT id FROM orders WHERE {sql}")}

    assert asked(ticketed=True) == told("id IN (SELECT order_id FROM ticket WHERE closed_at IS NULL)")
    assert asked(readdressed=True) == told("address = '新地址'")
    assert asked(flag=4, ticketed=True) == told("flag = 4") & asked(ticketed=True)
    assert asked(query=parse("买家1", ORDER_WORDS)) == told("buyer_nick LIKE '%买家1%'")
    assert asked(refunded=True) == set()
    assert order_covers.platforms(reader) == ["taobao"]


def test_both_roads_find_the_same_buyers(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = filled.store.reader
    sorted_road = [buyers.ids(reader, BuyerFilter(**case)) for case in BUYER_CASES]
    monkeypatch.setattr(gathering, "FEW", -1)
    for case, found in zip(BUYER_CASES, sorted_road, strict=True):
        assert list(found) == list(buyers.ids(reader, BuyerFilter(**case))), case
    monkeypatch.undo()
    monkeypatch.setattr(gathering, "FEW", 12)  # small sides, but not the words
    for case, found in zip(BUYER_CASES, sorted_road, strict=True):
        assert list(found) == list(buyers.ids(reader, BuyerFilter(**case))), case
    assert any(0 < len(found) < _COUNT for found in sorted_road)


def test_the_first_ids_are_told_before_the_rest(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "EARLY", 7)
    told: list[array[int]] = []
    whole = order_filter.ids(filled.store.reader, OrderFilter(), told.append)
    assert [len(each) for each in told] == [7] and list(whole[:7]) == list(told[0]) and len(whole) == _COUNT
    assert len(order_filter.ids(filled.store.reader, OrderFilter(), None, lambda: True)) < _COUNT + 1


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


def test_a_question_is_broken_off_in_the_middle_of_its_statement(desk: Desk) -> None:
    question = Interruptible(desk.store.reader)
    ended: list[BaseException | int] = []

    def read() -> None:
        try:
            question.rows(_ENDLESS)
        except apsw.InterruptError as error:
            ended.append(error)
        # What the same thread reads next is another question, and no late stop can hit it.
        question.stop()
        ended.append(len(desk.store.reader.rows("SELECT 1")))

    thread = threading.Thread(target=read)
    thread.start()
    while thread.is_alive():
        if question._thread is not None:  # before it has begun a stop would only keep it from beginning
            question.stop()
        thread.join(0.01)
    assert len(ended) in (1, 2) and ended[-1] == 1
    with pytest.raises(Stopped):
        question.rows("SELECT 1")


def test_control_a_question_that_nobody_stops_is_answered(desk: Desk) -> None:
    question = Interruptible(desk.store.reader)
    assert question.rows("SELECT 1") == [(1,)] and list(question.each("SELECT 2")) == [(2,)]
