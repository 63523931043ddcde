"""The sample shop at work: one scene for each picture of the design."""

from __future__ import annotations

from ticketdesk.store.queries import conversations
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_talks import DEER, WAITING
from ticketdesk.words import mark


def _reception(agent: Agent) -> None:
    agent.goes_to("reception")
    agent.chooses_talk(DEER.nick)
    waiting = conversations.snapshot(agent.reader, "waiting")
    agent.sees(len(waiting) == len(WAITING), "seven buyers wait")


def _home(agent: Agent) -> None:
    agent.goes_to("home")


SHOP_SCENES: tuple[Scene, ...] = (
    Scene("home", mark("What waits for the agent"), _home),
    Scene("reception", mark("Seven buyers wait, the longest first"), _reception),
)
