"""Asking one apsw connection, typed: SQLite's values are what the statement says they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import apsw

from ticketdesk.domain.text import strip_nul

Value = int | str | float | bytes | None


def all_rows(connection: apsw.Connection, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
    """Return every row of the statement."""
    return connection.execute(sql, tuple(values)).fetchall()


def each_row(connection: apsw.Connection, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
    """Iterate over the rows of the statement."""
    return iter(connection.execute(sql, tuple(values)))


def whole(values: Sequence[Value]) -> tuple[Value, ...]:
    """Return the values with their texts as the store can hold them."""
    return tuple(strip_nul(each) if isinstance(each, str) else each for each in values)


def one_row(connection: apsw.Connection, sql: str, values: Sequence[Value] = ()) -> tuple[Any, ...] | None:
    """Return the first row of the statement, or None."""
    found: tuple[Any, ...] | None = connection.execute(sql, tuple(values)).fetchone()
    return found


def one_value(connection: apsw.Connection, sql: str, values: Sequence[Value] = ()) -> Any:
    """Return the first value of the first row, or None where there is no row."""
    found = one_row(connection, sql, values)
    return found[0] if found else None
