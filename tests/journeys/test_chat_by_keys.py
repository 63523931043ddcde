"""An agent works in a conversation without the mouse: quotes, marks, finds, goes to a day, passes on."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QListWidget

from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.store.queries import conversations, phrases, reminders
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.tour.agent import Entry
from ticketdesk.ui.reception.chat.find_bar import FindBar
from ticketdesk.ui.reception.chat.quote_strip import QuoteStrip
from ticketdesk.ui.reception.chat.unread import LINE
from ticketdesk.ui.widgets.chat_view import ChatView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def spoken(agent: Typist, nick: str = DEER) -> list[MessageRow]:
    """What was said, without the lines of the system."""
    return [row for row in agent.messages_of(nick) if row.side in ("in", "out")]


def in_the_talk(agent: Typist) -> ChatView:
    """The conversation with the deer is open and its newest message current."""
    agent.goes_to("reception")
    agent.chooses_talk(DEER)
    agent.keys("Alt+J")
    view = agent.find(ChatView, "Messages")
    agent.until(lambda: view.hasFocus() and view.current() is not None, "the messages have the keyboard")
    return view


def test_an_answer_quotes_what_it_answers(typist: Typist) -> None:
    in_the_talk(typist)
    quoted = spoken(typist)[-1]
    typist.keys("Alt+Q")
    typist.until(lambda: any(typist.shown(QuoteStrip)), "the quoted message stands above the reply")
    typist.write("done")
    typist.keys("Return")
    typist.until(lambda: typist.messages_of(DEER)[-1].text == "done", "the answer is in the conversation")
    assert typist.messages_of(DEER)[-1].quote_id == quoted.id


def test_a_reply_that_has_not_left_is_taken_back(typist: Typist) -> None:
    view = in_the_talk(typist)
    typist.keys("Ctrl+J")
    typist.write("oops")
    typist.keys("Return")
    typist.until(lambda: typist.messages_of(DEER)[-1].text == "oops", "the reply waits in the outbox")
    oops = typist.messages_of(DEER)[-1].id
    typist.until(lambda: view.column.place_of(oops) >= 0, "it stands in the chat")
    typist.keys("Alt+J")
    while view.current() != oops:
        typist.keys("Down")
    typist.keys("Alt+Z")
    typist.until(lambda: typist.messages_of(DEER)[-1].state == "recalled", "it is recalled")
    field = typist.find_field("Reply")
    typist.until(lambda: field.toPlainText() == "oops", "its words stand in the reply")  # type: ignore[attr-defined]


def test_two_marked_messages_become_a_ticket(typist: Typist) -> None:
    in_the_talk(typist)
    told = [row.text for row in spoken(typist)[-2:]]
    typist.keys("Shift+Up", "Alt+K")
    typist.dialog("New ticket")
    typist.keys("Right")  # the kind of ticket has the keyboard
    typist.fills(Entry("Title", "两句话"))
    typist.settle()
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    made = typist.there(lambda: typist.ticket_called("两句话"), "the ticket is open")
    sql = "SELECT text FROM ticket_event WHERE ticket_id = ? AND kind = 'created'"
    [(quoted,)] = typist.reader.rows(sql, (made.row.id,))
    assert [line.rpartition("  ")[2] for line in quoted.splitlines()] == [text or "[Picture]" for text in told]


def test_words_are_found_in_the_whole_conversation(typist: Typist) -> None:
    view = in_the_talk(typist)
    typist.keys("Ctrl+F")
    typist.write("码")
    bar = typist.there(lambda: next(typist.shown(FindBar), None), "the bar is shown")
    typist.until(lambda: len(bar.hits()) > 0, "something is found")
    talk = typist.talk_of(DEER)
    said = [row.id for row in conversations.newest(typist.reader, talk or 0, 1_000) if "码" in row.text]
    assert list(bar.hits()) == said and view.current() == said[-1]
    typist.keys("Return")
    assert view.current() == said[-2 % len(said)]
    typist.keys("Esc")
    assert not bar.isVisible() and view.hasFocus()


def test_a_day_is_typed(typist: Typist) -> None:
    view = in_the_talk(typist)
    first = spoken(typist)[0]
    typist.keys("Alt+G")
    typist.dialog("Go to a day")
    typist.keys("Ctrl+A")
    typist.write("2020-01-01")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: view.current() == first.id, "the first message is current")


def test_a_message_is_passed_into_another_reply(typist: Typist) -> None:
    in_the_talk(typist)
    row = spoken(typist)[-1]
    typist.keys("Alt+F")
    dialog = typist.dialog("Pass on")
    listed = typist.find(QListWidget, "Conversations", dialog)
    typist.write("haoyun")
    typist.until(lambda: listed.count() == 1, "the buyer is found")
    typist.keys("Return")
    typist.no_dialog()
    field = typist.find_field("Reply")
    typist.until(lambda: row.text in field.toPlainText(), "it stands in the other reply")  # type: ignore[attr-defined]
    assert all(each.text != row.text for each in typist.messages_of("haoyun2015"))


def test_a_message_goes_to_a_colleague_as_a_todo_and_back(typist: Typist) -> None:
    in_the_talk(typist)
    row = spoken(typist)[-1]
    typist.keys("Alt+W")
    typist.dialog("Pass on to a colleague")
    typist.keys("Tab", "Right", "Tab")
    typist.write("please call")
    typist.keys("Return")
    typist.no_dialog()
    buyer = conversations.one(typist.reader, typist.talk_of(DEER) or 0)
    assert buyer is not None

    def passed() -> list[str]:
        return [each.text for each in reminders.todos_of(typist.reader, buyer.buyer_id) if "please call" in each.text]

    typist.until(lambda: len(passed()) == 1, "the colleague has the to-do")
    assert row.text in passed()[0]
    typist.keys("Ctrl+Z")
    typist.until(lambda: passed() == [], "undo takes it away")


def test_a_message_is_kept_as_a_phrase(typist: Typist) -> None:
    in_the_talk(typist)
    words = spoken(typist)[-1].text
    typist.keys("Alt+P")
    typist.dialog("Keep as phrase")
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    assert words in [each.text for each in phrases.phrases(typist.reader)]


def test_what_was_seen_is_remembered(typist: Typist) -> None:
    view = in_the_talk(typist)
    talk = typist.talk_of(DEER) or 0
    newest = typist.messages_of(DEER)[-1].id

    def seen() -> bool:
        row = conversations.one(typist.reader, talk)
        return row is not None and row.seen_message_id == newest

    typist.until(seen, "the conversation counts as seen")
    assert view.column.place_of(LINE) < 0
