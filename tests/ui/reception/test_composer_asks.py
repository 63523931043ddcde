"""What is asked before a reply leaves: the wording, and what arrived since it was begun."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.desk.live import hear
from tests.ui.reception.composing import ours
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.domain.stale import Difference, What
from ticketdesk.store.queries import audit, conversations
from ticketdesk.store.queries.audit import AuditFilter
from ticketdesk.ui.reception.compose.questions import about_news
from ticketdesk.ui.reception.reply_drafts import ReplyDrafts
from ticketdesk.ui.settings.audit.audit_model import lines
from ticketdesk.ui.settings.audit.detail import AuditDetail

ENTER = Qt.Key.Key_Return
SHIFT = Qt.KeyboardModifier.ShiftModifier


def write(page, words: str) -> None:
    page.chat.composer.edit.insertPlainText(words)


def sends(page) -> None:
    QTest.keyClick(page.chat.composer.edit, ENTER)


def overrides(world) -> list[tuple[str, str]]:
    return [tuple(row) for row in world.reader.rows("SELECT rule, reason FROM wording_override ORDER BY id")]


def test_a_warning_is_told_with_its_rule_and_goes_with_enter(live, world, talks, qtbot):
    composer = live.chat.composer
    write(live, "不知道")
    sends(live)
    assert composer.bar.isVisible() and composer.bar.question.level == "warn"
    assert "不知道" in composer.bar.question.lines[0] and "two musts" in composer.bar.question.lines[0]
    assert [each.cursor.selectedText() for each in composer.edit.extraSelections()] == ["不知道"]
    assert ours(world, talks[0]) == []
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("不知道", "counting")])
    assert not composer.bar.isVisible() and composer.edit.text() == "" and overrides(world) == []


def test_escape_goes_back_to_the_words_and_typing_ends_the_question(live, world, talks):
    composer = live.chat.composer
    write(live, "不知道")
    sends(live)
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert not composer.bar.isVisible() and composer.edit.text() == "不知道"
    assert composer.edit.extraSelections() == [] and composer.edit.hasFocus()
    sends(live)
    assert composer.bar.isVisible()
    QTest.keyClicks(composer.edit, "7")
    assert not composer.bar.isVisible() and composer.edit.text() == "不知道7"
    assert ours(world, talks[0]) == []


STOPPED = "加我微信：abc12345"


def test_a_stop_goes_only_with_a_reason_which_is_kept(live, world, talks, qtbot):
    composer = live.chat.composer
    write(live, STOPPED)
    sends(live)
    assert composer.bar.question.level == "bad"
    sends(live)
    assert composer.bar.isVisible() and ours(world, talks[0]) == []
    QTest.keyClick(composer.edit, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [(STOPPED, "counting")])
    kept = overrides(world)
    assert kept and {reason for _, reason in kept} == {"The platform allows it here"}


def test_a_stop_goes_with_a_reason_in_own_words_which_the_log_shows(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    write(live, STOPPED)
    sends(live)
    QTest.keyClick(composer.edit, Qt.Key.Key_4)
    field = composer.bar.own.line
    qtbot.waitUntil(lambda: field.height() >= field.sizeHint().height() - 1)  # the bar has grown for it
    assert field.hasFocus() and not composer.bar.own.send.isEnabled()
    field.setText("  \u200b ")
    QTest.keyClick(field, ENTER)  # no reason at all
    assert composer.bar.isVisible() and ours(world, talks[0]) == []
    field.setText("店长已在群里同意")
    QTest.keyPress(field, ENTER)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [(STOPPED, "counting")])
    assert {reason for _, reason in overrides(world)} == {"店长已在群里同意"} and composer.edit.hasFocus()
    found = audit.page(world.reader, AuditFilter(commands=("SendReply",)))
    detail = AuditDetail(world)
    qtbot.addWidget(detail)
    detail.show_act(lines(world, found.rows)[0])
    assert "Wording sent all the same" in detail.words()
    assert any("店长已在群里同意" in each.text() for each in detail.findChildren(QLabel))


def test_escape_in_the_own_reason_goes_back_to_the_question_and_then_to_the_words(live, world, talks):
    composer = live.chat.composer
    write(live, STOPPED)
    sends(live)
    QTest.keyClick(composer.edit, Qt.Key.Key_4)
    QTest.keyClicks(composer.bar.own.line, "x")
    QTest.keyPress(composer.bar.own.line, Qt.Key.Key_Escape)
    assert composer.bar.isVisible() and composer.bar.own is None and composer.edit.hasFocus()
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert not composer.bar.isVisible() and composer.edit.text() == STOPPED and ours(world, talks[0]) == []


def test_the_shop_may_switch_off_one_rule_alone(live, world, desk, talks, qtbot):
    habits = live.chat.composer.habits
    assert {each.rule for each in habits.findings("不知道，加微信")} == {"dont.harsh", "contact.wechat"}
    desk.run(SetSetting(key="wording.rule.dont.harsh", value="0"))
    qtbot.waitUntil(lambda: [each.rule for each in habits.findings("不知道，加微信")] == ["contact.wechat"])


def test_the_shop_may_switch_the_rules_off(live, world, desk, talks, qtbot):
    desk.run(SetSetting(key="wording.on", value="0"))
    write(live, STOPPED)
    qtbot.waitUntil(lambda: live.chat.composer.habits.findings(STOPPED) == [])
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [(STOPPED, "counting")])


def begun(page, talk: int, qtbot, words: str = "one moment") -> None:
    QTest.keyClicks(page.chat.composer.edit, words)
    qtbot.waitUntil(lambda: page.chat.composer.drafts.seen(talk) is not None)


def test_what_arrived_meanwhile_is_shown_once_and_enter_sends(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    begun(live, talks[0], qtbot)
    hear(desk, "林小鹿", "算了不要了", at=1_795_242_400_000)
    qtbot.waitUntil(lambda: bool(composer.drafts.differences(talks[0])))
    sends(live)
    assert composer.bar.isVisible() and any("算了不要了" in line for line in composer.bar.question.lines)
    assert ours(world, talks[0]) == []
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting")])


def test_escape_goes_back_and_the_same_is_not_asked_again(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    begun(live, talks[0], qtbot)
    hear(desk, "林小鹿", "算了", at=1_795_242_400_000)
    qtbot.waitUntil(lambda: bool(composer.drafts.differences(talks[0])))
    sends(live)
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert composer.edit.text() == "one moment" and not composer.bar.isVisible()
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting")])


def test_what_arrives_between_press_and_commit_brings_the_words_back_with_the_question(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    begun(live, talks[0], qtbot)
    desk.listen(lambda _changes: None)
    hear(desk, "林小鹿", "等等", at=1_795_242_400_000)  # the window has not heard of it yet
    sends(live)
    qtbot.waitUntil(composer.bar.isVisible)
    assert composer.edit.text() == "one moment" and ours(world, talks[0]) == []
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting")])


def test_ones_own_words_and_other_conversations_are_no_news(live, world, desk, talks, qtbot):
    begun(live, talks[0], qtbot)
    hear(desk, "小雨", "还在吗", at=1_795_242_400_000)
    qtbot.waitUntil(lambda: len(conversations.newest(world.reader, talks[1])) == 2)
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting")])


def test_what_was_seen_is_known_after_a_restart(live, world, desk, talks, qtbot):
    begun(live, talks[0], qtbot)
    before = live.chat.composer.drafts.seen(talks[0])
    live.chat.composer.drafts.keep()
    key = f"reply-seen:{talks[0]}"
    qtbot.waitUntil(lambda: conversations.draft(world.reader, key) != "")
    again = ReplyDrafts(world)
    assert again.seen(talks[0]) == before
    hear(desk, "林小鹿", "又来了", at=1_795_242_400_000)
    assert [each.after for each in again.differences(talks[0])] == ["又来了"]
    live.chat.composer.edit.set_text("")
    live.chat.composer.drafts.keep()
    qtbot.waitUntil(lambda: conversations.draft(world.reader, key) == "")


@pytest.mark.parametrize("body", ["", "{", "[]", '[1, [["x"]]]', "7", '["a", []]'])
def test_a_damaged_note_of_what_was_seen_reads_as_none(world, desk, talks, body):
    desk.keep_draft(f"reply-seen:{talks[0]}", body).result()
    assert ReplyDrafts(world).seen(talks[0]) is None


def test_enter_and_shift_enter_change_places_by_the_shop_or_this_computer(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    desk.run(SetSetting(key="reply.enter_sends", value="0"))
    qtbot.waitUntil(lambda: not composer.edit.enter_sends)
    QTest.keyClicks(composer.edit, "one")
    sends(live)
    QTest.keyClicks(composer.edit, "two")
    assert composer.edit.text() == "one\ntwo" and "Shift+Enter send" in composer.foot.hint.text()
    QTest.keyClick(composer.edit, ENTER, SHIFT)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one\ntwo", "counting")])
    composer.habits.choose_enter("sends")
    QTest.keyClicks(composer.edit, "three")
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0])[-1] == ("three", "counting"))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_choice_of_enter_is_a_menu(live):
    foot = live.chat.composer.foot
    foot.open_choice()
    menu = next(each for each in foot.children() if each.inherits("QMenu"))
    assert [(each.text(), each.isChecked()) for each in menu.actions()] == [
        ("As the shop has chosen", True), ("Enter sends", False), ("Shift+Enter sends", False)
    ]  # fmt: skip
    menu.actions()[2].trigger()
    assert live.chat.composer.habits.enter == "breaks" and not live.chat.composer.edit.enter_sends
    menu.close()


def test_changes_of_an_order_tell_before_and_after():
    found = about_news(
        [
            Difference(What.FLAG, 1, "1", "3", number="2026112100330281764"),
            Difference(What.STATE, 1, "paid", "shipped", number="2026112100330281764"),
            Difference(What.REMARK, 2, after="换 L 码", who="青禾生活旗舰店:小雨", number="2026112100330281764"),
            Difference(What.ORDER, 3, after="paid", number="77"),
        ]
    )
    flag, state, remark, order = found.lines
    assert "330281764" in flag and "Red → Green" in flag
    assert " → " in state
    assert remark == "New remark of 小雨: 换 L 码"
    assert order == "New order 77"
