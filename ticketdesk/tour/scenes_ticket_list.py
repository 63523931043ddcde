"""The list of tickets: searching it, what is found and what is wrong with a search."""

from __future__ import annotations

from ticketdesk.store.queries.saved_views import saved_views
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.query.field import language
from ticketdesk.ui.save_view_dialog import SaveViewDialog
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.words import mark, tr


def plain_list(agent: Agent) -> TicketsPage:
    """Go to the agent's own tickets without a search and without headings, whatever the scene before has left."""
    clear(agent)
    agent.goes_to("tickets")
    page = agent.there(lambda: next(agent.shown(TicketsPage), None), "the tickets are shown")
    page.list.view.group_chosen.emit("")
    page.views.set_current("mine")
    page.list.show_view("mine")
    return page


def _page(agent: Agent) -> TicketsPage:
    page = plain_list(agent)
    agent.keys("Ctrl+F")
    return page


def write(agent: Agent, chinese: str, english: str) -> None:
    """Write a query in the language of the program."""
    agent.write(chinese if language() == "zh" else english)


def _completing(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "状态:", "state:")
    agent.until(page.list.search.field.popup.isVisible, "the states are offered")
    agent.keys("Down", "Down")


def _found(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "类型:换货 优先级>=中 尺码", "type:exchange priority>=normal 尺码")
    agent.keys("Return")
    agent.until(lambda: len(page.list.search.chips.chips) == 3, "three conditions are chips")
    agent.until(lambda: page.list.model.rowCount() > 0, "tickets are found")


def _wrong(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "状态:待处理 颜色:红 ", "state:open colour:red ")
    agent.keys("Return")
    agent.until(page.list.search.error.isVisible, "the wrong word is named")


def _nothing(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "类型:投诉 没有这样的工单 ", "type:complaint 没有这样的工单 ")
    agent.keys("Return")
    agent.until(page.list.empty.isVisible, "no ticket matches")


def _view_menu(agent: Agent) -> None:
    page = _page(agent)
    page.list.view.drop()
    agent.menu()


def _keeping(agent: Agent) -> None:
    page = _page(agent)
    page.views.set_current("all")
    page.list.show_view("all")
    write(agent, "旗:紫 未结 ", "flag:purple active ")
    agent.keys("Return")
    agent.until(lambda: page.list.model.rowCount() > 0, "tickets with a purple flag are found")
    agent.keys("Ctrl+Shift+F")
    agent.dialog(tr("Keep as a view"))
    agent.write("紫旗未结")


def _kept(agent: Agent) -> None:
    _keeping(agent)
    agent.press(tr("Keep"))
    page = agent.there(lambda: next(agent.shown(TicketsPage), None), "the tickets are shown")
    view = agent.there(lambda: next(iter(saved_views(agent.reader, agent.world.agent_id)), None), "the view is kept")
    page.views.list.chosen.emit(f"view:{view.id}")
    page.views.set_current(f"view:{view.id}")
    agent.until(lambda: page.views.count_of(view.id) == 1, "its ticket is counted")


def _grouped(agent: Agent) -> None:
    page = _page(agent)
    page.views.set_current("all")
    page.list.show_view("all")
    page.list.view.group_chosen.emit("state")
    agent.until(lambda: page.list.model.heading(-1) is not None, "headings stand over the groups")
    page.list.table.folded.emit(-2)


TICKET_LIST_SCENES: tuple[Scene, ...] = (
    Scene("ticket-search-completing", mark("What may be written is offered below the caret"), _completing),
    Scene("ticket-search", mark("Tickets are found by conditions"), _found),
    Scene("ticket-search-wrong", mark("The wrong word of a search is named"), _wrong),
    Scene("ticket-search-nothing", mark("No ticket matches a search"), _nothing),
    Scene("menu-ticket-list", mark("Columns, order and headings are chosen"), _view_menu),
    Scene("ticket-view-keeping", mark("What the list shows is kept as a view"), _keeping, (SaveViewDialog,)),
    Scene("ticket-view", mark("A view of one's own, with its count"), _kept),
    Scene("ticket-groups", mark("Headings stand over the tickets of a state"), _grouped),
)
