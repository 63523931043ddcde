"""The journal: acts, and the rows they touched, written by triggers that are generated from the tables themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

import apsw

from ticketdesk.store import counters
from ticketdesk.store.sql import all_rows, one_row

# Everything else is journaled: a table added later cannot be forgotten.
UNJOURNALED = frozenset({"act", "change", "seal", "current_act", "counter", "number_seq", "draft", "credential"})


class ActRow(NamedTuple):
    """One act of the journal; ``at`` in UTC ms, ``state`` open|done|undone."""

    id: int
    at: int
    agent_id: int | None
    command: str
    args: str
    state: str
    undoes: int | None
    root: int | None
    undoable: int
    block_end: int
    summary: str
    mac: str


def journaled_tables(connection: apsw.Connection) -> list[str]:
    """Return the names of the tables whose writes are recorded."""
    rows = all_rows(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        " AND name NOT LIKE 'fts\\_%' ESCAPE '\\' ORDER BY name",
    )
    return [name for (name,) in rows if name not in UNJOURNALED]


def columns(connection: apsw.Connection, table: str) -> list[str]:
    """Return the column names of ``table`` in order."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def install(connection: apsw.Connection) -> None:
    """(Re)make the triggers of journal and counters from the tables as they are now."""
    old = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for (name,) in old:
        connection.execute(f"DROP TRIGGER {name}").fetchall()
    for table in journaled_tables(connection):
        for sql in trigger_sql(table, columns(connection, table)):
            connection.execute(sql).fetchall()
    for sql in counters.trigger_sql():
        connection.execute(sql).fetchall()


def trigger_sql(table: str, names: Iterable[str]) -> list[str]:
    """Return the three triggers of one table.

    Without a running act ``current_act.act`` is NULL and the NOT NULL of ``change.act`` stops the write; a DELETE is
    always stopped, since nothing is deleted for good.
    """
    image = ", ".join(f"'{name}', OLD.{name}" for name in names)
    head = "INSERT INTO change(act, tbl, key, before) SELECT act,"
    return [
        f"CREATE TRIGGER journal_{table}_insert AFTER INSERT ON {table} BEGIN "
        f"{head} '{table}', NEW.id, NULL FROM current_act; END",
        f"CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} BEGIN "
        f"{head} '{table}', OLD.id, json_object({image}) FROM current_act; END",
        f"CREATE TRIGGER journal_{table}_delete BEFORE DELETE ON {table} BEGIN "
        f"SELECT RAISE(ABORT, 'nothing is deleted for good'); END",
    ]


def seal(previous: str, act: ActRow) -> str:
    """Return the link of the chain for ``act``: SHA-256 over the link before and all that never changes of the act."""
    parts = (previous, act.id, act.at, act.agent_id, act.command, act.args, act.undoes, act.root, act.block_end)
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()


def last_link(connection: apsw.Connection) -> str:
    """Return the ``mac`` of the newest act, or "" in a new store."""
    found = one_row(connection, "SELECT mac FROM act ORDER BY id DESC LIMIT 1")
    return found[0] if found else ""


def write_act(connection: apsw.Connection, act: ActRow) -> None:
    """Insert ``act`` with its seal."""
    sealed = act._replace(mac=seal(last_link(connection), act))
    marks = ", ".join("?" * len(sealed))
    connection.execute(f"INSERT INTO act({', '.join(ActRow._fields)}) VALUES ({marks})", tuple(sealed))


def set_current(connection: apsw.Connection, act_id: int | None) -> None:
    """Name the act that the triggers write down (None: no write is allowed)."""
    connection.execute("UPDATE current_act SET act = ?", (act_id,))


def last_seq(connection: apsw.Connection) -> int:
    """Return the number of the newest change (0 in a new store)."""
    found = one_row(connection, "SELECT seq FROM change ORDER BY seq DESC LIMIT 1")
    return int(found[0]) if found else 0


class Touched(NamedTuple):
    """Rows written since some moment: ``fresh`` were inserted, ``old`` existed before."""

    table: str
    fresh: tuple[int, ...]
    old: tuple[int, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """All touched ids."""
        return self.fresh + self.old


def touched(connection: apsw.Connection, since: int) -> list[Touched]:
    """Return what the running transaction wrote after change number ``since``, table by table."""
    found: dict[str, dict[int, bool]] = {}
    for table, key, fresh in connection.execute(
        "SELECT tbl, key, before IS NULL FROM change WHERE seq > ? ORDER BY seq", (since,)
    ):
        found.setdefault(table, {}).setdefault(key, bool(fresh))
    return [
        Touched(table, tuple(k for k, new in keys.items() if new), tuple(k for k, new in keys.items() if not new))
        for table, keys in found.items()
    ]


def chain_breaks(connection: apsw.Connection) -> list[int]:
    """Return the ids of acts whose seal does not follow from the act before, and of those that only changes name."""
    broken: list[int] = []
    previous = ""
    for values in connection.execute(f"SELECT {', '.join(ActRow._fields)} FROM act ORDER BY id"):
        act = ActRow(*values)
        if seal(previous, act) != act.mac:
            broken.append(act.id)
        previous = act.mac
    # A tail that was cut off leaves the chain whole, but not the changes.
    gone = "SELECT DISTINCT act FROM change WHERE act NOT IN (SELECT id FROM act) ORDER BY act"
    return broken + [act for (act,) in all_rows(connection, gone)]
