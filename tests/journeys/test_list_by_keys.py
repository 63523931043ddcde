"""The list of conversations by keys alone: scopes, search, groups, marks, and on to the next one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu

from tests.journeys.agent import DEER, Worker
from ticketdesk.store.queries import conversations, serving
from ticketdesk.ui.reception.page import ReceptionPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def reception(agent: Worker) -> ReceptionPage:
    agent.keys("Ctrl+2")
    agent.settle()
    page = agent.window.page("reception")
    assert isinstance(page, ReceptionPage)
    return page


def test_from_who_waits_longest_to_the_next_and_back(veteran: Worker) -> None:
    page = reception(veteran)
    waiting = list(conversations.snapshot(veteran.reader, "waiting"))
    veteran.keys("Ctrl+Up")
    assert page.list.current() == waiting[0] == veteran.talk_of(DEER)
    assert page.list.marks.ids() == [waiting[0]]
    veteran.keys("Alt+Down", "Alt+Down", "Alt+Up")
    veteran.keys("Ctrl+Up", "Alt+Down")
    assert page.list.current() == waiting[1] and page.list.marks.ids() == [waiting[1]]


def test_a_star_and_a_pin_are_set_and_taken_back(veteran: Worker) -> None:
    page = reception(veteran)
    veteran.keys("Ctrl+Up", "Alt+Down")
    second = page.list.current() or 0

    def marks() -> tuple[bool, bool]:
        row = conversations.one(veteran.reader, second)
        assert row is not None
        return bool(row.starred), row.pinned_at is not None

    veteran.keys("Ctrl+B")
    veteran.until(lambda: marks() == (True, False), "it is starred")
    veteran.keys("Ctrl+Shift+P")
    veteran.until(lambda: marks() == (True, True), "it is pinned")
    veteran.settle()
    assert page.list.model.id_at(1) == second, "it keeps its place while it is in work"
    veteran.keys("Alt+Down")
    veteran.until(lambda: page.list.model.id_at(0) == second, "it stands on top once it is left")
    veteran.keys("Ctrl+Z")
    veteran.until(lambda: marks() == (True, False), "the pin is taken back")


def test_words_lead_to_a_conversation(veteran: Worker) -> None:
    page = reception(veteran)
    veteran.keys("Ctrl+Shift+F")
    veteran.write("快递")
    veteran.until(lambda: page.list.model.rowCount() == 1, "one buyer spoke of it")
    veteran.keys("Return")
    row = conversations.one(veteran.reader, page.list.current() or 0)
    assert row is not None and row.nick == "haoyun2015"
    veteran.keys("Ctrl+Shift+F", "Esc", "Esc")
    veteran.until(lambda: page.list.model.rowCount() == 7, "all who wait are there again")


def test_a_group_is_chosen_by_its_menu(veteran: Worker) -> None:
    page = reception(veteran)
    veteran.keys("Ctrl+Shift+G")
    assert isinstance(veteran.top(), QMenu)
    veteran.keys("Down", "Down", "Down", "Return")
    veteran.until(lambda: page.list.chosen().group == "asked_not_ordered", "the group is chosen")
    veteran.until(lambda: page.list.model.rowCount() == 1, "only one asked and did not order")


def test_the_menu_key_and_several_rows(veteran: Worker) -> None:
    page = reception(veteran)
    veteran.keys("Ctrl+Up")
    page.list.view.setFocus()
    veteran.keys("Shift+Down", "Shift+Down")
    assert len(page.list.marks.ids()) == 3
    chosen = page.list.marks.ids()
    veteran.keys("Ctrl+B")
    veteran.until(
        lambda: all(row.starred for row in conversations.rows(veteran.reader, chosen)), "all three are starred"
    )


def test_the_state_is_set_by_keys(veteran: Worker) -> None:
    me = veteran.window.world.agent_id or 0
    veteran.window.top.state.setFocus()
    veteran.keys("Return")
    assert isinstance(veteran.top(), QMenu)
    veteran.keys("Down", "Down", "Return")
    veteran.until(lambda: serving.my_state(veteran.reader, me) == "suspended", "the agent is suspended")
    veteran.until(lambda: veteran.window.top.state.state() == "suspended", "the top bar says so")
