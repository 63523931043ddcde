"""One running transaction of an act: its ids, single rows through Peewee, bulk rows through prepared SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import journal
from ticketdesk.store.files import FileStore
from ticketdesk.store.ids import compose, desk_of, nth, within
from ticketdesk.store.sql import Value, insert_rows, one_value

if TYPE_CHECKING:
    from ticketdesk.store.rows_database import RowsDatabase
    from ticketdesk.store.tables import Row


class Tx:
    """What a command writes through; every write is journaled under ``act_id``."""

    def __init__(
        self,
        connection: apsw.Connection,
        db: Callable[[], RowsDatabase] | None,
        files: FileStore,
        act_id: int,
        block: int,
        tables: frozenset[str] | None = None,
        refuse_busy: Callable[[int], None] | None = None,
    ) -> None:
        self.connection = connection  # the writing one (only for the store's own rooms)
        self._db = db  # None for an act of many rows
        self.files = files
        self.act_id = act_id
        self.tables = tables
        self._refuse_busy = refuse_busy  # what was written after this change of the journal, by another open act
        self._left = block - 1
        self._next = nth(act_id, 1)
        self._taken_up_to: dict[int, int] = {}

    @contextmanager
    def part(self) -> Iterator[None]:
        """What fails inside is taken back alone; the transaction goes on.

        DeskError ``row_busy`` at its end where another open act holds a row that was written inside.
        """
        since = journal.last_seq(self.connection)
        with self.connection:
            yield
            if self._refuse_busy is not None:
                self._refuse_busy(since)

    @property
    def written(self) -> int:
        """How many rows were written through the store so far, by triggers as well: whether something was written."""
        return self.connection.total_changes()

    def new_id(self) -> int:
        """Return the next id of the act's block; the same act gives the same ids again."""
        if self._left <= 0:
            raise RuntimeError("the act reserved too few ids")
        self._left -= 1
        found = self._next
        self._next = nth(found, 1)
        return found

    def message_id(self, sent_at: int) -> int:
        """Return a free message id that carries ``sent_at`` (UTC ms), so that rowid order is the order of the talk.

        A moment that no id can carry (a mail server's of the year 9999) is the nearest one that it can.
        """
        first = compose(within(sent_at), desk_of(self.act_id), 0)
        candidate = self._taken_up_to.get(first, first)
        # Several in one millisecond follow each other; the walk ends at the first gap.
        for (taken,) in self.connection.execute("SELECT id FROM message WHERE id >= ? ORDER BY id", (candidate,)):
            if taken != candidate:
                break
            candidate = nth(candidate, 1)
        self._taken_up_to[first] = candidate
        return candidate

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return every row of the statement, own writes included."""
        return self.connection.execute(sql, tuple(values)).fetchall()

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of the statement, own writes included."""
        return iter(self.connection.execute(sql, tuple(values)))

    def insert(self, table: type[Row], values: Mapping[str, Value], *, row_id: int | None = None) -> int:
        """Insert one row and return its id; columns not given have the table's defaults."""
        row_id = self.new_id() if row_id is None else row_id
        if self._db is not None:
            table.insert(id=row_id, **values).execute(self._db())
            return row_id
        # Peewee takes longer over the text of a statement than SQLite over its row: 10,000 tickets feel it.
        defaults: dict[str, Value] = table._meta.get_default_dict()  # type: ignore[no-untyped-call]
        given = {**defaults, **values, "id": row_id}
        places = ", ".join("?" * len(given))
        sql = f"INSERT INTO {table._meta.table_name}({', '.join(given)}) VALUES ({places})"
        self.connection.execute(sql, tuple(given.values()))
        return row_id

    def update(self, table: type[Row], row_id: int, values: Mapping[str, Value], *, version: int | None = None) -> None:
        """Change one row; with ``version`` only if nobody has written it since (else DeskError ``row_changed``)."""
        name = str(table._meta.table_name)
        changes = ", ".join(f"{column} = ?" for column in values)
        sql = f"UPDATE {name} SET {changes}, version = version + 1 WHERE id = ? AND deleted = 0"
        given: list[Value] = [*values.values(), row_id]
        if version is not None:
            sql += " AND version = ?"
            given.append(version)
        self.connection.execute(sql, given)
        if self.connection.changes() == 0:
            raise DeskError("row_changed" if version is not None else "row_missing", table=name, id=row_id)

    def tombstone(self, table: type[Row], row_id: int) -> None:
        """Lay the tombstone: the row is absent everywhere, and the journal can take it back."""
        self.update(table, row_id, {"deleted": self.act_id})

    def insert_many(self, table: type[Row], names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Insert many rows by prepared statements of several rows; each row begins with its id."""
        insert_rows(self.connection, str(table._meta.table_name), names, rows)

    def next_number(self, name: str) -> int:
        """Return the next human number of the series ``name``; a number given out is never lowered or reused."""
        found = one_value(
            self.connection,
            "INSERT INTO number_seq(name, n) VALUES (?, 1) ON CONFLICT(name) DO UPDATE SET n = n + 1 RETURNING n",
            (name,),
        )
        return int(found)
