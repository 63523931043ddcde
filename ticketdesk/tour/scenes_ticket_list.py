"""The list of tickets: searching it, what is found and what is wrong with a search."""

from __future__ import annotations

from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.ui.tickets.query_field import language
from ticketdesk.words import mark


def _page(agent: Agent) -> TicketsPage:
    clear(agent)
    agent.goes_to("tickets")
    page = agent.there(lambda: next(agent.shown(TicketsPage), None), "the tickets are shown")
    page.views.set_current("mine")
    page.list.show_view("mine")
    agent.keys("Ctrl+F")
    return page


def _write(agent: Agent, chinese: str, english: str) -> None:
    agent.write(chinese if language() == "zh" else english)


def _completing(agent: Agent) -> None:
    page = _page(agent)
    _write(agent, "状态:", "state:")
    agent.until(page.list.search.field.popup.isVisible, "the states are offered")
    agent.keys("Down", "Down")


def _found(agent: Agent) -> None:
    page = _page(agent)
    _write(agent, "类型:换货 优先级>=中 尺码", "type:exchange priority>=normal 尺码")
    agent.keys("Return")
    agent.until(lambda: len(page.list.search.chips.chips) == 3, "three conditions are chips")
    agent.until(lambda: page.list.model.rowCount() > 0, "tickets are found")


def _wrong(agent: Agent) -> None:
    page = _page(agent)
    _write(agent, "状态:待处理 颜色:红 ", "state:open colour:red ")
    agent.keys("Return")
    agent.until(page.list.search.error.isVisible, "the wrong word is named")


def _nothing(agent: Agent) -> None:
    page = _page(agent)
    _write(agent, "类型:投诉 没有这样的工单 ", "type:complaint 没有这样的工单 ")
    agent.keys("Return")
    agent.until(page.list.empty.isVisible, "no ticket matches")


TICKET_LIST_SCENES: tuple[Scene, ...] = (
    Scene("ticket-search-completing", mark("What may be written is offered below the caret"), _completing),
    Scene("ticket-search", mark("Tickets are found by conditions"), _found),
    Scene("ticket-search-wrong", mark("The wrong word of a search is named"), _wrong),
    Scene("ticket-search-nothing", mark("No ticket matches a search"), _nothing),
)
