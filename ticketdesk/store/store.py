"""One open store: its file, its lock, its writer thread, its readers, and the frame of an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import journal, marks
from ticketdesk.store.backup.migrating import keep_before_migrating
from ticketdesk.store.database import check_kind, migrate, open_writer, sqlite_errors, transaction
from ticketdesk.store.files import FileStore, make_folder
from ticketdesk.store.ids import IdMaker, nth
from ticketdesk.store.journal import ActRow, Touched
from ticketdesk.store.lock import StoreLock
from ticketdesk.store.log_folding import LogFolding
from ticketdesk.store.reader import OwnRows, Reader, Rows
from ticketdesk.store.sql import all_rows
from ticketdesk.store.writer import Priority, Writer

# What only an act asks for is read by the first one, on the writer's thread (``store.warm`` has it there before): no
# start waits for it.
if TYPE_CHECKING:
    from ticketdesk.store.acting import Acting
    from ticketdesk.store.frame import Frame
    from ticketdesk.store.rows_database import RowsDatabase
    from ticketdesk.store.search_pieces import Upkeep
    from ticketdesk.store.tx import Tx
    from ticketdesk.store.undo import Later

T = TypeVar("T")
STORE_NAME = "ticketdesk.db"
_FILE_ENDINGS = (".db", ".tdstore")


def store_file(asked: Path) -> Path:
    """Return the store's file: ``asked`` itself if it is a file or ends like one, else the store in that folder."""
    path = asked.expanduser().absolute()
    is_file = path.is_file() or (path.suffix.lower() in _FILE_ENDINGS and not path.is_dir())
    return path if is_file else path / STORE_NAME


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise DeskError("store_read_only", path=str(folder)) from error


class NewAct(NamedTuple):
    """What the journal is told of an act before it runs; ``block`` is how many ids it may make."""

    at: int
    agent_id: int | None
    command: str
    args: str
    block: int
    undoable: bool = True
    state: str = "done"
    undoes: int | None = None
    root: int | None = None
    summary: str = ""
    tables: frozenset[str] | None = None  # the only ones it may write; None where that is not known


class Store:
    """A store opened for writing. One process has it at a time; reading goes on beside it."""

    def __init__(self, path: Path, *, desk_number: int = 0) -> None:
        """Open (or make) the store at ``path``; raises DeskError in words for every file it cannot be."""
        self.path = path
        version = check_kind(path)
        _make_folder(self.path.parent)
        self._lock = StoreLock(path)
        self._lock.take()
        self._mark = marks.open_mark(path)
        self.files = FileStore(path.with_name("files"))
        self.reader = Reader(path)
        self.rolled_back: tuple[int, ...] = ()
        self._ids = IdMaker(desk_number)
        # Acts that failed and could not be taken back either (the disk was full): the next act begins with that.
        self._owed: set[int] = set()
        # Called on the writer thread with what such a late taking back has touched.
        self.paid: list[Callable[[int, list[Touched]], None]] = []
        self._writer = Writer()
        self._upkeep: Upkeep | None = None
        self._making_upkeep = Lock()
        self.log = LogFolding(lambda: open_writer(path))
        try:
            keep_before_migrating(path, version)
            self._mark.touch()
            self.submit(self._open, Priority.ACT).result()
        except BaseException:
            self.log.close()
            self._writer.close()
            self._lock.release()
            raise

    def _open(self) -> None:
        self._connection = open_writer(self.path)
        try:
            migrate(self._connection)
            self._ids.last = self._highest_id()
            self.log.watch(self._connection)
            self.rolled_back = tuple(self._roll_back_open())
        except BaseException:
            self._connection.close()
            raise

    def _highest_id(self) -> int | None:
        found = self._connection.execute("SELECT block_end FROM act ORDER BY id DESC LIMIT 1").fetchone()
        return found[0] if found else None

    @cached_property
    def _db(self) -> RowsDatabase:
        # Read by the first act: Peewee alone is a quarter of what Qt needs to start.
        from ticketdesk.store.rows_database import RowsDatabase

        return RowsDatabase(self._connection)

    @cached_property
    def _acting(self) -> Acting:
        from ticketdesk.store.acting import Acting

        return Acting(self._connection)

    @property
    def upkeep(self) -> Upkeep:
        """What merges the pieces of the full text in quiet moments; from any thread, one and the same for all."""
        # The writer asks for it and whoever closes the store; a cached property lets two threads make one each from
        # Python 3.12 on, and the one that is stopped would not be the one that works.
        with self._making_upkeep:
            if self._upkeep is None:
                from ticketdesk.store.search_pieces import Upkeep

                self._upkeep = Upkeep(self.submit, self._writer.rested, lambda: self._connection)
            return self._upkeep

    def submit(self, job: Callable[[], T], priority: Priority) -> Future[T]:
        """Run ``job`` on the writer thread; SQLite's troubles come out as DeskErrors."""

        def guarded() -> T:
            with sqlite_errors(self.path):
                return job()

        return self._writer.submit(priority, guarded)

    @property
    def writer_rows(self) -> Rows:
        """What the writer thread reads through, own uncommitted writes included."""
        return OwnRows(self._connection)

    @property
    def act_waiting(self) -> bool:
        """Whether an agent's act waits for the writer."""
        return self._writer.act_waiting

    @contextmanager
    def act(self, new: NewAct) -> Iterator[Frame]:
        """The frame of a whole act on the writer thread: one transaction, journaled, committed at the end."""
        acting = self._pay()
        with transaction(self._connection):
            tx = self._begin(new)
            frame = acting.frame(tx)
            yield frame
            self._finish(frame)
            acting.refuse_orphans(frame.touched)
        self.upkeep.acted()

    def _begin(self, new: NewAct) -> Tx:
        first = self._ids.reserve(new.at, new.block)
        end = nth(first, new.block - 1)
        from ticketdesk.store.tx import Tx

        row = ActRow(
            first, new.at, new.agent_id, new.command, new.args, new.state, new.undoes, new.root, int(new.undoable), end,
            new.summary, "",
        )  # fmt: skip
        journal.write_act(self._connection, row)
        journal.set_current(self._connection, first)
        db = None if new.state == "open" else lambda: self._db  # an act that stands open writes many rows
        refuse = partial(self._refuse_busy_part, first)
        return Tx(self._connection, db, self.files, first, new.block, new.tables, refuse)

    @contextmanager
    def chunk(self, tx: Tx) -> Iterator[Frame]:
        """The frame of one chunk of an open act that was begun by ``begin_open``."""
        with transaction(self._connection):
            journal.set_current(self._connection, tx.act_id)
            frame = self._acting.frame(tx, bulk=True)
            yield frame
            self._finish(frame)

    def wrote(self, frame: Frame) -> bool:
        """Whether the running frame has written any row."""
        return journal.last_seq(self._connection) > frame.since

    def begin_open(self, new: NewAct) -> Tx:
        """Write the act row of a bulk act as open; its chunks follow."""
        self._pay()
        with transaction(self._connection):
            tx = self._begin(new._replace(state="open"))
            journal.set_current(self._connection, None)
            journal.close(self._connection, tx.act_id, journal.last_seq(self._connection))
        self._acting.open.add(tx.act_id, new.undoes)
        return tx

    def end_open(self, act_id: int, state: str, summary: str = "") -> None:
        """Close an open act (inside a frame or alone)."""
        sql = "UPDATE act SET state = ?, summary = CASE ? WHEN '' THEN summary ELSE ? END WHERE id = ?"
        self._connection.execute(sql, (state, summary, summary, act_id))
        # A bulk act that changed nothing is no step that anybody would want to take back.
        self._connection.execute(
            "UPDATE act SET undoable = 0 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM change WHERE act = ?1)", (act_id,)
        )
        self._acting.open.over(act_id)

    def mark(self, act_id: int, state: str) -> None:
        """Set the state of a finished act: done or undone."""
        self._connection.execute("UPDATE act SET state = ? WHERE id = ?", (state, act_id))

    def _finish(self, frame: Frame) -> None:
        frame.index()
        frame.check_tables()
        self._acting.refuse(frame.tx.act_id, frame.since, frame.touched)
        journal.set_current(self._connection, None)
        journal.close(self._connection, frame.tx.act_id, frame.since)

    def _refuse_busy_part(self, own: int, since: int) -> None:
        """Of an act on many rows: what it wrote after change ``since`` for one of them."""
        if self._acting.open.besides(own):
            touched = journal.touched(self._connection, since)
            self._acting.refuse(own, since, touched)

    def later_changes(self, act_id: int, passing: frozenset[str] = frozenset()) -> Later:
        """Return what stands in the way of taking ``act_id`` back, and what later acts left alone."""
        return self._acting.later_changes(act_id, passing)

    def revert_step(
        self, act_id: int, below: int | None, *, tombstone: int, restorable: Mapping[tuple[str, int], frozenset[str]]
    ) -> int | None:
        """Put one step of ``act_id`` back inside the running frame; None when nothing is left."""
        return self._acting.revert_step(act_id, below, tombstone=tombstone, restorable=restorable)

    def roll_back(self, act_id: int) -> list[Touched]:
        """Take an open act back from the journal, all of it, in one transaction; if that fails it stays owed.

        Returns the rows that were put back.
        """
        self._owed.add(act_id)
        acting = self._acting  # before the transaction: it may have to write a setting of the full text first
        with transaction(self._connection):
            journal.set_current(self._connection, act_id)
            since = journal.last_seq(self._connection)
            touched = acting.revert(act_id)
            journal.set_current(self._connection, None)
            self.end_open(act_id, "undone")
            self._connection.execute("UPDATE act SET undoable = 0 WHERE id = ?", (act_id,))
            journal.close(self._connection, act_id, since)
        self._owed.discard(act_id)
        return touched

    def _pay(self) -> Acting:
        """Take back what is still owed; returns what the act needs that comes next."""
        acting = self._acting
        for act_id in sorted(self._owed, reverse=True):
            touched = self.roll_back(act_id)
            for told in self.paid:
                told(act_id, touched)
        return acting

    def _roll_back_open(self) -> list[int]:
        found = all_rows(self._connection, "SELECT id FROM act WHERE state = 'open' ORDER BY id DESC")
        for (act_id,) in found:
            self.roll_back(act_id)
        return [act_id for (act_id,) in found]

    def aside(self, write: Callable[..., None], *values: object) -> None:
        """Do a small write that is no act (a draft, a use of a phrase) on the writing connection."""
        write(self._connection, *values)

    def close(self) -> None:
        """Finish what is queued, close every connection and give the lock back; a second time does nothing."""
        if self._writer.closed:
            return
        self.upkeep.stop()
        self.log.close()
        self.reader.close()  # first, so that the writer is the last and folds the log into the file
        self._writer.submit(Priority.MAINTENANCE, self._connection.close).result()
        self._writer.close()
        self._mark.unlink(missing_ok=True)
        self._lock.release()
