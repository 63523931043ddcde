"""A list that takes long: a bar after a moment, Esc goes back to what stood there or keeps what was found."""

from __future__ import annotations

import threading
from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ticketdesk.store.queries import conversation_lists
from ticketdesk.ui.reception.conversation_list import ConversationList
from ticketdesk.ui.reception.list.chosen import usual
from ticketdesk.ui.reception.list.kept_choice import KEPT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def slow(monkeypatch):
    """Every question that an index does not answer waits until it is let go or broken off; ``early`` comes at once."""

    class Slow:
        go = threading.Event()
        asked = 0
        broken = 0
        early: array[int] | None = None

    quick = conversation_lists.ids

    def ids(source, wanted, *, limit=None, told=None, cancelled=lambda: False):
        if told is None:
            return quick(source, wanted, limit=limit, cancelled=cancelled)
        Slow.asked += 1
        if Slow.early is not None:
            told(Slow.early)
        while not Slow.go.wait(0.005):
            if cancelled():
                Slow.broken += 1
                return array("q")
        return quick(source, wanted, told=told, cancelled=cancelled)

    monkeypatch.setattr(conversation_lists, "ids", ids)
    yield Slow
    Slow.go.set()


@pytest.fixture
def shown(qtbot, world, three, slow):
    made = ConversationList(world)
    qtbot.addWidget(made)
    made.resize(292, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def search(shown, words: str) -> None:
    shown.head.reach()
    QTest.keyClicks(shown.head.words, words)


def test_a_slow_search_shows_a_bar_and_its_end_takes_it_away(shown, slow, qtbot, three):
    stood = list(shown.model.ids())
    search(shown, "haoyun")
    qtbot.waitUntil(shown.busy.bar.isVisible)
    assert list(shown.model.ids()) == stood and shown.busy.bar.maximum() == 0
    assert "Esc" in shown.busy.bar.accessibleDescription()
    slow.go.set()
    qtbot.waitUntil(lambda: list(shown.model.ids()) == [three[1]])
    qtbot.waitUntil(lambda: not shown.busy.bar.isVisible())  # the rows may stand there before it has ended


def test_escape_breaks_off_and_the_list_that_stands_there_stays(shown, slow, qtbot, world):
    stood = list(shown.model.ids())
    search(shown, "haoyun")
    qtbot.waitUntil(shown.busy.bar.isVisible)
    QTest.keyClick(shown.head.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: slow.broken >= 1)
    assert shown.chosen() == usual("waiting") and shown.head.words.text() == "" and list(shown.model.ids()) == stood
    assert not shown.busy.bar.isVisible()
    asked = slow.asked
    shown.reload()  # what changes from now on is read as ever
    assert slow.asked == asked and list(shown.model.ids()) == stood


def test_escape_after_the_first_rows_keeps_them_and_says_so(shown, slow, qtbot, world, three):
    said: list[str] = []
    world.notices.said.connect(lambda text, _undoable: said.append(text))
    slow.early = array("q", [three[2]])
    next(line for line in shown.head._groups.actions() if line.data() == "answered").trigger()
    qtbot.waitUntil(lambda: list(shown.model.ids()) == [three[2]])
    qtbot.waitUntil(shown.busy.bar.isVisible)
    shown.view.setFocus()
    QTest.keyClick(shown.view, Qt.Key.Key_Escape)
    assert not shown.busy.bar.isVisible() and said == ["Broken off; the list shows what was found so far"]
    assert list(shown.model.ids()) == [three[2]] and shown.chosen().group == "answered"


def test_a_start_that_takes_long_can_be_broken_off(qtbot, world, three, slow):
    world.kept.put(KEPT, '{"scope": "recent", "group": "answered"}')
    shown = ConversationList(world)
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.busy.bar.isVisible)
    shown.view.setFocus()
    QTest.keyClick(shown.view, Qt.Key.Key_Escape)
    assert shown.chosen() == usual("recent") and sorted(shown.model.ids()) == sorted(three)


def test_another_quick_list_ends_the_bar(shown, slow, qtbot, three):
    search(shown, "haoyun")
    qtbot.waitUntil(shown.busy.bar.isVisible)
    shown.head._leave_search()
    assert not shown.busy.bar.isVisible() and list(shown.model.ids()) == [three[0], three[1]]


def test_what_is_read_again_behind_the_rows_shows_no_bar(shown, slow, qtbot, three):
    slow.go.set()
    shown.scopes.chosen.emit("recent")
    next(line for line in shown.head._groups.actions() if line.data() == "answered").trigger()
    qtbot.waitUntil(lambda: list(shown.model.ids()) == [three[2]])
    qtbot.waitUntil(lambda: not shown.busy._after.isActive())  # its first rows stand there before it has ended
    slow.go.clear()
    asked = slow.asked
    shown.reload()
    qtbot.waitUntil(lambda: slow.asked > asked)
    qtbot.wait(300)
    assert not shown.busy.bar.isVisible()
    slow.go.set()
