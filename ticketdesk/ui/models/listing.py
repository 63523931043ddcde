"""How a list of any length comes to the screen: its head at once, the whole of it when a worker has read it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Final, Protocol

import shiboken6
from PySide6.QtCore import QObject, QTimer

from ticketdesk.ui.heap import trim_after
from ticketdesk.ui.tasks import Cancelled, Progress, Tasks

HEAD: Final = 256
"""So many ids are read on the window's thread: some screens full, and less than a millisecond."""

AFTER_MS: Final = 30
"""The head is painted first: a worker that runs beside the painting takes turns with it at every row."""


class Ids(Protocol):
    """A list's query: its ids in order, ``limit`` at most; it ends early where it is ``cancelled``."""

    def __call__(self, *, limit: int | None, cancelled: Cancelled) -> array[int]: ...


class Listing:
    """Reads one list under the task ``name``; ``show(ids, whole)`` is told once or twice on the window's thread.

    A list of up to ``HEAD`` rows is shown at once and whole. A longer one that is fresh (another view) shows its head
    at once and the whole later; one that was shown before keeps what it shows until the whole is read. Nothing is told
    any more once ``owner`` is gone.
    """

    def __init__(
        self,
        tasks: Tasks,
        name: str,
        show: Callable[[array[int], bool], None],
        failed: Callable[[BaseException], None],
        owner: QObject,
    ) -> None:
        self._tasks, self._name = tasks, name
        self._show, self._failed = show, failed
        self._owner = owner
        self._whole: Ids | None = None
        self._after = QTimer(owner)
        self._after.setSingleShot(True)
        self._after.setInterval(AFTER_MS)
        self._after.timeout.connect(self._read_whole)

    def read(self, ids: Ids, *, fresh: bool) -> None:
        """Read the list that ``ids`` asks for; what was under way is dropped."""
        self.stop()
        head = ids(limit=HEAD + 1, cancelled=_never)
        if len(head) <= HEAD:
            self._show(head, True)
            return
        self._whole = ids
        if fresh:
            self._show(head, False)
            self._after.start()
        else:
            self._read_whole()

    def stop(self) -> None:
        """Want nothing more of what is under way."""
        self._tasks.cancel(self._name)
        self._whole = None

    def follow(self, ids: Ids, head: array[int]) -> None:
        """Read the whole of a list whose ``head`` is shown already, unless that is all of it."""
        self.stop()
        if len(head) >= HEAD:
            self._whole = ids
            self._after.start()

    def _read_whole(self) -> None:
        ids, self._whole = self._whole, None
        if ids is None:
            return

        def work(_progress: Progress, cancelled: Cancelled) -> array[int]:
            found = ids(limit=None, cancelled=cancelled)
            trim_after(found)
            return found

        show, owner = self._show, self._owner

        def done(whole: array[int]) -> None:
            if shiboken6.isValid(owner):
                show(whole, True)

        self._tasks.start(self._name, work, done, self._failed)


def _never() -> bool:
    return False
