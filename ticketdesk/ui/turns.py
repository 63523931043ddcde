"""Turns of the event loop for work that can wait a moment: of all that waits, one is done a turn.

Several timers without a time run out in the same turn, one after the other, and what each of them does in its own few
milliseconds comes to a window that stands.
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer

_PROPERTY: Final = "ticketdesk.turns"


class _Work(Protocol):
    def do(self) -> None: ...


class _Line(QObject):
    """What waits, in the order in which it asked; one for the application."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.waiting: deque[_Work] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def ask(self, work: _Work) -> None:
        """Let it be done after what asked before."""
        self.waiting.append(work)
        self._timer.start()

    def _next(self) -> None:
        if not self.waiting:
            return
        work = self.waiting.popleft()
        if self.waiting:
            self._timer.start()  # for a loop that the work opens
        try:
            work.do()
        finally:
            # Anew after the work: it would come before the timers that came due during the work, and the next work
            # would be done before anything else is heard.
            if self.waiting:
                self._timer.start()


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
