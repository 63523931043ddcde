"""Two to four conversations side by side, by keys alone: each with its draft, reached by Alt+1 to 4, and restored."""

from __future__ import annotations

import pytest

from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.reception.panes import Panes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def shown(panes: Panes) -> list[int]:
    """The conversations of the panes, in their order."""
    return list(panes.looked_at())


def four(agent: Typist) -> ReceptionPage:
    """Set three conversations beside a fourth."""
    agent.chooses_talk(DEER)
    page = agent.reception()
    for count in range(2, 5):
        agent.keys("Ctrl+\\")
        agent.until(lambda wanted=count: len(shown(page.panes)) == wanted, "one more stands beside")  # type: ignore[misc]
    return page


def test_four_conversations_each_keep_their_own_draft(typist: Typist) -> None:
    page = four(typist)
    panes, talks = page.panes, shown(page.panes)
    assert len(set(talks)) == 4
    for place in range(4):
        typist.keys(f"Alt+{place + 1}")
        assert panes.active() is panes.panels()[place] and panes.active().composer.edit.hasFocus()
        typist.write(f"draft {place}")
    drafts = [panel.composer.edit.text() for panel in panes.panels()]
    assert drafts == ["draft 0", "draft 1", "draft 2", "draft 3"]
    typist.keys("Alt+3", "Return")
    typist.until(lambda: conversations.newest(typist.reader, talks[2])[-1].text == "draft 2", "the third is answered")
    kept = conversations.drafts(typist.reader, "reply:")
    typist.until(lambda: len(conversations.drafts(typist.reader, "reply:")) == 3, "the others are kept as drafts")
    assert "draft 2" not in kept.values()


def test_panes_are_closed_by_key_and_a_fifth_is_refused(typist: Typist) -> None:
    page = four(typist)
    before = shown(page.panes)
    typist.keys("Ctrl+\\")
    assert shown(page.panes) == before
    typist.keys("Alt+2", "Ctrl+Shift+\\")
    assert shown(page.panes) == [before[0], *before[2:]]
    typist.keys("Ctrl+Shift+\\", "Ctrl+Shift+\\")
    assert len(page.panes.panels()) == 1 and page.chat.composer.edit.hasFocus()


def test_the_layout_stands_again_after_a_restart(typist: Typist) -> None:
    page = four(typist)
    beside = shown(page.panes)[1:]
    again = typist.starts_again()
    try:
        panes = again.reception().panes
        again.until(lambda: shown(panes)[1:] == beside, "the same conversations stand beside")
    finally:
        again.close()
