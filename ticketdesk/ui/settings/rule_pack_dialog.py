"""A file of deadline rules comes in, or the shipped ones come back: differences looked through, then taken in as one
act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.desk.desk import Done
from ticketdesk.desk.rule_packs import PackReport, look_at, shipped_again
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.reader import Rows
from ticketdesk.ui.errors import words as error_words
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.settings.rule_changes import ChangesView
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_file
from ticketdesk.ui.widgets.frames import EmptyState, ErrorState
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_TASK: Final = "rules.look"


class RulePackDialog(ModalDialog):
    """``load`` looks at a file and writes nothing; ``take`` takes it in, which can be undone.

    With ``shipped`` it looks at the program's own rules at once, and no file can be chosen.
    """

    def __init__(self, world: World, parent: QWidget, *, shipped: bool = False) -> None:
        title = tr("Back to the shipped rules") if shipped else tr("Import rules of deadlines")
        super().__init__(parent, title, width=920)
        self._world, self._shipped = world, shipped
        self._report: PackReport | None = None
        self.setAcceptDrops(not shipped)
        self.choose = EmptyState(
            "upload", tr("Choose a file of rules or drop it here"),
            tr("A TOML file like the one that the export writes, under a version of its own."),
            action=tr("Choose file…"),
        )  # fmt: skip
        self.error = ErrorState(title=tr("These rules cannot be taken in"), action=tr("Choose another file…"))
        self.view = ChangesView(tr("As shipped") if shipped else tr("In the file"))
        self._stack = QStackedWidget()
        for state in (self.choose, self.view, self.error):
            self._stack.addWidget(state)
        self._stack.setMinimumHeight(380)
        self.body.addWidget(self._stack)
        self.other, self.cancel = button(tr("Choose another file…")), button(tr("Cancel"))
        self.go = button(tr("Take in  Ctrl+Enter"), kind="primary", name=tr("Take the rules in"))
        for part in (self.other, self.cancel, self.go):
            self.footer.addWidget(part)
        for asking in (self.choose, self.error):
            asking.acted.connect(self._choose)
        self.other.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.take)
        self.submitted.connect(self.take)
        self.choose.action.setFocus()
        self._offer(None)
        if shipped:
            self._look(tr("Reading {0}", tr("the shipped rules")), shipped_again)

    def report(self) -> PackReport | None:
        """What the file that was looked at would change, None while there is none."""
        return self._report

    def load(self, path: Path) -> None:
        """Look at ``path`` and name what it would change; nothing is written."""
        name = one_line(path.name, 60)
        self.set_subtitle(name)
        self._look(tr("Reading {0}", name), lambda source, now: look_at(source, path, now))

    def take(self) -> None:
        """Take in what was looked at."""
        report = self._report
        if report is None or not self.go.isEnabled():
            return
        self._offer(None)
        self.view.show_busy(tr("Writing"))
        command = ImportRulePack(toml=report.toml, follows=report.before.version)
        self._world.post(command, self._done, self._failed)

    @override
    def reject(self) -> None:
        self._world.tasks.cancel(_TASK)
        super().reject()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.load(Path(files[0]))

    def _look(self, words: str, look: Callable[[Rows, int], PackReport]) -> None:
        self._offer(None)
        self._stack.setCurrentWidget(self.view)
        self.view.model.show(())
        self.view.show_busy(words)
        work = partial(_looking, look, self._world.reader, self._world.clock())
        self._world.tasks.start(_TASK, work, self._looked, self._failed)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        kinds = f"{tr('Files of rules')} (*.toml);;{tr('All files')} (*)"
        choose_file(
            self, tr("Import rules of deadlines"), lambda name: self.load(Path(name)), place=folder, kinds=kinds
        )

    def _looked(self, report: PackReport) -> None:
        self._offer(report)
        self.view.show_report(report)
        self.go.setFocus()

    def _done(self, done: Done) -> None:
        version = one_line(str(done.result), 40)
        self._world.notices.say(tr("The rules of version {0} are taken in", version), undoable=True)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        said = error_words(error)
        if said is None:
            self._world.notices.refuse(error)
            said = tr("The file could not be read. The report shows where.")
        self._offer(None)
        again = "" if self._shipped else tr("Choose another file…")
        self.error.set_state(tr("These rules cannot be taken in"), said, action=again)
        self._stack.setCurrentWidget(self.error)
        (self.cancel if self._shipped else self.error.action).setFocus()

    def _offer(self, report: PackReport | None) -> None:
        """What can be taken in now, and whether this agent may."""
        self._report = report
        self.go.setEnabled(report is not None and self._world.may(Permission.SHOP_EDIT))
        self.other.setVisible(report is not None and not self._shipped)


def _looking(
    look: Callable[[Rows, int], PackReport], reader: Rows, now: int, _progress: Progress, _cancelled: Cancelled
) -> PackReport:
    return look(reader, now)
