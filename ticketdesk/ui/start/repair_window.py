"""What is seen while a damaged shop is repaired or a backup restored: progress, the report, the choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.store.backup.take import Watch
from ticketdesk.ui.errors import report, words
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.tasks import Cancelled, Progress, Tasks
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.file_choice import choose_file
from ticketdesk.ui.widgets.frames import BusyBar, Card, IconMark
from ticketdesk.words import tr

Work = Callable[[Watch, Path | None], Sequence[str]]
_TASK: Final = "repair"
_WIDTH: Final = 520
_SIZE: Final = (760, 520)
_MARGIN: Final = 28


class RepairWindow(Strip):
    """Runs ``work(watch, chosen backup)``, which returns what to tell; ``open_wanted`` says how it was left.

    With ``sound`` there is a shop to go back to where the work fails. ``done`` is the heading once the work is done.
    """

    def __init__(
        self, tasks: Tasks, store: Path, title: str, work: Work, *, sound: bool = False, done: str = ""
    ) -> None:
        super().__init__("background")
        self.open_wanted = False
        self._sound = sound
        self._told = done or tr("The shop is back")
        self._tasks, self._store, self._work = tasks, store, work
        self.setWindowTitle(f"{title} — TicketDesk")
        self.setAccessibleName(title)
        self.resize(*_SIZE)
        self.mark = IconMark("refresh-cw", "accent", 36)
        self.title = label(title, role="title")
        self.text = label(
            tr("Every row is read and checked. The present files are kept, nothing is deleted."), wrap=True
        )
        self.text.setMinimumWidth(_WIDTH - 2 * _MARGIN)
        self.busy = BusyBar()
        self.open = button(tr("Open the shop"), kind="primary")
        self.choose = button(tr("Choose a backup file…"), kind="primary")
        self.folder = button(tr("Show the folder"), icon="file-text")
        self.quit = button(tr("Quit"))
        self._build()
        current_theme().dress(self)
        self.open.clicked.connect(self._open)
        self.choose.clicked.connect(self._ask_file)
        self.folder.clicked.connect(self._show_folder)
        self.quit.clicked.connect(self.close)
        self._start(None)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._tasks.cancel(_TASK)
        super().closeEvent(event)

    def _build(self) -> None:
        card = Card(margin=_MARGIN, spacing=SIZES.m)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(self.mark)
        card.body.addWidget(self.title)
        card.body.addWidget(self.busy)
        card.body.addWidget(self.text)
        acts = QWidget()
        row = QHBoxLayout(acts)
        row.setContentsMargins(0, SIZES.s, 0, 0)
        row.setSpacing(SIZES.s)
        for each in (self.open, self.choose, self.folder, self.quit):
            row.addWidget(each)
        row.addStretch(1)
        card.body.addWidget(acts)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _start(self, chosen: Path | None) -> None:
        self._offer(self.quit)
        self.busy.set_busy()
        work = self._work

        def run(progress: Progress, cancelled: Cancelled) -> Sequence[str]:
            return work(Watch(progress=lambda done, total: progress((done, total)), cancelled=cancelled), chosen)

        self._tasks.start(_TASK, run, self._done, self._failed, self._progressed)

    def _offer(self, *buttons: QWidget) -> None:
        for each in (self.open, self.choose, self.folder, self.quit):
            each.setVisible(each in buttons)
        buttons[0].setFocus()

    def _progressed(self, value: object) -> None:
        if isinstance(value, tuple):
            done, total = value
            # Reading is the first half; what follows tells no numbers.
            self.busy.set_busy(done / max(1, total) if done < total else None)

    def _done(self, lines: Sequence[str]) -> None:
        self.busy.set_idle()
        self.mark.set_icon("circle-check", "ok")
        self.title.setText(self._told)
        self._say(lines)
        self._offer(self.open, self.folder)

    def _failed(self, error: BaseException) -> None:
        self.busy.set_idle()
        self.mark.set_icon("circle-alert", "bad")
        self._say([words(error) or report(error)])
        if self._sound:
            self.title.setText(tr("Nothing was changed; the shop is as it was"))
            self._offer(self.open, self.folder)
        else:
            self.title.setText(tr("The shop cannot be opened"))
            self._offer(self.choose, self.folder, self.quit)

    def _say(self, lines: Sequence[str]) -> None:
        self.text.setText("\n".join(lines))
        self.text.setMinimumHeight(self.text.heightForWidth(_WIDTH - 2 * _MARGIN))
        self.setAccessibleDescription(self.text.text())

    def _open(self) -> None:
        self.open_wanted = True
        self.close()

    def _ask_file(self) -> None:
        place, kinds = str(self._store.parent), f"{tr('Backups')} (*.zip)"
        choose_file(self, tr("Choose a backup file…"), self._chosen, place=place, kinds=kinds)

    def _chosen(self, name: str) -> None:
        self.mark.set_icon("refresh-cw", "accent")
        self.title.setText(tr("Repairing the shop"))
        self._say([tr("Every row is read and checked. The present files are kept, nothing is deleted.")])
        self._start(Path(name))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._store.parent)))
