"""The pieces of the full-text index: each transaction adds one, and every question looks into all of them.

Left to itself SQLite merges pieces inside whatever statement comes next, and once in a while a great many at once: an
agent's act that meets this in an import waits a tenth of a second and more. So it is switched off, and they are merged
here only, a few pages at a time: in quiet moments all of an index becomes one piece again, and bulk work merges what it
adds as it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Final

import apsw

from ticketdesk.store.database import transaction
from ticketdesk.store.reader import Rows
from ticketdesk.store.search_index import SOURCES
from ticketdesk.store.sql import each_row, one_value
from ticketdesk.store.writer import Priority

STEP_PAGES: Final = 32
"""Pages of 4 kB that one step writes: some milliseconds, since an agent's act may have to wait for it."""

_BESIDE_PAGES: Final = 16
_BESIDE_ROWS: Final = 256  # of an import add some twelve pages
_FEW: Final = 12
_ALIKE: Final = 4  # pieces of like size that are merged while the index is to keep several
_ALL: Final = 2  # else the last few pieces, which are the largest, are never merged
_CRISIS: Final = 500  # pieces of one size that SQLite merges at once after all: it cannot keep 2,000
_SMALL_PART: Final = 64  # beside a piece of so many times their size, small ones are not worth writing it all anew
_ACTS_A_LOOK: Final = 32
_ACTS_AT_ONCE: Final = 256  # acts without a quiet moment after which the pieces are merged between them
_QUIET_S: Final = 0.5
_LET_GO: Final = "PRAGMA shrink_memory"
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


def switch_off_own_merging(connection: apsw.Connection) -> None:
    """Keep SQLite from merging pieces by itself, in a store that does not know of it yet; kept in the file."""
    checks = " AND ".join(f"(SELECT v FROM {s.fts}_config WHERE k = 'crisismerge') IS {_CRISIS}" for s in SOURCES)
    if one_value(connection, f"SELECT {checks}"):
        return
    with transaction(connection):
        for source in SOURCES:
            _configure(connection, source.fts, "automerge", 0)
            _configure(connection, source.fts, "crisismerge", _CRISIS)


def _configure(connection: apsw.Connection, fts: str, name: str, value: int) -> None:
    if one_value(connection, f"SELECT v FROM {fts}_config WHERE k = ?", (name,)) != value:
        connection.execute(f"INSERT INTO {fts}({fts}, rank) VALUES (?, ?)", (name, value))


def worn(connection: apsw.Connection) -> dict[str, bool]:
    """Return the indexes whose pieces are worth merging, and whether all of them: that is where the small ones make up
    a 64th of the largest, or more. Of others that have many, those of like size are merged."""
    found = {source.fts: sizes(connection, source.fts) for source in SOURCES}
    return {fts: _worth_merging(pages) for fts, pages in found.items() if _worth_merging(pages) or len(pages) > _FEW}


def _worth_merging(pages: list[int]) -> bool:
    return len(pages) > 1 and sum(pages[1:]) * _SMALL_PART >= pages[0]


def begin_merge(connection: apsw.Connection, fts: str, pages: int = STEP_PAGES) -> bool:
    """Begin to make ``fts`` one piece; whether there is more to do, by ``merge_on``."""
    return _merge(connection, fts, -pages, _ALL)


def merge_on(connection: apsw.Connection, fts: str, pages: int = STEP_PAGES) -> bool:
    """Go on with what ``begin_merge`` began, also where pieces were added since; whether there is more to do."""
    return _merge(connection, fts, pages, _ALL)


def merge_alike(connection: apsw.Connection, fts: str, pages: int = STEP_PAGES) -> bool:
    """Merge some pages of pieces of like size, where there are several; whether there may be more to do."""
    return _merge(connection, fts, pages, _ALIKE)


def _merge(connection: apsw.Connection, fts: str, pages: int, least: int) -> bool:
    _configure(connection, fts, "usermerge", least)
    before = connection.total_changes()
    connection.execute(f"INSERT INTO {fts}({fts}, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes() - before > 1


class Beside:
    """Merges what bulk work adds to the index inside its own transactions, so that an import leaves few pieces."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def added(self, connection: apsw.Connection, indexes: Mapping[str, int]) -> None:
        """Count the rows added to each of ``indexes``; for every few hundred of them some pages are merged."""
        for fts, rows in indexes.items():
            shares, self._rows[fts] = divmod(self._rows.get(fts, 0) + rows, _BESIDE_ROWS)
            if shares:
                merge_alike(connection, fts, shares * _BESIDE_PAGES)


class Upkeep:
    """Merges on the writer thread when no act has come for a moment, one transaction a step.

    ``rested`` says whether that is so, and else lets the moment pass.
    """

    def __init__(
        self,
        submit: Callable[[Callable[[], None], Priority], Future[None]],
        rested: Callable[[float], bool],
        connection: Callable[[], apsw.Connection],
    ) -> None:
        self._submit = submit
        self._rested = rested
        self._connection = connection
        self._running = self._stopped = False
        self._acts = 0  # since the last round
        self._left: dict[str, bool] = {}
        self._begun = ""

    def start(self) -> None:
        """Look what is worn, and merge it; where that goes on already nothing more is begun. On the writer thread."""
        if not self._running and not self._stopped:
            self._running = True
            self._submit(self._look, Priority.MAINTENANCE)

    def acted(self) -> None:
        """Count an agent's act, and look what is worn every so often."""
        self._acts += 1
        if self._acts >= _ACTS_A_LOOK:
            self.start()

    def stop(self) -> None:
        """Do no further step, from any thread; what is half merged is as sound as before."""
        self._stopped = True

    def let_go(self, reader: Rows) -> Future[None]:
        """Let go of the pages that ``reader`` has read on this thread, and the writer when it has nothing to do.

        The system has them in memory anyway. Merging fills the writer's cache to its end (8 MB), and in a quiet hour
        nothing takes it from there.
        """
        reader.rows(_LET_GO)
        return self._submit(lambda: self._connection().execute(_LET_GO).close(), Priority.MAINTENANCE)

    def _look(self) -> None:
        self._guarded(self._look, self._find)

    def _next(self) -> None:
        self._guarded(self._next, self._step)

    def _guarded(self, again: Callable[[], None], work: Callable[[apsw.Connection], None]) -> None:
        """Go on after ``work`` while something is left; a fault (the disk is full) ends this round and nothing else."""
        if not (self._stopped or self._acts >= _ACTS_AT_ONCE or self._rested(_QUIET_S)):
            self._submit(again, Priority.MAINTENANCE)
            return
        try:
            if not self._stopped:
                work(self._connection())
            self._running = bool(self._left) and not self._stopped
        except BaseException:
            self._running, self._left, self._acts = False, {}, 0
            raise
        if self._running:
            self._submit(self._next, Priority.MAINTENANCE)
        else:
            self._acts = 0

    def _find(self, connection: apsw.Connection) -> None:
        self._left, self._begun = dict(worn(connection)), ""

    def _step(self, connection: apsw.Connection) -> None:
        fts, wholly = next(iter(self._left.items()))
        step = (merge_on if self._begun == fts else begin_merge) if wholly else merge_alike
        with transaction(connection):
            more = step(connection, fts)
        self._begun = fts
        if not more:
            del self._left[fts]
