"""Whether a database is one of ours to the letter: its tables and indexes as our own migrations make them."""

from __future__ import annotations

from pathlib import Path

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.database import APPLICATION_ID
from ticketdesk.store.migrations import MIGRATIONS, statements
from ticketdesk.store.sql import all_rows, one_value

Part = tuple[str, str, str, str | None]


def make_schema(connection: apsw.Connection, version: int) -> None:
    """Lay the empty tables of schema ``version`` into a new database: no triggers, no rows."""
    for name in MIGRATIONS[:version]:
        connection.execute(statements(name)).fetchall()
    for (table,) in all_rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"):
        connection.execute(f"DELETE FROM {table}").fetchall()


def parts(connection: apsw.Connection) -> frozenset[Part]:
    """Return every table, index and view; triggers are left out, since they are made anew in each store."""
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type <> 'trigger' AND name NOT LIKE 'sqlite_stat%'"
    return frozenset(all_rows(connection, sql))


def expected(version: int) -> frozenset[Part]:
    """Return the parts of a store of schema ``version``."""
    connection = apsw.Connection(":memory:")
    try:
        make_schema(connection, version)
        return parts(connection)
    finally:
        connection.close()


def check_schema(connection: apsw.Connection, path: Path) -> int:
    """Return the schema version of a database that is ours to the letter.

    Raises DeskErrors ``backup_not_ours`` (another application), ``backup_newer`` (of a newer program) and
    ``backup_schema`` (tables or indexes that ours never had).
    """
    version = int(one_value(connection, "PRAGMA user_version"))
    if one_value(connection, "PRAGMA application_id") != APPLICATION_ID or version < 1:
        raise DeskError("backup_not_ours", path=str(path))
    if version > len(MIGRATIONS):
        raise DeskError("backup_newer", path=str(path))
    if parts(connection) != expected(version):
        raise DeskError("backup_schema", path=str(path))
    return version
