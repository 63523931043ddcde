"""What may be written at the caret of the search field, in a list below it; the caret stays in the field."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ticketdesk.domain.query.completion import Suggestion
from ticketdesk.ui.delegates.paint import rounded, text_line
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

Index = QModelIndex | QPersistentModelIndex
_OFFERED: Final = int(Qt.ItemDataRole.UserRole) + 1
_ROW: Final = 30
_MOST_ROWS: Final = 8
_LEAST, _MOST = 180, 420
_KEYS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
)


class QueryPopup(QFrame):
    """``chosen(Suggestion)`` by Tab, Enter or a click. It never takes the focus; nothing is chosen until ↓ or ↑."""

    chosen = Signal(object)

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._model = _Offers(self)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("What may be written here"))
        self.view.clicked.connect(self._clicked)
        self.setAccessibleName(tr("What may be written here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, SIZES.xs, 1, SIZES.xs)
        column.addWidget(self.view)
        self.hide()

    def offer(self, found: tuple[Suggestion, ...], at: QPoint) -> None:
        """Show these with the upper left corner at ``at`` (pixels of the ground); none closes it."""
        self._model.set_offers(found)
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())
        if not found:
            self.hide()
            return
        height = min(len(found), _MOST_ROWS) * _ROW + 2 * SIZES.xs
        width = min(max(map(_width, found)) + 40, _MOST)
        x = max(0, min(at.x(), self._ground.width() - max(width, _LEAST) - SIZES.s))
        self.setGeometry(x, at.y(), max(width, _LEAST), height)
        self.show()
        self.raise_()

    def takes(self, key: int) -> bool:
        """Take a key of the field: arrows move, Tab and Enter choose, Esc closes; False where it is the field's."""
        if self.isHidden() or key not in _KEYS:
            return False
        row = self.view.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(row, 1 if key == Qt.Key.Key_Down else -1)
            return True
        if row < 0 and key != Qt.Key.Key_Tab:
            return False
        self._choose(max(row, 0))
        return True

    def _move(self, row: int, step: int) -> None:
        count = self._model.rowCount()
        row = (row + step) % count if row >= 0 else (0 if step > 0 else count - 1)
        index = self._model.index(row)
        self.view.setCurrentIndex(index)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, str(index.data())))

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _choose(self, row: int) -> None:
        self.hide()
        self.chosen.emit(self._model.offers[row])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius, theme.color("line.strong"))


class _Offers(QAbstractListModel):
    """A handful of suggestions."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: tuple[Suggestion, ...] = ()

    def set_offers(self, offers: tuple[Suggestion, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.offers)

    @override
    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid():
            return None
        offer = self.offers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{offer.name} {offer.text}".strip()
        return offer if role == _OFFERED else None


class _Delegate(QStyledItemDelegate):
    """The text at the left, the field it belongs to at the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_LEAST, _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Suggestion = index.data(_OFFERED)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = current_theme()
        painter.save()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            ground = theme.color("selected" if chosen else "hover")
            rounded(painter, area.adjusted(4, 1, -4, -1), ground, SIZES.radius_chip)
        row = area.adjusted(12, 0, -12, 0)
        text_line(painter, row, one_line(offer.text), theme.font("base"), theme.color("text"))
        if offer.name:
            right = Qt.AlignmentFlag.AlignRight
            text_line(painter, row, one_line(offer.name), theme.font("small"), theme.color("text.third"), right)
        painter.restore()


def _width(offer: Suggestion) -> int:
    theme = current_theme()
    name = QFontMetrics(theme.font("small")).horizontalAdvance(one_line(offer.name)) + 24 if offer.name else 0
    return QFontMetrics(theme.font("base")).horizontalAdvance(one_line(offer.text)) + name
