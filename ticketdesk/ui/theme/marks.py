"""The few marks a style sheet can only load from files: tick, dash and arrows, painted per palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ticketdesk.ui.theme.palette import Palette

# name -> (token, points on a 12-grid)
_MARKS: Final[dict[str, tuple[str, Sequence[tuple[float, float]]]]] = {
    "tick": ("accent.on", ((2.5, 6.2), (5.0, 8.7), (9.6, 3.6))),
    "dash": ("accent", ((3.0, 6.0), (9.0, 6.0))),
    "down": ("text.second", ((3.0, 4.5), (6.0, 7.5), (9.0, 4.5))),
    "up": ("text.second", ((3.0, 7.5), (6.0, 4.5), (9.0, 7.5))),
}


def paint_marks(folder: str, mode: str, palette: Palette) -> dict[str, str]:
    """Write each mark as PNG (with @2x) into `folder` and return its path by name, with forward slashes.

    PNG and not SVG: the SVG image plug-in stays out of the bundle (buyers' files must never reach it).
    """
    paths = {}
    for name, (token, points) in _MARKS.items():
        path = f"{folder}/{name}-{mode}"
        for scale, suffix in ((1, ""), (2, "@2x")):
            _mark(QColor(palette.value(token)), points, scale).save(f"{path}{suffix}.png", "PNG")
        paths[name] = f"{path}.png"
    return paths


def _mark(ink: QColor, points: Sequence[tuple[float, float]], scale: int) -> QPixmap:
    pixmap = QPixmap(12 * scale, 12 * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline([QPointF(x, y) for x, y in points])
    painter.end()
    return pixmap
