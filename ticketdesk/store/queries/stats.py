"""How much there is: rows per table, the size of the files, and the oldest and newest of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ticketdesk.store.reader import Rows, first
from ticketdesk.store.tables import TABLES


class Span(NamedTuple):
    """The oldest and the newest moment (UTC ms) of a kind of row, None where there is none."""

    oldest: int | None
    newest: int | None


class Stats(NamedTuple):
    """Live rows by table, spans by kind, acts of the journal and the changes they wrote, bytes on the disk."""

    rows: dict[str, int]
    spans: dict[str, Span]
    acts: int
    changes: int
    store_bytes: int
    file_count: int
    file_bytes: int


_SPANS = {
    "messages": "SELECT MIN(sent_at), MAX(sent_at) FROM message WHERE deleted = 0",
    "orders": "SELECT MIN(sort_at), MAX(sort_at) FROM orders WHERE deleted = 0",
    "tickets": "SELECT MIN(opened_at), MAX(opened_at) FROM ticket WHERE deleted = 0",
    "acts": "SELECT MIN(at), MAX(at) FROM act",
}


def stats(source: Rows, path: Path, files: Path) -> Stats:
    """Count everything; ``path`` is the store's file, ``files`` the folder of attachments."""
    names = [str(table._meta.table_name) for table in TABLES]
    kept = [file.stat().st_size for file in files.rglob("*") if file.is_file()] if files.is_dir() else []
    return Stats(
        {name: _one(source, f"SELECT COUNT(*) FROM {name} WHERE deleted = 0") for name in names},
        {kind: Span(*(first(source, sql) or (None, None))) for kind, sql in _SPANS.items()},
        _one(source, "SELECT COUNT(*) FROM act"),
        _one(source, "SELECT COUNT(*) FROM change"),
        _sizes((path, path.with_name(path.name + "-wal"))),
        len(kept),
        sum(kept),
    )


def _one(source: Rows, sql: str) -> int:
    found = first(source, sql)
    return int(found[0]) if found else 0


def _sizes(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.exists())
