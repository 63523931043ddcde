"""A band of the window on a ground of the theme, with a hairline at one edge."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme


class Strip(QWidget):
    """Paints ``token`` behind its children, and the line of ``edge``."""

    def __init__(
        self, token: str, edge: Literal["top", "bottom", "right", ""] = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._token, self._edge = token, edge

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(self._token))
        wide, high = self.width(), self.height()
        edges = {"top": (0, 0, wide, 1), "bottom": (0, high - 1, wide, 1), "right": (wide - 1, 0, 1, high)}
        if self._edge:
            # An area: a line on the edge of its widget may fall outside of it at 150 %.
            painter.fillRect(*edges[self._edge], theme.color("line"))
