"""Taking an act back from the journal: what stands in the way, and the way back in steps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import apsw

from ticketdesk.store.family import Link, doubled, left_behind, without_parent
from ticketdesk.store.journal import columns
from ticketdesk.store.reader import some
from ticketdesk.store.sql import all_rows, one_row, one_value

Image = dict[str, Any]
_OWN = frozenset({"id", "version"})
# What the desk derives from other rows: what it found since stands in no undo's way, and is weighed anew after it.
_DERIVED = frozenset({"remark_conflict"})


class Conflict(NamedTuple):
    """A row that is no longer as the act left it."""

    table: str
    key: int
    columns: tuple[str, ...]


class Later(NamedTuple):
    """What an undo must know of rows that later acts touched: conflicts, and which columns may be put back."""

    conflicts: tuple[Conflict, ...]
    restorable: Mapping[tuple[str, int], frozenset[str]]


def later_changes(
    connection: apsw.Connection, links: Sequence[Link], act: int, passing: frozenset[str] = frozenset()
) -> Later:
    """Compare the rows that acts after ``act`` touched with how ``act`` left them.

    Only columns that ``act`` changed count; a row it inserted counts whole. Versions never count. A live row
    that would be left with an absent one (a ticket of an order whose import is taken back) stands in the way too.
    Columns named in ``passing`` never stand in the way, and keep what later acts wrote.
    """
    last = one_value(connection, "SELECT MAX(seq) FROM change WHERE act = ?", (act,)) or 0
    rows = all_rows(
        connection,
        # By number: grouped by an index, the whole journal would be walked.
        "SELECT d.tbl, d.key, MIN(d.seq) FROM change d NOT INDEXED WHERE d.seq > ? AND EXISTS "
        "(SELECT 1 FROM change c WHERE c.tbl = d.tbl AND c.key = d.key AND c.act = ?) GROUP BY d.tbl, d.key",
        (last, act),
    )
    conflicts: list[Conflict] = []
    restorable: dict[tuple[str, int], frozenset[str]] = {}
    for table, key, next_seq in rows:
        changed, differing = _compare(connection, act, table, key, next_seq)
        beside = passing | (differing & _DERIVED)
        changed, differing = changed - beside, differing - beside
        restorable[table, key] = changed
        if differing:
            conflicts.append(Conflict(table, key, tuple(sorted(differing))))
    brought_back = (
        tie
        for tie in (*without_parent(connection, links, act), *doubled(connection, act))
        if {"deleted", tie.column} & restorable.get((tie.table, tie.key), frozenset({"deleted"}))
    )
    for tie in (*left_behind(connection, links, act, last), *brought_back):
        conflicts.append(Conflict(tie.table, tie.key, (tie.column,)))
    conflicts += _on_way(connection, act)
    return Later(tuple(conflicts), restorable)


def _on_way(connection: apsw.Connection, act: int) -> list[Conflict]:
    """Return the queued replies that ``act`` wrote: their channel may have them already, and what reached the buyer
    must stand in the conversation. They are taken back by recalling them, which the channel hears of."""
    sql = (
        "SELECT m.id FROM message m INDEXED BY message_queued WHERE m.state IN ('counting', 'queued')"
        " AND m.state = 'queued' AND m.deleted = 0"
        " AND EXISTS (SELECT 1 FROM change c WHERE c.tbl = 'message' AND c.key = m.id AND c.act = ?)"
    )
    return [Conflict("message", int(key), ("state",)) for (key,) in all_rows(connection, sql, (act,))]


def _compare(
    connection: apsw.Connection, act: int, table: str, key: int, next_seq: int
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the columns ``act`` changed in the row, and those of them that differ now from how it left them."""
    left: Image = json.loads(one_value(connection, "SELECT before FROM change WHERE seq = ?", (next_seq,)))
    first = one_value(
        connection,
        "SELECT before FROM change WHERE act = ? AND tbl = ? AND key = ? ORDER BY seq LIMIT 1",
        (act, table, key),
    )
    now = row_image(connection, table, key)
    before: Image | None = None if first is None else json.loads(first)
    changed = frozenset(
        name for name in left if name not in _OWN and (before is None or before.get(name) != left[name])
    )
    # A row that has gone (or come back) since is never as the act left it, if the act left anything there at all.
    counted = {*changed, "deleted"} if changed else ()
    return changed, frozenset(name for name in counted if now.get(name) != left[name])


def row_image(connection: apsw.Connection, table: str, key: int) -> Image:
    """Return the row as a mapping of its columns, tombstoned or not."""
    names = columns(connection, table)
    found = one_row(connection, f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (key,))
    return dict(zip(names, found, strict=True)) if found else {}


def revert_step(
    connection: apsw.Connection,
    act: int,
    below: int | None,
    *,
    tombstone: int,
    restorable: Mapping[tuple[str, int], frozenset[str]],
    limit: int = 2_000,
) -> int | None:
    """Put back up to ``limit`` changes of ``act``, newest first, older than change number ``below``.

    Returns the number of the oldest one put back, or None when nothing is left. Inserted rows get ``tombstone``.
    """
    rows = all_rows(
        connection,
        "SELECT seq, tbl, key, before FROM change WHERE act = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
        (act, 1 << 62 if below is None else below, limit),
    )
    # What one table holds is put back in its order; no table minds when another one's turn is.
    tables: dict[str, list[_Before]] = {}
    for seq, table, key, before in rows:
        tables.setdefault(table, []).append(_Before(seq, key, before))
    for table, changes in tables.items():
        for fresh, group in groupby(changes, key=lambda each: each.image is None):
            if fresh:
                ids = some(each.key for each in group)
                connection.execute(
                    f"UPDATE {table} SET deleted = ?, version = version + 1 WHERE id IN ({ids})", (tombstone,)
                )
            else:
                _restore(connection, table, list(group), restorable)
    return int(rows[-1][0]) if rows else None


class _Before(NamedTuple):
    """A change of one row: how the row was (JSON), None where there was none."""

    seq: int
    key: int
    image: str | None


def _restore(
    connection: apsw.Connection,
    table: str,
    changes: Sequence[_Before],
    restorable: Mapping[tuple[str, int], frozenset[str]],
) -> None:
    """Put rows back, one after the other; only columns that differ are written, and so only their indexes."""
    names = columns(connection, table)
    read = f"SELECT {', '.join(names)} FROM {table} WHERE id = ?"
    for change in changes:
        image: Image = json.loads(change.image or "{}")
        only = restorable.get((table, change.key))
        now = dict(zip(names, one_row(connection, read, (change.key,)) or (), strict=True))
        wanted = [
            name
            for name, value in image.items()
            if name not in _OWN and (only is None or name in only) and now.get(name) != value
        ]
        if wanted:
            assignments = ", ".join(f"{name} = ?" for name in wanted)
            connection.execute(
                f"UPDATE {table} SET {assignments}, version = version + 1 WHERE id = ?",
                [*(image[name] for name in wanted), change.key],
            )
