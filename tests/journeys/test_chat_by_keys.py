"""An agent works in a conversation without the mouse: quotes, marks, finds, goes to a day, passes on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QListWidget

from tests.journeys.agent import DEER, Worker
from ticketdesk.store.queries import conversations, phrases, reminders
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.tour.agent import Entry
from ticketdesk.ui.reception.chat.find_bar import FindBar
from ticketdesk.ui.reception.chat.quote_strip import QuoteStrip
from ticketdesk.ui.reception.chat.unread import LINE
from ticketdesk.ui.widgets.chat_view import ChatView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def spoken(agent: Worker, nick: str = DEER) -> list[MessageRow]:
    """What was said, without the lines of the system."""
    return [row for row in agent.messages_of(nick) if row.side in ("in", "out")]


def in_the_talk(agent: Worker) -> ChatView:
    """The conversation with the deer is open and its newest message current."""
    agent.goes_to("reception")
    agent.chooses_talk(DEER)
    agent.keys("Alt+J")
    view = agent.find(ChatView, "Messages")
    agent.until(lambda: view.hasFocus() and view.current() is not None, "the messages have the keyboard")
    return view


def test_an_answer_quotes_what_it_answers(veteran: Worker) -> None:
    in_the_talk(veteran)
    quoted = spoken(veteran)[-1]
    veteran.keys("Alt+Q")
    veteran.until(lambda: any(veteran.shown(QuoteStrip)), "the quoted message stands above the reply")
    veteran.write("done")
    veteran.keys("Return")
    veteran.until(lambda: veteran.messages_of(DEER)[-1].text == "done", "the answer is in the conversation")
    assert veteran.messages_of(DEER)[-1].quote_id == quoted.id


def test_a_reply_that_has_not_left_is_taken_back(veteran: Worker) -> None:
    view = in_the_talk(veteran)
    veteran.keys("Ctrl+J")
    veteran.write("oops")
    veteran.keys("Return")
    veteran.until(lambda: veteran.messages_of(DEER)[-1].text == "oops", "the reply waits in the outbox")
    oops = veteran.messages_of(DEER)[-1].id
    veteran.until(lambda: view.column.place_of(oops) >= 0, "it stands in the chat")
    veteran.keys("Alt+J")
    while view.current() != oops:
        veteran.keys("Down")
    veteran.keys("Alt+Z")
    veteran.until(lambda: veteran.messages_of(DEER)[-1].state == "recalled", "it is recalled")
    field = veteran.find_field("Reply")
    veteran.until(lambda: field.toPlainText() == "oops", "its words stand in the reply")  # type: ignore[attr-defined]


def test_two_marked_messages_become_a_ticket(veteran: Worker) -> None:
    in_the_talk(veteran)
    told = [row.text for row in spoken(veteran)[-2:]]
    veteran.keys("Shift+Up", "Alt+K")
    veteran.dialog("New ticket")
    veteran.press("Exchange")
    veteran.fills(Entry("Title", "两句话"))
    veteran.settle()
    veteran.keys("Ctrl+Return")
    veteran.no_dialog()
    made = veteran.there(lambda: veteran.ticket_called("两句话"), "the ticket is open")
    sql = "SELECT text FROM ticket_event WHERE ticket_id = ? AND kind = 'created'"
    [(quoted,)] = veteran.reader.rows(sql, (made.row.id,))
    assert [line.rpartition("  ")[2] for line in quoted.splitlines()] == [text or "[Picture]" for text in told]


def test_words_are_found_in_the_whole_conversation(veteran: Worker) -> None:
    view = in_the_talk(veteran)
    veteran.keys("Ctrl+F")
    veteran.write("码")
    bar = veteran.there(lambda: next(veteran.shown(FindBar), None), "the bar is shown")
    veteran.until(lambda: len(bar.hits()) > 0, "something is found")
    talk = veteran.talk_of(DEER)
    said = [row.id for row in conversations.newest(veteran.reader, talk or 0, 1_000) if "码" in row.text]
    assert list(bar.hits()) == said and view.current() == said[-1]
    veteran.keys("Return")
    assert view.current() == said[-2 % len(said)]
    veteran.keys("Esc")
    assert not bar.isVisible() and view.hasFocus()


def test_a_day_is_typed(veteran: Worker) -> None:
    view = in_the_talk(veteran)
    first = spoken(veteran)[0]
    veteran.keys("Alt+G")
    veteran.dialog("Go to a day")
    veteran.keys("Ctrl+A")
    veteran.write("2020-01-01")
    veteran.keys("Return")
    veteran.no_dialog()
    veteran.until(lambda: view.current() == first.id, "the first message is current")


def test_a_message_is_passed_into_another_reply(veteran: Worker) -> None:
    in_the_talk(veteran)
    row = spoken(veteran)[-1]
    veteran.keys("Alt+F")
    dialog = veteran.dialog("Pass on")
    listed = veteran.find(QListWidget, "Conversations", dialog)
    veteran.write("haoyun")
    veteran.until(lambda: listed.count() == 1, "the buyer is found")
    veteran.keys("Return")
    veteran.no_dialog()
    field = veteran.find_field("Reply")
    veteran.until(lambda: row.text in field.toPlainText(), "it stands in the other reply")  # type: ignore[attr-defined]
    assert all(each.text != row.text for each in veteran.messages_of("haoyun2015"))


def test_a_message_goes_to_a_colleague_as_a_todo_and_back(veteran: Worker) -> None:
    in_the_talk(veteran)
    row = spoken(veteran)[-1]
    veteran.keys("Alt+W")
    veteran.dialog("Pass on to a colleague")
    veteran.keys("Tab", "Right", "Tab")
    veteran.write("please call")
    veteran.keys("Return")
    veteran.no_dialog()
    buyer = conversations.one(veteran.reader, veteran.talk_of(DEER) or 0)
    assert buyer is not None

    def passed() -> list[str]:
        return [each.text for each in reminders.todos_of(veteran.reader, buyer.buyer_id) if "please call" in each.text]

    veteran.until(lambda: len(passed()) == 1, "the colleague has the to-do")
    assert row.text in passed()[0]
    veteran.keys("Ctrl+Z")
    veteran.until(lambda: passed() == [], "undo takes it away")


def test_a_message_is_kept_as_a_phrase(veteran: Worker) -> None:
    in_the_talk(veteran)
    words = spoken(veteran)[-1].text
    veteran.keys("Alt+P")
    veteran.dialog("Keep as phrase")
    veteran.keys("Ctrl+Return")
    veteran.no_dialog()
    assert words in [each.text for each in phrases.phrases(veteran.reader)]


def test_what_was_seen_is_remembered(veteran: Worker) -> None:
    view = in_the_talk(veteran)
    talk = veteran.talk_of(DEER) or 0
    newest = veteran.messages_of(DEER)[-1].id

    def seen() -> bool:
        row = conversations.one(veteran.reader, talk)
        return row is not None and row.seen_message_id == newest

    veteran.until(seen, "the conversation counts as seen")
    assert view.column.place_of(LINE) < 0
