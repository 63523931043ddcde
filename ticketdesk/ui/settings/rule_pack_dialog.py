"""A file of deadline rules comes in: chosen or dropped, its differences looked through, then taken in as one act."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.desk.desk import Done
from ticketdesk.desk.rule_packs import PackReport, look_at
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.pack_text import Difference
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.errors import words as error_words
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_file
from ticketdesk.ui.widgets.frames import BusyBar, EmptyState, ErrorState
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_TASK: Final = "rules.look"


@dataclass(frozen=True, slots=True)
class _Line:
    """A difference with its place, from 1."""

    id: int
    change: Difference


class ChangesModel(SnapshotModel):
    """What a file of rules changes, in its order; the names of fields are those of the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Rule"), width=170), Column(tr("What changes"), width=150), Column(tr("Stands now"), width=270),
            Column(tr("In the file"), width=270),
        )  # fmt: skip
        self._changes: tuple[Difference, ...] = ()
        super().__init__(columns, self._found, _present, parent)

    def show(self, changes: tuple[Difference, ...]) -> None:
        """Show these differences."""
        self._changes = changes
        self.reset_ids(array("q", range(1, len(changes) + 1)))

    def _found(self, ids: Sequence[int]) -> list[_Line]:
        return [_Line(key, self._changes[key - 1]) for key in ids]


class _View(QWidget):
    """What the file is, the differences, and a bar while it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.told = label(wrap=True)
        self.model = ChangesModel(self)
        self.table = TableView(self.model, tr("Differences"), multiple=False)
        self.table.setItemDelegate(CellDelegate(self.table))
        self.table.setItemDelegateForColumn(2, CellDelegate(self.table, ink="text.second"))
        self.busy = BusyBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.m)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addWidget(self.busy)

    def show_busy(self, words: str) -> None:
        """Say what is being done."""
        self.told.setText(words)
        self.busy.set_busy(None)

    def show_report(self, report: PackReport) -> None:
        """Say what the file would change."""
        self.told.setText(_told(report))
        self.model.show(report.changes)
        self.busy.set_idle()


class RulePackDialog(ModalDialog):
    """``load`` looks at a file and writes nothing; ``take`` takes it in, which can be undone."""

    def __init__(self, world: World, parent: QWidget) -> None:
        super().__init__(parent, tr("Import rules of deadlines"), width=920)
        self._world = world
        self._report: PackReport | None = None
        self.setAcceptDrops(True)
        self.choose = EmptyState(
            "upload", tr("Choose a file of rules or drop it here"),
            tr("A TOML file like the one that the export writes, under a version of its own."),
            action=tr("Choose file…"),
        )  # fmt: skip
        self.error = ErrorState(title=tr("These rules cannot be taken in"), action=tr("Choose another file…"))
        self.view = _View()
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

    def report(self) -> PackReport | None:
        """What the file that was looked at would change, None while there is none."""
        return self._report

    def load(self, path: Path) -> None:
        """Look at ``path`` and name what it would change; nothing is written."""
        self.set_subtitle(one_line(path.name, 60))
        self._offer(None)
        self._stack.setCurrentWidget(self.view)
        self.view.model.show(())
        self.view.show_busy(tr("Reading {0}", one_line(path.name, 60)))
        reader, now = self._world.reader, self._world.clock()

        def work(_progress: Progress, _cancelled: Cancelled) -> PackReport:
            return look_at(reader, path, now)

        self._world.tasks.start(_TASK, work, self._looked, self._failed)

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
        self.error.set_state(tr("These rules cannot be taken in"), said, action=tr("Choose another file…"))
        self._stack.setCurrentWidget(self.error)
        self.error.action.setFocus()

    def _offer(self, report: PackReport | None) -> None:
        """What can be taken in now, and whether this agent may."""
        self._report = report
        self.go.setEnabled(report is not None and self._world.may(Permission.SHOP_EDIT))
        self.other.setVisible(report is not None)


def _told(report: PackReport) -> str:
    before, after = (one_line(each.version, 40) for each in (report.before, report.pack))
    count = trn(
        len(report.changes), "Version {1} follows {2}: {0} difference.", "Version {1} follows {2}: {0} differences.",
        after, before,
    )  # fmt: skip
    since = tr(
        "It holds for tickets that are opened from {0} on and never before it is taken in; the others keep theirs.",
        report.pack.made_on,
    )
    return f"{count} {since}"


def _present(row: _Line) -> tuple[str, ...]:
    change = row.change
    what = change.field or (tr("Rule comes in") if change.after else tr("Rule goes"))
    before, after = (tr(each) if not change.field and each else each for each in (change.before, change.after))
    return one_line(change.rule, 60), what, one_line(before, 160), one_line(after, 160)
