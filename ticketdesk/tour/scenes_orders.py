"""The orders at work: remarks that contradict each other, and what the shop says of remarks."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from ticketdesk.store.queries import orders
from ticketdesk.store.queries.order_filter import OrderFilter, ids
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes_buyers import leave
from ticketdesk.ui.orders.conclude_dialog import ConcludeDialog
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.settings.order_section import OrderSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def _page(agent: Agent, view: str) -> OrdersPage:
    leave(agent)
    agent.goes_to("orders")
    page = agent.there(lambda: next(agent.shown(OrdersPage), None), "the orders are shown")
    page.filter.reset()
    page.show_view(view)
    agent.settle()
    return page


def _contradiction(agent: Agent) -> None:
    _page(agent, "contradicting")
    (order,) = ids(agent.reader, OrderFilter(contradicting=True))
    agent.chooses_row(tr("Orders"), order)
    agent.find(QAbstractButton, tr("Decide which remark counts"))


def _decide(agent: Agent) -> None:
    agent.press(tr("Decide which remark counts"))
    agent.dialog(tr("Decide which remark counts"))


def _concluded(agent: Agent) -> None:
    (order,) = ids(agent.reader, OrderFilter(contradicting=True))
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: not ids(agent.reader, OrderFilter(contradicting=True)), "nothing contradicts any more")
    agent.sees(any(row.concludes for row in orders.remarks(agent.reader, order)), "one remark concludes")


def _settings(agent: Agent) -> None:
    leave(agent)
    agent.window.go(Place("settings.orders"))


ORDER_SCENES: tuple[Scene, ...] = (
    Scene("orders-contradiction", mark("Two remarks contradict each other: both, who wrote them and when"),
          _contradiction),
    Scene("remark-conclude", mark("It is decided which remark counts"), _decide, (ConcludeDialog,)),
    Scene("remark-concluded", mark("One concluding remark, and nothing contradicts any more"), _concluded),
    Scene("settings-orders", mark("The words by which remarks are read"), _settings, (OrderSection,)),
)  # fmt: skip
