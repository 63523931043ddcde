"""Backups: when the last one was made, what is on the shelf, one now, one elsewhere, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.desk.backups import BackupState
from ticketdesk.desk.commands.exports import RecordExport
from ticketdesk.desk.desk import Done
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.backup.shelf import Shelved
from ticketdesk.store.backup.take import Taken, Watch
from ticketdesk.ui.errors import words
from ticketdesk.ui.labels import size_text
from ticketdesk.ui.moments import date_text
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.backup_list import BackupList
from ticketdesk.ui.settings.frame import SectionFrame
from ticketdesk.ui.settings.restore_dialog import RestoreDialog
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_file, choose_target
from ticketdesk.ui.widgets.frames import Banner, BusyBar
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

MakeBackup = Callable[[Watch], Taken]
_LIST: Final = "backups.list"
_COUNT: Final = "backups.count"
_MAKE: Final = "backups.make"
_ENDING: Final = ".zip"


class BackupSection(SectionFrame):
    """Making one needs no right, saving one elsewhere those of exporting and of seeing personal data, which is in it;
    restoring that of changing the shop.
    """

    def __init__(self, world: World) -> None:
        super().__init__(
            tr("Backup and restore"),
            tr("Every half hour in use, and before imports and updates, the whole shop is saved and checked."),
        )
        self._world = world
        self.trouble = Banner("", "bad")
        self.column.addWidget(self.trouble)
        card = self.card(tr("Last backup"))
        self.last = label("…", role="strong")
        self.hint = label("", role="third", wrap=True)
        self.busy = BusyBar()
        card.body.addWidget(self.last)
        card.body.addWidget(self.hint)
        card.body.addWidget(self.busy)
        card.body.addWidget(self._acts())
        shelf = self.card(tr("Backups on this computer"))
        self.list = BackupList()
        shelf.body.addWidget(self.list)
        self.list.wanted.connect(self._ask)
        world.backups_changed.connect(self._told)
        self._weigh()
        self._told(world.backups.state)

    def tick(self, _now: int) -> None:
        """Let "today" become "yesterday"."""
        self._say_last(self._world.backups.state)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._weigh()
        self._read()

    def _acts(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SIZES.s)
        self.now = button(tr("Back up now"), kind="primary")
        self.stop = button(tr("Cancel backup"))
        self.elsewhere = button(tr("Save a backup as…"), icon="download")
        self.from_file = button(tr("Restore from a file…"), icon="history")
        self.folder = button(tr("Show the folder"), icon="file-text")
        for each, slot in (
            (self.now, self._make), (self.stop, self._cancel), (self.elsewhere, self._save_as),
            (self.from_file, self._choose), (self.folder, self._show_folder),
        ):  # fmt: skip
            each.clicked.connect(slot)
            line.addWidget(each)
        self.stop.hide()
        line.addStretch(1)
        return row

    def _weigh(self) -> None:
        """Offer what the agent may."""
        may_restore = self._world.may(Permission.SHOP_EDIT)
        may_take = self._world.may(Permission.DATA_EXPORT) and self._world.may(Permission.PERSONAL_REVEAL)
        self.elsewhere.setVisible(may_take)
        self.from_file.setVisible(may_restore)
        self.list.offer_restore(may_restore)

    def _told(self, state: BackupState) -> None:
        self._say_last(state)
        sentence = ""
        if state.error is not None:
            sentence = words(state.error) or tr("The last backup could not be made.")
        elif state.free is not None:
            sentence = tr(
                "Only {0} are free on this disk. Make room, so that backups can go on.", size_text(state.free)
            )
        self.trouble.set_banner(sentence, "bad" if state.error is not None else "warn")
        self.trouble.setVisible(bool(sentence))
        running = self._world.tasks.running(_MAKE)
        if state.busy and not running:
            self.busy.set_busy()
        elif not running:
            self.busy.set_idle()
            if self.isVisible():
                self._read()

    def _say_last(self, state: BackupState) -> None:
        at = state.last_at
        self.last.setText(tr("No backup yet") if at is None else date_text(at, self._world.clock()))

    def _read(self) -> None:
        backups = self._world.backups

        def work(_progress: Progress, _cancelled: Cancelled) -> list[Shelved]:
            return backups.listed()

        self._world.tasks.start(_LIST, work, self._listed, self._world.notices.refuse)

    def _listed(self, found: list[Shelved]) -> None:
        self.list.show_backups(found, self._world.clock())
        newest = next((each.manifest for each in found if each.manifest is not None), None)
        self.hint.setText("")
        if newest is not None:
            self.last.setText(date_text(newest.made_at, self._world.clock()))
            size = size_text(next(each.size for each in found if each.manifest is not None))
            text = trn(newest.rows, "{0} row, {1}, checked", "{0} rows, {1}, checked", size)
            self.hint.setText(text)
        self.hint.setVisible(bool(self.hint.text()))

    def _make(self) -> None:
        backups = self._world.backups
        self._start(lambda watch: backups.make(watch))

    def _save_as(self) -> None:
        name = f"TicketDesk-{from_ms(self._world.clock()):%Y%m%d-%H%M}{_ENDING}"
        kinds = f"{tr('Backups')} (*{_ENDING})"
        choose_target(self, tr("Save a backup as…"), self._count_for, name=name, kinds=kinds, ending=_ENDING[1:])

    def _count_for(self, chosen: str) -> None:
        """Taking data out is recorded before the first byte is written; the record names how many rows."""
        world = self._world

        def work(_progress: Progress, _cancelled: Cancelled) -> int:
            return sum(world.stats().rows.values())

        world.tasks.start(_COUNT, work, partial(self._record, Path(chosen)), world.notices.refuse)

    def _record(self, to: Path, rows: int) -> None:
        self._world.post(RecordExport(kind="backup", rows=rows, whole=True), partial(self._write, to))

    def _write(self, to: Path, _done: Done) -> None:
        backups = self._world.backups
        # The dialog of files has asked already whether a file of that name may go.
        self._start(lambda watch: backups.save_as(to, watch))

    def _start(self, make: MakeBackup) -> None:
        def work(progress: Progress, cancelled: Cancelled) -> Taken:
            return make(Watch(progress=lambda done, total: progress((done, total)), cancelled=cancelled))

        self.busy.set_busy(0)
        self.now.hide()
        self.stop.show()
        self.stop.setFocus()
        self._world.tasks.start(_MAKE, work, self._made, self._failed, self._progressed)

    def _cancel(self) -> None:
        self._world.tasks.cancel(_MAKE)
        self._rest()
        self._world.notices.say(tr("Cancelled; the older backups stay."))

    def _progressed(self, value: object) -> None:
        if isinstance(value, tuple):
            done, total = value
            self.busy.set_busy(done / max(1, total))

    def _made(self, taken: Taken) -> None:
        self._rest()
        self._read()
        rows = taken.manifest.rows
        self._world.notices.say(
            trn(rows, "{0} row saved and checked: {1}", "{0} rows saved and checked: {1}", taken.path)
        )

    def _failed(self, error: BaseException) -> None:
        self._rest()
        self._world.notices.refuse(error)

    def _rest(self) -> None:
        self.busy.set_idle()
        self.stop.hide()
        self.now.show()

    def _choose(self) -> None:
        kinds = f"{tr('Backups')} (*{_ENDING})"
        choose_file(self, tr("Restore from a file…"), lambda chosen: self._ask(Path(chosen)), kinds=kinds)

    def _ask(self, path: object) -> None:
        if isinstance(path, Path):
            RestoreDialog(self._world, path, self).open()

    def _show_folder(self) -> None:
        folder = self._world.backups.shelf.folder
        there = folder if folder.is_dir() else self._world.folder
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(there))):
            self._world.notices.say(tr("No program here shows folders. The path can be copied."))


def make(world: World) -> BackupSection:
    """Return the section."""
    return BackupSection(world)
