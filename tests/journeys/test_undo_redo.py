"""An agent takes steps back and does them again, also after the program was closed in between."""

from __future__ import annotations

import pytest

from tests.journeys.agent import DEER, DEER_ORDER, Worker
from ticketdesk.store.queries import orders
from ticketdesk.tour.agent import Entry

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def remarks(agent: Worker) -> list[str]:
    return [row.text for row in orders.remarks(agent.reader, agent.order())]


def remarks_on_order(agent: Worker, text: str) -> None:
    agent.goes_to("reception")
    agent.chooses_talk(DEER)
    agent.presses_on_order(DEER_ORDER, "Flag and remark")
    agent.dialog("Flag and remark")
    agent.fills(Entry("Remark", text))
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: text in remarks(agent), "the remark is kept")


def test_a_step_back_and_forth(veteran: Worker) -> None:
    before = remarks(veteran)
    remarks_on_order(veteran, "发顺丰")
    veteran.goes_to("home")
    veteran.keys("Ctrl+Z")
    veteran.until(lambda: remarks(veteran) == before, "the remark is taken back")
    veteran.keys("Ctrl+Shift+Z")
    veteran.until(lambda: remarks(veteran)[0] == "发顺丰", "the remark is there again")


def test_a_step_back_after_a_restart(veteran: Worker) -> None:
    before = remarks(veteran)
    remarks_on_order(veteran, "发顺丰")
    again = veteran.starts_again()
    try:
        assert remarks(again)[0] == "发顺丰"
        again.goes_to("home")
        again.keys("Ctrl+Z")
        again.until(lambda: remarks(again) == before, "the remark is taken back")
        last = again.starts_again()
    except BaseException:
        again.close()
        raise
    try:
        last.goes_to("home")
        last.keys("Ctrl+Y")
        last.until(lambda: remarks(last)[0] == "发顺丰", "the remark is there again")
    finally:
        last.close()


def test_letters_come_back_before_acts_while_one_types(veteran: Worker) -> None:
    before = remarks(veteran)
    remarks_on_order(veteran, "发顺丰")
    veteran.fills(Entry("Reply", "abc"))
    veteran.keys("Ctrl+Z")
    veteran.settle()
    assert remarks(veteran)[0] == "发顺丰" and remarks(veteran) != before
