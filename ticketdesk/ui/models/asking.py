"""Asking for the ids of a list: in a task, the first ones early, a new question breaking off the one before."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from ticketdesk.store.interruptible import Interruptible
from ticketdesk.store.queries.gathering import Cancelled, Told
from ticketdesk.store.reader import Rows
from ticketdesk.ui.heap import trim_after
from ticketdesk.ui.tasks import Progress
from ticketdesk.ui.world import World

Read = Callable[[Rows, Told, Cancelled], "array[int]"]


class Asking(QObject):
    """One list's questions. ``early`` carries the first ids of a long answer, ``found`` all of them."""

    early = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self, world: World, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._world, self._name = world, name
        self._running: Interruptible | None = None
        self._read: Read = _nothing
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.timeout.connect(self._begin)

    def ask(self, read: Read, *, after_ms: int = 0) -> None:
        """Let ``read(rows, told, cancelled)`` find the ids in a task; what was asked before is broken off.

        ``after_ms`` lets what stands already be painted first: a worker beside a painting takes turns with it.
        """
        self.stop()
        self._read = read
        if after_ms:
            self._after.start(after_ms)
        else:
            self._begin()

    def _begin(self) -> None:
        read = self._read
        source = self._running = Interruptible(self._world.reader)

        def work(progress: Progress, cancelled: Cancelled) -> array[int]:
            found = read(source, progress, cancelled)
            trim_after(found)
            return found

        self._world.tasks.start(self._name, work, self._told, self._refused, self._first)

    def stop(self) -> None:
        """Want no answer any more: nothing is told, and the statement ends at once."""
        self._after.stop()
        self._world.tasks.cancel(self._name)
        if self._running is not None:
            self._running.stop()
            self._running = None

    def _first(self, ids: object) -> None:
        self.early.emit(ids)

    def _told(self, ids: array[int]) -> None:
        self._running = None
        self.found.emit(ids)

    def _refused(self, error: BaseException) -> None:
        self._running = None
        self.failed.emit(error)


def _nothing(_rows: Rows, _told: Told, _cancelled: Cancelled) -> array[int]:
    return array("q")
