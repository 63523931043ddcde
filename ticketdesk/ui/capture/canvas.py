"""The picture being drawn upon: strokes by mouse, or by arrow keys and Enter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.capture.marks import Mark, Steps, Tool, flattened, paint_mark
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

MOST: Final = QSize(900, 560)
_MOVES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Canvas(QWidget):
    """``changed`` after every step; ``words_wanted(QPoint)`` where words shall stand (in pixels of the picture).

    ``tool_wanted(Tool)`` by the digits 1 to 4: only here, since a digit typed elsewhere belongs to the words.
    It asks for no more room than ``most`` (points).
    """

    changed = Signal()
    words_wanted = Signal(object)
    tool_wanted = Signal(object)

    def __init__(self, image: QImage, parent: QWidget | None = None, *, most: QSize = MOST) -> None:
        super().__init__(parent)
        self._image = image
        self._most = most
        self._shown = flattened(image, ())
        self.steps = Steps()
        self.tool = Tool.ARROW
        self._start: QPoint | None = None
        self._cursor = QPoint(image.width() // 2, image.height() // 2)
        self._keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(min(240, image.width()), min(160, image.height()))
        self.setAccessibleName(tr("Picture"))
        self.setAccessibleDescription(tr("Arrows move the point, Enter begins and ends a stroke"))

    @override
    def sizeHint(self) -> QSize:
        # A pixel of the picture is a pixel of the screen, as it was when it was taken.
        size = self._image.size() / self.devicePixelRatioF()
        fits = size.boundedTo(self._most) == size
        return size if fits else size.scaled(self._most, Qt.AspectRatioMode.KeepAspectRatio)

    def result(self) -> QImage:
        """Return the picture with all that was drawn in it."""
        return flattened(self._image, self.steps.marks, self._thickness())

    def add_words(self, at: QPoint, text: str) -> None:
        """Write ``text`` at a point of the picture; blank text writes nothing."""
        if text.strip():
            self.draw(Mark(Tool.WORDS, at, at, text))

    def draw(self, mark: Mark) -> None:
        """Draw one more mark."""
        self.steps.add(mark)
        self._renew()

    def undo(self) -> None:
        """Take the newest stroke back."""
        self.steps.undo()
        self._renew()

    def redo(self) -> None:
        """Draw it again."""
        self.steps.redo()
        self._renew()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(self._pixel(event.position()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._cursor = self._pixel(event.position())
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._start is not None:
            self._cursor = self._pixel(event.position())
            self._end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(key, fine=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._keyed = True
            if self._start is None:
                self._begin(self._cursor)
            else:
                self._end()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_4 and not event.modifiers():
            self.tool_wanted.emit(tuple(Tool)[key - Qt.Key.Key_1])
        elif key == Qt.Key.Key_Escape and self._start is not None:
            self._start = None
            self.update()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self._area()
        painter.drawImage(QRectF(area), self._shown, QRectF(self._shown.rect()))
        painter.setPen(theme.color("line"))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.translate(area.topLeft())
        painter.scale(area.width() / self._image.width(), area.height() / self._image.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._start is not None:
            self._paint_stroke(painter, self._start)
        if self._keyed or self.hasFocus():
            self._paint_cursor(painter)

    def _paint_stroke(self, painter: QPainter, start: QPoint) -> None:
        tool = Tool.BOX if self.tool is Tool.BLUR else self.tool
        paint_mark(painter, Mark(tool, start, self._cursor), self._thickness())

    def _paint_cursor(self, painter: QPainter) -> None:
        arm = round(10 * self._thickness())
        painter.setPen(QPen(current_theme().color("accent"), 2 * self._thickness()))
        painter.drawLine(self._cursor - QPoint(arm, 0), self._cursor + QPoint(arm, 0))
        painter.drawLine(self._cursor - QPoint(0, arm), self._cursor + QPoint(0, arm))

    def _begin(self, at: QPoint) -> None:
        self._cursor = at
        if self.tool is Tool.WORDS:
            self.words_wanted.emit(at)
        else:
            self._start = at
        self.update()

    def _end(self) -> None:
        start, self._start = self._start, None
        if start is not None and (start - self._cursor).manhattanLength() > 3:
            self.draw(Mark(self.tool, start, QPoint(self._cursor)))
        self.update()

    def _renew(self) -> None:
        self._shown = self.result()
        self.update()
        self.changed.emit()

    def _move(self, key: Qt.Key, *, fine: bool) -> None:
        self._keyed = True
        right, down = _MOVES[key]
        by = max(1, round((1 if fine else SIZES.m) * self._thickness()))
        moved = self._cursor + QPoint(right * by, down * by)
        last = QPoint(self._image.width() - 1, self._image.height() - 1)
        self._cursor = QPoint(min(max(0, moved.x()), last.x()), min(max(0, moved.y()), last.y()))
        self.update()

    def _area(self) -> QRect:
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        made = QRect(QPoint(0, 0), size.expandedTo(QSize(1, 1)))
        made.moveCenter(self.rect().center())
        return made

    def _pixel(self, at: QPointF) -> QPoint:
        area = self._area()
        x = (at.x() - area.x()) * self._image.width() / area.width()
        y = (at.y() - area.y()) * self._image.height() / area.height()
        return QPoint(
            min(max(0, round(x)), self._image.width() - 1), min(max(0, round(y)), self._image.height() - 1)
        )  # fmt: skip

    def _thickness(self) -> float:
        """Pixels of the picture for one of the screen, so that strokes look alike on every size."""
        return max(1.0, self._image.width() / max(1, self._area().width()))
