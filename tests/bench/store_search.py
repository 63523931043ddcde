"""The full text of a made shop, written beside it by the program's own functions: messages in one process, the rest in
another; the shop then takes the finished index over page by page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import apsw  # noqa: E402

from ticketdesk.store.search_index import SOURCES, Source, body  # noqa: E402
from ticketdesk.store.search_pieces import begin_merge, merge_on  # noqa: E402

HALVES = {"messages": ("messages",), "others": tuple(source.kind for source in SOURCES if source.kind != "messages")}
_PARTS = ("data", "idx", "docsize")
_HASH = 16 << 20
_MERGED_PAGES = 100_000


def write(store: Path, half: str, side: Path) -> None:
    """Make the full text of one half of the kinds of ``store`` in a file of its own."""
    shop = apsw.Connection(str(store), flags=apsw.SQLITE_OPEN_READONLY)
    shop.execute("PRAGMA mmap_size = 4000000000").fetchall()
    index = apsw.Connection(str(side))
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        index.execute(f"PRAGMA {pragma}").fetchall()
    for source in SOURCES:
        if source.kind in HALVES[half]:
            (sql,) = shop.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (source.fts,)).fetchone()
            with index:
                index.execute(sql)
                # Fewer, larger pieces at first; they are merged as the program merges its own.
                index.execute(f"INSERT INTO {source.fts}({source.fts}, rank) VALUES ('hashsize', {_HASH})")
                rows = _rows(shop, source)
                while batch := list(islice(rows, 50_000)):
                    index.executemany(f"INSERT INTO {source.fts}(rowid, body) VALUES (?, ?)", batch)
            # One piece, as the program's own upkeep leaves it.
            with index:
                more = begin_merge(index, source.fts, _MERGED_PAGES)
                while more:
                    more = merge_on(index, source.fts, _MERGED_PAGES)
    index.close()
    shop.close()


def _rows(shop: apsw.Connection, source: Source) -> Iterator[tuple[int, str]]:
    for row in shop.execute(source.sql.replace(" AND id IN ({ids})", "") + " ORDER BY id"):
        yield row[0], body(row[1:])


def take_over(connection: apsw.Connection, half: str, side: Path) -> None:
    """Copy the finished index of ``side`` into the shop."""
    connection.execute(f"ATTACH ? AS {half}", (str(side),))
    for source in SOURCES:
        if source.kind in HALVES[half]:
            for part in _PARTS:
                connection.execute(f"DELETE FROM main.{source.fts}_{part}")
                connection.execute(f"INSERT INTO main.{source.fts}_{part} SELECT * FROM {half}.{source.fts}_{part}")


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
