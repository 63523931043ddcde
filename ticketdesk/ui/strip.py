"""A band of the window on a ground of the theme, with a hairline at one edge."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.theme import current_theme


class Strip(QWidget):
    """Paints ``token`` behind its children, and the line of ``edge``."""

    def __init__(
        self, token: str, edge: Literal["top", "bottom", "right", ""] = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._token, self._edge = token, edge

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._token))
        painter.setPen(theme.color("line"))
        last, low = self.width() - 1, self.height() - 1
        if self._edge == "bottom":
            painter.drawLine(0, low, last, low)
        elif self._edge == "top":
            painter.drawLine(0, 0, last, 0)
        elif self._edge == "right":
            painter.drawLine(last, 0, last, low)
