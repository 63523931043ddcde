"""Thumbnails of pictures and a dashed place to paste or drop more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.ui.delegates.paint import cover, rounded
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.pictures import Picture, Source, read_picture
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.tasks import Cancelled, Progress, Tasks, Work
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.words import tr

THUMB: Final = QSize(72, 54)


class PictureStrip(QWidget):
    """Pictures chosen for a form; paste anywhere inside it with Ctrl+V.

    `pictures_added(list[bytes])` after they were read, `refused(DeskError)` for one that could not be,
    `removed(place)`, `opened(place)`.
    """

    pictures_added = Signal(object)
    removed = Signal(int)
    opened = Signal(int)
    refused = Signal(object)

    def __init__(self, tasks: Tasks, *, most: int = 9, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._most = tasks, most
        self._pictures: list[Picture] = []
        self._thumbs: list[_Thumb] = []
        self._runs = self._read = 0
        self._row = FlowLayout(self, spacing=8)
        self.zone = _DropZone(self)
        self.zone.dropped.connect(self.add)
        self.zone.clicked.connect(self.paste)
        self._row.addWidget(self.zone)
        self.setAccessibleName(name or tr("Pictures"))

    @property
    def untouched(self) -> bool:
        """Whether no picture was ever given, so that none can still be under way."""
        return self._runs == 0

    @property
    def reading(self) -> bool:
        """Whether a picture that was given is not shown yet."""
        return self._read < self._runs

    def pictures(self) -> list[bytes]:
        """The files' bytes in the order shown."""
        return [picture.data for picture in self._pictures]

    def add(self, sources: Sequence[Source]) -> None:
        """Read these in a worker and show those that are pictures; over `most` the rest is left out."""
        wanted = list(sources)[: self._most - len(self._pictures)]
        if wanted:
            self._runs += 1
            self._tasks.start(f"pictures-{id(self)}-{self._runs}", _reading(wanted), self._take, self._failed)

    def paste(self) -> bool:
        """Add what the clipboard holds; False where it holds no picture."""
        mime = QGuiApplication.clipboard().mimeData()
        # Null where nobody holds the clipboard any more, whatever its type says.
        sources = pictures_in(mime) if isinstance(mime, QMimeData) else []
        self.add(sources)
        return bool(sources)

    def remove(self, place: int) -> None:
        """Take one picture away."""
        thumb = self._thumbs.pop(place)
        del self._pictures[place]
        self._row.removeWidget(thumb)
        thumb.deleteLater()
        self.zone.setVisible(len(self._pictures) < self._most)
        self.zone.setFocus()
        self.removed.emit(place)

    def clear(self) -> None:
        """Take all pictures away, silently."""
        blocked = self.blockSignals(True)
        while self._pictures:
            self.remove(len(self._pictures) - 1)
        self.blockSignals(blocked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Paste) and self.paste()):
            super().keyPressEvent(event)

    def _take(self, outcome: tuple[list[Picture], list[Exception]]) -> None:
        self._read += 1
        pictures, errors = outcome
        fresh = pictures[: self._most - len(self._pictures)]
        for picture in fresh:
            self._show(picture)
        self.zone.setVisible(len(self._pictures) < self._most)
        if fresh:
            self.pictures_added.emit([picture.data for picture in fresh])
        for error in errors:
            self.refused.emit(error)

    def _failed(self, error: BaseException) -> None:
        self._read += 1
        self.refused.emit(error)

    def _show(self, picture: Picture) -> None:
        self._pictures.append(picture)
        thumb = _Thumb(picture.thumb, tr("Picture {0}", len(self._pictures)), self)
        thumb.clicked.connect(self._open)
        thumb.unwanted.connect(self._drop)
        self._thumbs.append(thumb)
        self._row.removeWidget(self.zone)
        self._row.addWidget(thumb)
        self._row.addWidget(self.zone)
        thumb.show()

    def _open(self) -> None:
        place = self._place_of(self.sender())
        if place is not None:
            self.opened.emit(place)

    def _drop(self) -> None:
        place = self._place_of(self.sender())
        if place is not None:
            self.remove(place)

    def _place_of(self, thumb: object) -> int | None:
        """Where a picture lies; None for one that is on its way out, which the second of two clicks still meets."""
        return next((place for place, known in enumerate(self._thumbs) if known is thumb), None)


class _Thumb(QAbstractButton):
    """One picture; Delete or a click on the cross takes it away."""

    unwanted = Signal()

    def __init__(self, image: QImage, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QPixmap.fromImage(image)
        self.setFixedSize(THUMB)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_tooltip(self, tr("{0} · Delete removes it", name))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.underMouse() and event.position().x() > self.width() - 20 and event.position().y() < 20:
            self.unwanted.emit()
        else:
            super().mousePressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        cover(painter, self.rect(), self._image, SIZES.radius)
        if self.hasFocus():
            rounded(painter, self.rect(), theme.color("clear"), SIZES.radius, theme.color("accent"))
        if self.underMouse() or self.hasFocus():
            corner = self.rect().adjusted(self.width() - 18, 2, -2, -(self.height() - 18))
            rounded(painter, corner, theme.color("toast"), 8)
            paint_icon(painter, corner.adjusted(2, 2, -2, -2), "x", "toast.text")


class _DropZone(QAbstractButton):
    """The dashed place: drop files on it, or press it to paste."""

    dropped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(150, THUMB.height())
        self.setAccessibleName(tr("Paste or drop pictures"))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(pictures_in(event.mimeData()))
        event.acceptProposedAction()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if self.hasFocus() or self.underMouse() else "line.strong"
        painter.setPen(QPen(theme.color(edge), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), SIZES.radius, SIZES.radius)
        paint_icon(painter, self.rect().adjusted(0, 10, 0, -28), "clipboard-paste", "text.third")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text.third"))
        painter.drawText(self.rect().adjusted(0, 24, 0, 0), int(Qt.AlignmentFlag.AlignCenter), tr("Paste / drop"))


def pictures_in(mime: QMimeData) -> list[Source]:
    """What a clipboard or drag brings: local files, else one image; the files are not opened here."""
    files: list[Source] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files or not mime.hasImage():
        return files
    image = mime.imageData()
    return [image] if isinstance(image, QImage) and not image.isNull() else []


def _reading(sources: Sequence[Source]) -> Work:
    def read(progress: Progress, cancelled: Cancelled) -> tuple[list[Picture], list[Exception]]:
        pictures: list[Picture] = []
        errors: list[Exception] = []
        for source in sources:
            if cancelled():
                break
            try:
                pictures.append(read_picture(source, THUMB * 4))
            except DeskError as error:
                errors.append(error)
        return pictures, errors

    return read
