"""The shade over one screen while a region is chosen: the frozen picture, dimmed outside of the region."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.capture.screens import Shot
from ticketdesk.ui.capture.selection import Selection
from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme
from ticketdesk.words import tr

_MARGIN: Final = 16


class Shade(QWidget):
    """``taken`` when the region is right, ``left`` when nothing is wanted."""

    taken = Signal()
    left = Signal()

    def __init__(self, shot: Shot, selection: Selection, parent: QWidget | None = None) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(parent, flags)
        self._shot, self._selection = shot, selection
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(shot.place)
        self.setWindowTitle(tr("Capture the screen"))
        self.setAccessibleName(tr("Capture the screen"))
        self.setAccessibleDescription(_hint())
        selection.changed.connect(self.update)

    def choose(self, region: QRect) -> None:
        """Choose a region (device-independent pixels over all screens)."""
        self._selection.everything(region)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._selection.press(event.globalPosition().toPoint())
        else:
            self.left.emit()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._selection.drag(event.globalPosition().toPoint())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._selection.release():
            self.taken.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._selection.region.isEmpty():
            self.taken.emit()
        elif key == Qt.Key.Key_A and held & Qt.KeyboardModifier.ControlModifier:
            self._selection.everything(self._shot.place)
        else:
            self._selection.step(
                key,
                self._shot.place,
                size=bool(held & Qt.KeyboardModifier.ShiftModifier),
                far=not held & Qt.KeyboardModifier.ControlModifier,
            )

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # The window system may close a shade (Alt+F4): that is leaving, not half of a capture.
        self.left.emit()
        super().closeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._shot.image, QRectF(self._shot.image.rect()))
        chosen = self._selection.region.translated(-self._shot.place.topLeft())
        painter.save()
        painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(chosen)))
        painter.fillRect(self.rect(), theme.color("dim"))
        painter.restore()
        if not chosen.isEmpty():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(chosen.adjusted(-1, -1, 0, 0))
            self._say(painter, f"{chosen.width()} × {chosen.height()}", chosen.topLeft() - QPoint(0, 32))
        self._say(painter, _hint(), QPoint(_MARGIN, self.height() - 44))

    def _say(self, painter: QPainter, text: str, at: QPoint) -> None:
        theme = current_theme()
        painter.setFont(theme.font())
        width = painter.fontMetrics().horizontalAdvance(text) + 20
        left = min(max(_MARGIN // 2, at.x()), max(0, self.width() - width - _MARGIN // 2))
        ground = QRect(left, max(_MARGIN // 2, at.y()), width, 28)
        rounded(painter, ground, theme.color("toast"), 6)
        painter.setPen(theme.color("toast.text"))
        painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), text)


def _hint() -> str:
    return tr("Drag a region · arrows move it, Shift+arrows size it, Ctrl for single pixels · Enter takes, Esc leaves")
