"""A database inside another file: SQLite reads and writes it in place, shifted by where it begins."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import apsw

_TOLD_EVERY = 1_024  # writes


class Image(NamedTuple):
    """Where a database lies in the file ``path``."""

    path: Path
    start: int
    size: int


class _Shifted(apsw.VFSFile):
    """One opened file whose byte 0 is ``start`` of the real one."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], vfs: _Vfs) -> None:
        super().__init__("", name, flags)
        self._vfs = vfs
        self._writes = 0

    def xRead(self, amount: int, offset: int) -> bytes:
        return super().xRead(amount, offset + self._vfs.start)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._writes += 1
        if self._writes % _TOLD_EVERY == 0:
            self._vfs.wrote(offset)
        super().xWrite(data, offset + self._vfs.start)

    def xFileSize(self) -> int:
        if self._vfs.size is not None:
            return self._vfs.size
        return max(0, super().xFileSize() - self._vfs.start)

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize + self._vfs.start)

    def xSync(self, flags: int) -> None:
        """The archive is synced as a whole when it is complete."""

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False  # hints about sizes would mean the real file


class _Vfs(apsw.VFS):
    """Opens files shifted by ``start``; ``size`` is None where the database is being written."""

    def __init__(self, name: str, start: int, size: int | None, wrote: Callable[[int], None]) -> None:
        super().__init__(name, "")
        self.start = start
        self.size = size
        self.wrote = wrote

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _Shifted(name, flags, self)


@contextmanager
def shown(image: Image) -> Iterator[str]:
    """Give the URI under which SQLite can read ``image`` (to open or attach) while the block lasts."""
    name = f"image-{secrets.token_hex(8)}"
    vfs = _Vfs(name, image.start, image.size, lambda offset: None)
    try:
        yield f"{image.path.absolute().as_uri()}?vfs={name}&immutable=1&mode=ro"
    finally:
        vfs.unregister()


@contextmanager
def opened(image: Image) -> Iterator[apsw.Connection]:
    """A read-only connection to ``image``."""
    with shown(image) as uri:
        connection = apsw.Connection(uri, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        try:
            for pragma in ("trusted_schema = 0", "cell_size_check = 1", "cache_size = -32768", "temp_store = 2"):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            yield connection
        finally:
            connection.close()


def write_image(source: apsw.Connection, path: Path, start: int, wrote: Callable[[int], None]) -> None:
    """Copy the database of ``source`` into ``path`` from byte ``start`` on, in one step.

    ``wrote`` hears now and then how far it is and may raise: then the copying ends with its exception.
    """
    name = f"image-{secrets.token_hex(8)}"
    vfs = _Vfs(name, start, None, wrote)
    try:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        target = apsw.Connection(f"{path.absolute().as_uri()}?vfs={name}", flags=flags)
        try:
            # Nobody needs to roll back half an archive.
            for pragma in ("journal_mode = off", "synchronous = off", "locking_mode = exclusive"):
                target.execute(f"PRAGMA {pragma}").fetchall()
            with target.backup("main", source, "main") as copying:
                copying.step(-1)
        finally:
            target.close()
    finally:
        vfs.unregister()
