"""The composition root of the window: chooses the store, wires desk, world and window, and starts Qt."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import platformdirs
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ticketdesk.desk.backups import Backups, Policy, was_killed
from ticketdesk.desk.desk import LATE, Desk
from ticketdesk.desk.session import Session
from ticketdesk.domain.errors import DeskError
from ticketdesk.resources import resource_path
from ticketdesk.store.home import place_of
from ticketdesk.store.queries import agents
from ticketdesk.store.store import STORE_NAME, Store, store_file
from ticketdesk.ui import theme
from ticketdesk.ui.errors import Troubles, words
from ticketdesk.ui.later import AfterPaint, watch_later
from ticketdesk.ui.main_window import MainWindow
from ticketdesk.ui.reception.compose import traffic
from ticketdesk.ui.relay import Relay
from ticketdesk.ui.serving_beat import serve
from ticketdesk.ui.settings.kept import LANGUAGE, THEME, Settings
from ticketdesk.ui.start.beginning import bugs_told, has_display, mode_of, parser, speak
from ticketdesk.ui.start.ladder import Journey, ready_to_open
from ticketdesk.ui.start.log import open_log
from ticketdesk.ui.start.refusal import refuse
from ticketdesk.ui.start.single import hear_second_starts, open_or_raise
from ticketdesk.ui.start.wishes import Again, Wishes
from ticketdesk.ui.sweeper import Sweeper
from ticketdesk.ui.tasks import Tasks
from ticketdesk.ui.world import World
from ticketdesk.words import tr, use_language

if TYPE_CHECKING:
    from ticketdesk.channels.lines import Lines
    from ticketdesk.desk.seed import Seed
    from ticketdesk.ui.practice.session import Practice
    from ticketdesk.ui.reception.outlet import Outlet

NAME: Final = "TicketDesk"
_COULD_NOT: Final = 2
# Seconds for which a working thread may keep the interpreter once the window's thread asks for it. A paint asks some
# hundred times: with Python's own 5 ms the window stands for half a second beside an export, with this for a frame.
_SWITCH: Final = 0.0002


def now_ms() -> int:
    """The clock of the program: UTC milliseconds."""
    return time.time_ns() // 1_000_000


def data_folder() -> Path:
    """Where the shop lives when no other place is named."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


class Parts(NamedTuple):
    """An open shop with its window, wired; ``close`` puts everything away."""

    store: Store
    desk: Desk
    tasks: Tasks
    relay: Relay
    world: World
    window: MainWindow
    sweeper: Sweeper

    def close(self) -> None:
        """Close the window, end the tasks, finish what is queued for the store."""
        self.window.close()
        self.relay.close()
        self.world.close()
        traffic.stop(self.world)
        self.world.backups.close()
        self.tasks.shutdown()
        self.store.close()
        self.window.deleteLater()
        self.sweeper.stop()


def build(
    store_path: Path,
    *,
    clock: Callable[[], int] = now_ms,
    kept: Settings | None = None,
    fill: Callable[[Desk, Callable[[], int]], object] | None = None,
    policy: Policy | None = None,
) -> Parts:
    """Open the store at ``store_path`` and wire the window over it (not shown yet); raises the store's DeskErrors.

    ``fill(desk, clock)`` puts a shop into a store that has none. Without ``kept`` nothing is remembered, without
    ``policy`` no backup is made by itself.
    """
    unclean = was_killed(store_path)
    store = Store(store_path)
    try:
        desk = Desk(store, clock)
        if fill is not None and agents.shop(store.reader) is None:
            fill(desk, clock)
    except BaseException:
        store.close()
        raise
    sys.setswitchinterval(_SWITCH)
    backups = Backups(store, clock, policy, unclean=unclean)
    desk.listen(backups.changed)
    desk.before_bulk = backups.before_bulk
    tasks, relay = Tasks(), Relay()
    desk.listen(relay.publish)
    session = Session(desk, clock, tasks.submit)
    if fill is not None:
        session.open_sample()
    world = World(desk, tasks, relay, clock, kept, session, backups)
    world.traffic = traffic.Traffic(world, desk)
    world.line_maker = lambda: _lines(desk, clock)
    sweeper = Sweeper()
    window = MainWindow(world, world.kept, lambda: _outlet(world))
    sweeper.follow(window.beat, tasks.submit, lambda: store.upkeep.let_go(store.reader))
    serve(desk, window)
    parts = Parts(store, desk, tasks, relay, world, window, sweeper)
    if store.rolled_back:
        world.notices.say(tr("An import was cut off last time; it was taken back whole."))
    return parts


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; returns 0 when it was closed, 2 where it could not be opened."""
    arguments = parser().parse_args(sys.argv[1:] if argv is None else list(argv))
    if not has_display(sys.platform, os.environ):
        use_language(arguments.lang or "en")
        sys.stderr.write(
            tr("There is no display here. Set DISPLAY, or use the commands that need none (--help).") + "\n"
        )
        return _COULD_NOT
    app = _application()
    kept = Settings(Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "window.ini")
    speak(app, arguments.lang or kept.get(LANGUAGE))
    theme.apply(app, mode_of(arguments.theme or kept.get(THEME)))
    open_log(Path(platformdirs.user_log_dir(NAME, appauthor=False)))
    with bugs_told() as troubles:
        demo, back, journey = bool(arguments.demo), None, None
        if arguments.practice:
            return _practise(app, kept, troubles, None)
        while True:
            try:
                ready = ready_to_open(app, _place(arguments.store, demo=demo), now_ms, back, journey)
                place = _place(arguments.store, demo=demo)  # a journey has ended elsewhere
            except DeskError as error:
                return refuse(app, words(error) or str(error))
            if not ready:
                return _COULD_NOT
            code, wishes = _run(app, place, kept, troubles, demo=demo, probe=arguments.probe_start)
            if wishes is None or wishes.again is None:
                return code
            if wishes.seed is not None:
                _practise(app, kept, troubles, wishes.seed)
            demo, back = demo or wishes.again is Again.DEMO, wishes.back
            journey = None if wishes.to is None else Journey(wishes.to, _usual(arguments.store, demo=demo))
            speak(app, kept.get(LANGUAGE) or arguments.lang or "")


def _place(asked: Path | None, *, demo: bool) -> Path:
    """Return the store that is asked for, else the one of this computer; DeskError ``store_moved``."""
    return place_of(None, _demo_folder()) if demo else place_of(asked, data_folder())


def _usual(asked: Path | None, *, demo: bool) -> Path:
    """Return the folder that notes where the shop has moved; the sample shop leaves no note in the real one's."""
    if demo:
        return _demo_folder()
    return data_folder() if asked is None else store_file(asked).parent


def _run(
    app: QApplication, path: Path, kept: Settings, troubles: Troubles, *, demo: bool, probe: bool,
    sown: Seed | None = None,
) -> tuple[int, Wishes | None]:  # fmt: skip
    """Show the window of one store until it is closed; returns the exit code and what is wished for after it."""
    fill = _scratch(sown) if sown is not None else _sample() if demo else None
    policy = Policy() if sown is None else None
    try:
        parts = open_or_raise(path, lambda: build(path, kept=kept, fill=fill, policy=policy))
    except DeskError as error:
        return refuse(app, words(error) or str(error)), None
    if parts is None:
        return 0, None
    if demo:
        from ticketdesk.tour.sample import note

        parts.window.entrance.note = note()
    wishes = Wishes(parts.window)
    parts.window.bug.connect(troubles.tell)
    if probe:
        from ticketdesk.ui.start.probe import tell_first_paint

        tell_first_paint(parts.window)
    with contextlib.ExitStack() as opened:
        opened.callback(parts.close)
        if sown is not None:
            opened.callback(practice_over(parts).stop)
        AfterPaint(parts.window, lambda: _settle(opened, parts, path, wishes))
        watch_later(parts.window, wanted=sown is None and not demo)
        parts.window.show()
        code = app.exec()
    return code, wishes


def _practise(app: QApplication, kept: Settings, troubles: Troubles, sown: Seed | None) -> int:
    """Let played buyers come into a scratch shop, as often as it is wished for; the real one stays shut meanwhile."""
    from ticketdesk.desk.seed import Seed

    begun = sown or Seed(tr("Practice shop"), tr("Trainee"))
    while True:
        with TemporaryDirectory(prefix="ticketdesk-practice-", ignore_cleanup_errors=True) as folder:
            place = Path(folder) / STORE_NAME
            code, wishes = _run(app, place, kept, troubles, demo=False, probe=False, sown=begun)
        if wishes is None or wishes.seed is None:
            return code
        begun = wishes.seed


def practice_over(parts: Parts) -> Practice:
    """Play buyers into the scratch shop of ``parts`` (``desk.practice``); which channel plays them is chosen here."""
    from ticketdesk.channels.scripts import scripts
    from ticketdesk.channels.simulator import Simulator
    from ticketdesk.ui.practice.session import Practice

    return Practice(parts.window, Simulator(scripts(), seed=(now := parts.world.clock()), now=now))


def _outlet(world: World) -> Outlet:
    """Return where replies leave that are pasted elsewhere; read with the page that has them."""
    from ticketdesk.channels.transcript import TranscriptChannel
    from ticketdesk.ui.reception.outlet import Clipboard

    return TranscriptChannel(Clipboard(world).copy)


def _lines(desk: Desk, clock: Callable[[], int]) -> Lines:
    """Return what makes the channels that the shop can turn on; no start reads it before its first picture."""
    from ticketdesk.channels.lines import Lines
    from ticketdesk.ui.pictures import look

    return Lines(desk, clock, look)


def _settle(opened: contextlib.ExitStack, parts: Parts, path: Path, wishes: Wishes) -> None:
    """Begin what the first picture of the window need not wait for."""
    from ticketdesk.store.warm import warm
    from ticketdesk.ui.channels.status import begin_channels
    from ticketdesk.ui.warming import Warming

    hear_second_starts(opened, path, wishes.called.emit)
    warm(parts.store, LATE)
    parts.world.backups.begin()
    traffic.begin(parts.world)
    begin_channels(parts.window)
    Warming(parts.window, parts.sweeper.settle).start()


def _application() -> QApplication:
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([NAME])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    QGuiApplication.setDesktopFileName("ticketdesk")
    app.setWindowIcon(QIcon(str(resource_path("icons", "app.svg"))))
    return app


def _demo_folder() -> Path:
    return data_folder() / "demo"


def _scratch(sown: Seed) -> Callable[[Desk, Callable[[], int]], object]:
    """Return what fills a scratch shop to practise in."""
    from ticketdesk.desk.practice import fill_practice

    return lambda desk, _clock: fill_practice(desk, sown)


def _sample() -> Callable[[Desk, Callable[[], int]], object]:
    from ticketdesk.tour.sample import fill_demo  # nobody else pays for its texts

    return fill_demo
