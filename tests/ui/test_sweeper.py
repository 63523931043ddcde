"""Python's garbage goes at the beat of the window, the old before room is given back to the system."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ticketdesk.ui import sweeper
from ticketdesk.ui.sweeper import Sweeper


def released() -> Future[None]:
    """What a store answers that has let go of its pages."""
    done = Future[None]()
    done.set_result(None)
    return done


class Knot:
    """Holds itself, as a page does whose slots know it."""

    def __init__(self) -> None:
        self.own = self


def test_old_garbage_and_pages_go_before_room_is_given_back(qtbot) -> None:
    given: list[Callable[[], None]] = []
    asked: list[bool] = []
    beat, made = QTimer(), Sweeper()

    def release() -> Future[None]:
        asked.append(gone() is None and given == [])
        return released()

    made.follow(beat, given.append, release)
    knot = Knot()
    gc.collect()  # it is among the oldest now
    gone = weakref.ref(knot)
    del knot
    for _second in range(20):
        beat.timeout.emit()
    assert gone() is not None and given == []
    made._giving._clock = lambda: 1e6  # a long time of work
    beat.timeout.emit()
    assert gone() is not None and given == []  # not beside what else is done at this beat
    qtbot.waitUntil(lambda: len(given) == 1)
    assert asked == [True]
    made.stop()


def test_young_garbage_goes_after_the_turn_of_the_beat(qtbot) -> None:
    beat, made = QTimer(), Sweeper()
    made.follow(beat, lambda _give_back: None, released)
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    held = [[n] for n in range(gc.get_threshold()[0] + 1)]
    beat.timeout.emit()
    assert gone() is not None and len(held) > 700  # not beside the clocks that are painted at this beat
    qtbot.waitUntil(lambda: gone() is None)
    made.stop()


def test_a_beat_with_nothing_to_sweep_asks_for_no_turn(qtbot, monkeypatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(sweeper, "next_turn", lambda _owner, work: asked.append(work))
    beat, made = QTimer(), Sweeper()
    made.follow(beat, lambda _give_back: None, released)
    gc.collect()
    beat.timeout.emit()
    assert asked == []
    held = [[n] for n in range(gc.get_threshold()[0] + 1)]
    beat.timeout.emit()
    assert len(asked) == 1 and held
    made.stop()


def test_a_sweeper_that_has_stopped_hears_no_beat(qapp: QApplication) -> None:
    given: list[Callable[[], None]] = []
    beat, made = QTimer(), Sweeper()
    made.follow(beat, given.append, released)
    made.stop()
    made._giving._clock = lambda: 1e6
    beat.timeout.emit()
    assert given == []


def test_pages_without_a_window_are_tested_as_with_one(qapp):
    """A collection on the writer's thread would destroy widgets and timers there: see conftest.py."""
    assert not gc.isenabled()
