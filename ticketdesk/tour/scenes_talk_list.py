"""The list of conversations: its lists, groups, orders, search and menus, and the state of the agent."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from ticketdesk.store.queries import conversations, serving
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.reception.acts.block_dialog import BlockDialog
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.words import mark, tr


def _page(agent: Agent) -> ReceptionPage:
    clear(agent)
    agent.goes_to("reception")
    agent.keys("Ctrl+Up")
    return agent.there(lambda: next(agent.shown(ReceptionPage), None), "the reception is shown")


def _marked(agent: Agent) -> None:
    page = _page(agent)
    agent.keys("Alt+Down", "Ctrl+Shift+P", "Ctrl+B", "Alt+Down")
    pinned = conversations.snapshot(agent.reader, "waiting")[1]
    agent.until(lambda: page.list.model.id_at(0) == pinned, "the pinned one stands on top")


def _group(agent: Agent) -> None:
    page = _page(agent)
    agent.keys("Ctrl+Shift+G")
    agent.picks(tr("Asked, not ordered"))
    agent.until(lambda: page.list.model.rowCount() == 1, "only one asked and did not order")


def _groups(agent: Agent) -> None:
    _page(agent)
    agent.keys("Ctrl+Shift+G")
    agent.menu()


def _orders(agent: Agent) -> None:
    page = _page(agent)
    page.list.head.drop_orders()
    agent.menu()


def _found(agent: Agent) -> None:
    page = _page(agent)
    agent.keys("Ctrl+Shift+F")
    agent.write("快递")
    agent.until(lambda: page.list.model.rowCount() == 1, "one buyer spoke of it")


def _nothing(agent: Agent) -> None:
    page = _page(agent)
    agent.keys("Ctrl+Shift+F")
    agent.write("没有这句话")
    agent.until(page.list.empty.isVisible, "the list says that nothing was found")


def _team(agent: Agent) -> None:
    page = _page(agent)
    page.list.tabs.setCurrentIndex(3)
    agent.until(page.list.empty.isVisible, "no colleague serves anybody")


def _row_menu(agent: Agent) -> None:
    page = _page(agent)
    page.list.marks.open_menu(page.list.view.mapToGlobal(QPoint(90, 60)))
    agent.menu()


def _block(agent: Agent) -> None:
    _row_menu(agent)
    agent.picks(tr("Block the buyer…"))
    agent.dialog(tr("Block the buyer"))
    agent.press(tr("Advertising"))


def _states(agent: Agent) -> None:
    _page(agent)
    agent.clicks(agent.window.top.state)
    agent.menu()


def _suspended(agent: Agent) -> None:
    _states(agent)
    agent.picks(tr("Suspended"))
    me = agent.window.world.agent_id or 0
    agent.until(lambda: serving.my_state(agent.reader, me) == "suspended", "the agent is suspended")
    agent.until(lambda: agent.window.top.state.state() == "suspended", "the top bar says so")


TALK_LIST_SCENES: tuple[Scene, ...] = (
    Scene("list-marked", mark("Pinned conversations stand on top, stars beside them"), _marked),
    Scene("menu-list-groups", mark("The list can be narrowed to a group"), _groups),
    Scene("list-group", mark("Only who asked and did not order"), _group),
    Scene("menu-list-orders", mark("The list has another order"), _orders),
    Scene("list-found", mark("Words are found in the list"), _found),
    Scene("list-nothing", mark("Nothing was found in the list"), _nothing),
    Scene("list-team", mark("No colleague serves anybody"), _team),
    Scene("menu-row", mark("What may be done with a row of the list"), _row_menu),
    Scene("block", mark("A buyer is blocked with a reason"), _block, (BlockDialog,)),
    Scene("menu-agent-state", mark("Whether new conversations come is chosen"), _states),
    Scene("agent-suspended", mark("No new conversations come"), _suspended),
)
