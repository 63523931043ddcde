"""The list of conversations: order, counts, keeping the row in work, empty states."""

from __future__ import annotations

import pytest

from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.store.queries import conversations
from ticketdesk.ui.models import listing
from ticketdesk.ui.models.snapshot import RowRole
from ticketdesk.ui.reception.conversation_list import ConversationList


@pytest.fixture
def shown(qtbot, world, three):
    made = ConversationList(world)
    qtbot.addWidget(made)
    made.resize(292, 700)
    made.show()
    return made


def ids(shown):
    return list(shown.model.ids())


def row(shown, place):
    return shown.model.data(shown.model.index(place, 0), RowRole)


def test_the_model_keeps_qts_rules(shown, qtmodeltester):
    qtmodeltester.check(shown.model)


def test_who_waits_longest_stands_on_top_and_tabs_count(shown, three):
    assert ids(shown) == [three[0], three[1]]
    assert [tab.count for tab in shown.tabs._tabs] == [2, 3, None, None, None]
    assert row(shown, 0).nick == "林小鹿_88"
    assert row(shown, 0).time == "14:22"
    assert shown._wait(row(shown, 0).waiting_since) == ("Waits 4m 0s", "bad")
    assert shown._wait(row(shown, 1).waiting_since)[1] == "warn"


def test_other_lists_show_the_newest_first(shown, three, qtbot):
    shown.tabs.setCurrentIndex(2)
    assert ids(shown) == [three[1], three[0], three[2]]
    assert shown.scope() == "recent"


def test_a_row_stays_current_when_the_list_is_reordered(shown, three, hear, qtbot):
    shown.select(three[1])
    older = hear("tb4471902", ("in", 60, "有运费险吗")).conversation_id
    qtbot.waitUntil(lambda: ids(shown) == [older, three[0], three[1]])
    assert shown.current() == three[1]


def test_the_row_in_work_stays_until_it_is_left(shown, three, desk, qtbot):
    shown.select(three[0])
    desk.run(SendReply(conversation_id=three[0], text="可以的"))
    qtbot.waitUntil(lambda: row(shown, 0).waiting_since is None)
    assert ids(shown) == [three[0], three[1]]
    shown.step(1)
    qtbot.waitUntil(lambda: ids(shown) == [three[1]])
    assert shown.current() == three[1]


def test_first_waiting_is_found_from_any_list(shown, three):
    shown.tabs.setCurrentIndex(2)
    shown.first_waiting()
    assert shown.scope() == "waiting"
    assert shown.current() == three[0]


def test_an_answered_conversation_is_selected_under_recent(shown, three):
    assert shown.select(three[2])
    assert shown.scope() == "recent"
    assert shown.current() == three[2]
    assert not shown.select(12345)


def test_nobody_waiting_says_so_and_offers_to_paste(shown, three, desk, qtbot):
    for number in three[:2]:
        desk.run(EndConversation(conversation_id=number))
    qtbot.waitUntil(lambda: not ids(shown))
    assert shown.empty.isVisible()
    with qtbot.waitSignal(shown.paste_wanted):
        shown.empty.action.click()


def test_markup_of_a_buyer_stays_text(shown, hear, qtbot):
    hear("<b>x</b>", ("in", 30, "<img src=file:///etc/passwd>"))
    qtbot.waitUntil(lambda: len(ids(shown)) == 3)
    assert row(shown, 0).nick == "<b>x</b>"
    assert row(shown, 0).last == "<img src=file:///etc/passwd>"
    assert not shown.grab().isNull()


def test_reading_aloud_names_who_waits(shown):
    assert row(shown, 0).spoken == (
        "林小鹿_88, 14:22, 尺码偏小，想换成L码可以吗？, No order, waiting for an answer, 1 unread message"
    )


def test_a_conversation_below_the_head_is_selected_and_one_that_is_gone_changes_nothing(
    shown, three, hear, qtbot, monkeypatch
):
    monkeypatch.setattr(listing, "HEAD", 2)
    for n in range(4):
        hear(f"又一位{n}", ("in", n, "在吗"))
    qtbot.waitUntil(lambda: shown.model.rowCount() >= 2)
    shown.scopes.set_current("open")
    shown._switch("open")
    shown.view.set_current_id(None)
    with qtbot.waitSignal(shown.picked) as told:
        assert shown.select(three[0])
    assert told.args == [three[0]] and shown.scope() == "recent"
    qtbot.waitUntil(lambda: shown.model.rowCount() == 7)
    assert shown.current() == three[0]
    assert ids(shown) == list(conversations.snapshot(shown._world.reader, "recent"))
    assert not shown.select(1) and shown.current() == three[0]
