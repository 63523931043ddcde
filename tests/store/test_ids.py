"""Ids: in time order, never going back, and a message's id in the order of its talk."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.builders import START, Clock, Make
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.store.ids import EPOCH_MS, IdMaker, compose, desk_of, moment_of, nth
from ticketdesk.store.queries.conversations import newest
from ticketdesk.store.store import Store

MOMENTS = st.integers(EPOCH_MS - 10**11, EPOCH_MS + 2**40)


@given(st.lists(st.tuples(MOMENTS, st.integers(1, 5_000)), min_size=1), st.integers(0, 4_095))
def test_ids_never_go_back_whatever_the_clock_does(asked: Sequence[tuple[int, int]], desk: int) -> None:
    maker, last = IdMaker(desk), None
    for now, size in asked:
        first = maker.reserve(now, size)
        assert last is None or first > last
        assert desk_of(first) == desk
        assert moment_of(first) >= now
        last = nth(first, size - 1)
        assert maker.last == last
        assert -(2**63) <= last < 2**63


@given(MOMENTS, st.integers(0, 4_095), st.integers(0, 511), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_nth_id_is_one_step_after_another(ms: int, desk: int, sequence: int, a: int, b: int) -> None:
    first = compose(ms, desk, sequence)
    assert (moment_of(first), desk_of(first)) == (ms, desk)
    assert nth(nth(first, a), b) == nth(first, a + b)
    assert nth(first, a + 1) > nth(first, a)


def test_acts_keep_their_order_over_restarts_with_the_clock_set_back(desk: Desk, clock: Clock) -> None:
    for now in (START, START - 10**9, START + 5, 0, START - 1):
        clock.now = now
        desk.run(AddPhrase(text=f"在 {now}"))
    texts = [text for (text,) in desk.store.reader.rows("SELECT text FROM phrase ORDER BY id")]
    assert texts == [f"在 {now}" for now in (START, START - 10**9, START + 5, 0, START - 1)]
    path, agent = desk.store.path, desk.agent_id
    desk.store.close()
    again = Store(path)
    later = Desk(again, Clock(START - 10**10), agent)
    later.run(AddPhrase(text="重启后"))
    assert later.undo().result().command == "AddPhrase"
    assert again.reader.rows("SELECT COUNT(*) FROM phrase WHERE text = '重启后' AND deleted = 0") == [(0,)]
    assert again.reader.rows("SELECT COUNT(*) FROM phrase WHERE deleted = 0") == [(5,)]
    again.close()


def test_messages_stand_in_the_order_of_the_talk_whenever_they_came(desk: Desk, clock: Clock) -> None:
    def hear(*said: tuple[int, str]) -> int:
        heard = tuple(Heard("in", "林", START + at, text) for at, text in said)
        return int(desk.run(ReceiveTranscript(buyer_nick="林", messages=heard)).result.conversation_id)

    talk = hear((5_000, "五"), (9_000, "九"))
    hear((0, "零甲"), (0, "零乙"), (5_000, "五"), (7_000, "七"), (9_000, "九"))
    hear((-(10**12), "很久以前"))
    rows = newest(desk.store.reader, talk)
    assert [row.text for row in rows] == ["很久以前", "零甲", "零乙", "五", "七", "九"]
    assert [moment_of(row.id) for row in rows] == [row.sent_at for row in rows]


@pytest.mark.parametrize("at", [-(10**14), -62_135_625_600_000, 5_976_000_000_000, 253_402_271_999_000])
def test_messages_of_a_moment_that_no_id_carries_are_kept(desk: Desk, at: int) -> None:
    """A mail server's moment may be of any year."""
    heard = tuple(Heard("in", "林", at, text) for text in ("甲", "乙"))
    talk = desk.run(ReceiveTranscript(buyer_nick="林", messages=heard)).result.conversation_id
    assert [(row.text, row.sent_at) for row in newest(desk.store.reader, talk)] == [("甲", at), ("乙", at)]


def test_a_thousand_messages_of_one_second_keep_their_order(desk: Desk) -> None:
    heard = tuple(Heard("in", "林", START, f"第{n}句") for n in range(1_000))
    talk = desk.run(ReceiveTranscript(buyer_nick="林", messages=heard)).result.conversation_id
    texts = [row.text for row in newest(desk.store.reader, talk, 1_000)]
    assert texts == [f"第{n}句" for n in range(1_000)]


def test_a_reply_stands_last_though_the_clock_lags(desk: Desk, clock: Clock, make: Make) -> None:
    talk = make.transcript("林", "一", "二").conversation_id
    clock.now = START - 10**8
    for text in ("三", "四"):
        desk.run(SendReply(conversation_id=talk, text=text))
    assert [row.text for row in newest(desk.store.reader, talk)] == ["一", "二", "三", "四"]
