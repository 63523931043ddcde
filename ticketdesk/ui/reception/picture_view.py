"""One picture of a conversation, as large as the window allows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.pictures import decode
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence


class PictureView(ModalDialog):
    """Reads the picture in a worker and shows it; Esc closes."""

    def __init__(self, world: World, parent: QWidget, sha256: str, name: str) -> None:
        room = parent.window().size() - QSize(120, 220)
        super().__init__(parent, tr("Picture"), one_line(name, 80), width=max(360, room.width() + 60))
        self._shown = label(tr("Reading the picture…"), role="third", wrap=True)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setMinimumSize(320, 240)
        self.body.addWidget(self._shown)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.footer.addWidget(close)
        box = (room * self.devicePixelRatioF()).expandedTo(QSize(320, 240))
        world.tasks.start("reception.picture", partial(_read, world, sha256, box), self._show, self._fail)

    def _show(self, image: QImage) -> None:
        made = QPixmap.fromImage(image)
        made.setDevicePixelRatio(self.devicePixelRatioF())
        self._shown.setPixmap(made)
        self.refit()

    def _fail(self, error: BaseException) -> None:
        self._shown.setText(sentence(error) if isinstance(error, DeskError) else tr("This could not be shown"))


def _read(world: World, sha256: str, box: QSize, _progress: Progress, _cancelled: Cancelled) -> QImage:
    return decode(world.read_file(sha256), box)
