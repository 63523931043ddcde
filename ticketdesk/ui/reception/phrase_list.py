"""What the list of phrases over the composer holds: its rows, best first, and how a row is painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ticketdesk.domain.phrases import match, offered
from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.delegates import chips, paint
from ticketdesk.ui.delegates.chips import ChipText
from ticketdesk.ui.override import override
from ticketdesk.ui.phrases.shelf import Shelf, shelf_of
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import SIZES, current_theme

ROW: Final = 35
_MOST_FOUND: Final = 50
_GROUP_ROOM: Final = 110

Index = QModelIndex | QPersistentModelIndex


class PhraseModel(QAbstractListModel):
    """The phrases that answer what was typed, best first; those that ended, or have not begun, are left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = Shelf({}, [])
        self._found: list[PhraseRow] = []

    def set_phrases(self, rows: Sequence[PhraseRow]) -> None:
        """Know these phrases."""
        self.set_shelf(shelf_of(rows))

    def set_shelf(self, shelf: Shelf) -> None:
        """Know these phrases, their search keys made already."""
        self._shelf = shelf

    @property
    def known(self) -> int:
        """How many phrases there are at all."""
        return len(self._shelf.rows)

    def groups(self) -> list[str]:
        """The names of the groups, as they first come."""
        return [name for name in self._shelf.groups() if name]

    def ask(self, query: str, now: int = 0, group: str | None = None) -> int:
        """Show the answers to ``query`` offered at ``now`` (UTC ms), of one group or of all; returns how many."""
        self.beginResetModel()
        self._found = []
        for key in match(query, self._shelf.keys):
            row = self._shelf.rows[key.id]
            if offered(row.valid_from, row.valid_to, now) and group in (None, row.grouping):
                self._found.append(row)
                if len(self._found) == _MOST_FOUND:
                    break
        self.endResetModel()
        return len(self._found)

    def add(self, rows: Sequence[PhraseRow]) -> None:
        """Show further answers below those that stand."""
        shown = {row.id for row in self._found}
        fresh = [row for row in rows if row.id not in shown]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._found), len(self._found) + len(fresh) - 1)
            self._found += fresh
            self.endInsertRows()

    def phrase(self, row: int) -> PhraseRow | None:
        """The phrase of a row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._found)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        found = self.phrase(index.row()) if index.isValid() else None
        if found is None:
            return None
        if role == int(Qt.ItemDataRole.UserRole):
            return found
        if role == int(Qt.ItemDataRole.DisplayRole):
            return one_line(f"{found.code} {found.text}".strip())
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return one_line(" ".join(part for part in (found.code, found.text, found.grouping) if part))
        return None


class PhraseDelegate(QStyledItemDelegate):
    """A row: the code as a chip, the text on one line, at the right its group."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        phrase: PhraseRow | None = index.data(int(Qt.ItemDataRole.UserRole))
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        theme = current_theme()
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.color("selected"))
        if phrase is not None:
            left = rect.x() + SIZES.m
            for chip in _chips(phrase, chosen=chosen):
                left += chips.paint_chip(painter, left, rect.y() + (ROW - chips.HEIGHT) // 2, chip, 120) + 8
            right = rect.right() - SIZES.m
            if phrase.grouping:
                area = QRect(right - _GROUP_ROOM, rect.y(), _GROUP_ROOM, rect.height())
                words = one_line(phrase.grouping, 20)
                painter.setFont(theme.font("small"))
                width = min(_GROUP_ROOM, painter.fontMetrics().horizontalAdvance(words))
                area.setLeft(right - width)
                paint.text_line(painter, area, words, theme.font("small"), theme.color("text.third"))
                right -= width + SIZES.s
            room = QRect(left, rect.y(), right - left, rect.height())
            paint.text_line(painter, room, one_line(phrase.text), theme.font("base"), theme.color("text"))
        painter.restore()


def _chips(phrase: PhraseRow, *, chosen: bool) -> list[ChipText]:
    found = [ChipText(one_line(phrase.code, 16), "accent" if chosen else "plain")] if phrase.code else []
    if phrase.picture:
        found.append(ChipText("", "plain", "image"))
    return found
