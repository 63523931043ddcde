"""One process of the program for the rows that need one: start, memory, idle; prints its numbers.

python tests/bench/child.py bare | start STORE | memory [STORE] | idle STORE SECONDS
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
REST_S = 2.5  # the window gives back what lies free at the beats of a second in which it rests
BORN = float(os.environ.get("TICKETDESK_BORN", "0"))


def since_birth() -> None:
    """Print the milliseconds since the parent started this process, and end it."""
    print((time.monotonic() - BORN) * 1000, flush=True)
    os._exit(0)


def pss() -> float:
    """Return this process's proportional set size in MB."""
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system tells no proportional set size")


def bare() -> Any:
    """A window of the same size with nothing in it."""
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        painted: Callable[[], None] = staticmethod(lambda: None)

        def paintEvent(self, event: object) -> None:
            self.painted()

    app = QApplication([])
    window = Bare()
    window.resize(1440, 900)
    window.app = app  # type: ignore[attr-defined]
    return window


def show_bare() -> None:
    window = bare()
    from PySide6.QtCore import QTimer

    window.painted = lambda: QTimer.singleShot(0, since_birth)
    window.show()
    window.app.exec()


def load_as_entry() -> None:
    """Load Qt as the program's entry does before anything else."""
    from ticketdesk.ui.qt_start import load_qt

    load_qt()


def start(store: str) -> None:
    """The program's own entry; heard is the first paint of a list that holds rows."""
    load_as_entry()  # the import that Qt leaves behind is no part of a start
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ticketdesk import app as program
    from ticketdesk.ui.widgets.table_view import TableView

    own_build, own_paint = program.build, TableView.paintEvent
    told: list[float] = []

    def tell() -> None:
        """Print the moment once and close in order: a program that was killed checks its shop at the next start."""
        if not told:
            told.append((time.monotonic() - BORN) * 1000)
            print(told[0], flush=True)
            QApplication.closeAllWindows()

    def build(*given: Any, **named: Any) -> Any:
        # As with the sample shop nobody is asked for a password: the sign-in is not what is measured.
        return own_build(*given, **{**named, "fill": lambda desk, clock: None})

    def paint(self: TableView, event: Any) -> None:
        own_paint(self, event)
        if self.model().rowCount():
            QTimer.singleShot(0, tell)

    program.build = build
    TableView.paintEvent = paint  # type: ignore[method-assign]
    from ticketdesk.__main__ import main

    sys.exit(main(["--store", store, "--lang", "zh_CN", "--theme", "light"]))


def memory(store: str) -> None:
    """Every page with its longest list, at rest; then a day: views turned, conversations opened, words, replies."""
    if not store:
        window = bare()
        window.show()
        window.app.processEvents()
        print(pss())
        return
    load_as_entry()  # else Qt's import keeps the source of every module: 5 MB that the program never has
    from tests.bench.day import live, open_everything
    from tests.bench.stage import opened

    with opened(Path(store), Path(store).parent, copied=False) as stage:
        open_everything(stage)
        stage.rest(REST_S)
        print(pss())
        live(stage)
        stage.rest(REST_S)
        print(pss(), flush=True)


def idle(store: str, seconds: str) -> None:
    """Share of a core and wake-ups of a window at rest."""
    load_as_entry()
    from PySide6.QtCore import QTimer

    from tests.bench.stage import opened

    with opened(Path(store), Path(store).parent, copied=False) as stage:
        stage.rest(1.5)
        before, began = _used(), time.monotonic()
        QTimer.singleShot(int(float(seconds) * 1000), stage.app.quit)
        stage.app.exec()
        after, over = _used(), time.monotonic() - began
        print((after[0] - before[0]) / over * 100, (after[1] - before[1]) / over, flush=True)


def _used() -> tuple[float, int]:
    times = os.times()
    switches = 0
    for status in Path("/proc/self/task").glob("*/status"):
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    return times.user + times.system, switches


if __name__ == "__main__":
    {"bare": show_bare, "start": start, "memory": memory, "idle": idle}[sys.argv[1]](*sys.argv[2:])
