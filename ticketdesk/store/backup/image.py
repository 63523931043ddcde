"""A database inside another file: SQLite reads and writes it in place, shifted by where it begins."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from io import FileIO
from pathlib import Path
from typing import Final, NamedTuple

import apsw

_TOLD_EVERY: Final = 1_024  # writes
_AT_ONCE: Final = 256 << 10  # bytes


class Image(NamedTuple):
    """Where a database lies in the file ``path``."""

    path: Path
    start: int
    size: int


def _file(path: Path, *, writing: bool) -> FileIO:
    return FileIO(path, "r+" if writing else "r")


class _Shifted(apsw.VFSFile):
    """One opened file whose byte 0 is ``start`` of the real one.

    apsw's own reading and writing hold the interpreter until the disk has answered, and a disk that is behind lets a
    writer wait for a quarter of a second: the window would stand still. Python's files let go of it meanwhile.
    """

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], vfs: _Vfs) -> None:
        super().__init__("", name, flags)
        self._vfs = vfs
        self._writes = 0
        self._file = _file(vfs.path, writing=vfs.size is None)
        self._held, self._held_at = bytearray(), 0  # written, one page behind the other, and not yet in the file

    def xRead(self, amount: int, offset: int) -> bytes:
        self._put()
        self._file.seek(offset + self._vfs.start)
        return self._file.read(amount)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._writes += 1
        if self._writes % _TOLD_EVERY == 0:
            self._put()
            self._vfs.wrote(offset)
        if offset != self._held_at + len(self._held) or len(self._held) >= _AT_ONCE:
            self._put()
        if not self._held:
            self._held_at = offset
        self._held += data

    def _put(self) -> None:
        if not self._held:
            return
        left, self._held = memoryview(self._held), bytearray()
        try:
            self._file.seek(self._held_at + self._vfs.start)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise (apsw.FullError if error.errno == ENOSPC else apsw.IOError)("not written") from error

    def xFileSize(self) -> int:
        if self._vfs.size is not None:
            return self._vfs.size
        self._put()
        return max(0, super().xFileSize() - self._vfs.start)

    def xTruncate(self, newsize: int) -> None:
        self._put()
        super().xTruncate(newsize + self._vfs.start)

    def xClose(self) -> None:
        try:
            self._put()
        except apsw.Error as error:
            self._vfs.failed = error  # SQLite asks nothing of a file that it closes
        finally:
            self._file.close()
            super().xClose()

    def xSync(self, flags: int) -> None:
        """The archive is synced as a whole when it is complete."""

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False  # hints about sizes would mean the real file


class _Vfs(apsw.VFS):
    """Opens files shifted by ``start``; ``size`` is None where the database is being written."""

    def __init__(self, name: str, path: Path, start: int, size: int | None, wrote: Callable[[int], None]) -> None:
        super().__init__(name, "")
        self.path = path
        self.start = start
        self.size = size
        self.wrote = wrote
        self.failed: apsw.Error | None = None

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _Shifted(name, flags, self)


@contextmanager
def shown(image: Image) -> Iterator[str]:
    """Give the URI under which SQLite can read ``image`` (to open or attach) while the block lasts."""
    name = f"image-{secrets.token_hex(8)}"
    vfs = _Vfs(name, image.path, image.start, image.size, lambda offset: None)
    try:
        yield f"{image.path.resolve().as_uri()}?vfs={name}&immutable=1&mode=ro"
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
    vfs = _Vfs(name, path, start, None, wrote)
    try:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        # Resolved: SQLite tells of a link on the way by a code that the engine's Python side takes for an error.
        target = apsw.Connection(f"{path.resolve().as_uri()}?vfs={name}", flags=flags)
        try:
            # Nobody needs to roll back half an archive.
            for pragma in ("journal_mode = off", "synchronous = off", "locking_mode = exclusive"):
                target.execute(f"PRAGMA {pragma}").fetchall()
            with target.backup("main", source, "main") as copying:
                copying.step(-1)
        finally:
            target.close()
        if vfs.failed is not None:
            raise vfs.failed
    finally:
        vfs.unregister()
