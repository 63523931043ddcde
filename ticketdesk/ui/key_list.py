"""A list of acts and their keys, painted: a label and a frame for each of them would be two hundred widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ticketdesk.ui.delegates.paint import rounded, text_line
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme

Index = QModelIndex | QPersistentModelIndex
_ROW: Final = int(Qt.ItemDataRole.UserRole) + 1
_HEADING: Final = 30
_KEY: Final = 22
_GAP: Final = 6


class KeyRow(NamedTuple):
    """An act and its keys as they are written; without keys the heading of a group."""

    text: str
    keys: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Pixels; several keys stand below each other, since the longest do not fit beside each other."""
        return len(self.keys) * (_KEY + 2) - 2 + _GAP if self.keys else _HEADING


class KeyList(QListView):
    """Shows its rows whole: what holds it scrolls. The arrows go through it, so that a screen reader reads it."""

    def __init__(self, name: str, rows: Sequence[KeyRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = tuple(rows)
        self.setModel(_Rows(self._rows, self))
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFixedHeight(sum(row.height for row in self._rows))

    @override
    def keyboardSearch(self, _text: str) -> None:
        """Letters choose nothing here."""


class _Rows(QAbstractListModel):
    """The rows as they were given."""

    def __init__(self, rows: tuple[KeyRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join((row.text, *row.keys))
        return row if role == _ROW else None


class _Delegate(QStyledItemDelegate):
    """Paints the act at the left and its keys, each in a small frame, at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, index.data(_ROW).height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: KeyRow = index.data(_ROW)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = current_theme()
        painter.save()
        if state & QStyle.StateFlag.State_HasFocus:
            rounded(painter, area, theme.color("selected"), SIZES.radius_chip)
        font = theme.font("base") if row.keys else theme.font("base", bold=True)
        ink = theme.color("text.second" if row.keys else "text")
        widest = max((_width(keys) for keys in row.keys), default=0)
        text_line(painter, area.adjusted(0, 0, -widest - _GAP, 0), row.text, font, ink)
        for place, keys in enumerate(row.keys):
            top = area.y() + _GAP // 2 + place * (_KEY + 2)
            _paint_keys(painter, QRect(area.right() + 1 - _width(keys), top, _width(keys), _KEY), keys)
        painter.restore()


def _width(keys: str) -> int:
    return max(QFontMetrics(current_theme().font("mono")).horizontalAdvance(keys) + 14, 24)


def _paint_keys(painter: QPainter, area: QRect, keys: str) -> None:
    theme = current_theme()
    rounded(painter, area, theme.color("surface"), SIZES.radius_chip, theme.color("line"))
    font, ink = theme.font("mono"), theme.color("text.third")
    text_line(painter, area, keys, font, ink, Qt.AlignmentFlag.AlignHCenter)
