"""Cells of the staff table: avatar with name, the role as a chip to press, a tick or a dash, the way to more."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ticketdesk.store.queries.agents import AgentRow
from ticketdesk.ui.delegates.cells import CellDelegate, Index, paint_text
from ticketdesk.ui.delegates.chips import HEIGHT, ChipText, chip_width, paint_chip
from ticketdesk.ui.delegates.paint import avatar
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.models.snapshot import RowRole
from ticketdesk.ui.settings.staff.staff_model import NONE
from ticketdesk.ui.theme import current_theme
from ticketdesk.words import tr

_AVATAR = 26


class NameCell(CellDelegate):
    """Avatar and bold name; whoever may no longer sign in is pale and says so."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the person into ``area``."""
        row: AgentRow | None = index.data(RowRole)
        if row is None:
            return
        theme = current_theme()
        painter.setOpacity(1.0 if row.enabled else 0.55)
        avatar(painter, QRect(area.x() + 1, area.center().y() - _AVATAR // 2 + 1, _AVATAR, _AVATAR), row.name)
        painter.setOpacity(1.0)
        words = area.adjusted(_AVATAR + 9, 0, 0, 0)
        off = "" if row.enabled else tr("Disabled")
        if off:
            chip = ChipText(off, "plain")
            room = words.width() - chip_width(chip) - 6
            words.setWidth(min(room, painter.fontMetrics().horizontalAdvance(index.data()) + 12))
            paint_chip(painter, words.right() + 6, area.y() + (area.height() - HEIGHT) // 2, chip)
        painter.setPen(theme.color("text" if row.enabled else "text.third"))
        paint_text(painter, words, index.data(), theme.font("base", bold=True))


class RoleCell(CellDelegate):
    """The role as a chip with ▾ where it may be changed."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the chip."""
        row: AgentRow | None = index.data(RowRole)
        if row is None:
            return
        chip = ChipText(f"{index.data()} ▾", "accent" if row.enabled else "plain")
        paint_chip(painter, area.x(), area.y() + (area.height() - HEIGHT) // 2, chip, area.width())


class TickCell(CellDelegate):
    """A tick in a circle where any right of the group is held, else a dash."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the tick."""
        if index.data() != NONE:
            paint_icon(painter, QRect(area.x(), area.center().y() - 7, 16, 16), "circle-check", "ok")
            return
        theme = current_theme()
        painter.setPen(theme.color("text.third"))
        paint_text(painter, area, NONE, theme.font())


class MoreCell(CellDelegate):
    """Three dots that open the menu of the row."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the dots."""
        paint_icon(painter, QRect(area.center().x() - 8, area.center().y() - 7, 16, 16), "ellipsis", "text.third")
