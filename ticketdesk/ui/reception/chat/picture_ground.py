"""The ground of a picture viewer: the picture at any size, turned, moved by hand or by keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.chat_layout import text_layout
from ticketdesk.words import tr

STEP: Final = 1.25
LARGEST: Final = 8.0
_MOVE: Final = 60
_MOVES: Final = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class PictureGround(QWidget):
    """`zoomed(percent)`; `step_wanted(-1 or 1)` by the arrows while the whole picture is in sight."""

    zoomed = Signal(object)
    step_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._text, self._bad = "", False
        self._scale: float | None = None
        self._at = QPointF()
        self._held: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(tr("Picture"))

    def show_image(self, image: QImage) -> None:
        """Show a picture, the whole of it."""
        self._image, self._text = image, ""
        self.setAccessibleDescription(f"{image.width()} × {image.height()}")
        self.fit()

    def show_words(self, text: str, *, bad: bool = False) -> None:
        """Say something where no picture is: that it is read, or why it is not shown."""
        self._image, self._text, self._bad = QImage(), text, bad
        self.setAccessibleDescription(text)
        self.update()

    def image(self) -> QImage:
        """The picture as it is turned now."""
        return self._image

    def text(self) -> str:
        """What is said where no picture is."""
        return self._text

    def scale(self) -> float:
        """Points of the screen for a pixel of the picture."""
        return self._fitting() if self._scale is None else self._scale

    def fit(self) -> None:
        """Show the whole picture, none larger than it is."""
        self._scale, self._at = None, QPointF()
        self._told()

    def zoom(self, by: float, about: QPointF | None = None) -> None:
        """Make it so many times larger; ``about`` stays where it is (else the middle)."""
        if self._image.isNull():
            return
        before, fitting = self.scale(), self._fitting()
        wanted = min(LARGEST, max(min(fitting, 1.0), before * by))
        fixed = (about or QPointF(self.rect().center())) - QPointF(self.rect().center())
        self._at = fixed - (fixed - self._at) * (wanted / before)
        self._scale = None if abs(wanted - fitting) < 0.001 else wanted
        self._told()

    def turn(self, degrees: int) -> None:
        """Turn it by quarters; the file stays as it is."""
        if not self._image.isNull():
            self._image = self._image.transformed(QTransform().rotate(degrees))
            self.fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(2_000, 2_000)  # as much as the dialog has

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        whole = self._scale is None
        if key in _MOVES and not whole:
            right, down = _MOVES[key]
            self._move(QPointF(right * _MOVE, down * _MOVE))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_wanted.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom(STEP if turned > 0 else 1 / STEP, event.position())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and self._scale is not None:
            moved, self._held = event.position() - self._held, event.position()
            self._move(moved)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The whole picture, or a pixel for a pixel."""
        self.zoom(1 / self.scale(), event.position()) if self._scale is None else self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._told()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        rounded(painter, self.rect(), theme.color("plain.weak"), SIZES.radius)
        if self._image.isNull():
            self._paint_words(painter)
            return
        painter.setClipRect(self.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale() < 3)
        painter.drawImage(self._area(), self._image)

    def _paint_words(self, painter: QPainter) -> None:
        middle = self.rect().center()
        icon = QRectF(middle.x() - 16, middle.y() - 44, 32, 32)
        paint_icon(painter, icon, "circle-x" if self._bad else "image", "bad" if self._bad else "text.third")
        laid, _size = text_layout(self._text, min(420.0, self.width() - 40.0), "chat")
        painter.setPen(current_theme().color("text.second"))
        top = icon.bottom() + 10
        for number in range(laid.lineCount()):
            line = laid.lineAt(number)  # each in the middle, below the icon
            line.draw(painter, QPointF(middle.x() - line.naturalTextWidth() / 2 - line.x(), top))

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _fitting(self) -> float:
        if self._image.isNull():
            return 1.0
        room, size = self.size(), self._image.size()
        return min(room.width() / size.width(), room.height() / size.height(), 1.0 / self._ratio())

    def _area(self) -> QRectF:
        size = QPointF(self._image.width(), self._image.height()) * self.scale()
        corner = QPointF(self.rect().center()) + self._at - size / 2
        return QRectF(corner.x(), corner.y(), size.x(), size.y())

    def _move(self, by: QPointF) -> None:
        self._at += by
        self._told()

    def _told(self) -> None:
        """Keep a part of the picture in sight, and say how large it is."""
        size = QPointF(self._image.width(), self._image.height()) * self.scale()
        most = QPointF(max(0.0, (size.x() - self.width()) / 2), max(0.0, (size.y() - self.height()) / 2))
        self._at = QPointF(min(most.x(), max(-most.x(), self._at.x())), min(most.y(), max(-most.y(), self._at.y())))
        self.zoomed.emit(round(self.scale() * self._ratio() * 100))
        self.update()
