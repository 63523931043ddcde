"""An act on many rows as the window sees it: it goes on in steps, can be stopped, and is one at a time."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import BulkCommand
from ticketdesk.desk.desk import Done
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class ManyActs(QObject):
    """``working(count)`` when an act on so many begins (0: it is over), ``stepped(count)`` as it goes on."""

    working = Signal(int)
    stepped = Signal(int)

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent)
        self._world, self._window = world, parent
        self._stop: Event | None = None

    def begin(self, command: BulkCommand, count: int, busy: str) -> bool:
        """Let an act on ``count`` rows go on in steps; False, saying ``busy``, where one does already."""
        if self._stop is not None:
            self._world.notices.say(busy)
            return False
        self._stop = stop = Event()
        self.working.emit(count)
        self._world.post(command, self._done, self._failed, progress=self.stepped.emit, cancelled=stop.is_set)
        return True

    def break_off(self) -> None:
        """Stop it: everything is as it was."""
        if self._stop is not None:
            self._stop.set()

    def done(self, done: Done) -> None:
        """Say what was done."""
        raise NotImplementedError

    def refused(self, error: BaseException) -> None:
        """Say why nothing was done."""
        self._world.notices.refuse(error)

    def _over(self) -> bool:
        stopped = self._stop is not None and self._stop.is_set()
        self._stop = None
        self.working.emit(0)
        return stopped

    def _done(self, done: Done) -> None:
        self._over()
        self.done(done)

    def _failed(self, error: BaseException) -> None:
        if self._over():
            self._world.notices.say(tr("Stopped: everything is as it was"))
        else:
            self.refused(error)
