"""Backups while the shop is open: every half hour of use, before imports, and whenever somebody asks."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.errors import DeskError
from ticketdesk.store import marks
from ticketdesk.store.database import open_reader, sqlite_errors
from ticketdesk.store.marks import open_mark
from ticketdesk.store.store import Store

# Whatever makes and reads backups is read by the thread that does: the window stands before.
if TYPE_CHECKING:
    from ticketdesk.store.backup.shelf import Shelf, Shelved
    from ticketdesk.store.backup.take import Taken, Watch

_LOG: Final = logging.getLogger(__name__)


class Policy(NamedTuple):
    """When a backup is made by itself; seconds of a clock that cannot be set."""

    every: float = 30 * 60.0  # in use, and only if something was written (safety.md)
    first: float = 5 * 60.0  # after the start, so that nobody waits for it
    look: float = 60.0  # how often it is asked whether one is due


class BackupState(NamedTuple):
    """How things stand: ``last_at`` (UTC ms) is the newest backup, ``error`` why the last try failed.

    ``free`` are the bytes free on the disk where that is too little, else None.
    """

    last_at: int | None = None
    busy: bool = False
    error: DeskError | None = None
    free: int | None = None


class Backups:
    """Makes backups on a thread of its own, one at a time; ``told(state)`` hears every change, on any thread."""

    def __init__(self, store: Store, clock: Callable[[], int], policy: Policy | None, *, unclean: bool = False) -> None:
        """Without a policy nothing is made by itself; ``unclean`` (the last program was killed) reads all of it.

        The thread waits for ``begin``, or for the first backup that is asked for.
        """
        self.state = BackupState()
        self._path = store.path
        self._clock = clock
        self._listeners: list[Callable[[BackupState], None]] = []
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._one = threading.Lock()
        self._stop = threading.Event()
        self._dirty = True
        self._last = 0.0
        self._thread: threading.Thread | None = None
        if policy is not None:
            self._last = time.monotonic() - policy.every + policy.first
            self._jobs.put(self._begin)
            if unclean:
                self._jobs.put(self._look_closely)
            self._thread = threading.Thread(target=self._work, args=(policy,), name="backups", daemon=True)

    def begin(self) -> None:
        """Let the thread begin its work, once the window stands; a second time does nothing."""
        if self._thread is not None and self._thread.ident is None:
            self._thread.start()

    @cached_property
    def shelf(self) -> Shelf:
        """The folder of backups."""
        from ticketdesk.store.backup.shelf import Shelf

        return Shelf(self._path)

    def listen(self, told: Callable[[BackupState], None]) -> None:
        """Call ``told`` whenever the state changes."""
        self._listeners.append(told)

    def changed(self, _changes: Changes) -> None:
        """Hear of a commit: from now on a backup would hold something new."""
        self._dirty = True

    def before_bulk(self) -> Future[None]:
        """Make a backup before a bulk act; the future is settled once the moment is copied, or could not be.

        The copy is verified while the bulk act goes on. Nothing was written since the last one: settled at once.
        """
        copied: Future[None] = Future()
        if self._thread is None or not self._dirty:
            copied.set_result(None)
            return copied
        self.begin()
        from ticketdesk.store.backup.take import Watch

        def job() -> None:
            try:
                self._tried("import", Watch(cancelled=self._stop.is_set, copied=lambda: _settle(copied)))
            finally:
                _settle(copied)

        self._jobs.put(job)
        return copied

    def make(self, watch: Watch) -> Taken:
        """Make one now, on the calling thread; raises the DeskErrors of ``backup``."""
        return self._make("manual", watch)

    def save_as(self, to: Path, watch: Watch) -> Taken:
        """Save a whole backup, attachments included, as the file ``to`` (replacing one) on the calling thread."""
        from ticketdesk.store.backup.take import backup

        return backup(self._path, to, now=self._clock(), reason="saved", watch=watch, overwrite=True)

    def listed(self) -> list[Shelved]:
        """Return what is on the shelf, newest first (call it in a task: it opens every file)."""
        return self.shelf.listed()

    def close(self) -> None:
        """Stop what runs and end the thread."""
        self._stop.set()
        self._jobs.put(None)
        if self._thread is not None and self._thread.ident is not None:
            self._thread.join()

    def _work(self, policy: Policy) -> None:
        from ticketdesk.store.backup.take import Watch

        while True:
            try:
                job = self._jobs.get(timeout=policy.look)
            except queue.Empty:
                if self._dirty and time.monotonic() - self._last >= policy.every:
                    self._tried("automatic", Watch(cancelled=self._stop.is_set))
                continue
            if job is None:
                return
            if not self._stop.is_set():
                job()

    def _begin(self) -> None:
        """Find out what the newest backup has, before anything is due."""
        from ticketdesk.store.backup import digests

        newest = self.shelf.newest()
        if newest is not None and newest.manifest is not None:
            try:
                connection = open_reader(self._path)
                try:
                    with sqlite_errors(self._path):
                        self._dirty = digests.anchor(connection) != newest.manifest.anchor
                finally:
                    connection.close()
            except DeskError:
                self._dirty = True
            self._tell(self.state._replace(last_at=newest.manifest.made_at, free=self._low()))

    def _look_closely(self) -> None:
        """Read the store through after a killed program; damage is repaired by the next start, which is said now."""
        from ticketdesk.store.backup.take import Watch
        from ticketdesk.store.ladder.look import look_closely

        try:
            found = look_closely(self._path, Watch(cancelled=self._stop.is_set))
        except DeskError:
            return
        # The log of a store that is open comes and goes, and says nothing here.
        if found.why not in ("", "log_lost", "log_damaged"):
            marks.note_damage(self._path)
            self._tell(self.state._replace(error=DeskError("store_damaged", path=str(self._path))))

    def _tried(self, reason: str, watch: Watch) -> None:
        """Make one by itself; what goes wrong is told, not raised."""
        try:
            self._make(reason, watch)
        except DeskError as error:
            if error.key != "cancelled":
                _LOG.warning("no backup was made: %s", error.key)
        except Exception as error:
            _LOG.error("a backup failed: %s", type(error).__name__)

    def _make(self, reason: str, watch: Watch) -> Taken:
        with self._one:
            self._tell(self.state._replace(busy=True))
            self._dirty = False  # what is written from now on is not in it
            self._last = time.monotonic()
            try:
                taken = self.shelf.add(now=self._clock(), reason=reason, watch=watch)
            except DeskError as error:
                self._dirty = True
                self._failed(error)
                raise
            except BaseException:
                self._dirty = True
                self._tell(self.state._replace(busy=False))
                raise
            self._tell(BackupState(last_at=taken.manifest.made_at, free=self._low()))
            return taken

    def _failed(self, error: DeskError) -> None:
        if error.key in ("backup_unsound", "store_damaged"):
            marks.note_damage(self._path)
        shown = self.state.error if error.key == "cancelled" else error
        self._tell(self.state._replace(busy=False, error=shown, free=self._low()))

    def _low(self) -> int | None:
        from ticketdesk.store.backup.shelf import LOW

        try:
            free = self.shelf.free()
        except OSError:
            return None
        return free if free < LOW else None

    def _tell(self, state: BackupState) -> None:
        self.state = state
        for told in self._listeners:
            told(state)


def was_killed(store: Path) -> bool:
    """Whether the last program that had ``store`` open did not close it; ask before opening."""
    return open_mark(store).exists()


def _settle(copied: Future[None]) -> None:
    if not copied.done():
        copied.set_result(None)
