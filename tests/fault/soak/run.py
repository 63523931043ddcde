"""One soak in a process of its own: ``python tests/fault/soak/run.py --seed 1 --minutes 10``.

Opens the real window over a shop with some thousand orders and does whatever its seed says. The last line it prints is
the report as JSON; the exit code is 0 where nothing was found and 1 where something was.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer, QtMsgType, qInstallMessageHandler  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.fault.soak import shop  # noqa: E402
from tests.fault.soak.driver import Driver  # noqa: E402
from tests.fault.soak.faulty import Faults  # noqa: E402
from tests.fault.soak.machine import Machine  # noqa: E402
from tests.fault.soak.report import Soaked, beside, stalls, steady  # noqa: E402
from tests.fault.soak.stay import Stay  # noqa: E402
from tests.fault.soak.watch import Watch  # noqa: E402
from ticketdesk.app import Parts, build  # noqa: E402
from ticketdesk.store.store import STORE_NAME  # noqa: E402
from ticketdesk.ui import theme  # noqa: E402
from ticketdesk.ui.errors import Troubles, install_hooks  # noqa: E402
from ticketdesk.ui.start.log import open_log  # noqa: E402
from ticketdesk.ui.warming import Warming  # noqa: E402
from ticketdesk.words import LANGUAGES, use_language  # noqa: E402

# What the offscreen platform cannot do, and QTest's own words: of a mouse that was dragged out of the window, of a key
# that nobody wants.
_IGNORED = ("This plugin does not support", "Mouse event", "Keyboard event not accepted by receiving widget")


_PATIENCE = 120.0  # seconds
_WHOLE = 7


class Complaints(logging.Handler):
    """What must not happen: exceptions that nobody caught, errors in the log, and what Qt warns of."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.exceptions: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """An error in the log."""
        self.exceptions.append(record.getMessage())

    def qt(self, kind: QtMsgType, _context: object, text: str | None) -> None:
        """A word of Qt's."""
        if kind != QtMsgType.QtDebugMsg and text and not text.startswith(_IGNORED):
            self.warnings.append(f"{kind.name}: {text}")


def soak(options: argparse.Namespace, folder: Path) -> Soaked:
    """Fill a shop in ``folder`` and let the driver loose in its window for so many seconds."""
    app = QApplication(["TicketDesk"])
    use_language(options.lang)
    theme.apply(app, options.theme)
    complaints = Complaints()
    open_log(folder / "log")
    logging.getLogger("ticketdesk").addHandler(complaints)
    qInstallMessageHandler(complaints.qt)
    troubles = Troubles(QApplication.activeWindow)
    put_back = install_hooks(troubles.tell)
    (folder / "files").mkdir()
    files = shop.files(folder / "files")
    parts = build(folder / "store" / STORE_NAME, fill=lambda desk, clock: shop.fill(desk, clock, folder, options.size))
    parts.window.bug.connect(troubles.tell)
    try:
        return _live(app, parts, files, options, complaints, folder)
    finally:
        put_back()


def _live(
    app: QApplication, parts: Parts, files: Sequence[Path], options: argparse.Namespace, complaints: Complaints,
    folder: Path,
) -> Soaked:  # fmt: skip
    watch = Watch()
    driver = Driver(parts, watch, files, options.seed)
    faults = Faults(parts)
    stay = Stay(parts.window, complaints.exceptions.append)
    with Machine(folder / "machine.txt") as machine:
        parts.window.show()
        warm(parts)
        watch.start()
        driver.start()
        if options.put:
            faults.put(options.put)
        until = time.monotonic() + options.seconds + _PATIENCE
        QTimer.singleShot(round(options.seconds * 1000), lambda: _end(app, driver, options.seconds, until))
        if app.exec() != _WHOLE:
            complaints.exceptions.append("the program ended before the time was over")
        watch.stop()
        stay.end()
        for widget in app.topLevelWidgets():
            if widget is not parts.window:
                widget.close()
        parts.close()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gaps = stalls(watch.tape.gaps, machine.delays())
    start, end, slope = steady(watch.tape.memory)
    net, widgets = beside(watch.tape.memory, driver.standing)
    late = sum(delay.end - delay.start for delay in machine.delays())
    return Soaked(
        options.seed, options.seconds, _acts(driver), dict(driver.did.most_common()), sorted(driver.seen),
        complaints.exceptions, complaints.warnings, gaps.own, gaps.dressing, gaps.making, gaps.machine, driver.freed,
        start, end, slope, net, widgets, round(late, 3),
        [f"still running: {thread.name}" for thread in threading.enumerate()[1:]],
    )  # fmt: skip


def _end(app: QApplication, driver: Driver, seconds: float, until: float) -> None:
    """End it, but not before there was an act for each second: a machine that stood still has taken their time."""
    if _acts(driver) <= seconds and time.monotonic() < until:
        QTimer.singleShot(100, lambda: _end(app, driver, seconds, until))
        return
    driver.stop()
    # Not app.quit, which would close the windows first.
    QTimer.singleShot(300, lambda: app.exit(_WHOLE))


def _acts(driver: Driver) -> int:
    return sum(count for name, count in driver.did.items() if ":" not in name)


def warm(parts: Parts) -> None:
    """Let the window read and make what it does soon after the first paint, as it does for an agent who looks first."""
    warming, turns = Warming(parts.window, parts.sweeper.settle), QEventLoop()
    warming.ended.connect(turns.quit)
    warming.start()
    turns.exec()


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Random clicks in the real window, watched.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--size", type=float, default=1.0, help="of the shop; 1 is three thousand orders")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh_CN")
    parser.add_argument("--put", help="faults to put in: block,exception,task,command,leak,careless")
    parser.add_argument("--folder", type=Path, help="an empty folder to work in and to leave behind")
    found = parser.parse_args(argv)
    found.seconds = found.minutes * 60 or found.seconds
    return found


def main(argv: Sequence[str]) -> int:
    """Soak and print the report; 0 where nothing was found, else 1."""
    faulthandler.enable()
    options = _options(argv)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    with tempfile.TemporaryDirectory(prefix="ticketdesk-soak-") as own:
        folder: Path = options.folder or Path(own)
        os.chdir(folder)
        found = soak(options, folder)
        os.chdir(ROOT)
    print(found.line(), flush=True)
    return 1 if found.exceptions or found.warnings or found.stalls or found.leaks else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Not by sys.exit: what Qt still holds would be taken down in whatever order Python happens to choose.
    os._exit(code)
