"""Bulk work in chunks: commits when an agent's act waits or after some thousand rows, and is taken back if it fails."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ticketdesk.desk.changes import MANY
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.database import sqlite_errors
from ticketdesk.store.journal import Touched
from ticketdesk.store.store import Store
from ticketdesk.store.tx import Tx
from ticketdesk.store.writer import Priority

_LOG: Final = logging.getLogger(__name__)
CHUNK = 5_000
SMALL = 250  # rows of a chunk while agents are at work
FEWEST = 64
_BUDGET_S: Final = 0.02  # of such a chunk with its COMMIT, since an act waits for all that is left of it
AT_WORK_S: Final = 10.0  # for so long after an act its agent is taken to be at work
_AT_FIRST_S: Final = 0.5  # somebody sits at the desk when an import begins
# The search index is a third of the work: left to the chunk's end, an act would wait for all of it. But each time costs
# pages of its own, so while nobody is at work more rows go at once: some milliseconds.
_INDEX_ROWS = 64
_INDEX_MORE: Final = 512
Progress = Callable[[int], None]


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: a chunk makes none, and each search walks all that the chunk holds.

    Where the window has switched it off for good, it stays off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Pace:
    """How many rows the next chunk may hold. An act that waits is also waiting for the COMMIT of the chunk under way.

    Its length is the pages that the chunk has touched: many in a large shop, and slow ones on a slow disk. So chunks
    are small at first and for a while after an agent was at work, smaller still where the last one took long, and
    double while nobody is at work.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.rows = min(SMALL, CHUNK)
        self._clock = clock
        self._small_until = clock() + _AT_FIRST_S

    @property
    def index_rows(self) -> int:
        """How many rows the search index takes up at once: few while agents are at work."""
        return _INDEX_ROWS if self.rows <= SMALL else max(_INDEX_ROWS, _INDEX_MORE)

    def ended(self, rows: int, took: float, *, waited: bool) -> None:
        """Learn from a chunk of ``rows`` that took ``took`` seconds; ``waited`` whether an act waits for the writer."""
        now = self._clock()
        if waited:
            self._small_until = now + AT_WORK_S
        if now >= self._small_until:
            self.rows = min(2 * self.rows, CHUNK)
            return
        within = int(rows * _BUDGET_S / took) if rows and took > 0 else SMALL
        self.rows = min(max(within, FEWEST), SMALL, CHUNK)


class BulkRun:
    """One open act on its way; it runs on the writer thread only."""

    def __init__(
        self,
        store: Store,
        tx: Tx,
        steps: Iterator[int],
        progress: Progress,
        cancelled: Callable[[], bool],
        summary: Callable[[], str] = str,
    ) -> None:
        self._store = store
        self._tx = tx
        self._steps = steps
        self._progress = progress
        self._cancelled = cancelled
        self._summary = summary
        self._pace = Pace()
        self._rows = 0
        self._touched: dict[str, tuple[dict[int, None], dict[int, None]]] = {}

    def start(
        self, done: Callable[[list[Touched]], None], failed: Callable[[BaseException, list[Touched]], None]
    ) -> None:
        """Queue the first chunk; one of ``done`` and ``failed`` is called with the touched rows when all is over."""
        self._done, self._failed = done, failed
        self._queue()

    def _queue(self) -> None:
        self._store.submit(self._chunk, Priority.BULK)

    def _chunk(self) -> None:
        if self._store.log.behind:
            self._store.log.wait()
            self._queue()  # an act goes first
            return
        before, began = self._rows, time.monotonic()
        try:
            with sqlite_errors(self._store.path):
                over = self._run_chunk()
        except BaseException as error:
            self._give_up(error)
            return
        self._pace.ended(self._rows - before, time.monotonic() - began, waited=self._store.act_waiting)
        self._tell()
        if over:
            self._done(self._collected())
            self._store.upkeep.start()
        else:
            self._queue()

    def _tell(self) -> None:
        """The chunk is kept whatever becomes of who hears of it: a dialog may be closed, and its signal with it."""
        try:
            self._progress(self._rows)
        except Exception as error:
            _LOG.warning("nobody heard how far the work is: %s", type(error).__name__)

    def _run_chunk(self) -> bool:
        over, stepped, rows, unindexed = False, False, 0, 0
        with _uncollected(), self._store.chunk(self._tx) as frame:
            while rows < self._pace.rows and not (stepped and self._store.act_waiting):
                if self._cancelled():
                    raise DeskError("cancelled")
                step = next(self._steps, None)
                if step is None:
                    over = True
                    self._store.end_open(self._tx.act_id, "done", self._summary())
                    break
                stepped, rows = True, rows + step
                unindexed += step
                if unindexed >= self._pace.index_rows:
                    frame.index()
                    unindexed = 0
        self._rows += rows
        for change in frame.touched:
            fresh, old = self._touched.setdefault(change.table, ({}, {}))
            # Listeners are told "many" beyond a bound, so nobody needs the ids of a hundred thousand rows.
            if len(fresh) + len(old) <= MANY:
                fresh.update(dict.fromkeys(change.fresh))
                old.update(dict.fromkeys(change.old))
        return over

    def _collected(self) -> list[Touched]:
        return [
            Touched(table, tuple(fresh), tuple(key for key in old if key not in fresh))
            for table, (fresh, old) in self._touched.items()
        ]

    def _give_up(self, error: BaseException) -> None:
        try:
            with sqlite_errors(self._store.path):
                self._store.roll_back(self._tx.act_id)
        except BaseException as worse:
            worse.__context__ = error
            self._failed(worse, self._collected())
            return
        self._failed(error, self._collected())
