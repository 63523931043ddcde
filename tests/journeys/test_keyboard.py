"""The whole story with the keyboard alone: no mouse, nothing but keys to what has the focus."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.journeys.agent import DEER, Worker
from ticketdesk.store.queries import agents, conversations, orders, phrases
from ticketdesk.tour.sample_files import ORDERS_FILE, PICTURE_FILE, TALK_FILE
from ticketdesk.tour.story import shipped

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_from_the_first_start_to_the_last_search(newcomer: Worker) -> None:
    agent = newcomer
    first_start(agent)
    imports(agent)
    keeps_a_phrase(agent)
    answers(agent)
    opens_a_ticket(agent)
    ends_it(agent)
    takes_it_back(agent)
    finds_it(agent)


def first_start(agent: Worker) -> None:
    agent.write("青禾生活旗舰店")
    agent.keys("Return")
    agent.write("小满")
    agent.keys("Return")
    agent.until(lambda: agents.shop(agent.reader) is not None, "the shop is open")
    agent.until(lambda: agent.window.current_page() == "home", "the home page opens")


def imports(agent: Worker) -> None:
    agent.keys("Ctrl+I")
    agent.dialog("Import orders")
    agent.tabs_to("Choose file…")
    agent.keys("Space")
    agent.until(lambda: isinstance(agent.top(), QFileDialog), "the dialog of files opens")
    agent.copies(str(shipped(ORDERS_FILE)))
    field = agent.top().findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.setCompleter(None)  # type: ignore[arg-type]  # its list would take the Enter, on some runs
    agent.keys("Ctrl+A", "Ctrl+V", "Return")
    agent.dialog("Import orders")
    agent.settle()
    agent.keys("Ctrl+Return")
    agent.until(lambda: len(orders.snapshot(agent.reader)) == 60, "the orders are in")
    agent.settle()
    agent.keys("Esc")
    agent.no_dialog()


def keeps_a_phrase(agent: Worker) -> None:
    agent.keys("Ctrl+P")
    agent.dialog("Phrases")
    agent.tabs_to("Text")
    agent.write("亲，可以换码的")
    agent.tabs_to("Code")
    agent.write("hm")
    agent.keys("Ctrl+Return")
    agent.until(lambda: [row.code for row in phrases.phrases(agent.reader)] == ["hm"], "the phrase is kept")
    agent.keys("Esc")
    agent.no_dialog()


def answers(agent: Worker) -> None:
    agent.copies(shipped(TALK_FILE).read_text(encoding="utf-8-sig"))
    agent.keys("Ctrl+Shift+V")
    agent.dialog("Paste conversation")
    agent.settle()
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: agent.talk_of(DEER) is not None, "the conversation is there")
    agent.settle()
    agent.keys("Ctrl+J")
    agent.write("/hm")
    agent.keys("Return", "Return")
    agent.until(lambda: agent.messages_of(DEER)[-1].text == "亲，可以换码的", "the answer is kept")
    agent.settle()
    agent.keys("Ctrl+Shift+Return")
    agent.until(lambda: not conversations.outbox(agent.reader), "the answer is marked as sent")


def opens_a_ticket(agent: Worker) -> None:
    agent.copies_picture(shipped(PICTURE_FILE))
    agent.panels_to("Flag and remark")
    agent.tabs_to("New ticket")
    agent.keys("Space")
    agent.dialog("New ticket")
    agent.keys("Right")  # the kind of ticket has the keyboard
    agent.tabs_to("Title")
    agent.keys("Ctrl+A")
    agent.write("换货")
    agent.tabs_to("Problem description")
    agent.keys("Ctrl+V")
    agent.settle()
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    found = agent.there(lambda: agent.ticket_called("换货"), "the ticket is open")
    assert [len(event.pictures) for event in found.events] == [1]
    assert found.order_number


def ends_it(agent: Worker) -> None:
    agent.until(lambda: agent.window.current_page() == "tickets", "the ticket is shown")
    agent.settle()
    agent.keys("Return")
    agent.write("已经改好")
    agent.keys("Ctrl+Shift+Return")
    agent.until(lambda: _state(agent) == "done", "the ticket is done")


def takes_it_back(agent: Worker) -> None:
    agent.settle()
    agent.keys("Ctrl+1", "Ctrl+Z")
    agent.until(lambda: _state(agent) == "open", "the ticket is open again")
    agent.keys("Ctrl+Y")
    agent.until(lambda: _state(agent) == "done", "the ticket is done again")


def finds_it(agent: Worker) -> None:
    agent.searches("换货")
    agent.keys("Return")
    agent.until(lambda: agent.window.current_page() == "tickets", "the ticket is found")


def _state(agent: Worker) -> str:
    found = agent.ticket_called("换货")
    return found.row.state if found else ""
