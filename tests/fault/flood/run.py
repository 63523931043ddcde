"""One flood in a process of its own: ``python tests/fault/flood/run.py --buyers 50 --messages 20 --per-minute 2000``.

Opens the real window over the shop of the soak, lets simulated buyers write while an agent types, and looks afterwards
whether everything is there. The last line it prints is the report as JSON.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, QTimer, qInstallMessageHandler  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from tests.fault.flood import checks, crowd  # noqa: E402
from tests.fault.flood.report import Flooded  # noqa: E402
from tests.fault.flood.typist import Typist  # noqa: E402
from tests.fault.soak import shop  # noqa: E402
from tests.fault.soak.machine import Machine  # noqa: E402
from tests.fault.soak.report import stalls  # noqa: E402
from tests.fault.soak.run import Complaints, warm  # noqa: E402
from tests.fault.soak.watch import Watch  # noqa: E402
from ticketdesk.app import Parts, build, now_ms  # noqa: E402
from ticketdesk.channels.scripts import scripts  # noqa: E402
from ticketdesk.channels.simulator import Simulator  # noqa: E402
from ticketdesk.domain.channel_events import Event, Said  # noqa: E402
from ticketdesk.store.queries.live import conversation_of  # noqa: E402
from ticketdesk.store.store import STORE_NAME  # noqa: E402
from ticketdesk.ui import theme  # noqa: E402
from ticketdesk.ui.errors import Troubles, install_hooks  # noqa: E402
from ticketdesk.words import use_language  # noqa: E402

_PATIENCE_MS = 60_000
_BEGINS_MS = 3_000
_REST_MS = 1_500


class Leaky(Simulator):
    """A control: a channel that loses the words of one event in a hundred."""

    def step(self, now: int) -> Sequence[Event]:
        """All but the lost ones."""
        found = super().step(now)
        return [each for each in found if not (isinstance(each, Said) and each.key.endswith("50"))]


class Flood(QObject):
    """The course of a flood: buyers begin, the agent types into the first one's conversation and half way into the
    second one's; it is over when everything has come, or does not come within a minute."""

    def __init__(self, parts: Parts, options: argparse.Namespace, over: Callable[[], None]) -> None:
        super().__init__(parts.window)
        self._parts, self._options, self._over = parts, options, over
        self.typist = Typist(parts)
        begun = now_ms()
        self._last = self._begin(begun)
        self._half, self._gone_on = (begun + self._last) // 2, False
        self._looks = QTimer(self)
        self._looks.setInterval(100)
        self._looks.timeout.connect(self._look)
        self._looks.start()

    def _begin(self, begun: int) -> int:
        """Let the buyers write and return when they will have done so."""
        options, traffic = self._options, self._parts.world.traffic
        channel = (Leaky if options.put == "lose" else Simulator)(scripts(), seed=1, now=begun)
        last = channel.flood(options.buyers, options.messages, per_minute=options.per_minute)
        assert traffic is not None
        traffic.join(channel)
        return last

    def _talk(self, number: int) -> int | None:
        return conversation_of(self._parts.store.reader, f"flood{number}", "simulator")

    def _look(self) -> None:
        now, first, second = now_ms(), self._talk(0), self._talk(1)
        if not self.typist.typed and first is not None:
            self.typist.write_in(first)
        if now > self._half and not self._gone_on and second is not None:
            self._gone_on = True
            self.typist.write_in(second)
        if now > self._last and (self._come() or now > self._last + _PATIENCE_MS):
            self._looks.stop()
            self.typist.stop()
            QTimer.singleShot(_REST_MS, self, self._over)

    def _come(self) -> bool:
        sql = "SELECT COUNT(*) FROM message WHERE sent_at >= ? AND side = 'in'"
        wanted = self._options.buyers * self._options.messages
        return bool(self._parts.store.reader.rows(sql, (self._half - 3_600_000,))[0][0] >= wanted)


class WebFlood(Flood):
    """The same over the web channel: each buyer is a page with a socket, all of them in another process."""

    def _begin(self, begun: int) -> int:
        options = self._options
        port = crowd.opened(self._parts)
        self._crowd = crowd.sent(port, options.buyers, options.messages, options.per_minute)
        return begun + _BEGINS_MS + options.buyers * options.messages * 60_000 // options.per_minute

    def _talk(self, number: int) -> int | None:
        rows = self._parts.store.reader.rows("SELECT id FROM conversation WHERE channel = 'web' ORDER BY id")
        return rows[number][0] if number < len(rows) else None

    def _come(self) -> bool:
        return super()._come() and self._crowd.poll() is not None


def flood(options: argparse.Namespace, folder: Path) -> Flooded:
    """Fill a shop in ``folder``, or open a copy of ``options.store``, and flood it."""
    app = QApplication(["TicketDesk"])
    use_language("zh_CN")
    theme.apply(app, "light")
    complaints = Complaints()
    logging.getLogger("ticketdesk").addHandler(complaints)
    qInstallMessageHandler(complaints.qt)
    troubles = Troubles(QApplication.activeWindow)
    put_back = install_hooks(troubles.tell)
    path = folder / "store" / STORE_NAME
    if options.store is not None:
        path.parent.mkdir()
        shutil.copyfile(options.store, path)
    parts = build(path, fill=lambda desk, clock: shop.fill(desk, clock, folder, options.size))
    parts.window.bug.connect(troubles.tell)
    try:
        return _watched(app, parts, options, complaints, folder)
    finally:
        put_back()


def _watched(
    app: QApplication, parts: Parts, options: argparse.Namespace, complaints: Complaints, folder: Path
) -> Flooded:
    watch = Watch()
    with Machine(folder / "machine.txt") as machine:
        parts.window.resize(1440, 900)
        parts.window.show()
        warm(parts)
        parts.window.show_page("reception")
        _rest(500)
        if options.put == "deaf":
            page: Any = parts.window.page("reception")
            parts.world.changed.disconnect(page.list.following.hear)
        over = QEventLoop()
        course = (WebFlood if options.web else Flood)(parts, options, over.quit)
        watch.start()
        over.exec()
        watch.stop()
        said = checks.said_over_web(parts) if options.web else checks.said(parts)
        lost = checks.lost(said, options.buyers, options.messages)
        wrong = list(checks.wrong(parts, course.typist))
        parts.close()
    found = stalls(watch.tape.gaps, machine.delays())
    typed = sum(len(words) for words in course.typist.typed.values())
    return Flooded(options.buyers * options.messages, typed, lost, wrong, complaints.exceptions, complaints.warnings,
                   [*found.own, *found.making, *found.dressing], len(found.machine))  # fmt: skip


def _rest(ms: int) -> None:
    turns = QEventLoop()
    QTimer.singleShot(ms, turns.quit)
    turns.exec()


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Simulated buyers write while an agent types, watched.")
    parser.add_argument("--buyers", type=int, default=50)
    parser.add_argument("--messages", type=int, default=20, help="of each buyer")
    parser.add_argument("--web", action="store_true", help="over real sockets of the web channel")
    parser.add_argument("--per-minute", type=int, default=2_000, help="messages of all buyers")
    parser.add_argument("--size", type=float, default=1.0, help="of the shop; 1 is three thousand orders")
    parser.add_argument("--store", type=Path, help="a shop to be flooded instead; a copy is")
    parser.add_argument("--put", help="a fault to put in: lose, deaf")
    parser.add_argument("--folder", type=Path, help="an empty folder to work in and to leave behind")
    return parser.parse_args(argv)


def main(argv: Sequence[str]) -> int:
    """Flood and print the report; 0 where nothing was found, else 1."""
    faulthandler.enable()
    options = _options(argv)
    with tempfile.TemporaryDirectory(prefix="ticketdesk-flood-") as own:
        found = flood(options, options.folder or Path(own))
    print(found.line(), flush=True)
    return 1 if found.lost or found.wrong or found.exceptions or found.warnings or found.stalls else 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # Not by sys.exit: what Qt still holds would be taken down in whatever order Python happens to choose.
    os._exit(code)
