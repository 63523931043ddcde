"""Handing on, being reminded, to-dos and blocking, each by keys, over a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from ticketdesk.desk.commands.handing import AddGroup, TransferConversation
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.desk.commands.reminders import AddTodo, DoneReminder, DoneTodo, RemindLater
from ticketdesk.domain.moments import DAY, HOUR, MINUTE, from_ms
from ticketdesk.domain.passwords import hashed
from ticketdesk.store.queries import buyer_marks, conversations, reminders, serving
from ticketdesk.ui.reception.acts.block_dialog import BlockDialog
from ticketdesk.ui.reception.acts.remind_dialog import MoveReminderDialog, RemindDialog, quick_moment
from ticketdesk.ui.reception.acts.todo_dialog import TodoDialog
from ticketdesk.ui.reception.acts.todo_panel import TodoPanel
from ticketdesk.ui.reception.acts.transfer_dialog import TransferTalkDialog
from ticketdesk.ui.reception.acts.when_field import WhenField, moment_text

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def colleagues(desk, world):
    """阿泽, 小云 and a group."""
    owner_password = hashed("secret", bytes(16), n=2)
    desk.run(SetPassword(agent_id=desk.agent_id, password_hash=owner_password))
    world.session.confirm("secret").result(5)
    made = [desk.run(AddAgent(agent_name=name)).result for name in ("阿泽", "小云")]
    group = desk.run(AddGroup(group_name="售后组")).result
    return {"阿泽": made[0], "小云": made[1], "售后组": group}


def pressed(page, key, modifiers=CTRL):
    page.chat.composer.edit.setFocus()
    QTest.keyClick(page.chat.composer.edit, key, modifiers)


def opened(page, kind, key, modifiers=CTRL):
    pressed(page, key, modifiers)
    dialog = page.findChild(kind)
    assert dialog is not None and dialog.isVisible()
    return dialog


def names(dialog):
    model = dialog.to.model
    return [model.pick(row).name for row in range(model.rowCount())]


def test_a_name_is_typed_and_enter_hands_the_conversation_on(page, three, world, colleagues, qtbot):
    dialog = opened(page, TransferTalkDialog, Qt.Key.Key_T)
    QTest.keyClicks(dialog.to.field, "xy")
    assert names(dialog) == ["小云"], "found by initials"
    with qtbot.waitSignal(world.notices.said) as told:
        QTest.keyClick(dialog.to.field, Qt.Key.Key_Return)
    assert told.args[1] is True
    assert conversations.one(world.reader, three[0]).agent_id == colleagues["小云"]
    assert serving.transfers(world.reader, three[0])[0].reason == "other_duty"
    world.undo()
    qtbot.waitUntil(lambda: conversations.one(world.reader, three[0]).agent_id != colleagues["小云"])


def test_a_group_takes_it_with_reason_and_note(page, three, world, colleagues, qtbot):
    dialog = opened(page, TransferTalkDialog, Qt.Key.Key_T)
    QTest.keyClicks(dialog.to.field, "shz")
    dialog.reason.set_current("shift_end")
    dialog.note.setText("吊牌已收到")
    with qtbot.waitSignal(world.notices.said):
        QTest.keyClick(dialog.note, Qt.Key.Key_Return)
    row = conversations.one(world.reader, three[0])
    assert (row.group_id, row.agent_id) == (colleagues["售后组"], None)
    done = serving.transfers(world.reader, three[0])[0]
    assert (done.to, done.reason, done.note) == ("售后组", "shift_end", "吊牌已收到")


def test_recent_targets_come_first_then_the_least_loaded(page, three, desk, colleagues):
    desk.run(TransferConversation(conversation_id=three[1], agent_id=colleagues["小云"], reason="other"))
    dialog = opened(page, TransferTalkDialog, Qt.Key.Key_T)
    assert names(dialog)[0] == "小云"
    detail = dialog.to.model.pick(0).detail
    assert "recent" in detail and "1 conversation" in detail
    assert names(dialog)[1] == "阿泽" and names(dialog)[-1] == "售后组"
    assert dialog.to.model.pick(1).chip.text


def test_a_name_that_nobody_has_is_said_and_hands_nothing_on(page, three, world, colleagues):
    dialog = opened(page, TransferTalkDialog, Qt.Key.Key_T)
    before = conversations.one(world.reader, three[0]).agent_id
    QTest.keyClicks(dialog.to.field, "qqqq")
    assert not dialog.hand.isEnabled() and dialog._status.text()
    QTest.keyClick(dialog.to.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert conversations.one(world.reader, three[0]).agent_id == before


def test_one_key_and_enter_remind_in_half_an_hour(page, three, world, clock, qtbot):
    dialog = opened(page, RemindDialog, Qt.Key.Key_R)
    with qtbot.waitSignal(world.notices.said) as told:
        QTest.keyClick(dialog.when.quick, Qt.Key.Key_Return)
    assert told.args[1] is True
    [row] = reminders.reminders_of(world.reader, three[0])
    assert 29 * MINUTE < row.due_at - clock.now <= 30 * MINUTE
    assert row.due_at % MINUTE == 0


@pytest.mark.parametrize(("key", "least", "most"), [("2", 119 * MINUTE, 2 * HOUR), ("3", 0, DAY), ("4", DAY, 7 * DAY)])
def test_digits_choose_a_quick_moment(page, three, world, clock, qtbot, key, least, most):
    dialog = opened(page, RemindDialog, Qt.Key.Key_R)
    QTest.keyClicks(dialog, key)
    assert dialog.when.quick.current() == key
    with qtbot.waitSignal(world.notices.said):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    [row] = reminders.reminders_of(world.reader, three[0])
    assert least < row.due_at - clock.now <= most


def test_own_words_a_repeat_and_several_conversations_at_once(page, three, world, qtbot):
    dialog = opened(page, RemindDialog, Qt.Key.Key_R)
    dialog.when.field.edit.setText("明天 10:00")
    assert dialog.when.quick.current() == "" and "Tomorrow 10:00" in dialog.when.field.shown.text()
    dialog.repeat.set_current("workdays")
    dialog.text.setText("看货")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(dialog.talks.field, key)
    assert dialog.talks.ticked() == [str(three[0]), str(three[1])]
    with qtbot.waitSignal(world.notices.said):
        QTest.keyClick(dialog.talks.field, Qt.Key.Key_Return)
    for talk in three[:2]:
        [row] = reminders.reminders_of(world.reader, talk)
        assert (row.repeat, row.text) == ("workdays", "看货")
        assert f"{from_ms(row.due_at):%m-%d %H:%M}" == "11-22 10:00"
    assert not reminders.reminders_of(world.reader, three[2])


def test_words_that_name_no_moment_cannot_be_taken(page, three):
    dialog = opened(page, RemindDialog, Qt.Key.Key_R)
    for words in ("下雨的时候", "今天 8:00", ""):
        dialog.when.field.edit.setText(words)
        assert not dialog.take.isEnabled()
    assert dialog.when.field.shown.text() == ""
    dialog.when.field.edit.setText("30分钟后")
    assert dialog.take.isEnabled() and "in 30m" in dialog.when.field.shown.text()


def test_quick_moments_lie_ahead_on_full_minutes(clock):
    now = clock()
    assert all(quick_moment(place, now) % MINUTE == 0 for place in range(4))
    assert f"{from_ms(quick_moment(2, now)):%m-%d %H:%M}" == "11-22 09:00"
    monday = from_ms(quick_moment(3, now))
    assert monday.weekday() == 0 and f"{monday:%m-%d %H:%M}" == "11-23 09:00"


def test_a_moment_is_said_by_its_day(clock):
    now = clock()
    assert moment_text(now + HOUR, now).startswith("Today ")
    assert moment_text(now + DAY, now).startswith("Tomorrow ")
    assert "Mon" in moment_text(now + 2 * DAY, now)


def test_the_field_reads_again_what_it_was_given(world, qtbot):
    field = WhenField(world, "Until when")
    qtbot.addWidget(field)
    due = quick_moment(2, world.clock())
    field.set_moment(due)
    assert field.moment() == due and field.untouched()
    field.edit.setText("")
    assert field.empty() and field.moment() is None and not field.untouched()


def remind(desk, clock, talk, text="看货", repeat=""):
    due = clock.now + MINUTE
    [made] = desk.run(RemindLater(due_at=due, conversation_ids=(talk,), text=text, repeat=repeat)).result
    clock.now = due
    return made


def test_a_due_reminder_comes_back_over_the_chat(page, three, desk, clock, qtbot):
    strip = page.chat.reminders
    assert not strip.isVisible()
    remind(desk, clock, three[1])
    qtbot.waitUntil(lambda: strip._next is not None or strip.isVisible())
    page.tick(clock.now)
    assert strip.isVisible() and "haoyun2015" in strip.line.text() and "看货" in strip.line.text()


def test_nothing_is_read_before_the_reminder_is_due(page, three, desk, clock, qtbot, monkeypatch):
    desk.run(RemindLater(due_at=clock.now + HOUR, conversation_ids=(three[0],)))
    strip = page.chat.reminders
    qtbot.waitUntil(lambda: strip._next is not None)
    asked = []
    monkeypatch.setattr(strip, "refresh", lambda: asked.append(1))
    page.tick(clock.now + MINUTE)
    assert asked == []
    page.tick(clock.now + 2 * HOUR)
    assert asked == [1]


def test_a_key_ends_it_and_undo_brings_it_back(page, three, desk, world, clock, qtbot):
    remind(desk, clock, three[0])
    strip = page.chat.reminders
    qtbot.waitUntil(lambda: strip._next is not None or strip.isVisible())
    page.tick(clock.now)
    with qtbot.waitSignal(world.notices.said):
        pressed(page, Qt.Key.Key_R, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not strip.isVisible())
    world.undo()
    qtbot.waitUntil(strip.isVisible)


def test_a_key_puts_it_off(page, three, desk, world, clock, qtbot):
    made = remind(desk, clock, three[0])
    strip = page.chat.reminders
    qtbot.waitUntil(lambda: strip._next is not None or strip.isVisible())
    page.tick(clock.now)
    dialog = opened(page, MoveReminderDialog, Qt.Key.Key_R, CTRL | ALT)
    with qtbot.waitSignal(world.notices.said):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not strip.isVisible())
    [row] = reminders.reminders_of(world.reader, three[0])
    assert row.id == made and row.due_at > clock.now + 28 * MINUTE


def test_a_repeated_one_comes_again(page, three, desk, world, clock, qtbot):
    made = remind(desk, clock, three[0], repeat="daily")
    desk.run(DoneReminder(reminder_ids=(made,)))
    [row] = reminders.reminders_of(world.reader, three[0])
    assert row.state == "open" and HOUR < row.due_at - clock.now <= DAY


def buyer_of(world, talk):
    return conversations.one(world.reader, talk).buyer_id


def test_a_to_do_is_written_for_a_colleague_until_tomorrow(page, three, world, colleagues, qtbot):
    dialog = opened(page, TodoDialog, Qt.Key.Key_O)
    assert not dialog.save.isEnabled()
    dialog.text.setText("寄尺码表")
    dialog.who.setCurrentIndex(dialog.who.findData(colleagues["阿泽"]))
    dialog.until.edit.setText("明天 10:00")
    with qtbot.waitSignal(world.notices.said):
        QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    [row] = reminders.todos_of(world.reader, buyer_of(world, three[0]))
    assert (row.text, row.assignee, row.conversation_id) == ("寄尺码表", "阿泽", three[0])
    assert f"{from_ms(row.due_at):%m-%d %H:%M}" == "11-22 10:00"


def test_one_that_is_late_keeps_its_moment_when_its_words_change(page, three, desk, world, clock, qtbot):
    buyer = buyer_of(world, three[0])
    due = clock.now - HOUR
    desk.run(AddTodo(buyer_id=buyer, text="寄", due_at=due))
    [row] = reminders.todos_of(world.reader, buyer)
    dialog = TodoDialog(world, buyer, row.nick, page, todo=row)
    dialog.open()
    dialog.text.setText("寄尺码表")
    assert dialog.save.isEnabled()
    with qtbot.waitSignal(world.notices.said):
        dialog.save.click()
    [row] = reminders.todos_of(world.reader, buyer)
    assert (row.text, row.due_at) == ("寄尺码表", due)


@pytest.fixture
def panel(page, qtbot):
    page.sidebar.tabs.setCurrentIndex(2)
    found = page.findChild(TodoPanel)
    qtbot.waitUntil(found.isVisible)
    return found


def test_the_tab_adds_ticks_off_and_keeps_what_was_done(page, panel, three, world, qtbot):
    assert panel.empty.isVisible()
    QTest.keyClicks(panel.field, "size chart")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.cards) == 1)
    qtbot.waitUntil(lambda: page.sidebar.tabs.accessibleTabName(2) == "To-dos 1")
    panel.cards[0].findChild(QCheckBox).click()
    qtbot.waitUntil(lambda: [card.row.state for card in panel.cards] == ["done"])
    qtbot.waitUntil(lambda: page.sidebar.tabs.accessibleTabName(2) == "To-dos 0")
    assert panel.cards[0].row.done_by == "小满"
    world.undo()
    qtbot.waitUntil(lambda: [card.row.state for card in panel.cards] == ["open"])


def test_enter_on_a_to_do_opens_it_with_its_history(page, panel, three, desk, world, qtbot):
    made = desk.run(AddTodo(buyer_id=buyer_of(world, three[0]), text="寄尺码表")).result
    desk.run(DoneTodo(todo_id=made))
    qtbot.waitUntil(lambda: [card.row.state for card in panel.cards] == ["done"])
    QTest.keyClick(panel.cards[0], Qt.Key.Key_Return)
    dialog = panel.findChild(TodoDialog)
    assert dialog.isVisible()
    assert [change.command for change in reminders.todo_history(world.reader, made)] == ["DoneTodo", "AddTodo"]
    with qtbot.waitSignal(world.notices.said):
        dialog.turn.click()
    qtbot.waitUntil(lambda: [card.row.state for card in panel.cards] == ["open"])


def test_blocking_asks_why_and_is_shown_in_head_and_list(page, three, world, qtbot):
    dialog = opened(page, BlockDialog, Qt.Key.Key_B, CTRL | SHIFT)
    assert not dialog.block.isEnabled()
    QTest.keyClicks(dialog.reason, "advertising")
    with qtbot.waitSignal(world.notices.said):
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    header = page.chat.header
    qtbot.waitUntil(header.blocked.isVisible)
    assert buyer_marks.buyer_marks(world.reader, buyer_of(world, three[0])).block_reason == "advertising"
    qtbot.waitUntil(lambda: header.blocked.accessibleDescription() == "advertising")
    qtbot.waitUntil(
        lambda: "Blocked" in page.list.model.index_of(three[0]).data(int(Qt.ItemDataRole.AccessibleTextRole))
    )
    qtbot.waitUntil(lambda: page.findChild(BlockDialog) is None)
    page.activateWindow()  # without a window manager a closed dialog gives the keyboard to nobody
    qtbot.waitUntil(page.isActiveWindow)
    pressed(page, Qt.Key.Key_B, CTRL | SHIFT)
    qtbot.waitUntil(lambda: not header.blocked.isVisible())
    assert buyer_marks.buyer_marks(world.reader, buyer_of(world, three[0])).block_reason == ""
    world.undo()
    qtbot.waitUntil(header.blocked.isVisible)


def test_a_chosen_reason_of_a_block_is_written(page, three):
    dialog = opened(page, BlockDialog, Qt.Key.Key_B, CTRL | SHIFT)
    dialog.choices.chosen.emit("Fraud")
    assert dialog.reason.text() == "Fraud" and dialog.block.isEnabled()
    dialog.reject()
