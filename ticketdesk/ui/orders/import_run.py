"""The work behind the import dialog: looking at a file, importing it, stopping either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Signal

from ticketdesk.desk.commands.imports import ImportOrders, Mend
from ticketdesk.desk.desk import Done
from ticketdesk.desk.import_preview import preview
from ticketdesk.desk.imports import ImportReport
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

_TASK: Final = "orders.preview"
_TOLD_EVERY: Final = 200


class ImportRun(QObject):
    """One file at a time. ``looked(report)``, ``imported(report)``, ``failed(error)``, ``progressed(done, rows)``.

    All signals come on the window's thread.
    """

    looked = Signal(object)
    imported = Signal(object)
    failed = Signal(object)
    progressed = Signal(object, object)

    def __init__(self, world: World, parent: QObject, task: str = _TASK) -> None:
        super().__init__(parent)
        self._world, self._task = world, task
        self._stop = Event()
        self.writing = False
        self.act: int | None = None

    def look(
        self, path: Path, corrections: frozenset[int] = frozenset(), mends: Sequence[Mend] = (),
        aliases: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Read ``path`` against the store without writing; a second call takes the place of the first."""
        reader, now = self._world.reader, self._world.clock()

        def work(progress: Progress, cancelled: Cancelled) -> ImportReport:
            told = 0

            def step(done: int, rows: int) -> None:
                nonlocal told
                if done - told >= _TOLD_EVERY:
                    told = done
                    progress((done, rows))

            return preview(
                reader, path, step, cancelled, corrections=corrections, mends=mends, aliases=aliases or {}, now=now
            )

        self._world.tasks.start(self._task, work, self._looked, self._failed, self._stepped)

    def write(
        self, path: Path, report: ImportReport, corrections: frozenset[int], mends: Sequence[Mend] = (),
        aliases: Mapping[str, str] | None = None, *, of_itself: bool = False,
    ) -> None:  # fmt: skip
        """Import the good rows of ``path``, which must still be the file that was looked at; ``act`` is then its id."""
        self._stop = Event()
        self.writing = True
        rows = report.rows
        command = ImportOrders(
            path=str(path),
            digest=report.digest,
            rows=max(1, rows),
            corrections=tuple(sorted(corrections)),
            mends=tuple(mends),
            aliases=tuple((aliases or {}).items()),
            of_itself=of_itself,
        )
        done = 0

        def step(count: int) -> None:  # on the writer thread; the signal is queued to the window's
            nonlocal done
            done = count
            self.progressed.emit(done, rows)

        self._world.post(command, self._imported, self._failed, progress=step, cancelled=self._stop.is_set)

    def stop(self) -> None:
        """Stop what runs; an import is taken back whole and ends with the DeskError ``cancelled``."""
        self._world.tasks.cancel(self._task)
        self._stop.set()

    def _looked(self, report: ImportReport) -> None:
        self.looked.emit(report)

    def _imported(self, done: Done) -> None:
        self.writing, self.act = False, done.act_id
        self.imported.emit(done.result)

    def _failed(self, error: BaseException) -> None:
        self.writing = False
        self.failed.emit(error)

    def _stepped(self, value: object) -> None:
        if isinstance(value, tuple):
            self.progressed.emit(*value)
