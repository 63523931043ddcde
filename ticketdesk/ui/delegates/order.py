"""Cells of order and to-do tables: flag, state, deadline, link, remark, quiet text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QPainter

from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import CellDelegate, Index, paint_text, row_of
from ticketdesk.ui.delegates.chips import GAP, HEIGHT, ChipText, paint_chip
from ticketdesk.ui.delegates.paint import flag, level_tokens
from ticketdesk.ui.theme import current_theme


class FlagCell(CellDelegate):
    """The pennant of the row's ``flag`` with its letter, so that colour never stands alone."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint pennant and letter; grey (no flag) only as a pale pennant."""
        row = row_of(index)
        if row is None:
            return
        found = labels.flag(row.flag)
        flag(painter, area.x(), area.center().y() - 6, found.token, 12)
        if row.flag:
            theme = current_theme()
            painter.setPen(theme.color("text.third"))
            paint_text(painter, area.adjusted(17, 0, 4, 0), found.letter, theme.font("tiny"))


class ChipCell(CellDelegate):
    """A chip; ``chip(row)`` says text and level."""

    def __init__(self, chip: Callable[[Any], labels.Label], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chip = chip

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the chip, elided to its column."""
        row = row_of(index)
        if row is not None:
            found = self._chip(row)
            top = area.y() + (area.height() - HEIGHT) // 2
            paint_chip(painter, area.x(), top, ChipText(found.text, found.level), area.width())


class MarkedCell(CellDelegate):
    """A line of text behind a chip; ``chip(row)`` says text and level, "" for no chip."""

    def __init__(
        self, chip: Callable[[Any], labels.Label], parent: QObject | None = None, *, ink: str = "text.second",
        bold: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent, ink=ink, bold=bold)
        self._chip = chip

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the chip where there is one, then the text in what is left."""
        row = row_of(index)
        found = self._chip(row) if row is not None else None
        if found is not None and found.text:
            top = area.y() + (area.height() - HEIGHT) // 2
            used = paint_chip(painter, area.x(), top, ChipText(found.text, found.level), area.width())
            area = area.adjusted(used + GAP, 0, 0, 0)
        super().paint_cell(painter, area, index)


class DeadlineCell(CellDelegate):
    """What is left until the row's ``due_at``, in the level of its urgency; ``start(row)`` begins the span (UTC ms)."""

    def __init__(
        self, now: Callable[[], int], start: Callable[[Any], int | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._start = start

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the text of this moment: the model holds none, since it changes every second."""
        row = row_of(index)
        if row is None or row.due_at is None:
            return
        text, level = self.words(row, self._now())
        theme = current_theme()
        painter.setPen(theme.color(level_tokens(level)[0]))
        paint_text(painter, area, text, theme.font())

    def words(self, row: Any, now: int) -> tuple[str, str]:
        """Return the text of ``row`` at ``now`` (UTC ms) and its level."""
        return labels.remaining(row.due_at, now), labels.urgency_level(self._start(row), row.due_at, now)


class LinkCell(CellDelegate):
    """The word of an act, as a link; a click on it is told by the table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent, ink="accent.text")
