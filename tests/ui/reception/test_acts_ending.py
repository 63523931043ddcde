"""Ending a conversation: need, open questions, closing words, rating, summary; and on to the next one."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.commands.reminders import AddTodo, RemindLater
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.settings import CONFIRM_UNANSWERED
from ticketdesk.store.queries import conversations, serving
from ticketdesk.store.queries.open_questions import OpenReminder, open_questions
from ticketdesk.ui.reception.acts.end_dialog import EndDialog
from ticketdesk.ui.world import Place

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def state(world, talk):
    return conversations.one(world.reader, talk).state


def asked(page, talk):
    """The dialog over a conversation, opened by its key."""
    page.open_place(Place("conversation", talk))
    page.chat.composer.edit.setFocus()
    QTest.keyClick(page.chat.composer.edit, Qt.Key.Key_W, CTRL)
    dialog = page.findChild(EndDialog)
    assert dialog is not None and dialog.isVisible()
    return dialog


def test_the_key_enter_enter_end_it_in_under_three_seconds(page, three, world, qtbot):
    began = time.process_time()
    dialog = asked(page, three[2])
    with qtbot.waitSignal(dialog.ended) as told:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        assert dialog.focusWidget() is dialog.summary
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert time.process_time() - began < 3
    assert told.args == [False] and state(world, three[2]) == "ended"
    [ending] = serving.endings(world.reader, three[2])
    assert (ending.reason, ending.confirmed, ending.summary) == ("solved", 1, "")
    assert len(conversations.newest(world.reader, three[2], limit=9)) == 2, "nothing was sent unasked"


def test_letters_and_digits_answer_the_questions(page, three, world, qtbot):
    dialog = asked(page, three[2])
    QTest.keyClicks(dialog, "nr4")
    dialog.summary.setText("尺码偏小")
    with qtbot.waitSignal(dialog.ended):
        QTest.keyClick(dialog.summary, Qt.Key.Key_Return)
    [ending] = serving.endings(world.reader, three[2])
    assert (ending.reason, ending.confirmed, ending.invited_rating) == ("after_sale", 0, 1)
    assert ending.summary == "尺码偏小"
    assert conversations.newest(world.reader, three[2], limit=9)[-1].kind == "rating"


def test_letters_in_the_summary_are_words(page, three):
    dialog = asked(page, three[2])
    need = dialog.need.current()
    dialog.summary.setFocus()
    QTest.keyClicks(dialog.summary, "nry7")
    assert dialog.summary.text() == "nry7"
    assert dialog.need.current() == need and not dialog.rating.isChecked()
    dialog.reject()


def test_the_reason_follows_the_need_until_it_is_chosen(page, three):
    dialog = asked(page, three[2])
    QTest.keyClicks(dialog, "n")
    assert dialog.reason.current() == "no_reply"
    QTest.keyClicks(dialog, "2")
    QTest.keyClicks(dialog, "y")
    assert dialog.reason.current() == "answered"
    dialog.reject()


def test_closing_words_carry_the_name_and_go_before_the_end(page, three, desk, world, qtbot):
    for code, text, group in (
        ("js", "{买家}，谢谢光临{店铺}", "结束语"),
        ("js2", "您的订单{订单号}已发出", "结束语"),
        ("hm", "可以换", "换货"),
    ):
        desk.run(AddPhrase(code=code, text=text, grouping=group))
    dialog = asked(page, three[2])
    offered = [dialog.closing.itemData(place) for place in range(dialog.closing.count())]
    assert offered[0] == "" and "小雨，谢谢光临青禾生活旗舰店" in offered
    assert all("小雨" in text for text in offered[1:]), "what cannot be filled is not offered"
    dialog.closing.setCurrentIndex(offered.index("小雨，谢谢光临青禾生活旗舰店"))
    with qtbot.waitSignal(dialog.replied) as told, qtbot.waitSignal(dialog.ended):
        dialog.end.click()
    assert len(told.args[0]) == 1
    assert conversations.newest(world.reader, three[2], limit=9)[-1].text == "小雨，谢谢光临青禾生活旗舰店"
    assert state(world, three[2]) == "ended"


def test_closing_words_that_a_rule_stops_are_not_sent(page, three, desk, world):
    desk.run(AddPhrase(code="wx", text="加我微信 abc12345 聊", grouping="结束语"))
    dialog = asked(page, three[2])
    dialog.closing.setCurrentIndex(dialog.closing.count() - 1)
    dialog.end.click()
    assert dialog.isVisible() and dialog._status.text() and state(world, three[2]) == "open"
    dialog.reject()


def test_words_without_thanks_are_told_and_may_be_sent(page, three, desk, qtbot):
    desk.run(AddPhrase(code="js", text="亲，已经为您登记好了", grouping="结束语"))
    dialog = asked(page, three[2])
    words = [dialog.closing.itemData(place) for place in range(dialog.closing.count())]
    dialog.closing.setCurrentIndex(words.index("亲，已经为您登记好了"))
    assert "without thanks" in dialog._status.text()
    dialog.closing.setCurrentIndex(0)
    assert dialog._status.text() == ""
    dialog.closing.setCurrentIndex(words.index("亲，已经为您登记好了"))
    with qtbot.waitSignal(dialog.ended):
        dialog.end.click()


def test_closing_words_leave_once_where_the_end_was_refused(page, three, desk, world, qtbot, monkeypatch):
    dialog = asked(page, three[2])
    QTest.keyClicks(dialog, "r")
    post = world.post

    def refuses(command, *told):
        post(EndConversation(conversation_id=7) if isinstance(command, EndConversation) else command, *told)

    monkeypatch.setattr(world, "post", refuses)
    with qtbot.waitSignal(world.notices.refused):
        dialog.end.click()
    assert dialog.isVisible() and state(world, three[2]) == "open"
    monkeypatch.setattr(world, "post", post)
    with qtbot.waitSignal(dialog.ended):
        dialog.end.click()
    kinds = [row.kind for row in conversations.newest(world.reader, three[2], limit=9)]
    assert kinds.count("rating") == 1 and state(world, three[2]) == "ended"


def test_everything_open_is_named(page, three, desk, world, clock):
    talk = three[0]
    buyer = conversations.one(world.reader, talk).buyer_id
    made = desk.run(CreateTicket(type="exchange", title="M 换 L", buyer_nick="林小鹿_88")).result
    due = clock.now + HOUR
    desk.run(RemindLater(due_at=due, conversation_ids=(talk,), text="看货"))
    desk.run(AddTodo(buyer_id=buyer, text="寄尺码表"))
    found = open_questions(world.reader, talk)
    assert found.unanswered == ("尺码偏小，想换成L码可以吗？",)
    assert [each.number for each in found.tickets] == [made.number]
    assert found.reminders == (OpenReminder("看货", due),)
    assert (found.todos, found.shop) == (("寄尺码表",), "青禾生活旗舰店")
    dialog = asked(page, talk)
    assert len(dialog.open_list.words) == 4
    assert (dialog.need.current(), dialog.reason.current()) == ("no", "ticket")
    dialog.reject()
    assert not open_questions(world.reader, three[2]).any()


def test_a_question_that_comes_meanwhile_is_seen(page, three, hear, qtbot):
    dialog = asked(page, three[2])
    assert dialog.open_list.words == ("Nothing is open",)
    hear("小雨", ("in", 9, "谢谢"), ("out", 8, "不客气哦亲"), ("in", 0, "还有一个问题"))
    qtbot.waitUntil(lambda: "还有一个问题" in dialog.open_list.words[0])
    dialog.end.click()
    assert dialog.findChild(QMessageBox) is not None
    dialog.reject()


def test_an_unanswered_one_is_asked_about_and_can_be_kept(page, three, world, qtbot):
    dialog = asked(page, three[0])
    dialog.end.click()
    box = dialog.findChild(QMessageBox)
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert state(world, three[0]) == "open" and dialog.isVisible()
    dialog.end.click()
    box = [each for each in dialog.findChildren(QMessageBox) if each.isVisible()][-1]
    with qtbot.waitSignal(dialog.ended):
        box.button(QMessageBox.StandardButton.Yes).click()
    assert state(world, three[0]) == "ended"


def test_the_shop_may_want_no_question(page, three, desk, world, qtbot):
    desk.run(SetSetting(key=CONFIRM_UNANSWERED.key, value="0"))
    dialog = asked(page, three[0])
    with qtbot.waitSignal(dialog.ended):
        dialog.end.click()
    assert state(world, three[0]) == "ended"


def test_one_key_ends_an_answered_one_and_opens_the_next_that_waits(page, three, world, desk, qtbot):
    desk.run(SendReply(conversation_id=three[0], text="可以的"))
    page.open_place(Place("conversation", three[0]))
    qtbot.waitUntil(lambda: page.chat.conversation().waiting_since is None)
    edit = page.chat.composer.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_W, CTRL | SHIFT)
    qtbot.waitUntil(lambda: page.chat.conversation().id == three[1])
    assert state(world, three[0]) == "ended" and page.findChild(EndDialog) is None
    assert edit.hasFocus()


def test_undo_brings_the_ended_one_back_to_the_screen(page, three, world, desk, qtbot):
    desk.run(SendReply(conversation_id=three[0], text="可以的"))
    page.open_place(Place("conversation", three[0]))
    qtbot.waitUntil(lambda: page.chat.conversation().waiting_since is None)
    page.deeds.end_next()
    qtbot.waitUntil(lambda: page.chat.conversation().id == three[1])
    world.undo()
    qtbot.waitUntil(lambda: page.chat.conversation().id == three[0])
    assert state(world, three[0]) == "open"


def test_where_something_is_open_that_key_asks_first_and_goes_on(page, three, world, qtbot):
    page.open_place(Place("conversation", three[0]))
    page.deeds.end_next()
    dialog = page.findChild(EndDialog)
    assert dialog.isVisible() and dialog.next.isHidden()
    dialog.end.click()
    with qtbot.waitSignal(dialog.ended) as told:
        dialog.findChild(QMessageBox).button(QMessageBox.StandardButton.Yes).click()
    assert told.args == [True]
    qtbot.waitUntil(lambda: page.chat.conversation().id == three[1])


def test_control_enter_goes_on_too(page, three, qtbot):
    dialog = asked(page, three[2])
    with qtbot.waitSignal(dialog.ended) as told:
        QTest.keyClick(dialog.summary, Qt.Key.Key_Return, CTRL)
    assert told.args == [True]
    qtbot.waitUntil(lambda: page.chat.conversation().id == three[0])


def test_a_refusal_leaves_the_dialog_and_the_conversation(page, three, desk, world, qtbot):
    dialog = asked(page, three[2])
    QTest.keyClicks(dialog, "r")
    desk.agent_id = None
    with qtbot.waitSignal(world.notices.refused):
        dialog.end.click()
    assert dialog.isVisible() and dialog.end.isEnabled() and state(world, three[2]) == "open"


@pytest.mark.parametrize("gone", [True, False])
def test_nothing_is_asked_where_nothing_can_be_ended(page, three, world, qtbot, gone):
    if gone:
        page.chat.show_conversation(None)
    else:
        dialog = asked(page, three[2])
        with qtbot.waitSignal(dialog.ended):
            dialog.end.click()
        qtbot.waitUntil(lambda: page.chat.conversation().state == "ended")
    page.deeds.end()
    assert [each for each in page.findChildren(EndDialog) if each.isVisible()] == []
