"""The story of the first sentence: from an empty machine to everything found again."""

from __future__ import annotations

from pathlib import Path

from ticketdesk.resources import resource_path
from ticketdesk.store.queries import agents, conversations, phrases
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_files import TALK_FILE
from ticketdesk.tour.sample_orders import OWNER, SHOP
from ticketdesk.tour.sample_talks import DEER, PHRASES
from ticketdesk.words import mark, tr

DEER_ORDER = "2026110000330281764"


def shipped(name: str) -> Path:
    """Return the path of a sample file that travels with the program."""
    return resource_path("sample", name)


def _first_start(agent: Agent) -> None:
    agent.find_field(tr("Name of the shop"))
    agent.until(lambda: agents.shop(agent.reader) is None, "the store has no shop yet")


def _names(agent: Agent) -> None:
    agent.opens_the_shop(SHOP, OWNER)
    shop = agents.shop(agent.reader)
    agent.sees(shop is not None and shop.name == SHOP, "the shop has its name")
    agent.sees([each.name for each in agents.agents(agent.reader)] == [OWNER], "the owner has a name")


def _phrase(agent: Agent) -> None:
    code, text, group = PHRASES[0]
    agent.act("phrases")
    agent.dialog(tr("Phrases"))
    agent.fills(Entry(tr("Text"), text), Entry(tr("Code"), code), Entry(tr("Group"), group))
    agent.keys("Ctrl+Return")
    agent.until(lambda: [row.code for row in phrases.phrases(agent.reader)] == [code], "the phrase is kept")


def _paste(agent: Agent) -> None:
    agent.keys("Esc")
    agent.no_dialog()
    agent.pastes_talk(shipped(TALK_FILE).read_text(encoding="utf-8-sig"))
    agent.sees(agent.talk_of(DEER.nick) is None, "nothing is written before it is taken in")


def _pasted(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: len(agent.messages_of(DEER.nick)) == len(DEER.lines), "every message is there")
    sides = [row.side for row in agent.messages_of(DEER.nick)]
    agent.sees(sides == ["out" if line.ours else "in" for line in DEER.lines], "buyer and shop are told apart")
    waiting = conversations.snapshot(agent.reader, "waiting")
    agent.sees(list(waiting) == [agent.talk_of(DEER.nick)], "the buyer waits for an answer")


STORY: tuple[Scene, ...] = (
    Scene("first-start", mark("The first start asks for two names"), _first_start),
    Scene("empty-home", mark("Two names open the shop"), _names),
    Scene("phrases", mark("A phrase is kept for later"), _phrase),
    Scene("paste", mark("A copied conversation is understood"), _paste),
    Scene("pasted", mark("The conversation is taken in"), _pasted),
)
