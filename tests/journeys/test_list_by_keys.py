"""The list of conversations by keys alone: scopes, search, groups, marks, and on to the next one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu

from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.store.queries import conversations, serving
from ticketdesk.ui.reception.list.chosen import GROUPS
from ticketdesk.ui.reception.page import ReceptionPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def reception(agent: Typist) -> ReceptionPage:
    agent.keys("Ctrl+2")
    agent.settle()
    page = agent.window.page("reception")
    assert isinstance(page, ReceptionPage)
    return page


def test_from_who_waits_longest_to_the_next_and_back(typist: Typist) -> None:
    page = reception(typist)
    waiting = list(conversations.snapshot(typist.reader, "waiting"))
    typist.keys("Ctrl+Up")
    assert page.list.current() == waiting[0] == typist.talk_of(DEER)
    assert page.list.marks.ids() == [waiting[0]]
    typist.keys("Alt+Down", "Alt+Down", "Alt+Up")
    typist.keys("Ctrl+Up", "Alt+Down")
    assert page.list.current() == waiting[1] and page.list.marks.ids() == [waiting[1]]


def test_a_star_and_a_pin_are_set_and_taken_back(typist: Typist) -> None:
    page = reception(typist)
    typist.keys("Ctrl+Up", "Alt+Down")
    second = page.list.current() or 0

    def marks() -> tuple[bool, bool]:
        row = conversations.one(typist.reader, second)
        assert row is not None
        return bool(row.starred), row.pinned_at is not None

    typist.keys("Ctrl+B")
    typist.until(lambda: marks() == (True, False), "it is starred")
    typist.keys("Ctrl+Shift+P")
    typist.until(lambda: marks() == (True, True), "it is pinned")
    typist.settle()
    assert page.list.model.id_at(1) == second, "it keeps its place while it is in work"
    typist.keys("Alt+Down")
    typist.until(lambda: page.list.model.id_at(0) == second, "it stands on top once it is left")
    typist.keys("Ctrl+Z")
    typist.until(lambda: marks() == (True, False), "the pin is taken back")


def test_words_lead_to_a_conversation(typist: Typist) -> None:
    page = reception(typist)
    typist.keys("Ctrl+Shift+F")
    typist.write("快递")
    typist.until(lambda: page.list.model.rowCount() == 1, "one buyer spoke of it")
    typist.keys("Return")
    row = conversations.one(typist.reader, page.list.current() or 0)
    assert row is not None and row.nick == "haoyun2015"
    typist.keys("Ctrl+Shift+F", "Esc", "Esc")
    typist.until(lambda: page.list.model.rowCount() == 7, "all who wait are there again")


def test_every_group_is_chosen_by_its_menu(typist: Typist) -> None:
    page = reception(typist)
    for place, group in enumerate(GROUPS, start=2):
        typist.keys("Ctrl+Shift+G", *["Down"] * place, "Return")
        assert page.list.chosen().group == group
    typist.keys("Ctrl+Shift+G", "Down", "Down", "Down", "Return")
    typist.until(lambda: page.list.model.rowCount() == 1, "only one asked and did not order")
    typist.tabs_near("Show all")
    typist.keys("Space")
    typist.until(lambda: page.list.model.rowCount() == 7, "all who wait are there again")


def test_every_scope_is_reached_by_the_arrows(typist: Typist) -> None:
    page = reception(typist)
    typist.tabs_to("Conversation lists")
    typist.keys("Home")
    seen = [page.list.scope()]
    for _step in range(4):
        typist.keys("Right")
        seen.append(page.list.scope())
    assert seen == ["waiting", "open", "recent", "team", "all_buyers"]
    typist.until(lambda: page.list.model.rowCount() > 7, "all buyers are there")
    typist.keys("Home")
    typist.until(lambda: page.list.model.rowCount() == 7, "those who wait are there again")


def test_the_list_is_sorted_by_waiting_by_the_last_message_and_by_the_contact(typist: Typist) -> None:
    page = reception(typist)
    for start, order in (("Last message", "last"), ("Begin of the contact", "contact"), ("Waiting time", "waiting")):
        typist.tabs_near("Sort: ")
        typist.keys("Space")
        typist.picks_near(start)
        assert (page.list.chosen().order, page.list.chosen().descending) == (order, True)
    first = page.list.model.id_at(0)
    typist.tabs_near("Sort: ")
    typist.keys("Space")
    typist.picks_near("Shortest waiting first")
    typist.until(lambda: page.list.model.id_at(page.list.model.rowCount() - 1) == first, "it is turned round")


def test_a_wait_is_late_after_the_minutes_of_the_shop(typist: Typist) -> None:
    page = reception(typist)
    first = conversations.one(typist.reader, page.list.model.id_at(0) or 0)
    assert first is not None and first.waiting_since is not None
    since = first.waiting_since
    assert page.list._wait(since)[1] == "bad"
    typist.opens_section("reception")
    typist.tabs_near("Minutes of waiting until it is late")
    typist.keys("Ctrl+A", "9", "Tab")
    typist.until(lambda: page.list._wait(since)[1] == "warn", "the chip is red no more")
    typist.keys("Shift+Tab", "Ctrl+A", "1", "Tab")
    typist.until(lambda: page.list._wait(since)[1] == "bad", "the chip is red again")


def test_several_rows_are_chosen_and_starred(typist: Typist) -> None:
    page = reception(typist)
    typist.keys("Ctrl+Up")
    typist.tabs_to("Conversations")
    typist.keys("Shift+Down", "Shift+Down")
    assert len(page.list.marks.ids()) == 3
    chosen = page.list.marks.ids()
    typist.keys("Ctrl+B")
    typist.until(lambda: all(row.starred for row in conversations.rows(typist.reader, chosen)), "all three are starred")


def test_the_state_is_set_by_keys(typist: Typist) -> None:
    me = typist.window.world.agent_id or 0
    typist.tabs_near("My state")
    typist.keys("Return")
    assert isinstance(typist.top(), QMenu)
    typist.keys("Down", "Down", "Return")
    typist.until(lambda: serving.my_state(typist.reader, me) == "suspended", "the agent is suspended")
    typist.until(lambda: typist.window.top.state.state() == "suspended", "the top bar says so")
