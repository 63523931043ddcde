"""Paints an entry of a buyer's timeline: icon, title with chip and flag, the time at the right, one line below."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QPainter

from ticketdesk.ui.delegates import paint
from ticketdesk.ui.delegates.cells import CellDelegate, Index
from ticketdesk.ui.delegates.chips import HEIGHT, ChipText, chip_width, paint_chip
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.models.snapshot import RowRole
from ticketdesk.ui.theme import current_theme

_LEFT: Final = 30
_LINE: Final = 18


class EntryCell(CellDelegate):
    """Two lines of ready words; the row has icon, title, text, time, chip and flag."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the entry; one without words below stands in the middle."""
        row: Any = index.data(RowRole)
        if row is None:
            return
        theme = current_theme()
        paint_icon(painter, QRectF(area.x() + 4, area.center().y() - 8, 16, 16), row.icon, "text.third")
        top = area.y() + (4 if row.text else (area.height() - _LINE) // 2)
        left, right = area.x() + _LEFT, area.right()
        width = QFontMetrics(theme.font("small")).horizontalAdvance(row.time)
        time = QRect(right - width, top, width + 1, _LINE)
        paint.text_line(painter, time, row.time, theme.font("small"), theme.color("text.third"))
        room = right - width - 12 - left
        self._title(painter, QRect(left, top, room, _LINE), row)
        if row.text:
            below = QRect(left, top + _LINE, right - left, _LINE)
            paint.text_line(painter, below, row.text, theme.font("small"), theme.color("text.second"))

    def _title(self, painter: QPainter, area: QRect, row: Any) -> None:
        theme = current_theme()
        chip = ChipText(row.chip.text, row.chip.level) if row.chip is not None and row.chip.text else None
        marks = (18 if row.flag else 0) + (chip_width(chip) + 8 if chip else 0)
        words = QRect(area.x(), area.y(), max(40, area.width() - marks), area.height())
        used = paint.text_line(painter, words, row.title, theme.font("base", bold=True), theme.color("text"))
        left = area.x() + used + 8
        if chip and left + 30 < area.right():
            left += paint_chip(painter, left, area.y() + (_LINE - HEIGHT) // 2, chip, area.right() - left) + 6
        if row.flag and left + 12 < area.right():
            paint.flag(painter, left, area.y() + 3, row.flag, 12)
