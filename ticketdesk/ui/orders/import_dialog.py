"""The import of an order file: choose or drop it, see what it would do, take it in, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from ticketdesk.desk.history import Step
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.exchange.layouts import PARCELS
from ticketdesk.ui import labels
from ticketdesk.ui.errors import words
from ticketdesk.ui.orders.import_match import Matching
from ticketdesk.ui.orders.import_queue import FileQueue
from ticketdesk.ui.orders.import_report import ReportView, outcome, why_not
from ticketdesk.ui.orders.import_run import ImportRun
from ticketdesk.ui.orders.import_saving import ProblemSaver
from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_files
from ticketdesk.ui.widgets.frames import EmptyState, ErrorState
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.problems import layout_name

_WIDTH: Final = 940
_FILTER: Final = "(*.csv *.xlsx *.xls *.jsonl)"


class ImportDialog(ModalDialog):
    """One dialog for one file after the other: `load` looks at a file, `load_all` at several in turn, `take` imports
    the good rows of the one that is shown."""

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Import orders"), width=_WIDTH)
        self._world = world
        self._path: Path | None = None
        self._report: ImportReport | None = None
        self._again = False
        self._taken = False
        self._queue = FileQueue()
        self.setAcceptDrops(True)
        self.run = ImportRun(world, self)
        self.choose = EmptyState(
            "upload", tr("Choose exported order files or drop them here"),
            tr("CSV and Excel files of Taobao, Pinduoduo, Douyin, JD, 1688 and Shopify, courier numbers and refunds."),
            action=tr("Choose file…"),
        )  # fmt: skip
        self.error = ErrorState(title=tr("This file cannot be imported"), action=tr("Choose another file…"))
        self.view = ReportView()
        self.matching = Matching(world, self)
        self.saver = ProblemSaver(world, self, self.view.problems.left_out)
        self.good_rows = QCheckBox(tr("Import the good rows, leave the problem rows out"))
        self.good_rows.setChecked(True)
        self.other = button(tr("Choose another file…"))
        self.skip = button(tr("Skip this file"))
        self.cancel = button(tr("Cancel"))
        self.go = button(tr("Import"), kind="primary")
        self._build()
        self._connect()
        self._stack.setCurrentWidget(self.choose)
        self._offer()
        self.choose.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def load_all(self, paths: Sequence[Path]) -> None:
        """Look at several files, one after the other: each is imported or skipped before the next is shown."""
        self.load(self._queue.start(paths))

    def load(self, path: Path) -> None:
        """Look at ``path`` and show what importing it would do; nothing is written."""
        self._path = path
        self.matching.begin()
        self._look()

    def _look(self) -> None:
        """Look at the file from the beginning, with the columns that were said for it."""
        path = self._path
        if path is None:
            return
        self._report, self._again, self._taken = None, False, False
        self.set_subtitle(self._queue.counted(path.name))
        self.view.hold(on=False)
        self.view.say("")
        self.view.show_report(ImportReport())
        self._stack.setCurrentWidget(self.view)
        self.view.show_progress(tr("Reading {0}", path.name), None, writing=False)
        self._offer()
        self.run.look(path, aliases=self.matching.aliases())
        self.refit()

    def take(self) -> None:
        """Import the good rows of the file that is shown."""
        if self._path is None or self._report is None or not self.go.isEnabled():
            return
        self.view.show_progress(tr("Writing"), 0.0, writing=True)
        self.view.hold(on=True)
        self.run.write(self._path, self._report, self.view.problems.corrections(), self.view.problems.mends(),
                       self.matching.aliases())  # fmt: skip
        self._offer()
        self.cancel.setFocus()

    def report(self) -> ImportReport | None:
        """The report shown, None while there is none."""
        return self._report

    @override
    def reject(self) -> None:
        """Esc and Cancel: stop the import that runs, else close."""
        if self.run.writing:
            self.view.progress_text.setText(tr("Taking everything back"))
            self.run.stop()
            return
        self.run.stop()
        super().reject()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.run.writing and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files and not self.run.writing:
            event.acceptProposedAction()
            self.load_all(files)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for state in (self.choose, self.view, self.error, self.matching.view):
            self._stack.addWidget(state)
        self._stack.setMinimumHeight(240)
        self.body.addWidget(self._stack)
        for part in (self.good_rows, self.skip, self.other, self.cancel, self.go):
            self.footer.addWidget(part)

    def _connect(self) -> None:
        for part in (self.choose, self.error):
            part.acted.connect(self._choose)
        self.other.clicked.connect(self._choose)
        self.skip.clicked.connect(self._next)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._pressed)
        self.submitted.connect(self._pressed)
        self.good_rows.toggled.connect(self._offer)
        self.view.save_wanted.connect(lambda: self.saver.ask(self._path))
        self.saver.saved.connect(self.set_status)
        self.view.toggled.connect(self._toggle)
        self.view.mended.connect(self._mend)
        self.view.columns_wanted.connect(lambda: self.matching.look(self._path))
        self.view.result.acted.connect(self._undo)
        self.matching.asked.connect(self._ask_columns)
        self.matching.given_up.connect(self._offer)
        self.matching.matched.connect(self._look)
        self.run.looked.connect(self._looked)
        self.run.imported.connect(self._imported)
        self.run.failed.connect(self._failed)
        self.run.progressed.connect(self._progressed)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        kinds = f"{tr('Order files')} {_FILTER};;{tr('All files')} (*)"
        choose_files(self, tr("Import orders"), self._chosen, place=folder, kinds=kinds)

    def _chosen(self, names: Sequence[str]) -> None:
        if names:
            self.load_all([Path(name) for name in names])

    def _next(self) -> None:
        """Go on to the next file that waits."""
        if self._queue.more and not self.run.writing:
            self.load(self._queue.next())

    def _toggle(self, number: int) -> None:
        """Take or give up a suggestion, and count again with it."""
        if self._path is None or self._taken or self.run.writing:
            return
        if self.view.problems.toggle(number):
            self._look_again()

    def _mend(self, number: int, text: str) -> None:
        """Take what the agent wrote in place of a cell, and count again with it."""
        if self._path is None or self._taken or self.run.writing:
            return
        if self.view.problems.mend(number, text):
            self.view.problem_table.setFocus()
            self._look_again()

    def _look_again(self) -> None:
        if self._path is not None:
            self._again = True
            rows = self.view.problems
            self.run.look(self._path, rows.corrections(), rows.mends(), self.matching.aliases())

    def _looked(self, report: ImportReport) -> None:
        self._report = report
        self.view.hide_progress()
        self.view.show_report(report, keep_rows=self._again)
        name = self._path.name if self._path else ""
        parts = (name, report.encoding.upper(), layout_name(report.layout))
        self.set_subtitle(self._queue.counted(" · ".join(part for part in parts if part)))
        self._offer()
        self.refit()
        if self.go.isEnabled() and not self._again:
            self.go.setFocus()

    def _imported(self, report: ImportReport) -> None:
        self._report, self._taken = None, True
        self.view.hide_progress()
        self.view.show_report(report)
        self.view.columns.hide()
        words_ = outcome(report)
        self.view.say(words_, undoable=report.new + report.changed > 0)
        self._world.notices.say(words_, undoable=True)
        self._offer()
        self.refit()
        self.go.setFocus()

    def _failed(self, error: BaseException) -> None:
        self.view.hide_progress()
        self.view.hold(on=False)
        said = words(error)
        if said is None:
            self._world.notices.refuse(error)
            said = tr("The file could not be read. The report shows where.")
        if isinstance(error, DeskError) and error.key == "cancelled" and self._report is not None:
            self.view.say(said, level="warn")
        else:
            self._report = None
            self.error.set_state(tr("This file cannot be imported"), said, action=tr("Choose another file…"))
            self._stack.setCurrentWidget(self.error)
            if isinstance(error, DeskError) and error.key == "file_unknown_layout" and self._path is not None:
                self.matching.look(self._path)
        self._offer()
        self.refit()

    def _ask_columns(self) -> None:
        """Nobody knows the file, or not all of its columns: ask which they are."""
        self._report = None
        self._stack.setCurrentWidget(self.matching.view)
        self._offer()
        self.refit()
        self.matching.view.fields["number"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _progressed(self, done: int, rows: int) -> None:
        share = min(1.0, done / rows) if rows else None
        text = tr("Writing {0} of {1}", f"{done:,}", f"{rows:,}") if self.run.writing else tr(
            "Reading {0} of {1}", f"{done:,}", f"{rows:,}")  # fmt: skip
        self.view.show_progress(text, share, writing=self.run.writing)

    def _offer(self) -> None:
        """Enable what can be done now, and say why something cannot."""
        report = self._report
        writing = self.run.writing
        over = self._taken
        denied = report is not None and report.layout == PARCELS and not self._world.may(Permission.ORDER_SHIP)
        useful = report is not None and report.new + report.changed > 0 and not denied
        problems = report.problem_count if report is not None else 0
        self.good_rows.setVisible(problems > 0 and not writing)
        more = self._queue.more
        shown = self._stack.currentWidget() in (self.view, self.matching.view)
        self.other.setVisible(shown and not writing and not more)
        self.skip.setVisible(more and not writing and not over)
        self.cancel.setVisible(not over or more)
        words_ = tr("Next file") if over and more else tr("Close") if over else tr("Import")
        self.go.setText(words_)
        self.go.setAccessibleName(words_)
        self.go.setEnabled(over or (useful and not writing and (problems == 0 or self.good_rows.isChecked())))
        self.go.setVisible(over or report is not None)
        self.set_status(why_not(denied=denied) if report is not None and not useful else "")

    def _undo(self) -> None:
        """Take the import back and close: the notice and the pages tell the rest."""
        notices = self._world.notices

        def undone(step: Step) -> None:
            notices.say(labels.undone(step.kind, step.command))

        self._world.watch(self._world.undo(), undone)
        self.accept()

    def _pressed(self) -> None:
        if not self._taken:
            self.take()
        elif self._queue.more:
            self._next()
        else:
            self.accept()
