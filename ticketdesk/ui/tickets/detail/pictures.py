"""Kept pictures on screen: a thumbnail that reads itself in a task, and the picture at full size."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from ticketdesk.store.queries.ticket_timeline import AttachmentRow
from ticketdesk.ui.delegates.paint import cover, rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.pictures import decode
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.tasks import Work
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

THUMB = QSize(76, 56)
_WHOLE = QSize(1600, 1200)


class Thumbnail(QAbstractButton):
    """A kept picture, small; a click or Space opens it. What cannot be read says so in its tooltip."""

    def __init__(self, world: World, file: AttachmentRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world, self._file, self._image = world, file, QPixmap()
        self.setFixedSize(THUMB)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name = one_line(file.name) or tr("Kept picture")
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.clicked.connect(self._open)
        work = _reading(world, file.sha256, THUMB * 3)
        world.tasks.start(f"thumb-{file.id}-{id(self)}", work, self._show, self._fail)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        cover(painter, self.rect(), self._image, SIZES.radius)
        if self.hasFocus():
            theme = current_theme()
            rounded(painter, self.rect(), theme.color("clear"), SIZES.radius, theme.color("accent"))

    def _show(self, image: QImage) -> None:
        self._image = QPixmap.fromImage(image)
        self.update()

    def _fail(self, _error: BaseException) -> None:
        set_tooltip(self, tr("The picture cannot be read any more"))
        self.setEnabled(False)

    def _open(self) -> None:
        PictureDialog(self._world, self._file, self).open()


class PictureDialog(ModalDialog):
    """A kept picture as large as the window lets it."""

    def __init__(self, world: World, file: AttachmentRow, parent: QWidget) -> None:
        super().__init__(parent, one_line(file.name) or tr("Kept picture"), width=900)
        self._picture = label(tr("Reading …"), role="third")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._world, self._room = world, parent.window().size() * 0.75
        self.body.addWidget(self._picture)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        self.footer.addWidget(close)
        world.tasks.start(f"picture-{file.id}", _reading(world, file.sha256, _WHOLE), self._show, self._fail)

    def _show(self, image: QImage) -> None:
        ratio = self.devicePixelRatioF()
        box = (self._room.boundedTo(QSize(860, 2000)) * ratio).boundedTo(image.size())
        # Whole pixels of the screen: scaled up by it again the picture would be blurred.
        shown = image.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(QPixmap.fromImage(shown))
        self.refit()

    def _fail(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.reject()


def _reading(world: World, sha256: str, box: QSize) -> Work:
    """Work that reads a kept picture and makes it no larger than ``box``."""
    return lambda _progress, _cancelled: decode(world.read_file(sha256), box)
