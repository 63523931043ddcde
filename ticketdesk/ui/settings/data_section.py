"""Where the shop lies on this computer, how large it is, and how to get there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.stats import Stats
from ticketdesk.ui.labels import size_text
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.frame import SectionFrame, add_row
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_folder
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

_TASK: Final = "stats"
_COUNTED: Final = (
    ("buyer", mark("Buyers")),
    ("conversation", mark("Conversations")),
    ("message", mark("Messages")),
    ("orders", mark("Orders")),
    ("ticket", mark("Tickets")),
    ("remark", mark("Remarks")),
)


class MoveDialog(ModalDialog):
    """Says what moving means before the window closes for it."""

    def __init__(self, world: World, folder: Path, parent: QWidget) -> None:
        super().__init__(parent, tr("Move the shop"), width=520)
        self._world, self._folder = world, folder
        told = tr(
            "The window closes, the shop is copied to {0} and every row is checked; then it opens from there."
            " The present folder stays as it is.",
            str(folder),
        )
        self.body.addWidget(label(told, wrap=True))
        self.go = button(tr("Move"), kind="primary")
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.go)
        self.go.clicked.connect(self._go)
        self.submitted.connect(self._go)
        self.go.setFocus()

    def _go(self) -> None:
        self.accept()
        self._world.move_wanted.emit(self._folder)


class DataSection(SectionFrame):
    """The folder with its acts, and what is in it; counting a large shop takes a while and never holds the window."""

    def __init__(self, world: World) -> None:
        super().__init__(tr("Data folder"), tr("Everything of the shop lies here and nowhere else."))
        self._world = world
        folder = self.card()
        self.path = QLineEdit(str(world.folder))
        self.path.setReadOnly(True)
        self.path.setAccessibleName(tr("Data folder"))
        self.path.setCursorPosition(0)
        add_row(folder, tr("Data folder"), self.path, tr("To take the shop along, save a backup."), wide=True)
        folder.body.addWidget(self._acts())
        self._numbers = self.card(tr("What is in it"))
        self.busy = BusyBar()
        self._numbers.body.addWidget(self.busy)
        self._values = {key: label("…") for key, _name in _COUNTED}
        self._sizes = label("…")
        self._pictures = label("…")
        for key, name in _COUNTED:
            add_row(self._numbers, tr(name), self._values[key])
        add_row(self._numbers, tr("Size of the store"), self._sizes)
        add_row(self._numbers, tr("Pictures and files"), self._pictures)

    def counted(self) -> bool:
        """Whether the numbers shown are those of the shop."""
        return self._sizes.text() != "…"

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._world.tasks.cancel(_TASK)
        super().hideEvent(event)

    def _acts(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.show_folder = button(tr("Show the folder"), icon="file-text")
        self.copy = button(tr("Copy the path"), icon="copy")
        self.again = button(tr("Count again"), icon="refresh-cw")
        self.move_away = button(tr("Move to another folder…"), icon="arrow-right-left")
        self.move_away.setEnabled(self._world.may(Permission.SHOP_EDIT) and self._world.movable)
        for each, slot in (
            (self.show_folder, self._show),
            (self.copy, self._copy),
            (self.again, self._count),
            (self.move_away, self._ask),
        ):
            each.clicked.connect(slot)
            line.addWidget(each)
        line.addStretch(1)
        return row

    def _ask(self) -> None:
        place = str(self._world.folder.parent)
        choose_folder(self.window(), tr("Choose an empty folder"), self._chosen, place=place)

    def _chosen(self, name: str) -> None:
        folder = Path(name)
        try:
            self._world.check_move(folder)
        except DeskError as error:
            self._world.notices.refuse(error)
            return
        MoveDialog(self._world, folder, self.window()).open()

    def _show(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._world.folder))):
            self._world.notices.say(tr("No program here shows folders. The path can be copied."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._world.folder))
        self._world.notices.say(tr("The path is on the clipboard"))

    def _count(self) -> None:
        self.busy.set_busy()
        self.again.setEnabled(False)
        world = self._world

        def work(_progress: Progress, _cancelled: Cancelled) -> Stats:
            return world.stats()

        world.tasks.start(_TASK, work, self._counted, self._failed)

    def _counted(self, found: Stats) -> None:
        self._rest()
        for key, _name in _COUNTED:
            self._values[key].setText(f"{found.rows.get(key, 0):,}")
        self._sizes.setText(size_text(found.store_bytes))
        self._pictures.setText(tr("{0} files, {1}", f"{found.file_count:,}", size_text(found.file_bytes)))

    def _failed(self, error: BaseException) -> None:
        self._rest()
        self._world.notices.refuse(error)

    def _rest(self) -> None:
        self.busy.set_idle()
        self.again.setEnabled(True)


def make(world: World) -> DataSection:
    """Return the section."""
    return DataSection(world)
