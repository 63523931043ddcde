"""What is drawn upon a picture (arrow, box, words, blur), its steps, and how it becomes part of the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen, QPolygonF

from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import current_theme

LONGEST: Final = 200
_LINE: Final = 3
_HEAD: Final = 14
_WING: Final = math.radians(28)
_BLOCK: Final = 16


class Tool(StrEnum):
    """What the next stroke draws."""

    ARROW = "arrow"
    BOX = "box"
    WORDS = "words"
    BLUR = "blur"


class Mark(NamedTuple):
    """One thing drawn, from ``start`` to ``end`` in pixels of the picture; ``text`` only for words (at ``start``)."""

    tool: Tool
    start: QPoint
    end: QPoint
    text: str = ""

    @property
    def area(self) -> QRect:
        """The rectangle between both points."""
        return between(self.start, self.end)


def between(one: QPoint, other: QPoint) -> QRect:
    """Return the rectangle with both points in it, in whatever direction it was drawn.

    (``QRect.normalized`` loses a pixel on each side of a rectangle drawn backwards.)
    """
    return QRect(
        QPoint(min(one.x(), other.x()), min(one.y(), other.y())),
        QPoint(max(one.x(), other.x()), max(one.y(), other.y())),
    )


class Steps:
    """The marks of one picture with undo and redo."""

    def __init__(self) -> None:
        self.marks: tuple[Mark, ...] = ()
        self._undone: tuple[Mark, ...] = ()

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back since the last mark."""
        return bool(self._undone)

    def add(self, mark: Mark) -> None:
        """Draw one more."""
        self.marks, self._undone = (*self.marks, mark), ()

    def undo(self) -> None:
        """Take the newest mark back; nothing happens where there is none."""
        if self.marks:
            self._undone, self.marks = (*self._undone, self.marks[-1]), self.marks[:-1]

    def redo(self) -> None:
        """Draw again what was taken back last."""
        if self._undone:
            self.marks, self._undone = (*self.marks, self._undone[-1]), self._undone[:-1]


def flattened(image: QImage, marks: Sequence[Mark], scale: float = 1.0) -> QImage:
    """Return ``image`` with the marks in it; ``scale`` is the pixels of the picture for one of the screen.

    What is blurred is averaged in the picture itself: nothing of it can be brought back from the result.
    """
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(1.0)
    for mark in marks:
        if mark.tool is Tool.BLUR:
            _blur(made, mark.area.intersected(made.rect()), scale)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in marks:
        paint_mark(painter, mark, scale)
    painter.end()
    return made


def paint_mark(painter: QPainter, mark: Mark, scale: float = 1.0) -> None:
    """Paint one mark; the blur is not painted but worked into the picture by ``flattened``."""
    painter.save()
    pen = QPen(current_theme().color("bad.fill"), _LINE * scale)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    if mark.tool is Tool.ARROW:
        _arrow(painter, QLineF(QPointF(mark.start), QPointF(mark.end)), scale)
    elif mark.tool is Tool.BOX:
        painter.drawRect(mark.area)
    elif mark.tool is Tool.WORDS:
        _words(painter, mark, scale)
    painter.restore()


def _arrow(painter: QPainter, line: QLineF, scale: float) -> None:
    if line.length() < 1:
        return
    angle = math.atan2(line.dy(), line.dx())
    size = min(_HEAD * scale, max(line.length() * 0.6, 4 * scale))
    wings = [
        line.p2() - QPointF(math.cos(angle + turn), math.sin(angle + turn)) * size for turn in (-_WING, _WING)
    ]  # fmt: skip
    shaft = line.p2() - QPointF(math.cos(angle), math.sin(angle)) * size * 0.8
    painter.drawLine(line.p1(), shaft)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([line.p2(), *wings]))


def _words(painter: QPainter, mark: Mark, scale: float) -> None:
    """Words on a ground of their own, so that they can be read on any picture."""
    theme = current_theme()
    font = QFont(theme.font("dialog", bold=True))
    font.setPixelSize(round(font.pixelSize() * scale))
    painter.setFont(font)
    text = one_line(mark.text, LONGEST)
    pad = round(6 * scale)
    size = painter.fontMetrics().size(int(Qt.TextFlag.TextSingleLine), text)
    ground = QRect(mark.start, size).adjusted(0, 0, 2 * pad, pad)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("bad.fill"))
    painter.drawRoundedRect(ground, 4 * scale, 4 * scale)
    painter.setPen(theme.color("bad.on"))
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), text)


def _blur(image: QImage, area: QRect, scale: float) -> None:
    """Average ``area`` in blocks so large that no character of it can be told from another."""
    if area.width() < 1 or area.height() < 1:
        return
    block = max(round(_BLOCK * scale), min(area.width(), area.height()) // 4)
    small = image.copy(area).scaled(
        max(1, area.width() // block),
        max(1, area.height() // block),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter = QPainter(image)
    painter.drawImage(area, small.scaled(area.size()))
    painter.end()
