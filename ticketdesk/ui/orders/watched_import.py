"""Files of the watched folder taken in at once, one after the other; each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, SignalInstance

from ticketdesk.desk.imports import ImportReport
from ticketdesk.desk.watching import Arrived
from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.orders.import_report import outcome
from ticketdesk.ui.orders.import_run import ImportRun
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn


class WatchedImport(QObject):
    """Looks at each file, then imports its good rows: ``dealt([Arrived])`` when one is in, or says nothing new;
    ``left([Arrived])`` where it could not be taken, or has nothing but problem rows."""

    dealt = Signal(object)
    left = Signal(object)

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._waiting: list[Arrived] = []
        self._now: Arrived | None = None
        self._stopped = False
        self._run = ImportRun(world, self, task="orders.watched.preview")
        self._run.looked.connect(self._looked)
        self._run.imported.connect(self._imported)
        self._run.failed.connect(self._failed)

    def take(self, files: Sequence[Arrived]) -> None:
        """Take these files in as well."""
        self._waiting.extend(files)
        if self._now is None:
            self._next()

    def queued(self) -> list[Arrived]:
        """Return the files that will be taken in, and the one that is just now."""
        now = [] if self._now is None or self._stopped else [self._now]
        return [*now, *self._waiting]

    def stop(self) -> None:
        """Take no more in; what is being written is taken back whole, unless it is through already."""
        self._waiting.clear()
        self._run.stop()
        if self._run.writing:
            self._stopped = True  # its end comes yet
        else:
            self._now = None

    def _next(self) -> None:
        self._stopped = False
        self._now = self._waiting.pop(0) if self._waiting else None
        if self._now is not None:
            self._run.look(self._now.path)

    def _looked(self, report: ImportReport) -> None:
        if self._now is not None and report.digest == self._now.digest and report.new + report.changed:
            self._run.write(self._now.path, report, frozenset(), of_itself=True)
        else:
            self._over(self.left if report.problem_count else self.dealt)

    def _imported(self, report: ImportReport) -> None:
        name = one_line(self._now.path.name, 40) if self._now is not None else ""
        words = tr("{0}: {1}", name, outcome(report))
        if report.problem_count:
            out = trn(report.problem_count, "{0} row was left out.", "{0} rows were left out.")
            words = f"{words} {out}"
        act = self._run.act or False
        self._over(self.dealt)
        self._world.notices.say(words, undoable=act)

    def _failed(self, error: BaseException) -> None:
        if self._stopped and isinstance(error, DeskError) and error.key == "cancelled":
            self._next()
            return
        self._world.notices.refuse(error)
        self._over(self.left)

    def _over(self, told: SignalInstance) -> None:
        if self._now is not None:
            told.emit([self._now])
        self._next()
