"""An agent hands on, puts off, notes and ends conversations without ever touching the mouse."""

from __future__ import annotations

import pytest

from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.domain.moments import MINUTE, from_ms
from ticketdesk.store.queries import conversations, reminders, serving
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.ui.reception.acts.reminder_strip import ReminderStrip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LOUD = "haoyun2015"


def in_talk(agent: Typist, nick: str) -> int:
    agent.goes_to("reception")
    agent.chooses_talk(nick)
    agent.keys("Ctrl+J")
    return agent.there(lambda: agent.talk_of(nick), f"there is a conversation with {nick}")


def now(agent: Typist, talk: int) -> conversations.ConversationRow:
    return agent.there(lambda: conversations.one(agent.reader, talk), "the conversation is there")


def test_a_conversation_goes_to_a_colleague_by_four_keys(typist: Typist) -> None:
    talk = in_talk(typist, DEER)
    typist.keys("Ctrl+T")
    typist.dialog("Transfer the conversation")
    typist.write("az")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: now(typist, talk).agent_name == COLLEAGUE, "the colleague has it")
    typist.keys("Ctrl+Z")
    typist.until(lambda: now(typist, talk).agent_name != COLLEAGUE, "it is back")


def test_a_reminder_in_own_words_comes_back_and_is_done(typist: Typist) -> None:
    talk = in_talk(typist, DEER)
    typist.keys("Ctrl+R")
    typist.dialog("Remind me later")
    typist.tabs_to("Moment in own words")
    typist.keys("Ctrl+A")
    typist.write("5分钟后")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: bool(reminders.reminders_of(typist.reader, talk)), "the reminder is kept")
    assert not any(typist.shown(ReminderStrip))
    typist.clock.now += 5 * MINUTE
    typist.until(lambda: any(typist.shown(ReminderStrip)), "it comes back over the chat")
    typist.keys("Ctrl+Shift+R")
    typist.until(lambda: not any(typist.shown(ReminderStrip)), "it is done")
    assert not reminders.reminders_of(typist.reader, talk)


def test_a_to_do_a_tag_and_a_star_stay_with_the_buyer_over_a_restart(typist: Typist) -> None:
    talk = in_talk(typist, DEER)
    buyer = now(typist, talk).buyer_id
    typist.keys("Ctrl+O")
    typist.dialog("New to-do")
    typist.write("寄尺码表")
    typist.tabs_to("Until when")
    typist.write("明天 10:00")
    typist.keys("Return")
    typist.no_dialog()
    typist.keys("Ctrl+J", "Ctrl+G")
    typist.write("怕热")
    typist.keys("Return", "Ctrl+B")
    typist.until(lambda: bool(now(typist, talk).starred), "the star is kept")
    again = typist.starts_again()
    [todo] = reminders.todos_of(again.reader, buyer)
    assert (todo.text, f"{from_ms(todo.due_at or 0):%H:%M}") == ("寄尺码表", "10:00")
    assert serving.tags(again.reader, buyer) == ["怕热"]
    again.close()


def test_a_buyer_is_blocked_with_a_reason_and_heard_again(typist: Typist) -> None:
    talk = in_talk(typist, LOUD)
    typist.keys("Ctrl+Shift+B")
    typist.dialog("Block the buyer")
    typist.write("广告")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: now(typist, talk).blocked_at is not None, "the buyer is blocked")
    assert talk not in conversations.snapshot(typist.reader, "waiting")
    typist.keys("Ctrl+Shift+B")
    typist.until(lambda: now(typist, talk).blocked_at is None, "the buyer is heard again")


def test_an_answered_conversation_ends_by_one_key_and_the_next_one_opens(typist: Typist) -> None:
    talk = in_talk(typist, "tb4471902")
    typist.write("有的亲")
    typist.keys("Return")
    typist.until(lambda: now(typist, talk).waiting_since is None, "nobody waits there any more")
    typist.keys("Ctrl+Shift+W")
    typist.until(lambda: now(typist, talk).state == "ended", "the conversation is ended")
    first = conversations.snapshot(typist.reader, "waiting", limit=1)[0]
    chat = typist.window.page("reception").chat  # type: ignore[attr-defined]
    typist.until(lambda: chat.conversation().id == first, "the longest waiting one is open")
    typist.keys("Ctrl+Z")
    typist.until(lambda: now(typist, talk).state == "open", "undo opens it again")
    typist.until(lambda: chat.conversation().id == talk, "and shows it")


def test_ending_by_the_key_enter_enter_asks_once_more_while_somebody_waits(typist: Typist) -> None:
    talk = in_talk(typist, DEER)
    typist.keys("Ctrl+W")
    typist.dialog("End the conversation")
    typist.keys("Return")
    typist.write("尺码偏小")
    typist.keys("Return")
    assert now(typist, talk).state == "open", "the question stands"
    typist.keys("Return")
    typist.until(lambda: now(typist, talk).state == "ended", "the answer was yes")
    [ending] = serving.endings(typist.reader, talk)
    assert (ending.summary, ending.reason) == ("尺码偏小", "ticket")
