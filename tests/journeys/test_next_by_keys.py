"""One key takes the agent from one urgent matter to the next, whatever its kind and page."""

from __future__ import annotations

import pytest

from tests.desk.live import hear
from tests.journeys.typist import Typist
from ticketdesk.store.queries import next_items
from ticketdesk.store.queries.next_items import NextItem

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
NOTHING = "Nothing new waits: you have seen the rest"


def presses_next(agent: Typist) -> str:
    """Press Next and read what it says."""
    agent.window.later.hide_toast()
    agent.presses("next_item")
    agent.until(lambda: agent.window.toast.text() != "" and not agent.window.showing.under_way, "Next says why")
    return agent.window.toast.text()


def waiting(agent: Typist) -> list[NextItem]:
    return next_items.of_talks(agent.reader, agent.world.agent_id or 0, 1, 3)


def test_all_that_waits_is_seen_once_by_one_key(typist: Typist) -> None:
    typist.goes_to("orders")
    said = []
    while (words := presses_next(typist)) != NOTHING:
        said.append((typist.window.current_page(), words))
        assert len(said) < 99, "Next comes to an end"
    pages = [page for page, _words in said]
    assert {"reception", "tickets"} <= set(pages)
    assert sum("Waits" in words for _page, words in said) == len(waiting(typist)) > 1
    assert any("Exchange 48h" in words for _page, words in said)
    assert presses_next(typist) == NOTHING


def test_what_is_answered_is_left_and_who_writes_meanwhile_comes(typist: Typist) -> None:
    while "Waits" not in presses_next(typist):
        assert typist.window.toast.text() != NOTHING
    before = waiting(typist)
    talk = typist.reception().chat.conversation()
    assert talk is not None
    typist.keys("Ctrl+J")
    typist.write("qin, zheng zai cha")
    typist.keys("Ctrl+Return")
    typist.until(lambda: talk.id not in {item.id for item in waiting(typist)}, "the buyer is answered")
    assert len(waiting(typist)) == len(before) - 1
    while presses_next(typist) != NOTHING:
        row = typist.reception().chat.conversation() if typist.window.current_page() == "reception" else None
        assert row is None or row.id != talk.id
    new = hear(typist.parts.desk, "夏天的风", "还有货吗", at=typist.clock())
    assert "夏天的风" in presses_next(typist)
    shown = typist.reception().chat.conversation()
    assert shown is not None and shown.id == new
    assert presses_next(typist) == NOTHING
