"""A new store made of rows: our own schema, filled from a backup, with everything derived made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import counters, journal, search_index
from ticketdesk.store.backup import digests
from ticketdesk.store.backup.image import Image, shown
from ticketdesk.store.backup.manifest import TableMark
from ticketdesk.store.backup.schema import make_schema
from ticketdesk.store.database import APPLICATION_ID, transaction
from ticketdesk.store.journal import Touched
from ticketdesk.store.migrations import MIGRATIONS, statements
from ticketdesk.store.sql import all_rows, one_value

_BATCH = 5_000  # rows indexed for searching in one go
Ask = Callable[[], None]


def new_database(path: Path, version: int) -> apsw.Connection:
    """Make the file ``path`` with the empty tables of schema ``version``; fast, and not durable before ``complete``."""
    connection = reopened(path)
    with transaction(connection):
        make_schema(connection, version)
    return connection


def reopened(path: Path) -> apsw.Connection:
    """Go on with a database that is being made."""
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
    connection = apsw.Connection(path.absolute().as_uri(), flags=flags)
    for pragma in ("trusted_schema = 0", "cache_size = -65536", "temp_store = 2", "synchronous = off"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def copy_image(connection: apsw.Connection, image: Image, ask: Ask) -> None:
    """Copy every row of the database ``image`` into the tables of the same schema; triggers and views stay there."""
    with shown(image) as uri:
        connection.execute("ATTACH ? AS backup", (uri,)).fetchall()
        try:
            for table in digests.table_names(connection):
                ask()
                if table in digests.DERIVED:
                    continue
                names = ", ".join(digests.column_names(connection, table))
                order = ", ".join(digests.key_names(connection, table))
                with transaction(connection):
                    connection.execute(
                        f"INSERT INTO main.{table}({names}) SELECT {names} FROM backup.{table} ORDER BY {order}"
                    ).fetchall()
        finally:
            connection.execute("DETACH backup").fetchall()


def compare(connection: apsw.Connection, wanted: dict[str, TableMark], path: Path, ask: Ask) -> None:
    """Compare the copied rows with what the backup says of them; DeskError ``backup_changed``."""
    found = digests.marks(connection, lambda table: ask())
    for table, mark in wanted.items():
        if found.get(table) != mark:
            raise DeskError("backup_changed", path=str(path), entry=table)


def upgrade(connection: apsw.Connection, version: int) -> None:
    """Bring the tables from schema ``version`` to the newest; no triggers are there yet."""
    with transaction(connection):
        for name in MIGRATIONS[version:]:
            connection.execute(statements(name)).fetchall()


def complete(connection: apsw.Connection, ask: Ask) -> None:
    """Make what is derived from the rows: the running act, counters, search, triggers; then it is a store."""
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO current_act(one, act) VALUES (1, NULL)").fetchall()
        connection.execute("DELETE FROM counter").fetchall()
        counted = [(name, key, n) for (name, key), n in counters.recounted(connection).items()]
        connection.executemany("INSERT INTO counter(name, key, n) VALUES (?, ?, ?)", counted)
    for kind, table in search_index.TABLE_OF.items():
        _index(connection, kind, table, ask)
    with transaction(connection):
        journal.install(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}").fetchall()
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}").fetchall()
    orphan = all_rows(connection, "PRAGMA foreign_key_check")[:1]
    if orphan or one_value(connection, "PRAGMA quick_check(1)") != "ok":
        raise DeskError("backup_unsound", path=str(connection.filename))


def _index(connection: apsw.Connection, kind: str, table: str, ask: Ask) -> None:
    last: int | None = -(1 << 63)
    with transaction(connection):
        while last is not None:
            ask()
            rows = all_rows(connection, f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT {_BATCH}", (last,))
            ids = tuple(row[0] for row in rows)
            search_index.refresh(connection, [Touched(table, ids, ())], 0)
            last = ids[-1] if ids else None
