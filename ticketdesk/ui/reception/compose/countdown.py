"""A reply that has not left: its words in the bubble and in the outbox, and the ring that empties."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.moments import SECOND
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme
from ticketdesk.words import tr

ON_WAY: Final = frozenset({"counting", "queued"})
_SIDE: Final = 16


def seconds_left(row: MessageRow, now: int) -> int:
    """Return the whole seconds until a counting reply leaves, at least 0."""
    return max(0, -((now - (row.send_at or now)) // SECOND))


def state_text(row: MessageRow, now: int) -> str:
    """Return what becomes of a reply that has not left, "" for any other message."""
    if row.side != "out" or row.state not in ON_WAY:
        return ""
    if row.state == "queued":
        return tr("Queued")
    return tr("Leaves in {0} s", seconds_left(row, now))


class Ring(QWidget):
    """The share of a countdown that is left, as a ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 1.0
        self.setFixedSize(_SIDE, _SIDE)

    def set_share(self, share: float) -> None:
        """Show another share, 0.0 to 1.0."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(theme.color("line.strong"), 2))
        painter.drawEllipse(rect)
        painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(rect, 90 * 16, round(self._share * 360 * 16))
