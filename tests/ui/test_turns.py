"""Turns: one waiting thing a turn, in the order asked; parts that are painted one after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from ticketdesk.ui import slices
from ticketdesk.ui.slices import jumps, paint_in_turns
from ticketdesk.ui.turns import Turn, next_turn


class Deeds(QObject):
    """Notes what is done, and counts the turns of the event loop by a timer without a time."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.turn = 0
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._count)
        self._beat.start(0)
        self.again = Turn(self, self.repeat, again=True)

    def _count(self) -> None:
        self.turn += 1

    def note(self, what: str) -> None:
        self.done.append(f"{what}{self.turn}")

    def repeat(self) -> None:
        self.note("again")
        if len(self.done) >= 3:
            self.again.stop()


@pytest.fixture
def deeds(qapp: QApplication) -> Iterator[Deeds]:
    made = Deeds()
    yield made
    made.deleteLater()


def test_what_waits_is_done_one_a_turn_in_order(qtbot, deeds: Deeds) -> None:
    for what in "abc":
        next_turn(deeds, lambda what=what: deeds.note(what))
    assert deeds.done == []
    qtbot.waitUntil(lambda: len(deeds.done) == 3)
    assert [each[0] for each in deeds.done] == ["a", "b", "c"]
    assert len({each[1:] for each in deeds.done}) == 3  # a turn each


def test_a_turn_comes_again_until_it_is_stopped_and_lets_others_between(qtbot, deeds: Deeds) -> None:
    deeds.again.start()
    deeds.again.start()  # keeps its place, and is not done twice for it
    next_turn(deeds, lambda: deeds.note("b"))
    assert deeds.again.is_active()
    qtbot.waitUntil(lambda: not deeds.again.is_active())
    assert [each.rstrip("0123456789") for each in deeds.done] == ["again", "b", "again"]


def test_what_was_stopped_or_is_gone_is_not_done(qtbot, deeds: Deeds) -> None:
    gone = Deeds()
    heard = gone.done
    next_turn(gone, lambda: heard.append("x"))
    gone.again.start()
    shiboken6.delete(gone)
    deeds.again.start()
    deeds.again.stop()
    next_turn(deeds, lambda: deeds.note("last"))
    qtbot.waitUntil(lambda: deeds.done != [])
    assert heard == [] and deeds.done[0].startswith("last")


def test_a_work_that_breaks_keeps_none_waiting(qtbot, deeds: Deeds) -> None:
    def broken() -> None:
        raise ValueError("broken")

    next_turn(deeds, broken)
    next_turn(deeds, lambda: deeds.note("b"))
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: deeds.done != [])
    assert [kind for kind, _error, _trace in caught] == [ValueError]


def test_a_timer_that_came_due_during_a_work_is_heard_before_the_next_one(qtbot, deeds: Deeds) -> None:
    other = QTimer(deeds)
    other.setTimerType(Qt.TimerType.PreciseTimer)
    other.timeout.connect(lambda: deeds.done.append("other"))
    next_turn(deeds, lambda: (deeds.done.clear(), time.sleep(0.01), deeds.done.append("a")))
    next_turn(deeds, lambda: deeds.done.append("b"))
    other.start(1)
    qtbot.waitUntil(lambda: "b" in deeds.done)
    assert deeds.done[:3] == ["a", "other", "b"]


def compute(seconds: float) -> None:
    """Need the core for so long, however busy the machine is."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_where_much_was_done_in_a_turn_already_the_window_hears_what_came_before_more_is_done(
    qtbot, deeds: Deeds
) -> None:
    other = QTimer(deeds)
    other.setTimerType(Qt.TimerType.PreciseTimer)
    other.setSingleShot(True)
    other.timeout.connect(lambda: deeds.done.append("other"))
    next_turn(deeds, lambda: deeds.done.append("a"))
    other.start(1)  # due after the turn that waits, and both come due during what follows
    compute(0.02)
    qtbot.waitUntil(lambda: "a" in deeds.done)
    assert deeds.done[:2] == ["other", "a"]


def test_what_waits_gives_way_once_to_a_window_that_is_always_at_work(qtbot, deeds: Deeds) -> None:
    busy = QTimer(deeds)
    busy.timeout.connect(lambda: compute(0.012))
    busy.start(0)
    for what in "abc":
        next_turn(deeds, lambda what=what: deeds.note(what))
    qtbot.waitUntil(lambda: len(deeds.done) == 3)
    first, last = (int(deeds.done[place][1:]) for place in (0, -1))
    assert [each[0] for each in deeds.done] == ["a", "b", "c"]
    assert last - first <= 4  # two turns each


def test_a_loop_that_a_work_opens_does_what_waits(qtbot, deeds: Deeds) -> None:
    def opens() -> None:
        qtbot.waitUntil(lambda: deeds.done == ["b"])
        deeds.done.append("a")

    next_turn(deeds, opens)
    next_turn(deeds, lambda: deeds.done.append("b"))
    qtbot.waitUntil(lambda: deeds.done == ["b", "a"])


class Part(QWidget):
    """Tells when it is painted."""

    def __init__(self, told: list[str], name: str) -> None:
        super().__init__()
        self.told, self.name = told, name
        self.setMinimumSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.told.append(self.name)


def ground(qtbot, told: list[str]) -> tuple[QWidget, list[Part]]:
    holder = QWidget()
    parts = [Part(told, name) for name in "abc"]
    row = QHBoxLayout(holder)
    for part in parts:
        row.addWidget(part)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitUntil(lambda: set(told) >= set("abc"))
    told.clear()
    return holder, parts


def test_parts_are_painted_one_a_turn_and_nothing_of_them_before(qtbot, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(slices, "run_slice", lambda steps, _most: next(steps, told) is not told)  # each a large one
    holder, parts = ground(qtbot, told)
    paint_in_turns(holder, parts)
    next_turn(holder, lambda: told.append("|"))
    holder.update()
    assert not any(part.updatesEnabled() for part in parts)
    qtbot.waitUntil(lambda: set(told) >= set("abc|"))
    assert told.index("a") < told.index("|") < told.index("b") < told.index("c")
    assert all(part.updatesEnabled() for part in parts)


def test_parts_that_wait_already_wait_once_and_one_that_goes_is_left_out(qtbot, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(slices, "run_slice", lambda steps, _most: next(steps, told) is not told)
    holder, parts = ground(qtbot, told)
    paint_in_turns(holder, parts)
    paint_in_turns(holder, parts)
    shiboken6.delete(parts[1])
    qtbot.waitUntil(lambda: "c" in told)
    assert "b" not in told and parts[0].updatesEnabled() and parts[2].updatesEnabled()


@pytest.mark.parametrize(
    ("old", "new", "so"),
    [
        ((1024, 640), (1920, 1080), True),
        ((1920, 1080), (1024, 640), True),
        ((1024, 640), (1040, 650), False),
        ((-1, -1), (1920, 1080), False),
    ],
)
def test_only_another_size_in_one_go_is_a_jump(old: tuple[int, int], new: tuple[int, int], so: bool) -> None:
    assert jumps(QResizeEvent(QSize(*new), QSize(*old))) is so
