"""A slider over the life of a ticket: its acts are marked, arrows go from one to the next."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QSlider, QWidget

from ticketdesk.domain.ticket_past import Point, point_at, stepped
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme

_PARTS: Final = 1_000
"""What Qt and readers of the screen count a life in; the moment itself is kept beside."""
_SIDE: Final = 12
_NEAR: Final = 4
"""Within so many pixels of an act the mouse means the act."""
_PAGE: Final = 5
_LIFE: Final = 1 << 30  # more steps than a life has acts
_STEPS: Final = MappingProxyType(
    {
        QAbstractSlider.SliderAction.SliderSingleStepAdd.value: 1,
        QAbstractSlider.SliderAction.SliderSingleStepSub.value: -1,
        QAbstractSlider.SliderAction.SliderPageStepAdd.value: _PAGE,
        QAbstractSlider.SliderAction.SliderPageStepSub.value: -_PAGE,
        QAbstractSlider.SliderAction.SliderToMinimum.value: -_LIFE,
        QAbstractSlider.SliderAction.SliderToMaximum.value: _LIFE,
    }
)


class LifeSlider(QSlider):
    """`chosen(Point)`: an act by ←, →, Page Up and Page Down, Home and End; any moment by the mouse."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._life: tuple[Point, ...] = (Point(0, 0),)
        self._point = self._life[0]
        self.setAccessibleName(name)
        self.setRange(0, _PARTS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.actionTriggered.connect(self._act)
        current_theme().changed.connect(self.update)

    def set_life(self, life: tuple[Point, ...]) -> None:
        """Stand for these moments, the oldest first, the last of them now; ``show_point`` afterwards."""
        self._life = life
        self.setEnabled(len(life) > 1)

    def show_point(self, point: Point) -> None:
        """Stand at a moment, without a signal."""
        self._point = point
        self.setValue(self._value())
        self.update()

    def point(self) -> Point:
        """Where it stands."""
        return self._point

    def place_of(self, point: Point) -> float:
        """Return where a moment lies, in pixels from the left."""
        first, last = self._life[0].at, self._life[-1].at
        share = (point.at - first) / max(1, last - first)
        return _SIDE + min(1.0, max(0.0, share)) * (self.width() - 2 * _SIDE)

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, 30)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 30)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._under(event.position().x()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self._under(event.position().x()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it is for what scrolls below

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, middle = current_theme(), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        here, enabled = self.place_of(self._point), self.isEnabled()
        painter.setBrush(theme.color("line.strong"))
        painter.drawRoundedRect(QRectF(_SIDE, middle - 2, self.width() - 2 * _SIDE, 4), 2, 2)
        if enabled:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(_SIDE, middle - 2, here - _SIDE, 4), 2, 2)
        painter.setBrush(theme.color("text.third"))
        for left in sorted({round(self.place_of(point)) for point in self._life[:-1]}):
            painter.drawRect(QRectF(left - 1, middle - 6, 2, 12))
        if self.hasFocus():
            painter.setBrush(theme.color("accent.weak"))
            painter.drawEllipse(QPointF(here, middle), 11, 11)
        painter.setPen(QPen(theme.color("accent" if enabled else "line.strong"), 2))
        painter.setBrush(theme.color("surface"))
        painter.drawEllipse(QPointF(here, middle), 7, 7)

    def _act(self, action: int) -> None:
        """Let Qt and readers go from act to act, where they would add to a number."""
        by = _STEPS.get(action)
        if by is not None:
            self._choose(stepped(self._life, self._point, by))
            self.setSliderPosition(self._value())

    def _choose(self, point: Point) -> None:
        if point != self._point:
            self.show_point(point)
            self.chosen.emit(point)

    def _under(self, x: float) -> Point:
        near = min(self._life, key=lambda point: abs(self.place_of(point) - x))
        if abs(self.place_of(near) - x) <= _NEAR:
            return near
        first, last = self._life[0].at, self._life[-1].at
        share = min(1.0, max(0.0, (x - _SIDE) / max(1, self.width() - 2 * _SIDE)))
        return point_at(self._life, first + round(share * (last - first)))

    def _value(self) -> int:
        first, last = self._life[0].at, self._life[-1].at
        return round(_PARTS * (self._point.at - first) / max(1, last - first))
