"""One store, one writer: an operating-system lock on a file beside the database, gone with its process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

from ticketdesk.domain.errors import DeskError


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class StoreLock:
    """Held from ``take`` to ``release``; a second holder is refused with DeskError ``store_in_use``."""

    def __init__(self, path: Path) -> None:
        self._store = path
        self.path = path.with_name(path.name + ".lock")
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock or raise DeskError ``store_in_use`` (or ``store_read_only`` for its folder)."""
        try:
            file = self.path.open("a+b")
        except OSError as error:
            raise DeskError("store_read_only", path=str(self.path.parent)) from error
        if not _try_lock(file):
            file.close()
            raise DeskError("store_in_use", path=str(self._store))
        self._file = file

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with the next start."""
        if self._file is not None:
            self._file.close()
            self._file = None


def held_elsewhere(store: Path) -> bool:
    """Return whether another program has ``store`` open for writing; makes no file."""
    lock = StoreLock(store)
    if not lock.path.exists():
        return False
    try:
        lock.take()
    except DeskError as error:
        return error.key == "store_in_use"
    lock.release()
    return False
