"""Reading: each thread has its own read-only connection, whole pages at a time, interruptible."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import apsw

from ticketdesk.store.database import open_reader, sqlite_errors
from ticketdesk.store.sql import Value, all_rows, each_row, whole

_MUCH: Final = 2 << 20  # bytes


class Rows(Protocol):
    """Anything a query can be asked of: a reader's connection, or a transaction that sees its own writes."""

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return every row of the statement."""

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of the statement (for exports; never held across events)."""


def first(source: Rows, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None:
    """Return the first row of the statement, or None."""
    found = source.rows(sql, values)
    return found[0] if found else None


def marks(values: Sequence[object]) -> str:
    """Return the place holders for an IN list of ``values``."""
    return ",".join("?" * len(values))


def some(ids: Iterable[int]) -> str:
    """Return ids as an SQL list; ids are integers of our own, so no text can get in."""
    return ",".join(str(int(i)) for i in ids)


class OwnRows:
    """A connection as a source of rows, its own uncommitted writes included; for the thread that owns it."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return every row of the statement."""
        return all_rows(self._connection, sql, values)

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of the statement."""
        return each_row(self._connection, sql, values)


class Reader:
    """The reading side of one store, usable from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._all: dict[int, apsw.Connection] = {}
        self._guard = threading.Lock()
        self._closed = False

    def _connection(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = open_reader(self._path)
            self._local.connection = connection
            with self._guard:
                self._all[threading.get_ident()] = connection
        return connection

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return every row of the statement; raises DeskError for SQLite's troubles."""
        with sqlite_errors(self._path):
            try:
                return all_rows(self._connection(), sql, values)
            except UnicodeEncodeError:  # half a character was asked for; no row holds one
                return all_rows(self._connection(), sql, whole(values))

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of the statement on this thread's connection.

        What a walk through a long list has read stays with the system, which has it in memory anyway.
        """
        with sqlite_errors(self._path):
            connection = self._connection()
            yield from each_row(connection, sql, values)
            if connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)[0] > _MUCH:
                connection.release_memory()

    def interrupt(self, thread_id: int) -> None:
        """Stop the statement that runs on the connection of thread ``thread_id``; it raises apsw.InterruptError."""
        with self._guard:
            connection = self._all.get(thread_id)
        if connection is not None:
            connection.interrupt()

    def close(self) -> None:
        """Close every connection; the reader cannot be used afterwards."""
        with self._guard:
            for connection in self._all.values():
                connection.close()
            self._all.clear()
