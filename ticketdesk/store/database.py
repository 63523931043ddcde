"""Connections: pragmas set and read back, the kind of file checked, SQLite's codes put into the user's words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import journal, marks
from ticketdesk.store.migrations import MIGRATIONS, statements
from ticketdesk.store.sql import one_value

# Peewee would read Python's own SQLite beside the store's: 1.2 MB for nothing, and two copies of SQLite in one process
# that open the same file break each other's locks. A built program has none (build.spec).
sys.modules.setdefault("sqlite3", None)  # type: ignore[arg-type]

APPLICATION_ID = 0x544B4453  # "TKDS"
SQLITE_MAGIC = b"SQLite format 3\x00"

_WRITER_PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged writes in a power cut
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "recursive_triggers": 1,  # else REPLACE escapes the delete trigger
    "temp_store": 2,
    "cache_size": -8_192,
    "journal_size_limit": 67_108_864,
}
_GLANCE_PRAGMAS: dict[str, int | str] = {"trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "query_only": 1}
_READER_PRAGMAS: dict[str, int | str] = {**_GLANCE_PRAGMAS, "temp_store": 2, "cache_size": -4_096}


def _set_pragmas(connection: apsw.Connection, wanted: dict[str, int | str]) -> None:
    if sys.platform == "darwin":
        wanted = {**wanted, "fullfsync": 1, "checkpoint_fullfsync": 1}
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchall()
        # mmap_size answers with no row where the library was built without it; that means zero.
        got = found[0][0] if found else 0
        if str(got).lower() != str(value).lower():
            raise DeskError("store_pragma", name=name, wanted=value, found=got)


def open_writer(path: Path) -> apsw.Connection:
    """Open the writing connection to the store at ``path`` (made where there is none), its pragmas read back."""
    connection = apsw.Connection(str(path))
    try:
        connection.setbusytimeout(5_000)
        _set_pragmas(connection, _WRITER_PRAGMAS)
        _add_functions(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _add_functions(connection: apsw.Connection) -> None:
    """Let queries ask what SQL cannot say: ``receiver_key(buyer, name, phone, mobile, address)``, NULL for none."""
    connection.create_scalar_function("receiver_key", _receiver_key, 5, deterministic=True)


def _receiver_key(*parts: Any) -> str | None:
    from ticketdesk.domain.buyers import Receiver, receiver_key  # no start needs it

    return receiver_key(Receiver(*parts))


def log_of(path: Path) -> Path:
    """Return where SQLite keeps the write-ahead log of the store at ``path``."""
    return path.with_name(path.name + "-wal")


def open_reader(path: Path, *, immutable: bool = False, glance: bool = False) -> apsw.Connection:
    """Open a read-only connection to the store at ``path``; it sees the last committed state at each statement.

    With ``glance`` no setting is made that has SQLite read the schema, which takes 2 ms: for the numbers in the header.
    Where the folder cannot be written (a write-protected disk) and no log lies there, nobody can be at work on the
    file: it is read as one that never changes, since SQLite could not lay its own files beside it.
    """
    immutable = immutable or not (log_of(path).exists() or os.access(path.parent, os.W_OK))
    name = f"{path.absolute().as_uri()}?immutable={int(immutable)}"
    with sqlite_errors(path):
        connection = apsw.Connection(name, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        connection.setbusytimeout(5_000)
        _set_pragmas(connection, _GLANCE_PRAGMAS if glance else _READER_PRAGMAS)
        _add_functions(connection)
    return connection


def check_kind(path: Path) -> int:
    """Return the schema version of the file at ``path`` (0 for a new one) without writing a byte to it.

    Raises DeskError ``store_foreign`` for a file that is no store of ours, ``store_newer`` for one of a newer program.
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            return 0
        with path.open("rb") as file:
            head = file.read(16)
    except IsADirectoryError as error:
        raise DeskError("store_foreign", path=str(path)) from error
    except OSError as error:
        raise DeskError("store_cannot_open", path=str(path)) from error
    if head != SQLITE_MAGIC:
        raise DeskError("store_foreign", path=str(path))
    return _asked_kind(path)


def _asked_kind(path: Path) -> int:
    """Ask SQLite, since the header may still stand in the write-ahead log only.

    Without a log the file is opened as one that nobody writes, so that SQLite lays no files of its own beside it.
    """
    connection = open_reader(path, immutable=not log_of(path).exists(), glance=True)
    try:
        with sqlite_errors(path):
            application = one_value(connection, "PRAGMA application_id")
            version = int(one_value(connection, "PRAGMA user_version"))
            known = application == APPLICATION_ID or (
                application == 0 and version == 0 and one_value(connection, "SELECT COUNT(*) FROM sqlite_schema") == 0
            )
    finally:
        connection.close()
    if not known:
        raise DeskError("store_foreign", path=str(path))
    if version > len(MIGRATIONS):
        raise DeskError("store_newer", path=str(path), version=version, known=len(MIGRATIONS))
    return version


def migrate(connection: apsw.Connection) -> None:
    """Bring the open store to the newest schema, all or nothing."""
    version = int(one_value(connection, "PRAGMA user_version"))
    if version == len(MIGRATIONS):
        return
    with transaction(connection):
        for number in range(version, len(MIGRATIONS)):
            connection.execute(statements(MIGRATIONS[number])).fetchall()
        journal.install(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}").fetchall()
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}").fetchall()


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """One IMMEDIATE transaction: committed at the end, rolled back on any exception (which goes on)."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if not connection.getautocommit():
            connection.execute("ROLLBACK")
        raise


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's codes into DeskErrors; Peewee hides some behind others, so the whole chain is walked."""
    try:
        yield
    except DeskError:
        raise
    except Exception as error:
        found = _known(error, path)
        if found is None:
            raise
        if found.key == "store_damaged":
            marks.note_damage(path)
        raise found from error


def _known(error: BaseException | None, path: Path) -> DeskError | None:
    keys: tuple[tuple[Any, str], ...] = (
        (apsw.FullError, "disk_full"),
        (apsw.NotADBError, "store_foreign"),
        (apsw.CorruptError, "store_damaged"),
        (apsw.ReadOnlyError, "store_read_only"),
        (apsw.CantOpenError, "store_cannot_open"),
        (apsw.IOError, "store_io"),
        ((apsw.BusyError, apsw.LockedError), "store_busy"),
        (PermissionError, "store_read_only"),
    )
    while error is not None:
        for kind, key in keys:
            if isinstance(error, kind):
                return DeskError(key, path=str(path))
        if isinstance(error, OSError) and error.errno == 28:
            return DeskError("disk_full", path=str(path))
        error = error.__cause__ or error.__context__
    return None
