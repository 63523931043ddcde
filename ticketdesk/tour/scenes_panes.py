"""Two and four conversations side by side."""

from __future__ import annotations

from ticketdesk.store.queries import conversations
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER
from ticketdesk.tour.scenes import clear
from ticketdesk.ui.orders.sidebar import OrderSidebar
from ticketdesk.ui.reception.chat_panel import ChatPanel
from ticketdesk.ui.reception.panes import Panes
from ticketdesk.words import mark


def _two(agent: Agent) -> None:
    clear(agent)
    bar = agent.window.later.alerts.bar
    if bar is not None and bar.isVisible():
        agent.act("tool_bar")  # it would stand over a head
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    _beside(agent, 2)
    agent.write("亲，给您换 L 码，今天寄出～")


def _four(agent: Agent) -> None:
    _beside(agent, 3)
    _beside(agent, 4)
    agent.keys("Alt+2")


def _orders(agent: Agent) -> None:
    """The orders come back, which had made room for the two panes."""
    agent.keys("Alt+1", "F7")
    agent.until(lambda: any(agent.shown(OrderSidebar)), "the orders stand beside them")


def _beside(agent: Agent, count: int) -> None:
    """Set the conversation of the first pane beside it, by its keys."""
    agent.keys("Alt+1", "Ctrl+\\")
    agent.until(lambda: sum(1 for _each in agent.shown(ChatPanel)) == count, f"{count} conversations stand there")
    panes = agent.there(lambda: next(agent.shown(Panes), None), "there are panes")
    agent.until(lambda: len(set(panes.looked_at())) == count, "no conversation stands there twice")
    agent.sees(bool(conversations.snapshot(agent.reader, "waiting")), "buyers still wait")


PANE_SCENES: tuple[Scene, ...] = (
    Scene("panes-two", mark("Two conversations side by side, each with its own draft"), _two, (Panes,)),
    Scene("panes-orders", mark("The orders are brought back beside two conversations"), _orders, (Panes,)),
    Scene("panes-four", mark("Four conversations side by side"), _four, (Panes,)),
)
