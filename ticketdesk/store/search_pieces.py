"""The pieces of the full-text index: each transaction adds one, and every question looks into all of them.

SQLite merges pieces of like size as they come, so their number grows with the logarithm of the rows. Here all of an
index becomes one again, a few pages at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final

import apsw

from ticketdesk.store.database import transaction
from ticketdesk.store.search_index import SOURCES
from ticketdesk.store.sql import each_row, one_value
from ticketdesk.store.writer import Priority

STEP_PAGES: Final = 32
"""Pages of 4 kB that one step writes: some milliseconds, since an agent's act may have to wait for it."""

_SMALL_PART: Final = 64  # beside a piece of so many times their size, small ones are not worth writing it all anew
_ACTS_A_LOOK: Final = 64
_PAGE_BITS, _PIECE_BITS = 31, 37  # of a row of the data table: the page within its piece
_SIZES = (
    "WITH RECURSIVE piece(id) AS (SELECT MIN(segid) FROM {fts}_idx UNION ALL"
    " SELECT (SELECT MIN(segid) FROM {fts}_idx WHERE segid > piece.id) FROM piece WHERE piece.id IS NOT NULL)"
    f" SELECT (SELECT MAX(d.id) FROM {{fts}}_data d WHERE d.id < (piece.id << {_PIECE_BITS}) + (1 << {_PAGE_BITS}))"
    f" - (SELECT MIN(d.id) FROM {{fts}}_data d WHERE d.id >= piece.id << {_PIECE_BITS}) + 1"
    " FROM piece WHERE piece.id IS NOT NULL"
)


def sizes(connection: apsw.Connection, fts: str) -> list[int]:
    """Return the pages of each piece of the index ``fts``, the largest piece first."""
    return sorted((pages for (pages,) in each_row(connection, _SIZES.format(fts=fts))), reverse=True)


def worn(connection: apsw.Connection) -> list[str]:
    """Return the indexes whose pieces are worth merging: the small ones make up a 64th of the largest, or more."""
    return [source.fts for source in SOURCES if _worth_merging(sizes(connection, source.fts))]


def _worth_merging(pages: list[int]) -> bool:
    return len(pages) > 1 and sum(pages[1:]) * _SMALL_PART >= pages[0]


def begin_merge(connection: apsw.Connection, fts: str, pages: int = STEP_PAGES) -> bool:
    """Begin to make ``fts`` one piece; whether there is more to do, by ``merge_on``."""
    if one_value(connection, f"SELECT v FROM {fts}_config WHERE k = 'usermerge'") != 2:
        # Else the last few pieces, which are the largest, are never merged.
        connection.execute(f"INSERT INTO {fts}({fts}, rank) VALUES ('usermerge', 2)")
    return _merge(connection, fts, -pages)


def merge_on(connection: apsw.Connection, fts: str, pages: int = STEP_PAGES) -> bool:
    """Go on with what ``begin_merge`` began, also where pieces were added since; whether there is more to do."""
    return _merge(connection, fts, pages)


def _merge(connection: apsw.Connection, fts: str, pages: int) -> bool:
    before = connection.total_changes()
    connection.execute(f"INSERT INTO {fts}({fts}, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes() - before > 1


class Upkeep:
    """Merges on the writer thread whenever nobody else has work for it, one transaction a step."""

    def __init__(
        self, submit: Callable[[Callable[[], None], Priority], Future[None]], connection: Callable[[], apsw.Connection]
    ) -> None:
        self._submit = submit
        self._connection = connection
        self._running = self._stopped = False
        self._acts = 0
        self._left: list[str] = []
        self._begun = ""

    def start(self) -> None:
        """Look what is worn, and merge it; where that goes on already nothing more is begun. On the writer thread."""
        if not self._running and not self._stopped:
            self._running = True
            self._submit(self._look, Priority.MAINTENANCE)

    def acted(self) -> None:
        """Count an agent's act, and look what is worn every so often."""
        self._acts += 1
        if self._acts % _ACTS_A_LOOK == 0:
            self.start()

    def stop(self) -> None:
        """Do no further step, from any thread; what is half merged is as sound as before."""
        self._stopped = True

    def _look(self) -> None:
        self._guarded(self._find)

    def _next(self) -> None:
        self._guarded(self._step)

    def _guarded(self, work: Callable[[apsw.Connection], Any]) -> None:
        """Go on after ``work`` while something is left; a fault (the disk is full) ends this round and nothing else."""
        try:
            if not self._stopped:
                work(self._connection())
            self._running = bool(self._left) and not self._stopped
        except BaseException:
            self._running, self._left = False, []
            raise
        if self._running:
            self._submit(self._next, Priority.MAINTENANCE)

    def _find(self, connection: apsw.Connection) -> None:
        self._left, self._begun = worn(connection), ""

    def _step(self, connection: apsw.Connection) -> None:
        fts = self._left[0]
        with transaction(connection):
            more = merge_on(connection, fts) if self._begun == fts else begin_merge(connection, fts)
        self._begun = fts
        if not more:
            self._left.pop(0)
