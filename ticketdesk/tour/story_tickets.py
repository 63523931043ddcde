"""The second half of the story: a flag, a ticket to its end, steps back, and everything found again."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.tickets import TicketState, TicketType
from ticketdesk.store.queries import conversations, orders
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_files import PICTURE_FILE
from ticketdesk.tour.sample_orders import PREFIX
from ticketdesk.tour.sample_talks import DEER
from ticketdesk.tour.story import shipped
from ticketdesk.ui import labels
from ticketdesk.ui.orders.remark_dialog import RemarkDialog
from ticketdesk.ui.tickets.detail.chip_button import ChipButton
from ticketdesk.words import mark, tr

ORDER = f"{PREFIX}330281764"
REMARK = "换 L 码"
TITLE = "换货 · 尺码偏小，M 换 L"
PROBLEM = "买家反馈 M 码偏小，订单未发货，申请改 L 码。"
DEMAND = "换 L 码；未发货，直接改单"
NOTE = "L 码库位 B-07 还有 3 件，今天一起发"
REPLY = "亲，已经给您改成 L 码，今天下午发出～"
WANTED = "换码"


def _remark(agent: Agent) -> None:
    agent.presses_on_order(ORDER, tr("Flag and remark"))
    agent.dialog(tr("Flag and remark"))
    agent.press(labels.flag_name(Flag.RED))
    agent.fills(Entry(tr("Remark"), REMARK))


def _flagged(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    order = agent.there(lambda: orders.id_of_number(agent.reader, ORDER), "the order is there")
    agent.until(lambda: [row.text for row in orders.remarks(agent.reader, order)] == [REMARK], "the remark is kept")
    agent.sees([row.flag for row in orders.rows(agent.reader, [order])] == [int(Flag.RED)], "the order is red")
    agent.sees(agent.messages_of(DEER.nick)[-1].side == "system", "the conversation tells of it")


def _form(agent: Agent) -> None:
    agent.presses_on_order(ORDER, tr("New ticket"))
    agent.dialog(tr("New ticket"))
    agent.press(labels.ticket_type(TicketType.EXCHANGE))
    agent.fills(Entry(tr("Title"), TITLE), Entry(tr("Problem description"), PROBLEM), Entry(tr("Demand"), DEMAND))
    agent.pastes_picture(shipped(PICTURE_FILE))


def _opened(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    detail = agent.there(lambda: agent.ticket_called(TITLE), "the ticket is open")
    agent.sees(detail.order_number == ORDER, "the ticket belongs to the order")
    agent.sees(detail.row.due_at is not None, "the exchange has its deadline")
    opening = [event for event in detail.events if event.kind == "created"]
    agent.sees([len(event.pictures) for event in opening] == [1], "the screenshot hangs on the ticket")


def _worked(agent: Agent) -> None:
    detail = _ticket(agent)
    agent.goes_to("tickets")
    agent.chooses_row(tr("Tickets"), detail.row.id)
    state = agent.there(lambda: _chip(agent, tr("State")), "the state can be chosen")
    agent.clicks(state)
    agent.picks(labels.ticket_state(TicketState.IN_PROGRESS).text)
    agent.until(lambda: _ticket(agent).row.state == TicketState.IN_PROGRESS, "the ticket is in progress")
    agent.press(tr("Internal note"))
    agent.fills(Entry(tr("Internal note"), NOTE))
    agent.keys("Ctrl+Return")
    agent.until(lambda: _last(agent) == ("note", NOTE), "the note stands in the timeline")


def _waiting_replies(agent: Agent) -> list[str]:
    return [row.text for row in conversations.outbox(agent.reader)]


def _finished(agent: Agent) -> None:
    agent.press(tr("Reply to buyer"))
    agent.fills(Entry(tr("Reply to buyer"), REPLY))
    agent.keys("Ctrl+Shift+Return")
    agent.until(lambda: _ticket(agent).row.state == TicketState.DONE, "the ticket is done")
    agent.sees(REPLY in _texts(agent), "the reply stands in the timeline")
    agent.sees(_waiting_replies(agent) == [REPLY], "the reply waits in the outbox of the buyer's conversation")


def _undone(agent: Agent) -> None:
    agent.goes_to("home")
    agent.keys("Ctrl+Z")
    agent.until(lambda: _ticket(agent).row.state == TicketState.IN_PROGRESS, "the ticket is in progress again")
    agent.sees(REPLY not in _texts(agent), "the reply has left the timeline")
    agent.sees(not _waiting_replies(agent), "the reply has left the outbox")
    agent.keys("Ctrl+Z")
    agent.until(lambda: NOTE not in _texts(agent), "the note is taken back")


def _redone(agent: Agent) -> None:
    agent.keys("Ctrl+Shift+Z", "Ctrl+Y")
    agent.until(lambda: _ticket(agent).row.state == TicketState.DONE, "both steps are done again")
    agent.sees({NOTE, REPLY} <= set(_texts(agent)), "note and reply stand there again")


def _searched(agent: Agent) -> None:
    agent.searches(WANTED)
    found = agent.window.palette_list.current()
    agent.sees(found is not None and found.place is not None, "a place is found")


def _found(agent: Agent) -> None:
    found = agent.window.palette_list.current()
    agent.keys("Return")
    agent.until(lambda: agent.window.current_page() == "reception", "the place opens")
    agent.sees(found is not None and not agent.window.palette_list.isVisible(), "the list closes")


def _ticket(agent: Agent) -> TicketDetail:
    return agent.there(lambda: agent.ticket_called(TITLE), "the ticket is there")


def _last(agent: Agent) -> tuple[str, str]:
    event = _ticket(agent).events[-1]
    return event.kind, event.text


def _texts(agent: Agent) -> list[str]:
    return [event.text for event in _ticket(agent).events]


def _chip(agent: Agent, name: str) -> QAbstractButton | None:
    return next((chip for chip in agent.shown(ChipButton) if chip.accessibleName().startswith(f"{name}:")), None)


TICKET_STORY: tuple[Scene, ...] = (
    Scene("remark", mark("A flag and a remark are chosen"), _remark, (RemarkDialog,)),
    Scene("flagged", mark("Order and conversation show them"), _flagged),
    Scene("new-ticket", mark("A ticket begins from the order, with a screenshot"), _form),
    Scene("ticket-opened", mark("The ticket is open"), _opened),
    Scene("ticket-worked", mark("The ticket gets a state and a note"), _worked),
    Scene("ticket-done", mark("A reply ends the ticket"), _finished),
    Scene("undone", mark("Two steps are taken back"), _undone),
    Scene("redone", mark("Two steps are done again"), _redone),
    Scene("search", mark("Two characters find everything again"), _searched),
    Scene("found", mark("Enter opens the place"), _found),
)
