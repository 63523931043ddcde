"""The card of reminders and to-dos on the home page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from ticketdesk.desk.commands.reminders import AddTodo, RemindLater
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.domain.moments import MINUTE
from ticketdesk.store.queries import conversations, reminders
from ticketdesk.ui.home.page import HomePage
from ticketdesk.ui.reception.acts.remind_dialog import MoveReminderDialog


@pytest.fixture
def talk(desk, clock):
    said = Heard("in", "林小鹿_88", clock.now - MINUTE, "在吗")
    return desk.run(ReceiveTranscript(buyer_nick="林小鹿_88", messages=(said,))).result.conversation_id


@pytest.fixture
def card(world, talk, qtbot):
    page = HomePage(world)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    qtbot.waitUntil(lambda: page.errands is not None)
    return page.errands


def button(card, name):
    return next(
        (each for each in card.findChildren(QAbstractButton) if each.accessibleName() == name and each.isVisible()),
        None,
    )


def test_it_says_that_nothing_is_set(card):
    said = [each.text() for each in card.findChildren(QLabel) if each.isVisible()]
    assert "No reminder is set" in said and "Nothing to do for buyers" in said


def test_a_reminder_leads_to_its_conversation_and_is_ticked_off(card, talk, desk, world, clock, qtbot):
    desk.run(RemindLater(due_at=clock.now + MINUTE, conversation_ids=(talk,), text="看货"))
    words = "林小鹿_88 · 看货"
    qtbot.waitUntil(lambda: button(card, words) is not None)
    with qtbot.waitSignal(world.go) as went:
        button(card, words).click()
    assert (went.args[0].kind, went.args[0].id) == ("conversation", talk)
    with qtbot.waitSignal(world.notices.said) as told:
        button(card, f"Done: {words}").click()
    assert told.args[1] is True and not reminders.reminders_of(world.reader, talk)
    qtbot.waitUntil(lambda: button(card, words) is None)


def test_a_reminder_is_put_off(card, talk, desk, clock, qtbot):
    desk.run(RemindLater(due_at=clock.now + MINUTE, conversation_ids=(talk,), text="看货"))
    qtbot.waitUntil(lambda: button(card, "Put off: 林小鹿_88 · 看货") is not None)
    button(card, "Put off: 林小鹿_88 · 看货").click()
    assert card.findChild(MoveReminderDialog).isVisible()
    card.findChild(MoveReminderDialog).reject()


def test_it_reads_again_when_the_next_one_is_due_and_not_before(card, talk, desk, clock, qtbot, monkeypatch):
    desk.run(RemindLater(due_at=clock.now + MINUTE, conversation_ids=(talk,), text="看货"))
    qtbot.waitUntil(lambda: card._next is not None)
    asked = []
    monkeypatch.setattr(card, "refresh", lambda: asked.append(1))
    card.tick(clock.now)
    assert asked == []
    card.tick(clock.now + 2 * MINUTE)
    assert asked == [1]


def test_a_to_do_of_everybody_is_shown_and_done(card, talk, desk, world, qtbot):
    buyer = conversations.one(world.reader, talk).buyer_id
    made = desk.run(AddTodo(buyer_id=buyer, text="寄尺码表")).result
    qtbot.waitUntil(lambda: button(card, "林小鹿_88 · 寄尺码表") is not None)
    with qtbot.waitSignal(world.go) as went:
        button(card, "林小鹿_88 · 寄尺码表").click()
    assert went.args[0].id == talk
    with qtbot.waitSignal(world.notices.said):
        button(card, "Done: 林小鹿_88 · 寄尺码表").click()
    assert [row.state for row in reminders.todos_of(world.reader, buyer) if row.id == made] == ["done"]
