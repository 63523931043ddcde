"""Attachments of the automatic backups: each kept once under its SHA-256, however many backups name it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from ticketdesk.store.files import FileStore


class FilePool:
    """The folder ``files`` beside automatic backups: a second copy of every attachment, written once."""

    def __init__(self, folder: Path) -> None:
        self._store = FileStore(folder)

    def path_of(self, sha256: str) -> Path:
        """Return where the copy lies (whether or not it is there)."""
        return self._store.path_of(sha256)

    def keep(self, sha256: str, path: Path) -> int | None:
        """Have a copy of ``path`` and return its size; None where its content is not what ``sha256`` says."""
        there = self.path_of(sha256)
        size = path.stat().st_size
        if there.is_file() and there.stat().st_size == size:
            return size
        content = path.read_bytes()  # an attachment has at most 20 MB
        if hashlib.sha256(content).hexdigest() != sha256:
            return None
        self._store.keep(content)
        return len(content)

    def drop_all_but(self, named: Collection[str]) -> None:
        """Remove the copies that no backup names any more."""
        for path in self._store.folder.glob("??/*"):
            if path.name not in named:
                path.unlink(missing_ok=True)
