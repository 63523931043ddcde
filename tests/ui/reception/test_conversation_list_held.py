"""The row in work moves only after the agent leaves it."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.ui.reception.conversation_list import ConversationList
from ticketdesk.ui.reception.list.chosen import usual
from ticketdesk.ui.reception.list.held import held_in


@pytest.fixture
def shown(qtbot, world, three):
    made = ConversationList(world)
    qtbot.addWidget(made)
    made.resize(292, 700)
    made.show()
    return made


def ids(shown):
    return list(shown.model.ids())


def held(new, shown, current):
    return list(held_in(array("q", new), array("q", shown), current))


@pytest.mark.parametrize(
    ("new", "shown", "current", "wanted"),
    [
        ([1, 3], [1, 2, 3], 2, [1, 2, 3]),  # it left the list
        ([1], [1, 2], None, [1]),
        ([], [5, 2], 2, [2]),
        ([1], [1], 9, [1]),
        ([4, 1, 2, 3], [1, 2, 3, 4], 4, [1, 2, 3, 4]),  # it would go to the top
        ([4, 1, 2, 3], [1, 2, 3, 4], 3, [4, 1, 2, 3]),  # another one went to the top
        ([2, 3, 1], [1, 2, 3], 1, [1, 2, 3]),  # it would go to the end
        ([9, 1, 2], [1, 2], 1, [9, 1, 2]),  # somebody came before it
        ([2, 9, 1, 3], [1, 2, 3], 2, [9, 1, 2, 3]),
        ([7, 8], [1, 2, 3], 2, [7, 2, 8]),  # none of its neighbours is left
    ],
)
def test_a_row_stands_between_its_neighbours(new, shown, current, wanted):
    assert held(new, shown, current) == wanted


@given(st.lists(st.integers(1, 40), unique=True), st.lists(st.integers(1, 40), unique=True), st.integers(1, 40))
def test_the_others_keep_their_order_and_nobody_is_lost_or_doubled(new, shown, current):
    found = held(new, shown, current)
    assert [each for each in found if each != current] == [each for each in new if each != current]
    assert found.count(current) == int(current in new or current in shown)


@given(st.lists(st.integers(1, 40), unique=True, min_size=1), st.data())
def test_an_unchanged_list_moves_nothing(rows, data):
    assert held(rows, rows, data.draw(st.sampled_from(rows))) == rows


def test_a_row_whose_buyer_writes_again_goes_to_the_top_only_when_it_is_left(shown, three, hear, qtbot):
    shown.tabs.setCurrentIndex(2)
    assert ids(shown) == [three[1], three[0], three[2]]
    shown.select(three[2])
    hear("小雨", ("in", 9, "谢谢"), ("out", 8, "不客气哦亲"), ("in", 0, "还有一个问题"))
    qtbot.waitUntil(lambda: shown.model.row_at(2).last == "还有一个问题")
    assert ids(shown) == [three[1], three[0], three[2]] and shown.current() == three[2]
    shown.step(-1)
    qtbot.waitUntil(lambda: ids(shown) == [three[2], three[1], three[0]])
    assert shown.current() == three[0]


def test_another_row_goes_to_the_top_at_once(shown, three, hear, qtbot):
    shown.tabs.setCurrentIndex(2)
    shown.select(three[2])
    hear("林小鹿_88", ("in", 4, "尺码偏小，想换成L码可以吗？"), ("in", 0, "在吗"))
    qtbot.waitUntil(lambda: ids(shown) == [three[0], three[1], three[2]])
    assert shown.current() == three[2]


def test_an_ended_row_stays_in_service_until_it_is_left(shown, three, desk, qtbot):
    shown.tabs.setCurrentIndex(1)
    shown.select(three[0])
    place = ids(shown).index(three[0])
    desk.run(EndConversation(conversation_id=three[0]))
    qtbot.waitUntil(lambda: shown.tabs._tabs[1].count == 2)
    assert ids(shown).index(three[0]) == place and shown.current() == three[0]
    shown.select(three[1])
    qtbot.waitUntil(lambda: three[0] not in ids(shown))


def test_another_list_holds_nothing(shown, three, desk, qtbot):
    shown.select(three[0])
    desk.run(SendReply(conversation_id=three[0], text="可以的"))
    qtbot.waitUntil(lambda: shown.tabs._tabs[0].count == 1)
    assert ids(shown) == [three[0], three[1]]
    shown._choose(usual("recent"))
    shown._switch("waiting")
    assert ids(shown) == [three[1]]


def test_leaving_a_row_that_stands_right_reads_nothing(shown, three, monkeypatch):
    shown.select(three[0])
    read = []
    monkeypatch.setattr(shown.rows._source, "read", lambda *_args, **_named: read.append(1))
    shown.step(1)
    assert shown.current() == three[1] and not shown.rows._displaced and not read
