"""Tasks and relay: results arrive on the window's thread, in order, once, and never for the dead."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ticketdesk.ui.relay import Relay
from ticketdesk.ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


def refuse(error: BaseException) -> None:
    raise AssertionError from error


class Receiver(QObject):
    """Hears results and remembers the thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[int] = set()

    def hear(self, value: object) -> None:
        self.heard.append(value)
        self.threads.add(threading.get_ident())


def test_result_and_progress_come_to_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    receiver = Receiver()
    tasks.start("t", lambda progress, _: (progress(1), progress(2), "end")[2], receiver.hear, refuse, receiver.hear)
    qtbot.waitUntil(lambda: len(receiver.heard) == 3)
    assert receiver.heard == [1, 2, "end"] and receiver.threads == {threading.get_ident()}
    assert not tasks.running("t")


def test_each_end_is_told_in_a_turn_of_its_own(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[str] = []
    beat = QTimer(tasks)
    beat.timeout.connect(lambda: told.append("|"))
    for value in "ab":
        future: Future[str] = Future()
        tasks.watch(future, told.append)
        future.set_result(value)
    beat.start(0)
    qtbot.waitUntil(lambda: "b" in told)
    assert "|" in told[told.index("a") : told.index("b")]  # other things are heard between


def test_failure_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[BaseException] = []
    tasks.start("t", lambda _p, _c: 1 / 0, refuse, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], ZeroDivisionError)


def test_same_name_cancels_the_one_before(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[object] = []
    seen_stop = threading.Event()

    def first(_progress: object, cancelled: object) -> str:
        while not cancelled():  # type: ignore[operator]
            pass
        seen_stop.set()
        return "first"

    tasks.start("t", first, heard.append, refuse)
    tasks.start("t", lambda _p, _c: "second", heard.append, refuse)
    qtbot.waitUntil(lambda: bool(heard) and seen_stop.is_set())
    tasks.start("u", lambda _p, _c: "u", heard.append, refuse)
    qtbot.waitUntil(lambda: "u" in heard)
    assert heard == ["second", "u"]
    assert not tasks.cancel("t")


def test_watched_future_is_dropped_for_a_destroyed_receiver(tasks: Tasks, qtbot: QtBot) -> None:
    alive, dead = Receiver(), Receiver()
    first: Future[str] = Future()
    second: Future[str] = Future()
    tasks.watch(first, dead.hear, refuse)
    tasks.watch(second, alive.hear, refuse)
    shiboken6.delete(dead)
    threading.Thread(target=first.set_result, args=("a",)).start()
    threading.Thread(target=second.set_result, args=("b",)).start()
    qtbot.waitUntil(lambda: alive.heard == ["b"])
    assert dead.heard == [] and alive.threads == {threading.get_ident()}


@pytest.mark.parametrize("how", ["closure", "partial"])
def test_what_closes_over_a_destroyed_dialog_is_dropped(tasks: Tasks, qtbot: QtBot, how: str) -> None:
    alive, dead = Receiver(), Receiver()
    first: Future[str] = Future()
    second: Future[str] = Future()
    heard: list[object] = []

    def told(value: object) -> None:
        heard.append((dead, value))

    tasks.watch(first, told if how == "closure" else partial(Receiver.hear.__get__(dead)), refuse)
    tasks.watch(second, alive.hear, refuse)
    shiboken6.delete(dead)
    first.set_result("a")
    second.set_result("b")
    qtbot.waitUntil(lambda: alive.heard == ["b"])
    assert heard == [] and dead.heard == []


def test_relay_passes_on_in_order_and_stops_when_closed(qtbot: QtBot) -> None:
    relay, receiver = Relay(), Receiver()
    relay.changed.connect(receiver.hear)
    worker = threading.Thread(target=lambda: [relay.publish(n) for n in range(100)])
    worker.start()
    qtbot.waitUntil(lambda: len(receiver.heard) == 100)
    worker.join()
    assert receiver.heard == list(range(100)) and receiver.threads == {threading.get_ident()}
    relay.publish("late")
    relay.close()
    with qtbot.assertNotEmitted(relay.changed, wait=20):
        pass
