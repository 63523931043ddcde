"""Many rows by one statement: each of them, in their order, whatever is left over."""

from __future__ import annotations

import apsw
import pytest

from ticketdesk.store.sql import AT_ONCE, insert_rows
from ticketdesk.store.writers.order_import import _ORDER_COLUMNS

KEPT_BY_APSW = 16_384
"""Characters of a statement's text: of a longer one apsw prepares it anew at each call."""


@pytest.fixture
def connection() -> apsw.Connection:
    made = apsw.Connection(":memory:")
    made.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, words TEXT) STRICT")
    return made


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 9, 31, 32, 33, 40, 71, 104])
def test_every_row_is_written_in_its_order(connection: apsw.Connection, rows: int) -> None:
    connection.execute("CREATE TABLE met(id INTEGER)")
    connection.execute("CREATE TRIGGER meets AFTER INSERT ON t BEGIN INSERT INTO met VALUES (NEW.id); END")
    given = [(1_000 - at, f"字{at}") for at in range(rows)]
    insert_rows(connection, "t", ("id", "words"), iter(given))
    assert connection.execute("SELECT id FROM met ORDER BY rowid").fetchall() == [(key,) for key, _ in given]
    assert connection.execute("SELECT id, words FROM t ORDER BY id DESC").fetchall() == given


def test_a_row_that_cannot_be_takes_its_whole_statement_back(connection: apsw.Connection) -> None:
    with pytest.raises(apsw.ConstraintError), connection:
        insert_rows(connection, "t", ("id", "words"), [(at % 30, "") for at in range(32)])
    assert connection.execute("SELECT count(*) FROM t").fetchall() == [(0,)]


def test_the_longest_statement_of_an_import_is_short_enough_to_be_kept() -> None:
    asked: list[str] = []
    connection = apsw.Connection(":memory:")
    connection.execute(f"CREATE TABLE orders({', '.join(_ORDER_COLUMNS)})")
    connection.exec_trace = lambda _cursor, sql, _values: asked.append(sql) or True
    insert_rows(connection, "orders", _ORDER_COLUMNS, [(0,) * len(_ORDER_COLUMNS)] * max(AT_ONCE))
    assert len(asked) == 1 and len(asked[0]) < KEPT_BY_APSW
