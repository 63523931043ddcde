"""One line of text painted again and again: shaped once and kept; shaping it costs twice what painting it does."""

import math
from collections import OrderedDict
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from ticketdesk.ui.safe_text import Shaped, shaped
from ticketdesk.ui.theme import current_theme

MOST: Final = 2_000
"""Lines kept; a frame shows some two hundred."""

_LONGEST: Final = 400
_WIDTHS: Final = 4_000
"""Widths kept; a label measures its words again each time it is laid out."""

_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight)
_CENTER: Final = int(Qt.AlignmentFlag.AlignHCenter)


class Line(NamedTuple):
    """A shaped line, elided to its room; ``font`` keeps the font alive whose identity stands in the key."""

    text: Shaped
    width: float
    height: float
    font: QFont


class Lines:
    """The lines painted last, by text, font and room (px)."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int], Line] = OrderedDict()
        self._widths: dict[tuple[str, int], tuple[int, QFont]] = {}

    def line(self, text: str, font: QFont, room: int) -> Line:
        """The line of `text` in `font`, ending in … where `room` is too narrow. `font` must be one of the theme's own,
        which are never changed.
        """
        key = (text, id(font), room)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _shaped(text, font, room)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found

    def width(self, text: str, font: QFont) -> int:
        """How many pixels `text` advances in `font`, one of the theme's own."""
        found = self._widths.get((text, id(font)))
        if found is None:
            if len(self._widths) >= _WIDTHS:
                self._widths.clear()
            found = self._widths[text, id(font)] = QFontMetrics(font).horizontalAdvance(text), font
        return found[0]


def put_line(painter: QPainter, area: QRect, line: Line, align: int = 0) -> None:
    """Paint a line with the painter's pen, centred in the height of `area`; `align` as Qt's flag for the width."""
    x = float(area.x())
    if align & _RIGHT:
        x += area.width() - line.width
    elif align & _CENTER:
        x += (area.width() - line.width) / 2
    painter.setFont(line.font)
    painter.drawStaticText(QPointF(x, area.y() + math.ceil((area.height() - line.height) / 2)), line.text)


def lines() -> Lines:
    """The lines of the running application."""
    kept = current_theme().kept
    found = kept.get("lines")
    if not isinstance(found, Lines):
        found = kept["lines"] = Lines()
    return found


def _shaped(text: str, font: QFont, room: int) -> Line:
    made = shaped(text[:_LONGEST], font)
    if made.size().width() > room:
        made = shaped(QFontMetrics(font).elidedText(text[:_LONGEST], Qt.TextElideMode.ElideRight, room), font)
    size = made.size()
    return Line(made, size.width(), size.height(), font)
