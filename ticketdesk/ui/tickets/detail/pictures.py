"""Kept pictures of a line on screen: thumbnails that read themselves in a task and open the viewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from ticketdesk.store.queries.ticket_timeline import AttachmentRow
from ticketdesk.ui.delegates.paint import cover, rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.pictures import decode
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.tasks import Work
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.world import World
from ticketdesk.words import tr

THUMB = QSize(76, 56)
Reply = Callable[[QImage], None]
"""Takes a picture that was drawn upon into the answer."""


class Thumbnail(QAbstractButton):
    """The kept picture at ``place`` of a line, small; a click or Space opens it among the others of the line.

    What cannot be read says so in its tooltip. ``reply`` tells when it is opened what takes a picture that was drawn
    upon, or None.
    """

    def __init__(
        self,
        world: World,
        files: Sequence[AttachmentRow],
        place: int,
        reply: Callable[[], Reply | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._world, self._files, self._place, self._reply = world, tuple(files), place, reply
        self._image, file = QPixmap(), files[place]
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
        from ticketdesk.ui.reception.picture_view import PictureView, Shown  # most tickets are read without it

        shown = [Shown(file.sha256, file.name) for file in self._files]
        # Above the window: the line may be made anew while somebody draws.
        PictureView(self._world, self.window(), shown, self._place, self._reply()).open()


def _reading(world: World, sha256: str, box: QSize) -> Work:
    """Work that reads a kept picture and makes it no larger than ``box``."""
    return lambda _progress, _cancelled: decode(world.read_file(sha256), box)
