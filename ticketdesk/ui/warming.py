"""What a first click would have to wait for, done between two events soon after the first paint.

A page's modules take up to a quarter of a second to read, and the page itself some tens of milliseconds to make; the
agent's first click on it would stand that long.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

import ticketdesk.ui
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.turns import Turn

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow

_BEGIN_MS: Final = 250
_TURN_MS: Final = 4
# What the rooms are built of comes first, so that each step reads one module and not its whole family.
_FIRST: Final = ("ticketdesk.ui.widgets", "ticketdesk.ui.models", "ticketdesk.ui.delegates")


class Warming(QObject):
    """Reads the modules of the window one a turn, then makes its pages one a turn; ``ended`` when all is there, and
    ``then`` is done."""

    ended = Signal()

    def __init__(self, window: MainWindow, then: Callable[[], None] = lambda: None) -> None:
        super().__init__(window)
        self._window = window
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._turn = Turn(self, self._step)  # after the paint that is due, and not beside what else waits
        self._timer.timeout.connect(self._turn.start)
        self.ended.connect(then)
        window.entrance.opened.connect(self.start)  # whoever comes in gets pages of their own
        window.entrance.closed.connect(self.stop)  # a page made while nobody is in would know nobody's rights

    def start(self) -> None:
        """Begin in a moment, after the paint that is due."""
        self._steps = self._all()
        self._timer.start(_BEGIN_MS)

    def stop(self) -> None:
        """Leave the rest for its first use."""
        self._timer.stop()
        self._turn.stop()

    def _step(self) -> None:
        for _step in self._steps:
            self._timer.start(_TURN_MS)
            return
        self.ended.emit()

    def _all(self) -> Iterator[None]:
        """The work of a turn lies before each yield."""
        for name in unread():
            importlib.import_module(name)
            yield
        current_theme().prepare()
        yield
        for name in self._window.unmade():
            yield from self._window.rooms.steps(name)


def unread() -> list[str]:
    """The modules of the window that are not read yet, those that others are built of first."""
    found = pkgutil.walk_packages(ticketdesk.ui.__path__, "ticketdesk.ui.")
    names = [each.name for each in found if each.name not in sys.modules]
    return sorted(names, key=lambda name: (not name.startswith(_FIRST), name))
