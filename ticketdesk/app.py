"""The composition root of the window: chooses the store, wires desk, world and window, and starts Qt."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ticketdesk.channels.transcript import TranscriptChannel
from ticketdesk.desk.backups import Backups, Policy, was_killed
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.session import Session
from ticketdesk.domain.errors import DeskError
from ticketdesk.resources import resource_path
from ticketdesk.store.home import place_of
from ticketdesk.store.queries import agents
from ticketdesk.store.store import Store, store_file
from ticketdesk.ui import theme
from ticketdesk.ui.errors import Troubles, install_hooks, words
from ticketdesk.ui.later import AfterPaint
from ticketdesk.ui.main_window import MainWindow
from ticketdesk.ui.reception.compose import traffic
from ticketdesk.ui.reception.outlet import Clipboard
from ticketdesk.ui.relay import Relay
from ticketdesk.ui.serving_beat import serve
from ticketdesk.ui.settings import kept as remembered
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.start.ladder import Journey, ready_to_open
from ticketdesk.ui.start.log import open_log
from ticketdesk.ui.start.refusal import refuse
from ticketdesk.ui.start.single import FirstStart, open_or_raise
from ticketdesk.ui.start.wishes import Again, Wishes
from ticketdesk.ui.sweeper import Sweeper
from ticketdesk.ui.tasks import Tasks
from ticketdesk.ui.world import World
from ticketdesk.words import LANGUAGES, tr, use_language

NAME: Final = "TicketDesk"
_LOG: Final = logging.getLogger(__name__)
_COULD_NOT: Final = 2
_MODES: Final = ("light", "dark", "system")
# Seconds for which a working thread may keep the interpreter once the window's thread asks for it. A paint asks some
# hundred times: with Python's own 5 ms the window stands for half a second beside an export, with this for a frame.
_SWITCH: Final = 0.0002


def now_ms() -> int:
    """The clock of the program: UTC milliseconds."""
    return time.time_ns() // 1_000_000


def data_folder() -> Path:
    """Where the shop lives when no other place is named."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


@dataclass
class Parts:
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
    sweeper = Sweeper()
    window = MainWindow(world, world.kept, TranscriptChannel(Clipboard(world).copy))
    sweeper.follow(window.beat)
    serve(desk, window)
    parts = Parts(store, desk, tasks, relay, world, window, sweeper)
    if store.rolled_back:
        world.notices.say(tr("An import was cut off last time; it was taken back whole."))
    return parts


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; returns 0 when it was closed, 2 where it could not be opened."""
    arguments = _parser().parse_args(sys.argv[1:] if argv is None else list(argv))
    if not _has_display(sys.platform, os.environ):
        use_language(arguments.lang or "en")
        sys.stderr.write(
            tr("There is no display here. Set DISPLAY, or use the commands that need none (--help).") + "\n"
        )
        return _COULD_NOT
    app = _application()
    kept = Settings(Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "window.ini")
    speak(app, arguments.lang or kept.get(remembered.LANGUAGE))
    theme.apply(app, _mode(arguments.theme or kept.get(remembered.THEME)))
    open_log(Path(platformdirs.user_log_dir(NAME, appauthor=False)))
    with _bugs_told() as troubles:
        demo, back, journey = bool(arguments.demo), None, None
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
            demo, back = demo or wishes.again is Again.DEMO, wishes.back
            journey = None if wishes.to is None else Journey(wishes.to, _usual(arguments.store, demo=demo))
            speak(app, kept.get(remembered.LANGUAGE) or arguments.lang or "")


def _place(asked: Path | None, *, demo: bool) -> Path:
    """Return the store that is asked for, else the one of this computer; DeskError ``store_moved``."""
    return place_of(None, _demo_folder()) if demo else place_of(asked, data_folder())


def _usual(asked: Path | None, *, demo: bool) -> Path:
    """Return the folder that notes where the shop has moved; the sample shop leaves no note in the real one's."""
    if demo:
        return _demo_folder()
    return data_folder() if asked is None else store_file(asked).parent


def _has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether Qt will find a screen; without one it would abort the process."""
    return platform != "linux" or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run(
    app: QApplication, path: Path, kept: Settings, troubles: Troubles, *, demo: bool, probe: bool
) -> tuple[int, Wishes | None]:
    """Show the window of one store until it is closed; returns the exit code and what is wished for after it."""
    try:
        parts = open_or_raise(path, lambda: build(path, kept=kept, fill=_sample() if demo else None, policy=Policy()))
    except DeskError as error:
        return refuse(app, words(error) or str(error)), None
    if parts is None:
        return 0, None
    if demo:
        parts.window.entrance.note = _sample_note()
    wishes = Wishes(parts.window)
    parts.window.bug.connect(troubles.tell)
    if probe:
        from ticketdesk.ui.start.probe import tell_first_paint

        tell_first_paint(parts.window)
    with contextlib.ExitStack() as opened:
        opened.callback(parts.close)
        AfterPaint(parts.window, lambda: _settle(opened, parts, path, wishes))
        parts.window.show()
        code = app.exec()
    return code, wishes


def _settle(opened: contextlib.ExitStack, parts: Parts, path: Path, wishes: Wishes) -> None:
    """Begin what the first picture of the window need not wait for."""
    from ticketdesk.store.warm import warm
    from ticketdesk.ui.warming import Warming

    _listen(opened, path, wishes)
    warm(parts.store)
    parts.world.backups.begin()
    traffic.begin(parts.world)
    Warming(parts.window, parts.sweeper.settle).start()


def _listen(opened: contextlib.ExitStack, path: Path, wishes: Wishes) -> None:
    """Hear of second starts; where this computer lets no program listen, a second start only says that it is one."""
    try:
        first = FirstStart(path, wishes.called.emit)
    except OSError as error:
        _LOG.warning("second starts are not heard: %s", type(error).__name__)
    else:
        opened.callback(first.close)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "ticketdesk",
        description="A desktop workbench for customer-service agents.",
        epilog="Without a window: ticketdesk {import,search,export,verify,stats,backup,restore,doctor,undo} …;"
        " the tour: ticketdesk tour …",
    )
    parser.add_argument("--store", type=Path, metavar="PATH", help="the store: its folder or its file")
    parser.add_argument("--demo", action="store_true", help="open a sample shop to play in")
    parser.add_argument("--lang", choices=LANGUAGES, help="the language of the window")
    parser.add_argument("--probe-start", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--theme", choices=_MODES, help="light, dark, or as the system")
    return parser


def _application() -> QApplication:
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication([NAME])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    QGuiApplication.setDesktopFileName("ticketdesk")
    app.setWindowIcon(QIcon(str(resource_path("icons", "app.svg"))))
    return app


def speak(app: QApplication, language: str) -> None:
    """Use the language chosen, else the system's: Chinese or English, with Qt's own words in it."""
    if language not in LANGUAGES:
        language = "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
    use_language(language)
    QLocale.setDefault(QLocale(language))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)


def _mode(name: str) -> theme.Mode:
    modes: dict[str, theme.Mode] = {"light": "light", "dark": "dark"}
    return modes.get(name, "system")


def _demo_folder() -> Path:
    return data_folder() / "demo"


def _sample() -> Callable[[Desk, Callable[[], int]], object]:
    # Imported only for the sample shop: nobody else pays for its texts.
    from ticketdesk.tour.sample import fill_demo

    return fill_demo


def _sample_note() -> str:
    from ticketdesk.tour.sample import PASSWORD

    return tr("This is the sample shop. Its password is “{0}”.", PASSWORD)


@contextlib.contextmanager
def _bugs_told() -> Iterator[Troubles]:
    troubles = Troubles(QApplication.activeWindow)
    put_back = install_hooks(troubles.tell)
    try:
        yield troubles
    finally:
        put_back()
