"""An agent hands on, puts off, notes and ends conversations without ever touching the mouse."""

from __future__ import annotations

import pytest

from tests.journeys.agent import DEER, Worker
from ticketdesk.domain.moments import MINUTE, from_ms
from ticketdesk.store.queries import conversations, reminders, serving
from ticketdesk.tour.sample_orders import COLLEAGUE
from ticketdesk.ui.reception.acts.reminder_strip import ReminderStrip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LOUD = "haoyun2015"


def in_talk(agent: Worker, nick: str) -> int:
    agent.goes_to("reception")
    agent.chooses_talk(nick)
    agent.keys("Ctrl+J")
    return agent.there(lambda: agent.talk_of(nick), f"there is a conversation with {nick}")


def now(agent: Worker, talk: int) -> conversations.ConversationRow:
    return agent.there(lambda: conversations.one(agent.reader, talk), "the conversation is there")


def test_a_conversation_goes_to_a_colleague_by_four_keys(veteran: Worker) -> None:
    talk = in_talk(veteran, DEER)
    veteran.keys("Ctrl+T")
    veteran.dialog("Transfer the conversation")
    veteran.write("az")
    veteran.keys("Return")
    veteran.no_dialog()
    veteran.until(lambda: now(veteran, talk).agent_name == COLLEAGUE, "the colleague has it")
    veteran.keys("Ctrl+Z")
    veteran.until(lambda: now(veteran, talk).agent_name != COLLEAGUE, "it is back")


def test_a_reminder_in_own_words_comes_back_and_is_done(veteran: Worker) -> None:
    talk = in_talk(veteran, DEER)
    veteran.keys("Ctrl+R")
    veteran.dialog("Remind me later")
    veteran.tabs_to("Moment in own words")
    veteran.keys("Ctrl+A")
    veteran.write("5分钟后")
    veteran.keys("Return")
    veteran.no_dialog()
    veteran.until(lambda: bool(reminders.reminders_of(veteran.reader, talk)), "the reminder is kept")
    assert not any(veteran.shown(ReminderStrip))
    veteran.clock.now += 5 * MINUTE
    veteran.until(lambda: any(veteran.shown(ReminderStrip)), "it comes back over the chat")
    veteran.keys("Ctrl+Shift+R")
    veteran.until(lambda: not any(veteran.shown(ReminderStrip)), "it is done")
    assert not reminders.reminders_of(veteran.reader, talk)


def test_a_to_do_a_tag_and_a_star_stay_with_the_buyer_over_a_restart(veteran: Worker) -> None:
    talk = in_talk(veteran, DEER)
    buyer = now(veteran, talk).buyer_id
    veteran.keys("Ctrl+O")
    veteran.dialog("New to-do")
    veteran.write("寄尺码表")
    veteran.tabs_to("Until when")
    veteran.write("明天 10:00")
    veteran.keys("Return")
    veteran.no_dialog()
    veteran.keys("Ctrl+J", "Ctrl+G")
    veteran.write("怕热")
    veteran.keys("Return", "Ctrl+B")
    veteran.until(lambda: bool(now(veteran, talk).starred), "the star is kept")
    again = veteran.starts_again()
    [todo] = reminders.todos_of(again.reader, buyer)
    assert (todo.text, f"{from_ms(todo.due_at or 0):%H:%M}") == ("寄尺码表", "10:00")
    assert serving.tags(again.reader, buyer) == ["怕热"]
    again.close()


def test_a_buyer_is_blocked_with_a_reason_and_heard_again(veteran: Worker) -> None:
    talk = in_talk(veteran, LOUD)
    veteran.keys("Ctrl+Shift+B")
    veteran.dialog("Block the buyer")
    veteran.write("广告")
    veteran.keys("Return")
    veteran.no_dialog()
    veteran.until(lambda: now(veteran, talk).blocked_at is not None, "the buyer is blocked")
    assert talk not in conversations.snapshot(veteran.reader, "waiting")
    veteran.keys("Ctrl+Shift+B")
    veteran.until(lambda: now(veteran, talk).blocked_at is None, "the buyer is heard again")


def test_an_answered_conversation_ends_by_one_key_and_the_next_one_opens(veteran: Worker) -> None:
    talk = in_talk(veteran, "tb4471902")
    veteran.write("有的亲")
    veteran.keys("Return")
    veteran.until(lambda: now(veteran, talk).waiting_since is None, "nobody waits there any more")
    veteran.keys("Ctrl+Shift+W")
    veteran.until(lambda: now(veteran, talk).state == "ended", "the conversation is ended")
    first = conversations.snapshot(veteran.reader, "waiting", limit=1)[0]
    chat = veteran.window.page("reception").chat  # type: ignore[attr-defined]
    veteran.until(lambda: chat.conversation().id == first, "the longest waiting one is open")
    veteran.keys("Ctrl+Z")
    veteran.until(lambda: now(veteran, talk).state == "open", "undo opens it again")
    veteran.until(lambda: chat.conversation().id == talk, "and shows it")


def test_ending_by_the_key_enter_enter_asks_once_more_while_somebody_waits(veteran: Worker) -> None:
    talk = in_talk(veteran, DEER)
    veteran.keys("Ctrl+W")
    veteran.dialog("End the conversation")
    veteran.keys("Return")
    veteran.write("尺码偏小")
    veteran.keys("Return")
    assert now(veteran, talk).state == "open", "the question stands"
    veteran.keys("Return")
    veteran.until(lambda: now(veteran, talk).state == "ended", "the answer was yes")
    [ending] = serving.endings(veteran.reader, talk)
    assert (ending.summary, ending.reason) == ("尺码偏小", "ticket")
