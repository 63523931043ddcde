"""A file of phrases comes in: chosen or dropped, its differences looked through, then taken in as one act."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from ticketdesk.desk.commands.imports import ImportOwnPhrases, ImportPhrases
from ticketdesk.desk.desk import Done
from ticketdesk.desk.imports import ImportReport
from ticketdesk.desk.phrase_import import PhraseReport, look_at
from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.errors import words as error_words
from ticketdesk.ui.override import override
from ticketdesk.ui.phrases.import_view import PhraseReportView
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_file
from ticketdesk.ui.widgets.frames import EmptyState, ErrorState
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_TASK: Final = "phrases.look"
_TOLD_EVERY: Final = 500


class PhraseImportDialog(ModalDialog):
    """``load`` looks at a file and writes nothing; ``take`` takes it in. ``imported()`` when it is there."""

    imported = Signal()

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Import phrases"), width=1100)
        self._world = world
        self._path: Path | None = None
        self._report: PhraseReport | None = None
        self._stop = Event()
        self.writing = False
        self.setAcceptDrops(True)
        self.choose = EmptyState(
            "upload", tr("Choose a file of phrases or drop it here"),
            tr("Qianniu's CSV or Excel, a bot's file with its pictures, or TicketDesk's JSON lines."),
            action=tr("Choose file…"),
        )  # fmt: skip
        self.error = ErrorState(title=tr("This file cannot be imported"), action=tr("Choose another file…"))
        self.view = PhraseReportView()
        self.own = QCheckBox(tr("As my own phrases"))
        self.other, self.cancel = button(tr("Choose another file…")), button(tr("Cancel"))
        self.go = button(tr("Import"), kind="primary")
        self._stack = QStackedWidget()
        for state in (self.choose, self.view, self.error):
            self._stack.addWidget(state)
        self._stack.setMinimumHeight(420)
        self.body.addWidget(self._stack)
        for part in (self.own, self.other, self.cancel, self.go):
            self.footer.addWidget(part)
        may = world.may(Permission.PHRASE_EDIT)
        self.own.setChecked(not may)
        self.own.setEnabled(may)
        self._connect()
        self._offer()

    def load(self, path: Path) -> None:
        """Look at ``path`` and name what importing it would do; nothing is written."""
        self._path, self._report = path, None
        self.set_subtitle(path.name)
        self._stack.setCurrentWidget(self.view)
        self.view.show_progress(tr("Reading {0}", path.name), None)
        self._offer()
        reader, agent, personal = self._world.reader, self._world.agent_id, self.own.isChecked()

        def work(progress: Progress, cancelled: Cancelled) -> PhraseReport:
            def step(done: int, rows: int) -> None:
                if done % _TOLD_EVERY == 0:
                    progress(done / max(1, rows))

            return look_at(reader, path, agent, personal=personal, progress=step, cancelled=cancelled)

        self._world.tasks.start(_TASK, work, self._looked, self._failed, self._stepped)

    def take(self) -> None:
        """Take in the file that was looked at; it must still be the same."""
        report = self._report
        if self._path is None or report is None or not self.go.isEnabled():
            return
        self.writing, self._stop = True, Event()
        self.view.show_progress(tr("Writing"), 0.0)
        self._offer()
        rows, kind = report.new + report.changed, ImportOwnPhrases if self.own.isChecked() else ImportPhrases
        told = partial(self._written, rows)
        self._world.post(
            kind(path=str(self._path)), self._done, self._failed, progress=told, cancelled=self._stop.is_set
        )  # fmt: skip

    def report(self) -> PhraseReport | None:
        """The report shown, None while there is none."""
        return self._report

    @override
    def reject(self) -> None:
        """Esc and Cancel: stop the import that runs, else close."""
        if self.writing:
            self._stop.set()
            return
        self._world.tasks.cancel(_TASK)
        super().reject()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.writing and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files and not self.writing:
            event.acceptProposedAction()
            self.load(Path(files[0]))

    def _connect(self) -> None:
        for part in (self.choose, self.error):
            part.acted.connect(self._choose)
        self.other.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.take)
        self.submitted.connect(self.take)
        self.own.toggled.connect(self._again)

    def _again(self) -> None:
        if self._path is not None and not self.writing:
            self.load(self._path)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        kinds = f"{tr('Files of phrases')} (*.csv *.xlsx *.jsonl);;{tr('All files')} (*)"
        choose_file(self, tr("Import phrases"), self._chosen, place=folder, kinds=kinds)

    def _chosen(self, name: str) -> None:
        self.load(Path(name))

    def _looked(self, report: PhraseReport) -> None:
        self._report = report
        self.view.show_report(report)
        self._offer()
        self.go.setFocus()

    def _done(self, done: Done) -> None:
        self.writing = False
        self.imported.emit()
        report = done.result
        if isinstance(report, ImportReport):
            words = tr("{0} new, {1} changed, {2} unchanged", report.new, report.changed, report.unchanged)
            self._world.notices.say(words, undoable=True)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.writing = False
        self._report = None
        said = error_words(error)
        if said is None:
            self._world.notices.refuse(error)
            said = tr("The file could not be read. The report shows where.")
        self.error.set_state(tr("This file cannot be imported"), said, action=tr("Choose another file…"))
        self._stack.setCurrentWidget(self.error)
        self._offer()

    def _stepped(self, share: object) -> None:
        if isinstance(share, float):
            self.view.show_progress(tr("Reading {0}", self._path.name if self._path else ""), share)

    def _written(self, rows: int, done: int) -> None:  # on the writer thread
        self.view.told.emit(done / max(1, rows))

    def _offer(self) -> None:
        report = self._report
        anything = report is not None and report.new + report.changed > 0
        self.go.setEnabled(anything and not self.writing)
        self.other.setVisible(self._path is not None and not self.writing)
        self.own.setEnabled(not self.writing and self._world.may(Permission.PHRASE_EDIT))
