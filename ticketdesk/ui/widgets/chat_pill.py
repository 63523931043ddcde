"""The pill that says how many lines arrived below what is in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ticketdesk.ui.icons import icon
from ticketdesk.words import trn


class NewPill(QPushButton):
    """Floats at the bottom of its parent while there is something unseen; a click should go there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._unseen = 0
        self.setProperty("kind", "primary")
        self.setProperty("small", "true")
        self.setIcon(icon("chevron-down", "accent.on", 14))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.hide()

    def add(self, count: int) -> None:
        """Count `count` more unseen lines."""
        self._unseen += count
        words = trn(self._unseen, "{0} new message", "{0} new messages")
        self.setText(words)
        self.setAccessibleName(words)
        self.place()
        self.show()
        self.raise_()

    def clear(self) -> None:
        """Everything was seen."""
        self._unseen = 0
        self.hide()

    def place(self) -> None:
        """Stand at the bottom centre of the parent."""
        ground, size = self._ground, self.sizeHint()
        self.setGeometry(
            (ground.width() - size.width()) // 2, ground.height() - size.height() - 12, size.width(), size.height()
        )
