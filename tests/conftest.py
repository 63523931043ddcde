"""What every test may ask for, and Qt's offscreen platform where no other was chosen."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from ticketdesk.words import current_language, use_language

# Before any test imports Qt; a developer may choose another platform to watch a journey.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


# A machine that stands still for seconds would fail an example by its 200 ms, and the making of examples by its share.
# The same examples on every machine: new ones are looked for by the long form, where what they find holds up nobody.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("TICKETDESK_LONG") != "1",
)  # fmt: skip
settings.load_profile("patient")

TWINS = Path(__file__).parent / "data"
EXPORTS = Path(__file__).parents[2] / "shared" / "data" / "exports"


PATIENCE = 30_000
"""Milliseconds in which what a test waits for comes on any machine; what a test bounds closer names its own time."""


class PatientBot(QtBot):
    """pytest-qt's hands, who wait longer before they give up: a busy machine takes seconds for what takes none."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        """Wait until ``callback`` holds."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        """Wait for ``signal`` in a with block."""
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitSignals(self, signals: list[Any], *, timeout: int = PATIENCE, **more: Any) -> Any:
        """Wait for all of ``signals`` in a with block."""
        return super().waitSignals(signals, timeout=timeout, **more)


@pytest.fixture(scope="session", autouse=True)
def _still() -> Iterator[None]:
    """Leave what the process has read out of every collection.

    A window that closes unfreezes everything and collects: among the modules of all tests that took longer than most
    of them. So it is the tests that freeze, between two files of theirs, when no window is open.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ticketdesk.ui.sweeper.gc", _Collector())
        _freeze()
        yield


class _Collector:
    """Python's collector as the sweeper of a window uses it, but for the freezing."""

    isenabled, enable, disable = gc.isenabled, gc.enable, gc.disable
    get_count, get_threshold, collect = gc.get_count, gc.get_threshold, gc.collect

    def freeze(self) -> None:
        """Nothing: the tests do that."""

    def unfreeze(self) -> None:
        """Nothing: what the tests have frozen stays so."""


def _freeze() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _same_language() -> Iterator[None]:
    """A test that chose a language gives it back, whatever became of the test."""
    before = current_language()
    yield
    if current_language() != before:
        use_language(before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Collect what a test with widgets leaves on this thread only, as a window does (ui/sweeper.py): most tests show
    a page without one, and a collection on the writer's thread would destroy their widgets and timers there."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    collecting = gc.isenabled()
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        if collecting:
            gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After the last test of a file the next one finds the process as a fresh one: it speaks English."""
    yield
    if nextitem is not None and nextitem.path != item.path:
        use_language("en")
        _freeze()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's own fixture with more patience."""
    return PatientBot(request)


@pytest.fixture
def twins() -> Path:
    """The small twins of every layout."""
    return TWINS


@pytest.fixture
def exports() -> Path:
    """The sample exports beside the project."""
    if not EXPORTS.is_dir():
        pytest.skip(f"the sample exports are not here: {EXPORTS}")
    return EXPORTS


@pytest.fixture
def tmp_store_path(tmp_path: Path) -> Path:
    """Where a store of this test alone may be made; nothing is there yet, and its path holds a blank and Chinese."""
    return tmp_path / "店铺 1" / "desk.tdstore"
