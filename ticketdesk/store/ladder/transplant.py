"""A damaged copy made readable: its header and schema taken from a backup, where the pages have the same numbers.

A store is never vacuumed, and a backup copies page by page: so the pages of the schema keep their numbers for good.
"""

from __future__ import annotations

import struct
from pathlib import Path

import apsw

from ticketdesk.store.backup.image import Image, opened
from ticketdesk.store.sql import all_rows, one_value


def readable(copy: Path) -> bool:
    """Whether SQLite can read the schema of the database ``copy``."""
    try:
        connection = apsw.Connection(str(copy))
        try:
            return bool(all_rows(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'act'"))
        finally:
            connection.close()
    except apsw.Error:
        return False


def fill_up(copy: Path) -> None:
    """Let a file that was cut off have its whole length again, with empty pages: what is before them can be read."""
    with copy.open("rb") as file:
        head = file.read(100)
    if len(head) < 100:
        return
    page, pages = struct.unpack(">H", head[16:18])[0], struct.unpack(">I", head[28:32])[0]
    wanted = (65_536 if page == 1 else page) * pages
    if copy.stat().st_size < wanted <= 4 * copy.stat().st_size + (64 << 20):
        with copy.open("r+b") as file:
            file.truncate(wanted)


def transplant(copy: Path, backup: Image) -> None:
    """Put the pages that hold header and schema in ``backup`` into the database ``copy``."""
    with opened(backup) as connection:
        size = int(one_value(connection, "PRAGMA page_size"))
        sql = "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'"
        numbers = sorted({1, *(int(number) for (number,) in all_rows(connection, sql))})
    pages = max(1, copy.stat().st_size // size)
    with backup.path.open("rb") as source, copy.open("r+b") as target:
        for number in numbers:
            source.seek(backup.start + (number - 1) * size)
            target.seek((number - 1) * size)
            target.write(source.read(size))
        # As many pages as the damaged file has, and no list of free ones: the backup's own numbers mean the backup.
        target.seek(28)
        target.write(struct.pack(">III", pages, 0, 0))
        target.seek(24)
        change = target.read(4)
        target.seek(92)
        target.write(change)
