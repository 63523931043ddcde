"""What the first picture of the window does not show: made after it, or earlier where something asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.heap import let_large_go
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme

if TYPE_CHECKING:
    from ticketdesk.ui.alerts.alerts import Alerts
    from ticketdesk.ui.main_window import MainWindow
    from ticketdesk.ui.next_up import NextUp
    from ticketdesk.ui.people.password_again import PasswordAgain
    from ticketdesk.ui.search.palette import Palette
    from ticketdesk.ui.widgets.toast import Ground, Toast
    from ticketdesk.ui.world import PasswordAsked


# Until a first key or click is answered and the picture has reached the screen.
_PAUSE_MS: Final = 40
# kB of pictures that Qt keeps of what it has drawn (buttons by their size, icons that are dimmed): of its own 10,000 it
# had filled 6,500 after three minutes of clicks, most of it in colours and sizes that were gone.
_PIXMAPS: Final = 2_048


def soon(parent: QObject, pause: int, work: Callable[[], object]) -> QTimer:
    """Return a timer that does ``work`` once, ``pause`` ms after the last start: many calls become one."""
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(pause)
    made.timeout.connect(work)
    return made


class AfterPaint(QObject):
    """Runs ``work`` ``pause`` ms after ``window`` has painted for the first time, when its picture stands."""

    def __init__(self, window: QWidget, work: Callable[[], None], pause: int = _PAUSE_MS) -> None:
        super().__init__(window)
        self._work, self._pause = work, pause
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the paint go by."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(self._pause, self, self._run)
        return False

    def _run(self) -> None:
        self._work()
        self.deleteLater()


def watch_later(window: MainWindow, *, wanted: bool) -> None:
    """Once the picture of ``window`` stands, watch the folder that this computer chose for order files, if wanted."""

    def begin() -> None:
        from ticketdesk.ui.orders.folder_watch import FolderWatch

        FolderWatch(window)

    if wanted:
        AfterPaint(window, begin)


class Later(QObject):
    """The parts of one window that wait: its words over the page, its palette, what calls the agent, the password."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        AfterPaint(window, self.make)
        window.world.password_wanted.connect(self._ask)

    def make(self) -> None:
        """Make all of them now."""
        _ = self.toast, self.palette, self.alerts
        let_large_go()
        QPixmapCache.setCacheLimit(_PIXMAPS)

    def place(self) -> None:
        """Let those that are in sight stand where they belong."""
        for name in ("toast", "palette"):
            made = vars(self).get(name)
            if made is not None and made.isVisible():
                made.place()

    def hide_toast(self) -> None:
        """Take back the word that stands over the page."""
        if "toast" in vars(self):
            self.toast.hide()

    @cached_property
    def toast(self) -> Toast:
        """The word over the page."""
        from ticketdesk.ui.widgets.toast import Toast

        return Toast(self._window, self._ground)

    @cached_property
    def palette(self) -> Palette:
        """The list under the search field."""
        from ticketdesk.ui.search.palette import Palette

        window = self._window
        made = Palette(
            window.world, window.actions_table, window.top.search, window.shell, self._standing, window.showing.after
        )
        current_theme().dress(made, plain=True)
        made.place()
        return made

    def _standing(self) -> QWidget | None:
        """The page shown, with all that it was asked for."""
        self._window.showing.finish()
        return self._window.shown()

    @cached_property
    def alerts(self) -> Alerts:
        """What calls the agent."""
        from ticketdesk.ui.alerts.alerts import Alerts

        return Alerts(self._window)

    @cached_property
    def next_up(self) -> NextUp:
        """What the key Next opens."""
        from ticketdesk.ui.next_up import NextUp

        return NextUp(self._window)

    @cached_property
    def _again(self) -> PasswordAgain:
        from ticketdesk.ui.people.password_again import PasswordAgain

        return PasswordAgain(self._window.world, self._window)

    def _ask(self, asked: PasswordAsked) -> None:
        self._again.ask(asked)

    def _ground(self) -> Ground:
        """Where the page shown has room for a word; a page without such a place gives its lower edge."""
        from ticketdesk.ui.widgets.toast import Ground

        asked = getattr(self._window.shown(), "toast_ground", None)
        return asked() if asked is not None else Ground(self._window.ground)


def each_second(owner: QObject, slot: Callable[[], object]) -> None:
    """Let ``slot`` run each second while ``owner`` lives: what is left of a time is shown by it."""
    clock = QTimer(owner)
    clock.setInterval(1_000)
    clock.timeout.connect(slot)
    clock.start()
