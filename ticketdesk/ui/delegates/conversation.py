"""Paints a row of the conversation list: avatar, nick and time, last line, marks and chips (reception.png)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ticketdesk.ui.delegates import paint
from ticketdesk.ui.delegates.cells import row_of
from ticketdesk.ui.delegates.chips import GAP, ChipText, chip_width, paint_chip, paint_chips
from ticketdesk.ui.delegates.lines import lines, put_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES, current_theme

_SIDE: Final = 14
_AVATAR: Final = 38
_LEFT: Final = 64
_BAR: Final = 3
_MARK: Final = 13
_BADGE: Final = 15
_CENTER: Final = int(Qt.AlignmentFlag.AlignHCenter)


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
    @property
    def tags(self) -> tuple[ChipText, ...]: ...
    @property
    def pinned(self) -> bool: ...
    @property
    def starred(self) -> bool: ...
    @property
    def unread(self) -> int: ...


class ConversationDelegate(QStyledItemDelegate):
    """Rows of 77 px; ``wait(since)`` gives the chip of a waiting time as (words, level)."""

    def __init__(self, wait: Callable[[int], tuple[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wait = wait

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(SIZES.left_list, SIZES.conversation_row)

    @override
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
            if row.unread and not state & QStyle.StateFlag.State_Selected:
                _badge(painter, rect.x() + _SIDE + _AVATAR + 4, rect.y() + 6, row.unread)
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
        width = lines().width(row.time, theme.font("small"))
        time = QRect(right - width, rect.y() + 9, width + 1, 20)
        paint.text_line(painter, time, row.time, theme.font("small"), theme.color("text.third"))
        left = rect.x() + _LEFT
        nick = QRect(left, rect.y() + 9, right - width - 8 - left, 20)
        paint.text_line(painter, nick, row.nick, theme.font("base", bold=True), theme.color("text"))
        last = QRect(left, rect.y() + 30, right - left, 20)
        paint.text_line(painter, last, row.last, theme.font("small"), theme.color("text.second"))
        marks = _marks(painter, left, rect.y() + 55, row)
        left += marks
        left += paint_chips(painter, left, rect.y() + 52, self._chips(row), right - left) + GAP
        for tag in row.tags:
            # Half a tag says nothing: those without room are left to the head of the talk.
            if chip_width(tag) <= right - left:
                left += paint_chip(painter, left, rect.y() + 52, tag) + GAP

    def _chips(self, row: Shown) -> tuple[ChipText, ...]:
        if row.waiting_since is None:
            return row.chips
        text, level = self._wait(row.waiting_since)
        return (ChipText(text, level), *row.chips)


def _marks(painter: QPainter, x: int, y: int, row: Shown) -> int:
    """Paint pin and star from (x, y); returns the width used."""
    left = x
    for name, token, there in (("pin", "text", row.pinned), ("star", "warn", row.starred)):
        if there:
            paint_icon(painter, QRect(left, y, _MARK, _MARK), name, token)
            left += _MARK + 5
    return left - x


def _badge(painter: QPainter, right: int, y: int, count: int) -> None:
    """Paint how much was not read, ending at ``right``."""
    theme = current_theme()
    line = lines().line("99+" if count > 99 else str(count), theme.font("tiny"), 40)
    width = max(_BADGE, round(line.width) + 8)
    pill = QRect(right - width, y, width, _BADGE)
    paint.rounded(painter, pill, theme.color("bad.fill"), _BADGE / 2)
    painter.setPen(theme.color("bad.on"))
    put_line(painter, pill, line, _CENTER)
