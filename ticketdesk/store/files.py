"""Pictures and attachments on disk, each under its SHA-256, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final

from ticketdesk.domain.errors import DeskError

# A disk that is full, a quota that is used up (Windows knows none of that number).
_NO_ROOM: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class FileStore:
    """The folder of attachments beside the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Return where the file with this digest lies (whether or not it is there)."""
        return self.folder / sha256[:2] / sha256

    def keep(self, content: bytes) -> str:
        """Store ``content`` and return its SHA-256: written, synced, renamed, folder synced."""
        import hashlib  # loads OpenSSL, which no start waits for

        digest = hashlib.sha256(content).hexdigest()
        target = self.path_of(digest)
        if target.exists() and target.stat().st_size == len(content):
            return digest
        try:
            make_folder(target.parent)
            self._write(target, content)
        except OSError as error:
            key = "disk_full" if error.errno in _NO_ROOM else "store_read_only"
            raise DeskError(key, path=str(self.folder)) from error
        return digest

    def _write(self, target: Path, content: bytes) -> None:
        partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
        try:
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, target)
        except OSError:
            partial.unlink(missing_ok=True)  # on a full disk half a picture would only take room
            raise
        sync_folder(target.parent)

    def read(self, sha256: str) -> bytes:
        """Return the content; raises DeskError ``file_missing`` where it is gone."""
        try:
            return self.path_of(sha256).read_bytes()
        except OSError as error:
            raise DeskError("file_missing", name=sha256[:12]) from error


def make_folder(folder: Path) -> None:
    """Make ``folder`` with the parents it lacks; each new one is synced in its parent, so that no power cut takes it.

    Raises OSError where it cannot be made; does nothing where it is there.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in reversed(missing):
        # Some file systems sync no folder, some parents may not be read: the folder is there all the same.
        with contextlib.suppress(OSError):
            sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
