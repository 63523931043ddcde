"""The region being chosen, shared by the shades of all screens: by mouse, or by keys alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal

from ticketdesk.ui.capture.marks import between

_STEP: Final = 1
_STRIDE: Final = 20
_FIRST: Final = (400, 300)
_MOVES: Final = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class Selection(QObject):
    """``region`` in device-independent pixels over all screens; ``changed`` whenever it is another one."""

    changed = Signal()

    def __init__(self, bounds: QRect, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bounds = bounds
        self._anchor: QPoint | None = None
        self.region = QRect()

    def press(self, at: QPoint) -> None:
        """Begin a region at ``at``."""
        self._anchor = at
        self._set(QRect(at, at))

    def drag(self, to: QPoint) -> None:
        """Draw the region on; nothing happens where none was begun."""
        if self._anchor is not None:
            self._set(between(self._anchor, to))

    def release(self) -> bool:
        """End drawing and return whether there is a region worth taking (more than a slip of the mouse)."""
        self._anchor = None
        worth = self.region.width() > 3 and self.region.height() > 3
        if not worth:
            self._set(QRect())
        return worth

    def everything(self, screen: QRect) -> None:
        """Choose a whole screen."""
        self._set(screen)

    def step(self, key: Qt.Key, screen: QRect, *, size: bool, far: bool) -> bool:
        """Move the region by an arrow key, or its lower right corner with ``size``; the first key makes one.

        Returns whether ``key`` was an arrow.
        """
        if key not in _MOVES:
            return False
        if self.region.isEmpty():
            made = QRect(0, 0, min(_FIRST[0], screen.width()), min(_FIRST[1], screen.height()))
            made.moveCenter(screen.center())
            self._set(made)
            return True
        by = _MOVES[key] * (_STRIDE if far else _STEP)
        moved = QRect(self.region)
        if size:
            moved.setBottomRight(moved.bottomRight() + by)
        else:
            moved.translate(by)
        if moved.width() > 1 and moved.height() > 1:
            self._set(moved)
        return True

    def _set(self, region: QRect) -> None:
        self.region = region.intersected(self._bounds)
        self.changed.emit()
