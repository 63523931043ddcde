"""Scope, group and order of the list over a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ticketdesk.ui.reception.conversation_list import ConversationList
from ticketdesk.ui.reception.list.chosen import Chosen, usual
from ticketdesk.ui.reception.list.kept_choice import KEPT, read
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.settings.kept import Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def made(qtbot, world, three):
    """Makes the list anew, as a start does."""

    def make() -> ConversationList:
        found = ConversationList(world)
        qtbot.addWidget(found)
        found.resize(292, 700)
        found.show()
        return found

    return make


def pick(menu, key):
    next(line for line in menu.actions() if line.data() == key).trigger()


def test_scope_group_and_each_order_come_back_but_not_the_words(made, world, qtbot):
    first = made()
    pick(first.head._orders, "contact")
    first.scopes.chosen.emit("recent")
    pick(first.head._orders, "last")
    pick(first.head._orders, "up")
    pick(first.head._groups, "answered")
    first.head._mine.trigger()
    first.head.words.setText("小雨")
    first.head._search("小雨")
    again = made()
    assert again.chosen() == Chosen("recent", "answered", mine=True, order="last", descending=False)
    assert again.scopes.strip.currentIndex() == 2 and again.head.words.text() == ""
    assert again.head.narrowed.text() == "Answered · Mine only" and "Oldest first" in again.head.order.text()
    again._choose(again.chosen().unfiltered())
    again.scopes.chosen.emit("waiting")
    assert (again.chosen().order, again.chosen().descending) == ("contact", True)


def test_it_is_in_the_file_of_this_computer(made, world, tmp_path: Path):
    world.kept = Settings(tmp_path / "kept.ini")
    made().scopes.chosen.emit("all_buyers")
    world.kept.save()
    assert read(Settings(tmp_path / "kept.ini")).front == usual("all_buyers")


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "7", '{"scope": "gone", "group": 1}', '{"scope": ["open"], "orders": []}',
        '{"orders": {"open": ["price", true], "gone": ["last", true], "recent": ["last", 1], "team": 3}}',
    ],
)  # fmt: skip
def test_what_is_damaged_falls_out(text):
    kept = Settings()
    kept.put(KEPT, text)
    assert read(kept) == (usual("waiting"), {})


def test_a_group_of_another_version_falls_out_alone():
    kept = Settings()
    kept.put(KEPT, '{"scope": "open", "group": "gone", "mine": true, "orders": {"open": ["contact", false]}}')
    assert read(kept).front == Chosen("open", mine=True, order="contact", descending=False)


def test_a_narrowed_list_opens_its_first_conversation_when_it_has_come(world, three, qtbot):
    world.kept.put(KEPT, '{"scope": "recent", "group": "answered"}')
    page = ReceptionPage(world)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.chat.conversation() is not None)
    assert page.chat.conversation().id == three[2] == page.list.current()
    page.hide()
