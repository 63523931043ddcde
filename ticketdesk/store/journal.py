"""The journal: acts, and the rows they touched, written by triggers that are generated from the tables themselves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import apsw

from ticketdesk.store import counters
from ticketdesk.store.sql import all_rows, one_row

if TYPE_CHECKING:
    from hashlib import _Hash

# Everything else is journaled: a table added later cannot be forgotten.
UNJOURNALED = frozenset(
    {"act", "change", "seal", "current_act", "counter", "number_seq", "draft", "credential", "phrase_use"}
    | {"web_visit", "web_proof", "mail_ref", "mail_place", "remark_weighing"}
)


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


def _sha256(data: bytes = b"") -> "_Hash":
    import hashlib  # loads OpenSSL, which no start waits for

    return hashlib.sha256(data)


def seal(previous: str, act: ActRow) -> str:
    """Return the link of the chain for ``act``: SHA-256 over the link before and all that never changes of the act."""
    parts = (previous, act.id, act.at, act.agent_id, act.command, act.args, act.undoes, act.root, act.block_end)
    return _sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()


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


class Seal(NamedTuple):
    """The seal of one committed transaction of an act: it binds the changes up to ``last_seq`` and the seal before.

    ``state`` is the act's own at that moment: open while it goes on, then done or undone.
    """

    id: int
    act: int | None
    last_seq: int
    state: str
    mac: str


_BLOCK = 4_096
_CHANGES = (
    "SELECT group_concat(seq || char(31) || act || char(31) || tbl || char(31) || key || char(31) ||"
    " COALESCE(length(before), -1) || char(31) || COALESCE(before, ''), char(30))"
    " FROM (SELECT * FROM change WHERE seq > ? AND seq <= ? ORDER BY seq)"
)


def close(connection: apsw.Connection, act: int, since: int) -> None:
    """Seal what the running transaction wrote for ``act`` after change number ``since``."""
    last = _last_seal(connection)
    sealed = one_row(connection, "SELECT mac, state, undoable, summary FROM act WHERE id = ?", (act,)) or (
        "",
        "",
        0,
        "",
    )
    upto = last_seq(connection)
    mac = _seal_mac(last.mac, act, sealed, _digest(connection, since, upto))
    new = Seal(last.id + 1, act, upto, sealed[1], mac)
    connection.execute("INSERT INTO seal(id, act, last_seq, state, mac) VALUES (?, ?, ?, ?, ?)", tuple(new))


def _last_seal(connection: apsw.Connection) -> Seal:
    found = one_row(connection, "SELECT id, act, last_seq, state, mac FROM seal ORDER BY id DESC LIMIT 1")
    return Seal(*found) if found else Seal(0, None, 0, "start", "")


def _seal_mac(previous: str, act: int, sealed: Sequence[object], digest: str) -> str:
    """``sealed`` is (mac, state, undoable, summary) of the act; the last two are settled when it is over."""
    mac, state, undoable, summary = sealed
    ended = () if state == "open" else (undoable, summary)
    parts = (previous, act, mac, state, *ended, digest)
    return _sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _digest(connection: apsw.Connection, since: int, upto: int) -> str:
    """Return the SHA-256 over the changes after ``since`` up to ``upto``, joined by SQLite a block at a time."""
    state = _sha256()
    for first in range(since, upto, _BLOCK):
        text = one_row(connection, _CHANGES, (first, min(first + _BLOCK, upto)))
        state.update(str(text[0] if text else "").encode() + b"\x1e")
    return state.hexdigest()


def chain_breaks(connection: apsw.Connection) -> list[int]:
    """Return the ids of acts that are not as they were written, or whose changes or state are not."""
    found = [*_act_breaks(connection), *_seal_breaks(connection), *_state_breaks(connection)]
    return list(dict.fromkeys(found))


def _act_breaks(connection: apsw.Connection) -> Iterator[int]:
    """Acts whose link does not follow from the act before, and acts that only changes name."""
    previous = ""
    for values in connection.execute(f"SELECT {', '.join(ActRow._fields)} FROM act ORDER BY id"):
        act = ActRow(*values)
        if seal(previous, act) != act.mac:
            yield act.id
        previous = act.mac
    # A tail that was cut off leaves the chain whole, but not the changes.
    gone = "SELECT DISTINCT act FROM change WHERE act NOT IN (SELECT id FROM act) ORDER BY act"
    yield from (act for (act,) in all_rows(connection, gone))


def _seal_breaks(connection: apsw.Connection) -> Iterator[int]:
    """Acts whose changes were edited, deleted, moved or added to, whose seal is gone, or that have none."""
    before: Seal | None = None
    sql = (
        "SELECT s.id, s.act, s.last_seq, s.state, s.mac, a.mac, a.undoable, a.summary FROM seal s"
        " LEFT JOIN act a ON a.id = s.act ORDER BY s.id"
    )
    for *values, act_mac, undoable, summary in connection.execute(sql):
        found = Seal(*values)
        if before is not None:
            digest = _digest(connection, before.last_seq, found.last_seq)
            mac = _seal_mac(before.mac, found.act or 0, (act_mac, found.state, undoable, summary), digest)
            if found.id != before.id + 1 or mac != found.mac:
                yield found.act or 0
        before = found
    unsealed = (
        "SELECT id FROM act WHERE id > COALESCE((SELECT act FROM seal WHERE id = 1), -1) EXCEPT SELECT act FROM seal"
    )
    yield from (act for (act,) in all_rows(connection, unsealed))
    beyond = "SELECT DISTINCT act FROM change WHERE seq > ? ORDER BY act"
    yield from (act for (act,) in all_rows(connection, beyond, (before.last_seq if before else 0,)))


def _state_breaks(connection: apsw.Connection) -> Iterator[int]:
    """Acts that are marked as taken back or standing although no undo or redo says so."""
    ended: dict[int, str] = {}  # how an act ended by its last seal; done where it is not named
    for act, state in connection.execute("SELECT act, state FROM seal WHERE id > 1 ORDER BY id"):
        if state == "done":
            ended.pop(act, None)
        else:
            ended[act] = state
    first = "id > COALESCE((SELECT act FROM seal WHERE id = 1), -1)"
    steps = f"SELECT id, command, undoes, root FROM act WHERE undoes IS NOT NULL AND {first} ORDER BY id"
    marked: dict[int, str] = {}
    for act, command, undoes, root in connection.execute(steps):
        if act not in ended:
            marked |= {undoes: "undone", root: "undone" if command == "Undo" else "done"}
    for act, state in connection.execute(f"SELECT id, state FROM act WHERE {first} ORDER BY id"):
        if state != marked.get(act, ended.get(act, "done")):
            yield act


class Anchor(NamedTuple):
    """Where the journal ended once, kept elsewhere: how many acts, the last one, and the newest seal ("number:mac").

    What it says cannot be recomputed by whoever edits the store: it finds a cut tail and a chain made anew.
    """

    acts: int
    last_act: int
    mac: str


def anchor(connection: apsw.Connection) -> Anchor:
    """Return where the journal ends now; a store from before the seals gives the link of its last act."""
    last = one_row(connection, "SELECT id, mac FROM act ORDER BY id DESC LIMIT 1") or (0, "")
    count = one_row(connection, "SELECT COUNT(*) FROM act") or (0,)
    newest = _last_seal(connection) if _has_seals(connection) else None
    return Anchor(count[0], last[0], f"{newest.id}:{newest.mac}" if newest else last[1])


def check_anchor(connection: apsw.Connection, known: Anchor) -> bool:
    """Return whether the journal still holds all that ``known`` says it once held, unaltered."""
    if not known.acts:
        return True
    count = one_row(connection, "SELECT COUNT(*) FROM act WHERE id <= ?", (known.last_act,))
    number, colon, mac = known.mac.partition(":")
    if not colon:
        found = one_row(connection, "SELECT mac FROM act WHERE id = ?", (known.last_act,))
        return count == (known.acts,) and found == (known.mac,)
    found = one_row(connection, "SELECT mac FROM seal WHERE id = ?", (int(number),)) if _has_seals(connection) else None
    return count == (known.acts,) and found == (mac,)


def _has_seals(connection: apsw.Connection) -> bool:
    return bool(one_row(connection, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'seal'"))
