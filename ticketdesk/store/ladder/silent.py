"""Rows that became others without anybody writing them: the same version, yet not what the newest backup has."""

from __future__ import annotations

from pathlib import Path

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.backup import digests
from ticketdesk.store.backup.image import Image, shown
from ticketdesk.store.backup.reading import Archive
from ticketdesk.store.backup.shelf import Shelved
from ticketdesk.store.backup.take import Watch
from ticketdesk.store.sql import one_value


def silent_changes(connection: apsw.Connection, backup: Shelved, watch: Watch) -> int:
    """Return how many rows differ from ``backup`` although their version (or their act's seal) is the same.

    Nothing in SQLite notices such bytes. A backup that cannot be read, or of another schema, has no say.
    """
    try:
        entry = Archive(backup.path).database
    except (DeskError, OSError):
        return 0
    with shown(Image(Path(backup.path), entry.start, entry.size)) as uri:
        connection.execute("ATTACH ? AS backup", (uri,)).fetchall()
        try:
            return sum(_differing(connection, table, watch) for table in digests.table_names(connection))
        finally:
            connection.execute("DETACH backup").fetchall()


def _differing(connection: apsw.Connection, table: str, watch: Watch) -> int:
    watch.ask()
    names = digests.column_names(connection, table)
    if names != digests.column_names(connection, table, "backup"):
        return 0
    if table == "act":  # its state may change, all else is sealed
        fixed = [name for name in names if name not in ("state", "undoable", "summary")]
        same = "1"
    elif table == "change":
        fixed, same = names, "1"
    elif "version" in names:
        fixed, same = names, "m.version = b.version"
    else:
        return 0
    other = " OR ".join(f"m.{name} IS NOT b.{name}" for name in fixed)
    key = digests.key_names(connection, table)[0]
    sql = f"SELECT COUNT(*) FROM backup.{table} b JOIN main.{table} m ON m.{key} = b.{key} WHERE {same} AND ({other})"
    return int(one_value(connection, sql))
