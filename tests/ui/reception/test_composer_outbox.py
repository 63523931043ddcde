"""Replies over a live channel: seen counting, taken back by keys, sent at once, queued while nobody carries."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.reception.composing import ours
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.compose.countdown import seconds_left, state_text
from ticketdesk.ui.reception.compose.traffic import BEGIN_MS, Traffic

ENTER = Qt.Key.Key_Return


def types(page, words: str) -> None:
    QTest.keyClicks(page.chat.composer.edit, words)
    QTest.keyClick(page.chat.composer.edit, ENTER)


@pytest.fixture
def counting(live, world, talks, qtbot):
    """One reply that counts down."""
    types(live, "one moment")
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting")])
    qtbot.waitUntil(live.chat.outbox.isVisible)
    return live


def press(page, name: str) -> None:
    lines = page.chat.outbox.findChildren(QPushButton)
    found = [each for each in lines if each.isVisible() and each.accessibleName().startswith(name)]
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def test_a_reply_counts_down_in_sight_and_leaves(counting, world, talks, wire, clock, qtbot):
    row = counting.chat.outbox.rows()[0]
    bubble = counting.chat.talk.view.column.items[-1]
    assert bubble.state_text == state_text(row, clock.now) != ""
    clock.now = row.send_at - 1_500
    qtbot.waitUntil(lambda: "2" in counting.chat.talk.view.column.items[-1].state_text)
    world.traffic.join(wire)
    clock.now = row.send_at
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "sent")])
    assert wire.words == ["one moment"]
    qtbot.waitUntil(lambda: not counting.chat.outbox.isVisible())


@pytest.mark.parametrize("key", ["up", "undo"])
def test_a_key_in_the_empty_reply_takes_the_newest_back(counting, world, talks, qtbot, key):
    edit = counting.chat.composer.edit
    if key == "up":
        QTest.keyClick(edit, Qt.Key.Key_Up)
    else:
        QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: edit.text() == "one moment")
    assert ours(world, talks[0]) == [("one moment", "recalled")]
    qtbot.waitUntil(lambda: not counting.chat.outbox.isVisible())
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert edit.text() == "one moment"


def test_what_is_taken_back_late_goes_to_its_own_conversation(counting, world, talks, qtbot):
    QTest.keyClick(counting.chat.composer.edit, Qt.Key.Key_Up)
    counting.chat.show_conversation(talks[1])
    QTest.keyClicks(counting.chat.composer.edit, "other")
    qtbot.waitUntil(lambda: counting.chat.composer.drafts.text(talks[0]) == "one moment")
    assert counting.chat.composer.edit.text() == "other"


def shown(page) -> list[str]:
    return [row.text for row in page.chat.outbox.rows()]


def test_the_buttons_edit_take_back_and_send(counting, world, talks, wire, qtbot):
    press(counting, "Edit")
    qtbot.waitUntil(lambda: counting.chat.composer.edit.text() == "one moment")
    qtbot.waitUntil(lambda: shown(counting) == [])
    QTest.keyClick(counting.chat.composer.edit, ENTER)
    qtbot.waitUntil(lambda: shown(counting) == ["one moment"])
    press(counting, "Take back")
    qtbot.waitUntil(lambda: [state for _, state in ours(world, talks[0])] == ["recalled", "recalled"])
    qtbot.waitUntil(lambda: shown(counting) == [])
    assert counting.chat.composer.edit.text() == ""
    types(counting, "now")
    qtbot.waitUntil(lambda: shown(counting) == ["now"])
    world.traffic.join(wire)
    press(counting, "Send now")
    qtbot.waitUntil(lambda: ours(world, talks[0])[-1] == ("now", "sent"))


def test_offline_replies_are_shown_queued_and_leave_later_in_their_order(live, world, desk, talks, wire, qtbot):
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    for words in ("first", "second", "third"):
        types(live, words)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [(each, "queued") for each in ("first", "second", "third")])
    qtbot.waitUntil(lambda: [row.state for row in live.chat.outbox.rows()] == ["queued"] * 3)
    qtbot.waitUntil(lambda: not world.traffic.running)
    world.traffic.join(wire)
    qtbot.waitUntil(lambda: {state for _, state in ours(world, talks[0])} == {"sent"})
    assert wire.words == ["first", "second", "third"]


def test_the_timer_rests_where_nothing_counts(counting, world, clock, qtbot):
    assert world.traffic.running
    clock.now = counting.chat.outbox.rows()[0].send_at
    qtbot.waitUntil(lambda: [row.state for row in counting.chat.outbox.rows()] == ["queued"])
    # The news of what it sent wakes the timer for one more step: it rests after that.
    qtbot.waitUntil(lambda: not world.traffic.running)


def test_replies_by_hand_still_lie_in_the_outbox(live, world, three, qtbot):
    live.chat.show_conversation(three[0])
    types(live, "by hand")
    qtbot.waitUntil(lambda: ours(world, three[0])[-1:] == [("by hand", "outbox")])
    qtbot.waitUntil(lambda: live.chat.talk.copied() is not None)
    assert not live.chat.composer.edit.takes_back


def test_seconds_are_counted_up_to_whole_ones(counting, world, talks):
    row = conversations.newest(world.reader, talks[0])[-1]
    assert [seconds_left(row, row.send_at - ms) for ms in (5_000, 4_001, 1, 0)] == [5, 5, 1, 0]
    assert seconds_left(row, row.send_at + 9_000) == 0


def test_what_the_last_run_left_is_looked_for_after_the_start(live, world, desk, talks, qtbot):
    desk.run(SetSetting(key="outbox.seconds", value="0"))
    again = Traffic(world, desk)
    again.begin()
    qtbot.wait(BEGIN_MS + 300)
    assert not again.running
    types(live, "left over")
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("left over", "queued")])
    qtbot.waitUntil(lambda: not again.running)
    again.begin()
    qtbot.waitUntil(lambda: again.running)
    again.stop()
    assert not again.running


def test_a_window_that_closes_soon_does_not_look_into_its_closed_store(world, desk, talks, qtbot, monkeypatch):
    looked = []
    monkeypatch.setattr(Traffic, "_look", lambda _traffic: looked.append(1))
    again = Traffic(world, desk)
    again.begin()
    again.stop()
    qtbot.wait(BEGIN_MS + 300)
    assert looked == []
