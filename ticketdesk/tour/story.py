"""The story of the first sentence: from an empty machine to everything found again."""

from __future__ import annotations

from pathlib import Path

from ticketdesk.resources import resource_path
from ticketdesk.store.queries import agents, conversations, orders, phrases
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_files import DETAIL_FILE, ORDERS_FILE, TALK_FILE
from ticketdesk.tour.sample_orders import OWNER, PREFIX, SHOP, sample_orders
from ticketdesk.tour.sample_talks import DEER, PHRASES
from ticketdesk.ui.reception.paste_dialog import PasteDialog
from ticketdesk.ui.reception.phrase_popup import PhrasePopup
from ticketdesk.words import mark, tr

DEER_ORDER = f"{PREFIX}330281764"


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


def _import_look(agent: Agent) -> None:
    agent.looks_at_import(shipped(ORDERS_FILE))
    agent.sees(not orders.snapshot(agent.reader), "looking at the file writes nothing")


def _imported(agent: Agent) -> None:
    agent.imports()
    numbers = {row.number for row in orders.rows(agent.reader, orders.snapshot(agent.reader))}
    agent.sees(numbers == {order.number for order in sample_orders()}, "every number has all of its digits")


def _details(agent: Agent) -> None:
    agent.closes_import()
    agent.looks_at_import(shipped(DETAIL_FILE))
    agent.imports()
    order = agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")
    agent.sees(len(orders.lines(agent.reader, order)) == 2, "the order has its items")
    agent.sees(len(orders.snapshot(agent.reader)) == len(sample_orders()), "no order is doubled")
    agent.closes_import()
    agent.goes_to("orders")


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
    agent.goes_to("home")
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


def _phrase_list(agent: Agent) -> None:
    agent.fills(Entry(tr("Reply"), "/hm"))
    agent.until(lambda: any(agent.shown(PhrasePopup)), "the phrases are offered")


def _answered(agent: Agent) -> None:
    agent.keys("Return", "Return")
    agent.until(lambda: agent.messages_of(DEER.nick)[-1].side == "out", "the answer is kept")
    last = agent.messages_of(DEER.nick)[-1]
    agent.sees((last.text, last.state) == (PHRASES[0][1], "outbox"), "the phrase waits in the outbox")
    agent.sees(not conversations.snapshot(agent.reader, "waiting"), "nobody waits any more")


def _sent(agent: Agent) -> None:
    agent.keys("Ctrl+Shift+Return")
    agent.until(lambda: agent.messages_of(DEER.nick)[-1].state == "sent", "the answer is marked as sent")
    agent.sees(not conversations.outbox(agent.reader), "the outbox is empty")


TALK_STORY: tuple[Scene, ...] = (
    Scene("first-start", mark("The first start asks for two names"), _first_start),
    Scene("empty-home", mark("Two names open the shop"), _names),
    Scene("import-look", mark("An order list is looked at before it is taken"), _import_look),
    Scene("import-done", mark("Sixty orders are in"), _imported),
    Scene("orders", mark("A second file gives the orders their items"), _details),
    Scene("phrases", mark("A phrase is kept for later"), _phrase),
    Scene("paste", mark("A copied conversation is understood"), _paste, (PasteDialog,)),
    Scene("pasted", mark("The conversation is taken in"), _pasted),
    Scene("phrase-list", mark("A slash offers the phrases"), _phrase_list),
    Scene("answered", mark("The answer waits to be pasted into Qianniu"), _answered),
    Scene("sent", mark("The answer is marked as sent"), _sent),
)
