"""Asking one apsw connection, typed: SQLite's values are what the statement says they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import apsw

from ticketdesk.domain.text import strip_nul

Value = int | str | float | bytes | None
AT_ONCE: Final = (32, 8)
"""Rows of one statement: of a row with triggers, beginning and ending a statement of its own costs a third. The text of
the longest stays below 16 kB, else apsw would not keep the statement."""


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


def insert_rows(connection: apsw.Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows with a value for each of ``names``, many by one statement."""
    left = rows if isinstance(rows, list) else list(rows)
    for most in AT_ONCE:
        if len(left) < most:
            continue
        sql, whole_blocks = _insert(table, tuple(names), most), len(left) - len(left) % most
        for at in range(0, whole_blocks, most):
            connection.execute(sql, tuple(chain.from_iterable(left[at : at + most])))
        left = left[whole_blocks:]
    if left:
        connection.executemany(_insert(table, tuple(names), 1), left)


@lru_cache(maxsize=64)
def _insert(table: str, names: tuple[str, ...], rows: int) -> str:
    row = f"({','.join('?' * len(names))})"
    return f"INSERT INTO {table}({', '.join(names)}) VALUES {','.join([row] * rows)}"
