"""Folding the write-ahead log into the file beside the writer, so that no commit waits for it.

SQLite would do it inside the commit that finds the log long: some tens of milliseconds on a disk of its own, hundreds
on a shared one, and the agent who sends that reply waits for them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Final

import apsw

_LOG: Final = logging.getLogger(__name__)
_FOLD_PAGES: Final = 1_000  # as SQLite does by itself
_LONG_PAGES: Final = 16_384  # 64 MB: bulk work lets the folding catch up, else the log would grow to the end of it
_A_MOMENT: Final = 0.005  # seconds


class LogFolding:
    """One thread with a connection of its own, made when the log is long for the first time; it writes no rows.

    A passive checkpoint keeps nobody from reading or writing. Where all was folded the writer begins the log anew.
    """

    def __init__(self, connect: Callable[[], apsw.Connection]) -> None:
        self.fold_pages = _FOLD_PAGES
        self._connect = connect
        self._pages = 0
        self._wanted = threading.Condition()
        self._due = self._busy = self._closed = False
        self._thread: threading.Thread | None = None

    def watch(self, connection: apsw.Connection) -> None:
        """Hear of every commit of ``connection``; it folds nothing by itself any more. On the writer thread."""
        connection.set_wal_hook(self._committed)

    @property
    def behind(self) -> bool:
        """Whether the log is very long and is being folded: bulk work should wait a moment."""
        return self._busy and self._pages >= _LONG_PAGES

    def wait(self) -> None:
        """Let some milliseconds pass, fewer where the folding ends meanwhile."""
        with self._wanted:
            self._wanted.wait_for(lambda: not self._busy, _A_MOMENT)

    def close(self) -> None:
        """End the thread and its connection; the last connection of the store folds the rest."""
        with self._wanted:
            self._closed = True
            self._wanted.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _committed(self, _connection: apsw.Connection, _database: str, pages: int) -> int:
        self._pages = pages
        if pages >= self.fold_pages:
            self._ask()
        return apsw.SQLITE_OK

    def _ask(self) -> None:
        with self._wanted:
            if self._closed:
                return
            self._due = self._busy = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="store-log", daemon=True)
                self._thread.start()
            self._wanted.notify_all()

    def _work(self) -> None:
        try:
            with closing(self._connect()) as connection:
                while self._next():
                    self._fold(connection)
        except Exception as error:
            # The log stays as it is, and whole: closing the store folds it, or the next start.
            _LOG.warning("the log is not folded: %s", type(error).__name__)
        finally:
            with self._wanted:
                self._due = self._busy = False
                self._thread = None  # the next commit that finds the log long tries anew
                self._wanted.notify_all()

    def _next(self) -> bool:
        with self._wanted:
            self._busy = self._due
            self._wanted.notify_all()
            self._wanted.wait_for(lambda: self._due or self._closed)
            self._due, self._busy = False, True
            return not self._closed

    def _fold(self, connection: apsw.Connection) -> None:
        try:
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except apsw.Error as error:
            # A full disk, say. The acts are safe in the log; the next commit asks again.
            _LOG.warning("the log was not folded: %s", type(error).__name__)
