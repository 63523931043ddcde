"""What stands above a ticket's timeline: as high as it needs, and scrolling where the window leaves less."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.ui.later import soon
from ticketdesk.ui.override import override
from ticketdesk.ui.turns import next_turn

_LEAST = 60
_SETTLED_MS = 300
"""After so long everything stands where it belongs; what is scrolled then is the agent's own."""


class UpperPart(QScrollArea):
    """Its parts are never pressed together: a row that finds no room is scrolled to."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidgetResizable(True)
        self.setMinimumHeight(_LEAST)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.take(*parts)
        self.setWidget(self._inner)
        self._wanted: QWidget | None = None
        self._forgetting = soon(self, _SETTLED_MS, self._forget)
        self.verticalScrollBar().rangeChanged.connect(self._bring)

    def take(self, *parts: QWidget) -> None:
        """Hold these, from above down; parts that are held already stay."""
        for place, part in enumerate(parts):
            self._column.insertWidget(place, part)

    def reach(self, part: QWidget) -> None:
        """Bring a part that has just been shown into sight, once it has its place: that comes in several steps."""
        self._wanted = part
        self._forgetting.start()
        next_turn(self, self._bring)

    def _bring(self) -> None:
        if self._wanted is not None and shiboken6.isValid(self._wanted):
            self.ensureWidgetVisible(self._wanted, 0, 0)

    def _forget(self) -> None:
        self._wanted = None

    @override
    def sizeHint(self) -> QSize:
        wide = max(1, self.width())
        high = self._column.totalHeightForWidth(wide) if self._column.hasHeightForWidth() else -1
        return QSize(wide, high if high >= 0 else self._column.totalSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # lines break elsewhere

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
