"""The real program on a copy of a made shop: its window, offscreen, and the time until something stands painted."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from tests.bench.store_rows import NOW
from ticketdesk import app as program
from ticketdesk.app import Parts, build
from ticketdesk.ui import theme
from ticketdesk.words import use_language

_MOST_S = 60.0


def application() -> QApplication:
    """The one QApplication, dressed as the program dresses it."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    made = program._application()
    use_language("zh_CN")
    theme.apply(made, "light")
    return made


class Painted(QObject):
    """Hears whether a widget was painted; installed on that widget alone."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.seen = False
        self.counts: Callable[[], bool] = lambda: True
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.counts():
            self.seen = True
        return False


@dataclass
class Stage:
    """One window over one copied shop."""

    parts: Parts
    app: QApplication
    path: Path
    _probes: dict[int, Painted] = field(default_factory=dict)

    @property
    def window(self) -> Any:
        return self.parts.window

    @property
    def reader(self) -> Any:
        return self.parts.store.reader

    def page(self, name: str) -> Any:
        """Show a page and let it come to rest."""
        self.window.show_page(name)
        self.rest()
        return self.window.page(name)

    def rest(self, seconds: float = 0.05) -> None:
        """Let everything that is under way end."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until or self.parts.tasks._runs:
            self.turn()
            time.sleep(0.001)

    def turn(self) -> None:
        """One turn of the event loop: ``processEvents`` alone would keep every widget that asked to be deleted."""
        self.app.processEvents()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def until(self, ready: Callable[[], bool]) -> None:
        """Let events run until ``ready``; TimeoutError after a minute."""
        last = time.perf_counter() + _MOST_S
        while not ready():
            self.app.processEvents()
            if time.perf_counter() > last:
                raise TimeoutError("the window did not come so far")

    def painted(self, view: QWidget, act: Callable[[], object], ready: Callable[[], bool] = lambda: True) -> float:
        """Return the milliseconds from ``act`` until ``view`` has been painted in the state ``ready`` names."""
        target, probe = self._probe(view)
        began = time.perf_counter()
        act()
        self.until(ready)
        probe.seen = False
        target.update()
        self.until(lambda: probe.seen)
        return (time.perf_counter() - began) * 1000

    def shown(self, view: QWidget, act: Callable[[], object], ready: Callable[[], bool]) -> float:
        """Return the milliseconds from ``act`` until ``view`` has by itself painted the state that ``ready`` names.

        `painted` asks for one whole frame more, which is the same where an act changes the whole view anyhow.
        """
        _target, probe = self._probe(view)
        probe.seen, probe.counts = False, ready
        began = time.perf_counter()
        act()
        self.until(lambda: probe.seen)
        taken = (time.perf_counter() - began) * 1000
        probe.counts = lambda: True
        return taken

    def scrolled(self, view: QWidget, act: Callable[[], object]) -> float:
        """Return the milliseconds from ``act`` until ``view`` has painted what the act itself made invalid."""
        _target, probe = self._probe(view)
        self.app.processEvents()
        probe.seen = False
        began = time.perf_counter()
        act()
        self.until(lambda: probe.seen)
        return (time.perf_counter() - began) * 1000

    def _probe(self, view: QWidget) -> tuple[QWidget, Painted]:
        target = view.viewport() if isinstance(view, QAbstractScrollArea) else view
        return target, self._probes.get(id(target)) or self._probes.setdefault(id(target), Painted(target))


def settled_copy(store: Path, path: Path) -> Path:
    """Return ``path``, a copy of ``store`` that lies on the disk as a shop of yesterday does.

    Else the first folding of the write-ahead log waits for gigabytes of the copy still in memory, and every reply
    sent meanwhile with it: a second and more that no agent ever meets.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store, path)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    return path


@contextmanager
def opened(store: Path, folder: Path, *, copied: bool = True) -> Iterator[Stage]:
    """Open the window over a copy of ``store`` in ``folder`` (the shops themselves stay as they were made)."""
    path = folder / store.parent.name / store.name if copied else store
    if copied:
        settled_copy(store, path)
    app = application()
    began = time.monotonic()
    # ``fill`` is asked only of an empty store; with it nobody has to sign in, as in the sample shop.
    parts = build(path, clock=lambda: NOW + int((time.monotonic() - began) * 1000), fill=lambda desk, clock: None)
    parts.window.resize(1440, 900)
    parts.window.show()
    stage = Stage(parts, app, path)
    try:
        stage.rest(0.2)
        parts.sweeper.settle()  # as the program does soon after its first picture: no collection looks through it again
        yield stage
    finally:
        parts.close()
        app.processEvents()
