"""Making a backup: one moment of the shop in one file, checked in every way before it gets its name."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import apsw

from ticketdesk import __version__
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import from_ms
from ticketdesk.store.backup import digests
from ticketdesk.store.backup.archive import BLOCK, ArchiveWriter
from ticketdesk.store.backup.image import Image, opened, write_image
from ticketdesk.store.backup.manifest import DATABASE, MANIFEST, Anchor, FileMark, Manifest, TableMark, written
from ticketdesk.store.backup.pool import FilePool
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.schema import check_schema
from ticketdesk.store.database import check_kind, open_reader, sqlite_errors
from ticketdesk.store.files import FileStore, sync_folder
from ticketdesk.store.sql import all_rows, one_value

RESERVE: Final = 16 << 20  # bytes left free beside a backup
_AT_ONCE: Final = 16 << 20  # bytes written before the disk is asked to keep them
_STEPS: Final = 1_000_000  # of SQLite's machine between two questions whether to stop


class Watch(NamedTuple):
    """How a long piece of work is followed: ``progress(done, total)`` in bytes, ``cancelled()`` whether to stop.

    ``copied()`` is called once a backup has its moment of the store; what is written later is not in it.
    """

    progress: Callable[[int, int], None] = lambda done, total: None
    cancelled: Callable[[], bool] = lambda: False
    copied: Callable[[], None] = lambda: None

    def ask(self) -> None:
        """Raise DeskError ``cancelled`` where somebody wants it to stop."""
        if self.cancelled():
            raise DeskError("cancelled")


class Taken(NamedTuple):
    """A backup that counts: its file, what it says of itself, and how many attachments were not on the disk."""

    path: Path
    manifest: Manifest
    files_missing: int


@dataclass(slots=True)
class _Work:
    """One backup on its way."""

    source: Path
    files: FileStore
    watch: Watch
    total: int
    done: int = 0

    def step(self, size: int) -> None:
        """Count bytes and tell how far it is."""
        self.watch.ask()
        self.done += size
        self.watch.progress(min(self.done, self.total), self.total)


def backup(
    source: Path,
    to: Path,
    *,
    now: int,
    reason: str,
    watch: Watch | None = None,
    pool: FilePool | None = None,
    overwrite: bool = False,
) -> Taken:
    """Write a verified backup of the store ``source`` to the new file ``to``; any thread, beside any other work.

    The database is copied within one moment of it. Attachments go into the file, or into ``pool`` where one is given.
    Before ``to`` gets its name the copy was read back (SHA-256), its schema, integrity and row counts were checked and
    everything was synced; with ``overwrite`` only then a file of that name goes. Raises DeskErrors ``store_missing``,
    ``backup_exists``, ``backup_no_room``, ``backup_unsound``, ``cancelled``, ``disk_full`` and those of SQLite;
    nothing stays behind then.
    """
    if check_kind(source) == 0:
        raise DeskError("store_missing", path=str(source))
    if to.exists() and not overwrite:
        raise DeskError("backup_exists", path=str(to))
    size = _room(source, to, pool)
    partial = to.with_name(f".{to.name}.{os.getpid()}.partial")
    work = _Work(source, FileStore(source.with_name("files")), watch or Watch(), max(1, 4 * size))
    try:
        with sqlite_errors(to):
            partial.unlink(missing_ok=True)
            missing = _write(work, partial, now, reason, pool)
            manifest = Archive(partial).manifest
            work.watch.ask()
            os.replace(partial, to)
            sync_folder(to.parent)
    except OSError as error:
        raise DeskError("store_read_only", path=str(to.parent)) from error
    finally:
        partial.unlink(missing_ok=True)
    work.watch.progress(work.total, work.total)
    return Taken(to, manifest, missing)


def _room(source: Path, to: Path, pool: FilePool | None) -> int:
    """Return the bytes of the database; DeskError where the disk has no room for a backup."""
    log = source.with_name(source.name + "-wal")
    size = source.stat().st_size + (log.stat().st_size if log.exists() else 0)
    needed = size + RESERVE
    files = source.with_name("files")
    if pool is None and files.is_dir():
        needed += sum(path.stat().st_size for path in files.glob("??/*"))
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(to.parent).free
    except OSError as error:
        raise DeskError("store_read_only", path=str(to.parent)) from error
    if free < needed:
        raise DeskError("backup_no_room", path=str(to.parent), needed=-(-needed >> 20), free=free >> 20)
    return size


def _write(work: _Work, partial: Path, now: int, reason: str, pool: FilePool | None) -> int:
    moment = from_ms(now)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    with ArchiveWriter(partial, stamp) as archive:
        start = archive.begin(DATABASE)
        counts, anchor = _copy(work, archive, start)
        work.watch.copied()
        size = partial.stat().st_size - start
        image = Image(partial, start, size)
        with ThreadPoolExecutor(1) as beside:
            synced = beside.submit(archive.sync)  # the disk writes while this thread reads back
            sha256, crc = _read_back(work, image)
            synced.result()
        schema, tables, marks = _checked(work, image, counts)
        archive.end(size, crc)
        files, missing = _files(work, archive, marks, pool)
        manifest = Manifest(now, reason, __version__, schema, size, sha256, files, tables, anchor)
        archive.add_bytes(MANIFEST, written(manifest))
        archive.finish()
    return missing


def _copy(work: _Work, archive: ArchiveWriter, start: int) -> tuple[dict[str, int], Anchor]:
    """Copy one moment of the store; returns what the store itself counts at that moment."""
    connection = open_reader(work.source)
    last = synced = 0

    def wrote(offset: int) -> None:
        nonlocal last, synced
        work.step(max(0, offset - last))
        last = max(last, offset)
        if last - synced >= _AT_ONCE:
            # Else the disk writes half a gigabyte at one go, and an act that commits then waits for all of it.
            archive.sync()
            synced = last

    try:
        connection.execute("BEGIN")
        counts, anchor = digests.row_counts(connection), digests.anchor(connection)
        write_image(connection, archive.path, start, wrote)
        return counts, anchor
    finally:
        connection.close()


def _read_back(work: _Work, image: Image) -> tuple[str, int]:
    state, crc, left = hashlib.sha256(), 0, image.size
    with image.path.open("rb") as file, ThreadPoolExecutor(1) as beside:
        file.seek(image.start)
        while left and (block := file.read(min(BLOCK, left))):
            hashed = beside.submit(state.update, block)
            crc = zlib.crc32(block, crc)
            hashed.result()
            left -= len(block)
            work.step(len(block))
    return state.hexdigest(), crc


def _checked(
    work: _Work, image: Image, counts: dict[str, int]
) -> tuple[int, dict[str, TableMark], list[tuple[str, int]]]:
    """Check the copy as if it were a stranger's; returns schema version, row digests, and the attachments named."""
    with opened(image) as connection:
        version = check_schema(connection, work.source)
        check_integrity(connection, image.path, work.watch)
        work.step(image.size)
        tables = digests.marks(connection, lambda table: work.watch.ask())
        if {name: mark.rows for name, mark in tables.items()} != counts:
            raise DeskError("backup_unsound", path=str(work.source))
        sql = "SELECT sha256, MAX(size) FROM attachment GROUP BY sha256 ORDER BY sha256"
        found = [(str(sha256), int(size)) for sha256, size in all_rows(connection, sql)]
    work.step(image.size)
    return version, tables, found


def check_integrity(connection: apsw.Connection, path: Path, watch: Watch) -> None:
    """Let SQLite check every page, index and reference; DeskError ``backup_unsound`` for a finding."""
    stopped: list[bool] = []

    def ask() -> bool:
        if watch.cancelled():
            stopped.append(True)
        return bool(stopped)

    connection.set_progress_handler(ask, _STEPS)
    try:
        found = one_value(connection, "PRAGMA integrity_check(1)")
        orphan = all_rows(connection, "PRAGMA foreign_key_check")[:1]
    except apsw.InterruptError:
        raise DeskError("cancelled") from None
    except apsw.CorruptError as error:
        raise DeskError("backup_unsound", path=str(path)) from error
    finally:
        connection.set_progress_handler(None)
    if found != "ok" or orphan:
        raise DeskError("backup_unsound", path=str(path))


def _files(
    work: _Work, archive: ArchiveWriter, named: Iterable[tuple[str, int]], pool: FilePool | None
) -> tuple[tuple[FileMark, ...], int]:
    """Put the attachments away, each checked by its name; one that is gone or changed is counted, not kept."""
    kept: list[FileMark] = []
    missing = 0
    for sha256, _size in named:
        work.watch.ask()
        path = work.files.path_of(sha256)
        if not path.is_file():
            missing += 1
            continue
        size = _inside(work, archive, sha256, path) if pool is None else pool.keep(sha256, path)
        if size is None:
            missing += 1
        else:
            kept.append(FileMark(sha256, size, pool is None))
    return tuple(kept), missing


def _inside(work: _Work, archive: ArchiveWriter, sha256: str, path: Path) -> int | None:
    content = path.read_bytes()  # an attachment has at most 20 MB
    if hashlib.sha256(content).hexdigest() != sha256:
        return None
    archive.add_bytes(f"files/{sha256[:2]}/{sha256}", content)
    work.step(0)
    return len(content)
