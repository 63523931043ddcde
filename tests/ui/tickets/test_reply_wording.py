"""A reply on a ticket goes through the rules of wording that a reply in the chat goes through; a note does not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.desk.live import hear
from ticketdesk.store.queries import tickets
from ticketdesk.ui.world import Place

CTRL = Qt.KeyboardModifier.ControlModifier
STOPPED = "亲，加我微信：abc12345"


@pytest.fixture
def reply(qtbot, page, make, desk):
    """The field of a ticket whose buyer has a conversation."""
    ticket = make.ticket("换货", conversation_id=hear(desk, "林小鹿_88", "在吗"))
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open_place(Place("ticket", ticket))
    page.detail.focus_reply()
    page.detail.reply.ticket = ticket
    return page.detail.reply


def write(qtbot, reply, words):
    reply.text.setPlainText(words)
    qtbot.keyClick(reply.text, Qt.Key.Key_Return, CTRL)


def lines(world, reply):
    return [(each.kind, each.text) for each in tickets.detail(world.reader, reply.ticket).events[1:]]


def overrides(world):
    return world.reader.rows("SELECT rule, reason FROM wording_override WHERE deleted = 0 ORDER BY id")


def test_a_stop_is_explained_and_goes_with_a_reason_that_is_kept(reply, world, qtbot):
    write(qtbot, reply, STOPPED)
    bar = reply.wording.bar
    assert reply.wording.asking and bar.question.level == "bad" and "微信" in bar.question.lines[0]
    assert bar.hasFocus() and bar.isVisible() and lines(world, reply) == []
    qtbot.keyClick(bar, Qt.Key.Key_Return)  # a stop has no plain Enter
    assert reply.wording.asking
    qtbot.keyClick(bar, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: lines(world, reply) == [("reply", STOPPED)])
    assert overrides(world) == [("contact.wechat", "The buyer asked for it")] and not bar.isVisible()
    qtbot.waitUntil(lambda: reply.text.toPlainText() == "")
    world.undo().result()
    assert overrides(world) == []


def test_a_warning_goes_with_enter_from_the_field_as_well(reply, world, qtbot):
    write(qtbot, reply, "不知道")
    assert reply.wording.bar.question.level == "warn"
    reply.text.setFocus()
    qtbot.keyClick(reply.text, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: lines(world, reply) == [("reply", "不知道")])
    assert overrides(world) == []


def test_escape_goes_back_to_the_words_and_typing_ends_the_question(reply, world, qtbot):
    write(qtbot, reply, STOPPED)
    qtbot.keyClick(reply.wording.bar, Qt.Key.Key_Escape)
    assert not reply.wording.asking and reply.text.hasFocus() and reply.text.toPlainText() == STOPPED
    qtbot.keyClick(reply.text, Qt.Key.Key_Return, CTRL)
    assert reply.wording.asking
    qtbot.keyClicks(reply.text, "!")
    assert not reply.wording.asking and lines(world, reply) == []


def test_the_ticket_is_completed_with_the_reply_once_it_is_answered(reply, world, qtbot):
    reply.text.setPlainText(STOPPED)
    reply.finish.trigger()
    qtbot.keyClick(reply.wording.bar, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: tickets.rows(world.reader, [reply.ticket])[0].state == "done")
    assert overrides(world) == [("contact.wechat", "The platform allows it here")]


def test_asked_for_an_answer_it_may_still_complete_the_ticket(reply, world, qtbot):
    write(qtbot, reply, "不知道")
    reply.finish.trigger()
    qtbot.waitUntil(lambda: tickets.rows(world.reader, [reply.ticket])[0].state == "done")
    assert lines(world, reply)[0] == ("reply", "不知道")


def test_another_ticket_ends_the_question(reply, page, make, world, qtbot):
    other = make.ticket("另一张")
    write(qtbot, reply, STOPPED)
    page.open_place(Place("ticket", other))
    assert not reply.wording.asking and lines(world, reply) == []


def test_a_note_for_colleagues_is_not_looked_at(reply, world, qtbot):
    reply.turn.trigger()
    write(qtbot, reply, STOPPED)
    qtbot.waitUntil(lambda: lines(world, reply) == [("note", STOPPED)])
    assert not reply.wording.asking
