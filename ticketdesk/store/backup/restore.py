"""The way back: a store made of the rows of a backup. A backup from a stranger plants nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.repairs import Return
from ticketdesk.store.backup import rebuild
from ticketdesk.store.backup.check import check
from ticketdesk.store.backup.image import Image
from ticketdesk.store.backup.manifest import Manifest
from ticketdesk.store.backup.place import finish_replacing, replace, set_aside
from ticketdesk.store.backup.pool import FilePool
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.shelf import Shelf
from ticketdesk.store.backup.take import RESERVE, Watch
from ticketdesk.store.database import check_kind, open_reader, sqlite_errors
from ticketdesk.store.files import FileStore
from ticketdesk.store.lock import StoreLock
from ticketdesk.store.sql import all_rows
from ticketdesk.store.store import NewAct, Store
from ticketdesk.store.writer import Priority

_UNSOUND = frozenset({"backup_unsound", "backup_schema", "store_damaged", "store_foreign", "store_newer"})
RESTORED = "RestoreBackup"  # the act that tells of it; its args hold the newest backup that it makes out of date


def restore(source: Path, store: Path, *, now: int, watch: Watch | None = None) -> Return:
    """Make ``store`` what the backup ``source`` holds; the store that is there is kept in ``quarantine``.

    Every byte of the backup is checked first, then its rows are copied into a schema of our own, brought up to the
    newest version, compared and indexed; only then does it take the place of the present store, in one step. Raises
    the DeskErrors of ``check``, ``store_in_use``, ``backup_no_room``, ``disk_full``; the present store is as it was
    then.
    """
    watch = watch or Watch()
    manifest = check(source, watch)
    with held(store), scratch(store, manifest.size) as folder, sqlite_errors(store):
        keep_present(store, now, watch)
        new = folder / store.name
        build(source, new, numbers_of(store), watch.ask)
        files = bring_files(source, manifest, FileStore(store.with_name("files")))
        superseded = max((each.number for each in Shelf(store).numbered()), default=0)
        record(new, now, RESTORED, {"made_at": manifest.made_at, "acts": manifest.anchor.acts, "until": superseded})
        watch.ask()
        kept = set_aside(store, now)
        replace(store, new)
    named = len(manifest.files)
    return Return(manifest.rows, manifest.made_at, files, named, None if kept is None else str(kept))


def keep_present(store: Path, now: int, watch: Watch) -> None:
    """Back the present store up, if there is one that is sound; a damaged one is kept in quarantine only."""
    try:
        if check_kind(store):
            # No older one leaves now: it may be the very one that is restored.
            Shelf(store).add(now=now, reason="restore", watch=Watch(cancelled=watch.cancelled), tidy=False)
    except DeskError as error:
        if error.key not in _UNSOUND:
            raise


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Hold the lock of ``store`` and finish what an earlier replacing left; DeskError ``store_in_use``."""
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError("store_read_only", path=str(store.parent)) from error
    lock = StoreLock(store)
    lock.take()
    try:
        finish_replacing(store)
        yield
    finally:
        lock.release()


@contextmanager
def scratch(store: Path, size: int) -> Iterator[Path]:
    """A folder beside the ``held`` store in which a new one of about ``size`` bytes is made; gone afterwards.

    What a killed program left of such a folder goes first: it is as large as the store.
    """
    for left in store.parent.glob(f".{escape(store.name)}.*.new"):
        shutil.rmtree(left, ignore_errors=True)
    free = shutil.disk_usage(store.parent).free
    if free < 2 * size + RESERVE:
        raise DeskError(
            "backup_no_room", path=str(store.parent), needed=-(-(2 * size + RESERVE) >> 20), free=free >> 20
        )
    folder = store.with_name(f".{store.name}.{os.getpid()}.new")
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build(source: Path, new: Path, numbers: list[tuple[str, int]], ask: Callable[[], None]) -> None:
    """Make the database ``new`` of the rows of the checked backup ``source``; ``numbers`` were given out since."""
    archive = Archive(source)
    entry, manifest = archive.database, archive.manifest
    connection = rebuild.new_database(new, manifest.schema)
    try:
        rebuild.copy_image(connection, Image(source, entry.start, entry.size), ask)
        rebuild.compare(connection, manifest.tables, source, ask)
        rebuild.upgrade(connection, manifest.schema)
        raise_numbers(connection, numbers)
        rebuild.complete(connection, ask)
    finally:
        connection.close()


def bring_files(source: Path, manifest: Manifest, files: FileStore) -> int:
    """Bring the attachments of a backup back, from the archive or from beside it; returns how many are there now.

    What was there stays; the content decides under which name a file is kept, so nothing can be overwritten.
    """
    archive = Archive(source)
    beside = FilePool(source.parent / "files")
    missing = 0
    for file in manifest.files:
        if files.path_of(file.sha256).is_file():
            continue
        if file.inside:
            content = archive.content(file.entry)
        else:
            path = beside.path_of(file.sha256)
            content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() == file.sha256:
            files.keep(content)
        else:
            missing += 1
    return len(manifest.files) - missing


def numbers_of(store: Path) -> list[tuple[str, int]]:
    """Return the human numbers that the present store has given out; none where it cannot be read."""
    try:
        connection = open_reader(store)
    except DeskError:
        return []
    try:
        return [(str(name), int(n)) for name, n in all_rows(connection, "SELECT name, n FROM number_seq")]
    except (apsw.Error, ValueError):
        return []
    finally:
        connection.close()


def raise_numbers(connection: apsw.Connection, numbers: list[tuple[str, int]]) -> None:
    """Let the human numbers go on from where the present store was, so that none is given out twice."""
    sql = "INSERT INTO number_seq(name, n) VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET n = MAX(n, ?2)"
    connection.executemany(sql, numbers)


def record(path: Path, now: int, command: str, args: dict[str, object]) -> None:
    """Write an act of nobody's into the closed store ``path`` that tells what happened to it."""
    store = Store(path)

    def write() -> None:
        with store.act(NewAct(now, None, command, json.dumps(args), 1, undoable=False)):
            pass

    try:
        store.submit(write, Priority.ACT).result()
    finally:
        store.close()
