"""Rows that a damaged store still gives and that the backup does not have yet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import apsw

from ticketdesk.store import family, journal
from ticketdesk.store.backup import digests
from ticketdesk.store.ids import IdMaker
from ticketdesk.store.journal import ActRow
from ticketdesk.store.reader import marks
from ticketdesk.store.sql import all_rows, one_value

SALVAGED: Final = "SalvageRows"  # the act of rows that came without their own journal
_JOURNAL: Final = ("act", "change", "seal")
_MOST_FAILURES: Final = 4_000  # tries per table to get around what cannot be read
_FAR: Final = (1 << 63) - 1
_BATCH: Final = 2_000
_UNREADABLE: Final = (apsw.CorruptError, apsw.NotADBError, apsw.IOError, apsw.SQLError, UnicodeDecodeError)
Ask = Callable[[], None]


class Saved(NamedTuple):
    """``rows`` of the shop that came over, ``unreadable`` that are known to be lost, and whether the journal came."""

    rows: int
    unreadable: int
    journal: bool


class Found(NamedTuple):
    """What a walk over one table gave: how many rows were taken, and how many places could not be read."""

    taken: int
    gaps: int


def salvage(connection: apsw.Connection, uri: str, ask: Ask, *, alone: bool, now: int) -> Saved:
    """Bring newer rows of the damaged database at ``uri`` into the open one, which has no triggers yet.

    A row is newer when it is not there yet or has a higher version. The connection is of no further use afterwards.
    The journal comes whole or, where a link of it is missing, not at all: then the rows are an act of their own, so
    that an undo of a step from before sees them. ``alone`` tells that there is no backup below.
    """
    connection.execute("ATTACH ? AS damaged", (uri,)).fetchall()
    journaled = _bring_journal(connection, ask)
    rows = gaps = 0
    with contextlib.nullcontext() if journaled else journaling(connection, SALVAGED, now):
        for table in _damaged_tables(connection):
            if table not in _JOURNAL and table not in digests.DERIVED:
                ask()
                found = _bring(connection, table, ask)
                gaps += found.gaps
                rows += found.taken if table in journal.journaled_tables(connection) else 0
        if journaled:
            _revive(connection)
        dropped = _drop_orphans(connection)
    unreadable = _missing(connection) + dropped if journaled else gaps + dropped
    return Saved(max(0, rows - dropped), max(unreadable, 1 if gaps and alone else 0), journaled)


@contextlib.contextmanager
def journaling(connection: apsw.Connection, command: str, now: int) -> Iterator[None]:
    """Have the triggers write down what the block changes, as the sealed act ``command`` of nobody."""
    found = one_value(connection, "SELECT MAX(block_end) FROM act")
    act = IdMaker(last=found).reserve(now, 1)
    since = journal.last_seq(connection)
    journal.write_act(connection, ActRow(act, now, None, command, "{}", "done", None, None, 0, act, "", ""))
    journal.install(connection)
    for table in journal.journaled_tables(connection):  # a row without its parent may leave again
        connection.execute(f"DROP TRIGGER journal_{table}_delete").fetchall()
    connection.execute("INSERT OR REPLACE INTO current_act(one, act) VALUES (1, ?)", (act,)).fetchall()
    yield
    journal.set_current(connection, None)
    journal.close(connection, act, since)


def _damaged_tables(connection: apsw.Connection) -> list[str]:
    """Return the tables that both sides know, parents first."""
    try:
        there = set(digests.table_names(connection, "damaged"))
    except _UNREADABLE:
        return []
    return [table for table in digests.table_names(connection) if table in there]


def _bring_journal(connection: apsw.Connection, ask: Ask) -> bool:
    """Bring acts, changes and seals over; all of it is taken back where it does not hang together."""
    present = [table for table in _JOURNAL if table in _damaged_tables(connection)]
    connection.execute("SAVEPOINT journal").fetchall()
    try:
        gaps = sum(_bring(connection, table, ask, inside=True).gaps for table in present)
        whole = len(present) >= 2 and not gaps and _hangs_together(connection)
    except _UNREADABLE:
        whole = False
    if not whole:
        connection.execute("ROLLBACK TO journal").fetchall()
    connection.execute("RELEASE journal").fetchall()
    return whole


def _hangs_together(connection: apsw.Connection) -> bool:
    count, first, last = all_rows(connection, "SELECT COUNT(*), MIN(seq), MAX(seq) FROM change")[0]
    return (not count or count == last - first + 1) and not journal.chain_breaks(connection)


def _bring(connection: apsw.Connection, table: str, ask: Ask, *, inside: bool = False) -> Found:
    """Take the newer rows of one table; errors while reading are walked around."""
    try:
        names = [
            name
            for name in digests.column_names(connection, table, "damaged")
            if name in digests.column_names(connection, table)
        ]
        keys = digests.key_names(connection, table)
    except _UNREADABLE:
        return Found(0, 1)
    if not names or not keys:
        return Found(0, 1)
    ranged = keys in (["id"], ["seq"], ["agent_id"])
    walk = _Walk(connection, _reading(table, names, keys, ranged=ranged), ask)
    write = _writing(table, names, keys)
    walk.over(-_FAR - 1, _FAR) if ranged else walk.whole()
    taken = 0
    with _written_together(connection, inside=inside):
        for row in walk.rows:
            try:
                connection.execute(write, row).fetchall()
                taken += 1
            except apsw.ConstraintError:
                walk.gaps += 1
    return Found(taken, walk.gaps)


@contextlib.contextmanager
def _written_together(connection: apsw.Connection, *, inside: bool) -> Iterator[None]:
    """One transaction; a plain BEGIN, since an IMMEDIATE one would ask the damaged side too."""
    if inside:
        yield
        return
    connection.execute("BEGIN").fetchall()
    yield
    connection.execute("COMMIT").fetchall()


def _reading(table: str, names: Sequence[str], keys: Sequence[str], *, ranged: bool) -> str:
    """Return the question for the newer rows, between two keys where the key is a number."""
    same = " AND ".join(f"b.{key} = d.{key}" for key in keys)
    if "version" in names:
        newer = f"NOT EXISTS (SELECT 1 FROM main.{table} b WHERE {same} AND b.version >= d.version)"
    elif table == "act":
        newer = f"NOT EXISTS (SELECT 1 FROM main.act b WHERE {same} AND b.state = d.state AND b.undoable = d.undoable)"
    elif table in _JOURNAL:
        newer = f"NOT EXISTS (SELECT 1 FROM main.{table} b WHERE {same})"
    else:
        newer = "1"
    between = f" AND d.{keys[0]} BETWEEN ? AND ? ORDER BY d.{keys[0]}" if ranged else ""
    return f"SELECT {', '.join(f'd.{name}' for name in names)} FROM damaged.{table} d WHERE {newer}{between}"


def _writing(table: str, names: Sequence[str], keys: Sequence[str]) -> str:
    sets = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    if table == "number_seq":
        sets = "n = MAX(n, excluded.n)"
    head = f"INSERT INTO main.{table}({', '.join(names)}) VALUES ({marks(names)}) ON CONFLICT({', '.join(keys)}) DO "
    return head + (f"UPDATE SET {sets}" if sets else "NOTHING")


class _Walk:
    """Reads a table range by range; a range that cannot be read is halved until the bad place is small."""

    def __init__(self, connection: apsw.Connection, sql: str, ask: Ask) -> None:
        self._connection = connection
        self._sql = sql
        self._ask = ask
        self._failures = 0
        self.gaps = 0
        self.rows: list[tuple[object, ...]] = []

    def whole(self) -> None:
        """Read a small table in one go."""
        try:
            self.rows += all_rows(self._connection, self._sql)
        except _UNREADABLE:
            self.gaps += 1

    def over(self, low: int, high: int) -> None:
        """Read what lies between two keys."""
        waiting = [(low, high)]
        bad = False  # whether the place before the next range was bad, too: then it is the same gap
        while waiting:
            low, high = waiting.pop()
            self._ask()
            count = len(self.rows)
            try:
                for row in self._connection.execute(self._sql, (low, high)):
                    self.rows.append(row)
                bad = False
            except _UNREADABLE:
                del self.rows[count:]
                self._failures += 1
                if high - low < 1 or self._failures > _MOST_FAILURES:
                    self.gaps += not bad
                    bad = True
                    continue
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]


def _revive(connection: apsw.Connection) -> None:
    """Put rows that could not be read back as the journal last saw them: an older state keeps what belongs to it."""
    for table in journal.journaled_tables(connection):
        names = digests.column_names(connection, table)
        images = ", ".join(f"json_extract(before, '$.{name}')" for name in names)
        connection.execute(
            f"INSERT OR IGNORE INTO main.{table}({', '.join(names)}) SELECT {images} FROM (SELECT before, MAX(seq)"
            f" FROM main.change c WHERE tbl = ? AND before IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM main.{table} t WHERE t.id = c.key) GROUP BY key)",
            (table,),
        ).fetchall()


def _drop_orphans(connection: apsw.Connection) -> int:
    """Take out rows whose parent could not be saved, until every row that is left belongs somewhere."""
    dropped, links = 0, [*family.links(connection), *_outside(connection)]
    while True:
        gone = 0
        for link in links:
            connection.execute(
                f"DELETE FROM main.{link.child} WHERE {link.column} IS NOT NULL AND NOT EXISTS"
                f" (SELECT 1 FROM main.{link.parent} p WHERE p.id = {link.child}.{link.column})"
            ).fetchall()
            gone += connection.changes()
        if not gone:
            return dropped
        dropped += gone


def _outside(connection: apsw.Connection) -> list[family.Link]:
    """Return the ties of the tables that are not journaled: passwords, uses of phrases, proofs of orders."""
    journaled = journal.journaled_tables(connection)
    return [
        family.Link(table, row[3], row[2])
        for table in digests.table_names(connection)
        if table not in journaled
        for row in all_rows(connection, f"PRAGMA foreign_key_list({table})")
    ]


def _missing(connection: apsw.Connection) -> int:
    """Count the rows that the journal has seen written and that are not there as it left them."""
    found = 0
    for table in journal.journaled_tables(connection):
        # SQLite takes ``before`` from the row of MIN(seq): the first change names the version it began with.
        sql = (
            "SELECT COUNT(*) FROM (SELECT key, MIN(seq),"
            " COUNT(*) + COALESCE(json_extract(before, '$.version'), 0) AS least"
            f" FROM change WHERE tbl = ? GROUP BY key) w LEFT JOIN {table} t ON t.id = w.key"
            " WHERE t.id IS NULL OR t.version < w.least"
        )
        found += int(one_value(connection, sql, (table,)))
    return found
