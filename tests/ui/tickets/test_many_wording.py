"""Before one text goes to many buyers its wording is looked at as each of them reads it, as a single reply's is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.desk.live import hear
from tests.ui.tickets.many import choose_all, opened, sends
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.ui.tickets.acts.many_reply_dialog import ManyReplyDialog

STOPPED = "亲，加我微信：abc12345"


@pytest.fixture
def dialog(qtbot, page, make, desk):
    """The words to three buyers, one of whom has a name that speaks against the rules."""
    nicks = ("林小鹿_88", "周舟", "不知道")
    ids = [make.ticket("换货", buyer_nick=nick, conversation_id=hear(desk, nick, "在吗")) for nick in nicks]
    choose_all(qtbot, page, ids)
    qtbot.keyClicks(page.list.table, "r")
    return opened(qtbot, page, ManyReplyDialog)


def write(qtbot, dialog, words):
    dialog.text.setPlainText(words)
    qtbot.waitUntil(dialog.take.isEnabled)
    sends(qtbot, dialog)


def asked(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.wording.asking)
    return dialog.wording.bar.question


def sent(world):
    return [text for (text,) in world.reader.rows("SELECT text FROM message WHERE side = 'out' ORDER BY id")]


def overrides(world):
    return world.reader.rows("SELECT rule, reason FROM wording_override ORDER BY id")


def test_words_that_nothing_speaks_against_go_at_once(dialog, world, qtbot):
    with qtbot.waitSignal(world.notices.said) as said:
        write(qtbot, dialog, "您好，今天为您发出")
    assert said.args == ["3 tickets changed", True]
    assert sent(world) == ["您好，今天为您发出"] * 3 and overrides(world) == []


def test_a_stop_is_explained_once_and_goes_with_a_reason_that_each_message_keeps(dialog, world, qtbot):
    write(qtbot, dialog, STOPPED)
    question = asked(qtbot, dialog)
    assert question.level == "bad" and len(question.lines) == len(set(question.lines))
    assert any("微信" in line for line in question.lines) and dialog.wording.bar.isVisible()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.wording.bar)
    sends(qtbot, dialog)  # a stop has no plain Enter
    assert dialog.isVisible() and sent(world) == []
    with qtbot.waitSignal(world.notices.said) as said:
        qtbot.keyClick(dialog.wording.bar, Qt.Key.Key_2)
    assert said.args == ["3 tickets changed", True] and sent(world) == [STOPPED] * 3
    found = overrides(world)
    assert {reason for _rule, reason in found} == {"The platform allows it here"}
    assert [rule for rule, _reason in found].count("contact.wechat") == 3
    world.undo().result()
    assert world.reader.rows("SELECT 1 FROM wording_override WHERE deleted = 0") == []


def test_a_reason_in_own_words_is_kept(dialog, world, qtbot):
    write(qtbot, dialog, STOPPED)
    asked(qtbot, dialog)
    qtbot.keyClick(dialog.wording.bar, Qt.Key.Key_4)
    line = dialog.wording.bar.own.line
    qtbot.waitUntil(lambda: dialog.focusWidget() is line)
    qtbot.keyClicks(line, "owner agreed")
    with qtbot.waitSignal(world.notices.said):
        qtbot.keyPress(line, Qt.Key.Key_Return)
    assert {reason for _rule, reason in overrides(world)} == {"owner agreed"} and sent(world) == [STOPPED] * 3


def test_a_warning_of_one_buyer_s_words_shows_them_and_goes_with_enter(dialog, world, qtbot):
    write(qtbot, dialog, "您好{买家}，在的")
    question = asked(qtbot, dialog)
    assert question.level == "warn" and [line for line in question.lines if "不知道" in line]
    assert dialog.preview.toPlainText() == "您好不知道，在的"
    with qtbot.waitSignal(world.notices.said):
        qtbot.keyClick(dialog.wording.bar, Qt.Key.Key_Return)
    assert "您好不知道，在的" in sent(world) and len(sent(world)) == 3 and overrides(world) == []


def test_escape_goes_back_to_the_words_and_typing_ends_the_question(dialog, world, qtbot):
    write(qtbot, dialog, STOPPED)
    asked(qtbot, dialog)
    qtbot.keyClick(dialog.wording.bar, Qt.Key.Key_Escape)
    assert dialog.isVisible() and not dialog.wording.asking and dialog.text.toPlainText() == STOPPED
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.text)
    sends(qtbot, dialog)
    asked(qtbot, dialog)
    dialog.text.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)  # wherever the keyboard is
    assert dialog.isVisible() and not dialog.wording.asking
    sends(qtbot, dialog)
    asked(qtbot, dialog)
    qtbot.keyClicks(dialog.text, "!")
    assert not dialog.wording.asking and not dialog.wording.bar.isVisible() and sent(world) == []


def test_the_shop_may_switch_the_rules_off(dialog, world, desk, qtbot):
    desk.run(SetSetting(key="wording.on", value="0"))
    with qtbot.waitSignal(world.notices.said):
        write(qtbot, dialog, STOPPED)
    assert sent(world) == [STOPPED] * 3 and overrides(world) == []
