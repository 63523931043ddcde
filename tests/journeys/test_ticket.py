"""An agent follows a matter from an order to its end."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton

from tests.journeys.agent import DEER, DEER_ORDER, Worker
from ticketdesk.domain.moments import HOUR
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.tour.agent import Entry
from ticketdesk.tour.sample_files import DETAIL_FILE, ORDERS_FILE, PICTURE_FILE, TALK_FILE
from ticketdesk.tour.story import shipped
from ticketdesk.ui.tickets.detail.chip_button import ChipButton

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TITLE = "换货 · M 换 L"


@pytest.fixture
def busy(agent: Worker) -> Worker:
    """An agent in front of a buyer with orders."""
    agent.takes_in(ORDERS_FILE, DETAIL_FILE)
    agent.pastes_talk(shipped(TALK_FILE).read_text(encoding="utf-8-sig"))
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    return agent


def ticket(agent: Worker) -> TicketDetail:
    return agent.there(lambda: agent.ticket_called(TITLE), "the ticket is there")


def opens_ticket(agent: Worker) -> None:
    agent.presses_on_order(DEER_ORDER, "New ticket")
    agent.dialog("New ticket")
    agent.press("Exchange")
    agent.fills(Entry("Title", TITLE))
    agent.pastes_picture(shipped(PICTURE_FILE))
    agent.settle()
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: agent.ticket_called(TITLE) is not None, "the ticket is open")


def sets_state(agent: Worker, state: str) -> None:
    agent.clicks(agent.there(lambda: state_chip(agent), "the state can be chosen"))
    agent.picks(state)


def state_chip(agent: Worker) -> ChipButton | None:
    return next((chip for chip in agent.shown(ChipButton) if chip.accessibleName().startswith("State:")), None)


def test_a_ticket_from_an_order_knows_order_buyer_screenshot_and_deadline(busy: Worker) -> None:
    opens_ticket(busy)
    found = ticket(busy)
    assert (found.order_number, found.row.buyer_nick, found.row.type) == (DEER_ORDER, DEER, "exchange")
    assert [picture.media_type for picture in found.events[0].pictures] == ["image/png"]
    assert found.row.due_at == found.row.opened_at + 48 * HOUR


def test_the_ticket_is_worked_to_its_end(busy: Worker) -> None:
    opens_ticket(busy)
    busy.goes_to("tickets")
    busy.chooses_row("Tickets", ticket(busy).row.id)
    sets_state(busy, "In progress")
    busy.until(lambda: ticket(busy).row.state == "in_progress", "the ticket is in progress")
    busy.press("Internal note")
    busy.fills(Entry("Internal note", "L 码还有 3 件"))
    busy.keys("Ctrl+Return")
    busy.until(lambda: ticket(busy).events[-1].kind == "note", "the note is written")
    busy.settle()
    busy.press("Reply to buyer")
    busy.fills(Entry("Reply to buyer", "已经改成 L 码"))
    busy.keys("Ctrl+Shift+Return")
    busy.until(lambda: ticket(busy).row.state == "done", "the ticket is done")
    assert [event.kind for event in ticket(busy).events] == ["created", "state", "note", "reply", "state"]


def test_an_ended_ticket_is_taken_up_again(busy: Worker) -> None:
    opens_ticket(busy)
    busy.goes_to("tickets")
    busy.chooses_row("Tickets", ticket(busy).row.id)
    busy.fills(Entry("Reply to buyer", "已经改成 L 码"))
    busy.keys("Ctrl+Shift+Return")
    busy.until(lambda: ticket(busy).row.state == "done", "the ticket is done")
    busy.until(lambda: busy.named(QAbstractButton, "Reopen") is not None, "it can be taken up again")
    busy.tabs_to("Reopen")
    busy.keys("Space")
    busy.dialog("Reopen ticket")
    busy.write("L 码也偏小")
    busy.keys("Return")
    busy.no_dialog()
    busy.until(lambda: ticket(busy).row.state == "in_progress", "the ticket is in progress again")
    assert ticket(busy).row.closed_at is None
    assert (ticket(busy).events[-1].kind, ticket(busy).events[-1].text) == ("reopened", "L 码也偏小")


def test_flag_and_remark_stand_on_the_order_and_in_the_conversation(busy: Worker) -> None:
    busy.presses_on_order(DEER_ORDER, "Flag and remark")
    busy.dialog("Flag and remark")
    busy.fills(Entry("Remark", "换 L 码"))
    busy.keys("Ctrl+Return")
    busy.no_dialog()
    busy.until(lambda: busy.messages_of(DEER)[-1].side == "system", "the conversation tells of it")
    assert busy.named(QAbstractButton, "Flag and remark", busy.order_card(DEER_ORDER)) is not None
