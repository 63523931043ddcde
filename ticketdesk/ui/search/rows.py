"""The rows of the palette: their model, and the delegate that paints hits with the found words marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ticketdesk.domain.text import spans
from ticketdesk.ui.delegates.paint import rounded, text_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.moments import date_text
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.search.found import Entry
from ticketdesk.ui.theme import SIZES, current_theme

Index = QModelIndex | QPersistentModelIndex
_ENTRY: Final = int(Qt.ItemDataRole.UserRole) + 1
_HEADING: Final = 28
_ROW: Final = 38
_BEFORE: Final = 12
_LONGEST: Final = 400


def excerpt(text: str, words: str) -> str:
    """Return ``text`` on one line, begun a little before the first found word where that stands far inside."""
    flat = one_line(text, 4_000)
    found = spans(flat, words)
    start = found[0][0] - _BEFORE if found and found[0][0] > 2 * _BEFORE else 0
    return ("…" if start else "") + flat[start : start + _LONGEST]


class FoundModel(QAbstractListModel):
    """The entries of the palette; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these entries."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.entries[index.row()].chosen:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(entry.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return one_line(f"{entry.title} {entry.text} {entry.keys}".strip())
        return entry if role == _ENTRY else None


class FoundDelegate(QStyledItemDelegate):
    """Paints entries; ``words`` are what was searched, ``now`` tells today from other days."""

    def __init__(self, now: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._now = now

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW if index.data(_ENTRY).chosen else _HEADING)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY)
        area: QRect = option.rect
        painter.save()
        if not entry.chosen:
            self._paint_heading(painter, area, entry)
        else:
            self._paint_row(painter, area, entry, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        theme = current_theme()
        words = f"{entry.title}  {entry.text}".rstrip()
        text_line(painter, area.adjusted(14, 6, -14, 0), words, theme.font("small"), theme.color("text.third"))

    def _paint_row(self, painter: QPainter, area: QRect, entry: Entry, chosen: bool) -> None:
        theme = current_theme()
        if chosen:
            rounded(painter, area.adjusted(6, 1, -6, -1), theme.color("selected"), SIZES.radius)
        if entry.icon:
            token = "accent.text" if chosen else "text.third"
            paint_icon(painter, QRect(area.x() + 16, area.y() + 11, 16, 16), entry.icon, token)
        right = area.right() - 16 - self._paint_end(painter, area, entry)
        left = area.x() + 42
        room = max(0, right - left)
        title = QRect(left, area.y(), room if not entry.text else min(room, max(150, room // 3)), area.height())
        used = self._paint_marked(painter, title, excerpt(entry.title, self.words), theme.font(bold=True), "text")
        rest = QRect(left + used + 12, area.y(), max(0, room - used - 12), area.height())
        if entry.text:
            self._paint_marked(painter, rest, excerpt(entry.text, self.words), theme.font(), "text.second")

    def _paint_end(self, painter: QPainter, area: QRect, entry: Entry) -> int:
        words = entry.keys or date_text(entry.at, self._now())
        if not words:
            return 0
        theme = current_theme()
        font = theme.font("small")
        width = QFontMetrics(font).horizontalAdvance(words) + 4
        place = QRect(area.right() - 16 - width, area.y(), width, area.height())
        text_line(painter, place, words, font, theme.color("text.third"), Qt.AlignmentFlag.AlignRight)
        return width + 10

    def _paint_marked(self, painter: QPainter, area: QRect, text: str, font: QFont, ink: str) -> int:
        """Paint plain text with a ground behind every found word; returns the width used."""
        theme = current_theme()
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        height = metrics.height()
        for start, end in spans(shown, self.words):
            left = metrics.horizontalAdvance(shown[:start])
            width = metrics.horizontalAdvance(shown[:end]) - left
            ground = QRectF(area.x() + left, area.center().y() - height / 2, width, height + 1)
            rounded(painter, ground, theme.color("mark"), 2)
        return text_line(painter, area, shown, font, theme.color(ink))
