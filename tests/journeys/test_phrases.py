"""An agent keeps phrases and answers with them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTableView

from tests.journeys.agent import DEER, Worker
from ticketdesk.store.queries import phrases
from ticketdesk.tour.agent import Entry
from ticketdesk.tour.sample_talks import PHRASES
from ticketdesk.ui.reception.phrase_popup import PhrasePopup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def codes(agent: Worker) -> list[str]:
    return [row.code for row in phrases.phrases(agent.reader)]


def test_a_phrase_is_added_changed_and_removed(agent: Worker) -> None:
    agent.act("phrases")
    agent.dialog("Phrases")
    agent.fills(Entry("Text", "亲，可以的"), Entry("Code", "ky"))
    agent.keys("Ctrl+Return")
    agent.until(lambda: codes(agent) == ["ky"], "the phrase is added")
    agent.settle()
    agent.find(QTableView, "Phrases").setFocus()
    agent.keys("Home")
    agent.fills(Entry("Code", "kyd"))
    agent.keys("Ctrl+Return")
    agent.until(lambda: codes(agent) == ["kyd"], "the phrase is changed")
    agent.press("Remove")
    agent.until(lambda: codes(agent) == [], "the phrase is removed")


@pytest.mark.parametrize(("typed", "code"), [("/tk", "tk"), ("/hmyf", "hmyf"), ("/gxn", "zs")])
def test_a_slash_and_a_code_or_initials_write_the_phrase(veteran: Worker, typed: str, code: str) -> None:
    veteran.goes_to("reception")
    veteran.chooses_talk(DEER)
    veteran.fills(Entry("Reply", typed))
    veteran.until(lambda: any(veteran.shown(PhrasePopup)), "the phrases are offered")
    veteran.keys("Return", "Return")
    veteran.until(lambda: veteran.messages_of(DEER)[-1].side == "out", "the answer is kept")
    assert veteran.messages_of(DEER)[-1].text == next(text for known, text, _group in PHRASES if known == code)


def test_one_phrase_goes_in_and_the_list_stays_for_the_next(veteran: Worker) -> None:
    veteran.goes_to("reception")
    veteran.chooses_talk(DEER)
    veteran.fills(Entry("Reply", "/tk"))
    veteran.until(lambda: any(veteran.shown(PhrasePopup)), "the phrases are offered")
    veteran.keys("Tab")
    veteran.write("yfx")
    veteran.keys("Return", "Return")
    veteran.until(lambda: veteran.messages_of(DEER)[-1].side == "out", "the answer is kept")
    texts = {code: text for code, text, _group in PHRASES}
    assert veteran.messages_of(DEER)[-1].text == f"{texts['tk']}\n{texts['yfx']}"
