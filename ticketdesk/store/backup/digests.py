"""What is in a database, in numbers: rows and one SHA-256 per table, read in SQLite's own loops."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

import apsw

from ticketdesk.store import journal
from ticketdesk.store.backup.manifest import Anchor, TableMark
from ticketdesk.store.sql import all_rows, one_row, one_value

_BATCH: Final = 200
# What is derived from other tables, and the row that only a running act fills.
DERIVED: Final = frozenset({"counter", "current_act"})


def table_names(connection: apsw.Connection, schema: str = "main") -> list[str]:
    """Return the tables that hold rows of their own: no full text, nothing of SQLite's."""
    rows = all_rows(
        connection,
        f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'fts\\_%' ESCAPE '\\' ORDER BY rowid",
    )
    return [name for (name,) in rows]


def column_names(connection: apsw.Connection, table: str, schema: str = "main") -> list[str]:
    """Return the columns of ``table`` in order."""
    return [row[1] for row in all_rows(connection, f"PRAGMA {schema}.table_info({table})")]


def key_names(connection: apsw.Connection, table: str, schema: str = "main") -> list[str]:
    """Return the columns of the primary key of ``table``."""
    rows = sorted((row[5], row[1]) for row in all_rows(connection, f"PRAGMA {schema}.table_info({table})") if row[5])
    return [name for _, name in rows]


def marks(connection: apsw.Connection, step: Callable[[str], None] = lambda table: None) -> dict[str, TableMark]:
    """Return rows and digest of every table but the derived ones; ``step`` hears each table and may raise."""
    found = {}
    for table in table_names(connection):
        if table not in DERIVED:
            step(table)
            found[table] = _mark(connection, table)
    return found


def _mark(connection: apsw.Connection, table: str) -> TableMark:
    state = hashlib.sha256()
    row = f"json_array({', '.join(column_names(connection, table))})"
    keys = key_names(connection, table)
    order = ", ".join(keys)
    if len(keys) != 1 or _without_rowid(connection, table):
        lines = all_rows(connection, f"SELECT {row} FROM {table} ORDER BY {order}")
        for (line,) in lines:
            state.update(line.encode() + b"\n")
        return TableMark(len(lines), state.hexdigest())
    total, last = 0, -(1 << 63)
    sql = (
        f"SELECT COUNT(*), MAX({order}), CAST(group_concat({row} || char(10), '') AS BLOB) FROM"
        f" (SELECT * FROM {table} WHERE {order} > ? ORDER BY {order} LIMIT {_BATCH})"
    )
    while True:
        found = one_row(connection, sql, (last,))
        if found is None or not found[0]:
            return TableMark(total, state.hexdigest())
        total, last = total + found[0], found[1]
        state.update(found[2])


def _without_rowid(connection: apsw.Connection, table: str) -> bool:
    sql = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?"
    return bool(one_value(connection, sql, (table,)))


def row_counts(connection: apsw.Connection) -> dict[str, int]:
    """Return how many rows every table has, the derived ones left out."""
    names = [table for table in table_names(connection) if table not in DERIVED]
    return {table: int(one_value(connection, f"SELECT COUNT(*) FROM {table}")) for table in names}


def anchor(connection: apsw.Connection) -> Anchor:
    """Return where the journal ends."""
    return Anchor(*journal.anchor(connection))


def cut_tail(connection: apsw.Connection, known: Anchor) -> bool:
    """Whether the journal no longer holds all that ``known`` says it once held, unaltered."""
    return not journal.check_anchor(connection, journal.Anchor(*known))
