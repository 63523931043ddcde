"""Whether a store is sound: SQLite's own checks, counters, full-text index, the journal's chain, the kept files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import counters, journal, search_index
from ticketdesk.store.backup import digests
from ticketdesk.store.database import open_reader, sqlite_errors
from ticketdesk.store.files import FileStore
from ticketdesk.store.ladder.look import known_backup

_BLOCK = 1 << 20
_MOST = 100  # findings of one kind beyond this are not named


class Finding(NamedTuple):
    """One thing that is not as it must be.

    ``kind`` is integrity|foreign_key|counter|search|journal|tail|file_missing|file_changed|open_act, ``what`` names the
    row, ``detail`` says what was found there.
    """

    kind: str
    what: str
    detail: str


def verify(path: Path, files: FileStore, tell: Callable[[str], None] = lambda step: None) -> list[Finding]:
    """Check the store at ``path`` within one moment of it and return the findings, none for a sound one.

    ``tell`` is called with the name of each step. Writes nothing; raises DeskErrors for a file that cannot be read.
    """
    connection = open_reader(path)
    try:
        with sqlite_errors(path):
            connection.execute("BEGIN")
        found: list[Finding] = []
        for name, step in _STEPS.items():
            tell(name)
            found += _taken(path, name, step, connection, files)
        return found
    finally:
        connection.close()


def check_log(path: Path) -> list[Finding]:
    """Check only the journal's chain of the store at ``path``, within one moment of it; findings as of `verify`."""
    connection = open_reader(path)
    try:
        with sqlite_errors(path):
            connection.execute("BEGIN")
            return [Finding("journal", str(act), "") for act in journal.chain_breaks(connection)[:_MOST]]
    finally:
        connection.close()


_Step = Callable[[apsw.Connection, FileStore], Iterator[Finding]]


def _taken(path: Path, name: str, step: _Step, connection: apsw.Connection, files: FileStore) -> list[Finding]:
    """Return the findings of one step; a page that cannot be read is a finding too, and the other steps go on."""
    found: list[Finding] = []
    try:
        with sqlite_errors(path):
            found.extend(step(connection, files))
    except DeskError as error:
        if error.key != "store_damaged":
            raise
        found.append(Finding("integrity", name, str(error.__cause__ or error)))
    return found


def _integrity(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST})"):
        if text != "ok":
            yield Finding("integrity", "", str(text))


def _foreign_keys(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Finding("foreign_key", f"{table} {row_id}", str(parent))


def _counters(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    stored = counters.stored(connection.execute("SELECT name, key, n FROM counter"))
    counted = counters.recounted(connection)
    for name, key in sorted(stored.keys() | counted.keys()):
        there, right = stored.get((name, key), 0), counted.get((name, key), 0)
        if there != right:
            yield Finding("counter", f"{name} {key}".strip(), f"{there} / {right}")


def _search(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    for kind, rows in search_index.missing(connection).items():
        if rows:
            yield Finding("search", kind, str(rows))


def _chain(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    for act in journal.chain_breaks(connection)[:_MOST]:
        yield Finding("journal", str(act), "")


def _tail(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    """A journal whose end was cut off hangs together; the newest backup remembers where it ended."""
    backup = known_backup(Path(connection.filename), connection)
    if backup is not None and backup.manifest is not None and digests.cut_tail(connection, backup.manifest.anchor):
        yield Finding("tail", str(backup.manifest.anchor.last_act), backup.path.name)


def _open_acts(connection: apsw.Connection, _files: FileStore) -> Iterator[Finding]:
    for act, command in connection.execute("SELECT id, command FROM act WHERE state = 'open'"):
        yield Finding("open_act", str(act), str(command))


def _kept_files(connection: apsw.Connection, files: FileStore) -> Iterator[Finding]:
    sql = "SELECT sha256, MIN(name) FROM attachment WHERE deleted = 0 GROUP BY sha256 ORDER BY sha256"
    for sha256, name in connection.execute(sql):
        found = _digest(files.path_of(str(sha256)))
        if found is None:
            yield Finding("file_missing", str(name), str(sha256))
        elif found != sha256:
            yield Finding("file_changed", str(name), str(sha256))


def _digest(path: Path) -> str | None:
    state = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                state.update(block)
    except OSError:
        return None
    return state.hexdigest()


_STEPS: dict[str, _Step] = {
    "integrity": _integrity,
    "foreign_key": _foreign_keys,
    "counter": _counters,
    "search": _search,
    "journal": _chain,
    "tail": _tail,
    "open_act": _open_acts,
    "file": _kept_files,
}
