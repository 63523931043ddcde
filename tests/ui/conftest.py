"""A desk with its world for tests of pages: a real store in tmp_path, an own clock, the light theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ready import empty_store
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.desk import Desk
from ticketdesk.store.store import Store
from ticketdesk.ui import theme, turns
from ticketdesk.ui.relay import Relay
from ticketdesk.ui.sweeper import Sweeper
from ticketdesk.ui.tasks import Tasks
from ticketdesk.ui.world import World
from ticketdesk.words.ticket_types import use_types

START = 1_795_242_368_000  # 2026-11-21 14:26:08 in the shop's zone


@dataclass
class Clock:
    """The moment of a test, in UTC ms; each answer lies ``step`` after the one before."""

    now: int = START
    step: int = 1

    def __call__(self) -> int:
        self.now += self.step
        return self.now


@pytest.fixture(autouse=True)
def evenly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns come as they were asked for, however slow the machine is: which of them give way hangs on CPU time.

    That is shown by its own tests; journeys, tour, soak and bench run with it.
    """
    if request.module.__name__ != "tests.ui.test_turns":
        monkeypatch.setattr(turns, "_LONG", float("inf"))


@pytest.fixture(scope="session")
def sweeper(qapp: QApplication) -> Iterator[Sweeper]:
    made = Sweeper()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _sweeping(sweeper: Sweeper) -> Iterator[None]:
    """Cyclic garbage is collected on this thread only, as in the program: see ``ui/sweeper.py``."""
    yield
    sweeper.sweep()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty_desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk over a new store in which there is no shop yet."""
    store = Store(empty_store(tmp_path / "店铺 1" / "ticketdesk.db"))
    yield Desk(store, clock)
    store.close()


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """A desk whose owner 小满 is signed in."""
    made = empty_desk.run(CreateShop(shop_name="青禾生活旗舰店", owner_name="小满")).result
    empty_desk.agent_id = made.owner_id  # type: ignore[attr-defined]
    return empty_desk


def _world(desk: Desk, clock: Clock) -> Iterator[World]:
    tasks, relay = Tasks(), Relay()
    desk.listen(relay.publish)
    made = World(desk, tasks, relay, clock)
    yield made
    # A page that was never shown is not closed by qtbot; its timers would write into the store after it is closed.
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    relay.close()
    made.close()
    tasks.shutdown()
    use_types(tuple)  # names of types are read when they are first spoken of, from the store that is closed now


@pytest.fixture
def empty_world(qapp: QApplication, empty_desk: Desk, clock: Clock) -> Iterator[World]:
    """The world of a first start."""
    theme.apply(qapp, "light")
    yield from _world(empty_desk, clock)


@pytest.fixture
def world(qapp: QApplication, desk: Desk, clock: Clock) -> Iterator[World]:
    """The world of the owner; write through ``desk.run`` or ``world.post``, wait with qtbot.waitUntil."""
    theme.apply(qapp, "light")
    yield from _world(desk, clock)


@pytest.fixture
def window(qtbot) -> QWidget:
    """Something that stands behind a dialog."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made
