"""Turns of the event loop for work that can wait a moment: of all that waits, one is done a turn.

Several timers without a time run out in the same turn, one after the other, and what each of them does in its own few
milliseconds comes to a window that stands.
"""

from __future__ import annotations

import time
import weakref
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer

_PROPERTY: Final = "ticketdesk.turns"
_LONG: Final = 0.008
"""Seconds of work after which what waits is not done in the same turn as well: a table is painted in 10 to 25 ms."""


class _Work(Protocol):
    def do(self) -> None: ...


class _Line(QObject):
    """What waits, in the order in which it asked; one for the application."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.waiting: deque[_Work] = deque()
        self._asked = 0.0
        self._gave_way = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def ask(self, work: _Work) -> None:
        """Let it be done after what asked before."""
        self.waiting.append(work)
        self._wait()

    def _wait(self) -> None:
        if not self._timer.isActive():
            self._asked = time.thread_time()
        self._timer.start()

    def _gives_way(self) -> bool:
        """Whether this turn was long already (a paint comes before a timer without a time): then the window is to hear
        what has come before more is done, once."""
        self._gave_way = not self._gave_way and time.thread_time() - self._asked > _LONG
        return self._gave_way

    def _next(self) -> None:
        if self.waiting and self._gives_way():
            self._wait()
        elif self.waiting:
            self._do(self.waiting.popleft())

    def _do(self, work: _Work) -> None:
        if self.waiting:
            self._wait()  # for a loop that the work opens
        try:
            work.do()
        finally:
            # Anew after the work: it would come before the timers that came due during the work, and the next work
            # would be done before anything else is heard.
            if self.waiting:
                self._timer.stop()
                self._wait()


class _Once:
    def __init__(self, owner: QObject, work: Callable[[], object]) -> None:
        self._owner, self._work = weakref.ref(owner), work

    def do(self) -> None:
        owner = self._owner()
        if owner is not None and shiboken6.isValid(owner):
            self._work()


class Turn:
    """Calls ``work``, a method of ``owner``, a turn after `start`, and with ``again`` once a turn until `stop`."""

    def __init__(self, owner: QObject, work: Callable[[], object], *, again: bool = False) -> None:
        self._owner, self._work, self._again = weakref.ref(owner), weakref.WeakMethod(work), again
        self._active = False
        self._asked = False

    def start(self) -> None:
        """Wait for a turn; one that waits already keeps its place."""
        self._active = True
        if not self._asked:
            self._asked = True
            _line().ask(self)

    def stop(self) -> None:
        """Wait no more."""
        self._active = False

    def is_active(self) -> bool:
        """Whether the work is to be done."""
        return self._active

    def do(self) -> None:
        """The turn has come."""
        self._asked = False
        owner, work = self._owner(), self._work()
        if not self._active or owner is None or work is None or not shiboken6.isValid(owner):
            return
        self._active = self._again
        work()
        if self._active:
            self.start()


def next_turn(owner: QObject, work: Callable[[], object]) -> None:
    """Do ``work`` in a turn of its own while ``owner`` lives."""
    _line().ask(_Once(owner, work))


def _line() -> _Line:
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("no application yet")
    line = app.property(_PROPERTY)
    if not isinstance(line, _Line):
        line = _Line(app)
        app.setProperty(_PROPERTY, line)
    return line
