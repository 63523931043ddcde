"""Paints a row of the conversation list: avatar, nick and time, last line, chips (reception.png)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ticketdesk.ui.delegates import paint
from ticketdesk.ui.delegates.cells import row_of
from ticketdesk.ui.delegates.chips import ChipText, paint_chips
from ticketdesk.ui.theme import SIZES, current_theme

_SIDE: Final = 14
_AVATAR: Final = 38
_LEFT: Final = 64
_BAR: Final = 3


class Shown(Protocol):
    """What a row must hold, as ready texts."""

    @property
    def nick(self) -> str: ...
    @property
    def time(self) -> str: ...
    @property
    def last(self) -> str: ...
    @property
    def waiting_since(self) -> int | None: ...
    @property
    def chips(self) -> tuple[ChipText, ...]: ...


class ConversationDelegate(QStyledItemDelegate):
    """Rows of 77 px; ``wait(since)`` gives the chip of a waiting time as (words, level)."""

    def __init__(self, wait: Callable[[int], tuple[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wait = wait

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(SIZES.left_list, SIZES.conversation_row)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._ground(painter, rect, state)
        row = row_of(index)
        if row is not None:
            self._row(painter, rect, row)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        theme = current_theme()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
            painter.fillRect(QRect(rect.x(), rect.y(), _BAR, rect.height()), theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))

    def _row(self, painter: QPainter, rect: QRect, row: Shown) -> None:
        theme = current_theme()
        paint.avatar(painter, QRect(rect.x() + _SIDE, rect.y() + 10, _AVATAR, _AVATAR), row.nick)
        right = rect.right() - _SIDE + 2
        width = QFontMetrics(theme.font("small")).horizontalAdvance(row.time)
        time = QRect(right - width, rect.y() + 9, width + 1, 20)
        paint.text_line(painter, time, row.time, theme.font("small"), theme.color("text.third"))
        left = rect.x() + _LEFT
        nick = QRect(left, rect.y() + 9, right - width - 8 - left, 20)
        paint.text_line(painter, nick, row.nick, theme.font("base", bold=True), theme.color("text"))
        last = QRect(left, rect.y() + 30, right - left, 20)
        paint.text_line(painter, last, row.last, theme.font("small"), theme.color("text.second"))
        paint_chips(painter, left, rect.y() + 52, self._chips(row), right - left)

    def _chips(self, row: Shown) -> tuple[ChipText, ...]:
        if row.waiting_since is None:
            return row.chips
        text, level = self._wait(row.waiting_since)
        return (ChipText(text, level), *row.chips)
