"""The filtered log as a file: counted, recorded as an export, then written in a task."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.desk import Done
from ticketdesk.domain.moments import stamp
from ticketdesk.domain.permissions import Permission
from ticketdesk.exchange.writers import write_table
from ticketdesk.store.queries import audit
from ticketdesk.store.queries.audit import AuditFilter, AuditPage
from ticketdesk.ui.settings.audit.audit_model import AuditLine, lines
from ticketdesk.ui.settings.audit.subjects import Names, names_of
from ticketdesk.ui.settings.audit.told import moneyed, told
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_target
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "audit.export"
_FILTER: Final = "CSV (*.csv);;Excel (*.xlsx)"
_PAGE: Final = 500


class LogExport(QObject):
    """The button, shown to those who may export; it writes every act that passes the filter shown."""

    def __init__(self, world: World, page: QWidget) -> None:
        super().__init__(page)
        self._world, self._page = world, page
        self._wanted = AuditFilter()
        self.button = button(tr("Export"), "download", name=tr("Export the log"))
        self.button.clicked.connect(self._ask)
        self.button.setVisible(world.may(Permission.DATA_EXPORT))

    def show(self, wanted: AuditFilter, count: int) -> None:
        """Offer what ``wanted`` finds, ``count`` rows of which are on the screen."""
        self._wanted = wanted
        self.button.setVisible(self._world.may(Permission.DATA_EXPORT))
        self.button.setEnabled(count > 0)

    def write(self, path: Path) -> None:
        """Count, record the export, then write to ``path`` (its ending says how)."""
        self.button.setEnabled(False)
        wanted = self._wanted

        def count(_progress: Progress, cancelled: Cancelled) -> int:
            return sum(len(page.rows) for page in self._pages(wanted, cancelled))

        self._world.tasks.start(_TASK, count, partial(self._record, path, wanted), self._failed)

    def _record(self, path: Path, wanted: AuditFilter, rows: int) -> None:
        command = RecordExport(kind="log", rows=rows)
        self._world.post(command, partial(self._recorded, path, wanted), self._failed)

    def _recorded(self, path: Path, wanted: AuditFilter, _done: Done) -> None:
        def work(_progress: Progress, cancelled: Cancelled) -> int:
            header = [tr("Time"), tr("Who"), tr("What was done"), tr("About"), tr("State"), tr("Details")]
            return write_table(path, header, self._cells(wanted, cancelled), cancelled=cancelled)

        self._world.tasks.start(_TASK, work, partial(self._written, path), self._failed)

    def _written(self, path: Path, count: int) -> None:
        self.button.setEnabled(True)
        self._world.notices.say(trn(count, "{0} act written to {1}", "{0} acts written to {1}", path.name))

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._world.notices.refuse(error)

    def _pages(self, wanted: AuditFilter, cancelled: Cancelled) -> Iterator[AuditPage]:
        before: int | None = None
        while not cancelled():
            page = audit.page(self._world.reader, wanted, before=before, limit=_PAGE)
            yield page
            if page.next is None:
                return
            before = page.next

    def _cells(self, wanted: AuditFilter, cancelled: Cancelled) -> Iterator[list[str]]:
        for page in self._pages(wanted, cancelled):
            found = lines(self._world, page.rows)
            names = names_of(self._world.reader, (key for line in found for key in moneyed(line)))
            for line in found:
                details = _details(line, names)
                yield [stamp(line.row.at), line.who, line.what, line.about, line.state.text, details]

    def _ask(self) -> None:
        choose_target(self._page, tr("Export the log"), self._chosen, name="log.csv", kinds=_FILTER, ending="csv")

    def _chosen(self, name: str) -> None:
        self.write(Path(name))


def _details(line: AuditLine, names: Names) -> str:
    """What was said to the act, masked as on the screen."""
    return "; ".join(f"{name}: {words}" for name, words in told(line, names, line.row.at))
