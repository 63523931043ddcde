"""The scrolled ground of a conversation: keeps the pixel while things are added, measured or resized."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.chat_column import ChatColumn
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.ui.widgets.chat_paint import Thumbnails

TOP_PAD: Final = 8
BOTTOM_PAD: Final = 6
_EDGE: Final = 2
_NEAR_TOP: Final = 600
_OLDER_MS: Final = 20  # what is in sight is painted before more is asked for


class ChatArea(QAbstractScrollArea):
    """A column of items in a window of pixels; sticks to the bottom as long as the user does."""

    older_wanted = Signal()
    bottom_reached = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = ChatColumn(self._picture_size)
        self.thumbnails: Thumbnails | None = None
        self._stuck = True
        self._moving = False
        self._older = False
        self._ask_older = QTimer(self)
        self._ask_older.setSingleShot(True)
        self._ask_older.timeout.connect(self.older_wanted)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        current_theme().changed.connect(self._dress)

    @property
    def at_bottom(self) -> bool:
        """Whether the newest line is in sight and stays there when one is added."""
        return self._stuck

    def fill(self, items: Iterable[ChatItem], *, older: bool) -> None:
        """Show another conversation from its end; `older` says whether there is more before it."""
        self.column.set_width(max(120, self.viewport().width()))
        self.column.set_items(items)
        self._stuck, self._older = True, older
        self._settle()

    def add(self, items: Iterable[ChatItem]) -> int:
        """Add items below; returns how many came. What stood in sight is moved, not painted again."""
        place, total, y = len(self.column), self.column.total(), self.verticalScrollBar().value()
        count = self.column.append(items)
        if count:
            self._settle(painted=False)
            self._slide(self.verticalScrollBar().value() - y, place, whole=self.column.top(place) != total)
        return count

    def add_before(self, items: Sequence[ChatItem], *, older: bool) -> int:
        """Add items above without moving a pixel of what is in sight; returns how many came."""
        before = self.column.total()
        count = self.column.prepend(items)
        self._older = older
        self._settle(self.column.total() - before)
        return count

    def replace(self, item: ChatItem) -> bool:
        """Show `item` in the place of the one with its id; False where there is none."""
        if not self.column.update(item):
            return False
        place, y = self.column.place_of(item.id), self.verticalScrollBar().value()
        height, above = self.column.height(place), place < self.column.place_at(self._y())
        self._settle(self.column.measure(place) if above else 0.0, painted=False)
        if self.column.height(place) == height and self.verticalScrollBar().value() == y:
            self._paint_from(self.offset(place), height)
        else:
            self.viewport().update()
        return True

    def scroll_bottom(self) -> None:
        """Go to the newest line and stay there; where that is so already nothing is painted again."""
        stood = self._stuck, self.verticalScrollBar().value(), self.column.total()
        self._stuck = True
        self._settle(painted=False)
        if stood != (True, self.verticalScrollBar().value(), self.column.total()):
            self.viewport().update()
        self.bottom_reached.emit()

    def reveal(self, place: int, *, middle: bool = False) -> None:
        """Bring an item into sight; to the middle where `middle`."""
        self.column.measure(place)
        top, height = self.column.top(place) + TOP_PAD, self.column.height(place)
        room, y = self.viewport().height(), self.verticalScrollBar().value()
        if middle:
            y = round(top - max(0.0, (room - height) / 2))
        elif top < y or height > room:
            y = int(top) - TOP_PAD
        elif top + height > y + room:
            y = round(top + height - room + BOTTOM_PAD)
        else:
            return
        self._set_range()
        self.verticalScrollBar().setValue(y)
        self._settle()

    def offset(self, place: int) -> float:
        """Where an item begins, in pixels of the viewport."""
        return self.column.top(place) + TOP_PAD - self.verticalScrollBar().value()

    def places_in_sight(self, top: int = 0, bottom: int | None = None) -> range:
        """The places of the items that touch the viewport, or its stripe from `top` to `bottom` (pixels)."""
        if not len(self.column):
            return range(0)
        end = self.viewport().height() if bottom is None else bottom
        return range(self.column.place_at(self._y() + top), self.column.place_at(self._y() + end) + 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first, inside = self._anchor()
        if self.column.set_width(max(120, self.viewport().width())) and first >= 0 and not self._stuck:
            self._move_to(self.column.top(first) + TOP_PAD + inside)
        self._settle()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._moving:  # whoever moves it says what is to be painted
            return
        bar = self.verticalScrollBar()
        was, self._stuck = self._stuck, bar.value() >= bar.maximum() - 4
        self._settle()
        if self._stuck and not was:
            self.bottom_reached.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._dress()

    def _y(self) -> float:
        return self.verticalScrollBar().value() - TOP_PAD

    def _anchor(self) -> tuple[int, float]:
        if not len(self.column):
            return -1, 0.0
        first = self.column.place_at(self._y())
        return first, self._y() - self.column.top(first)

    def _slide(self, by: int, place: int, *, whole: bool) -> None:
        """Move what is painted up by `by` pixels and paint what stands from `place` on; all where `whole`."""
        port = self.viewport()
        if whole or not 0 <= by < port.height():
            port.update()
            return
        if by:
            port.scroll(0, -by)
        self._paint_from(self.offset(place), port.height())

    def _paint_from(self, y: float, height: float) -> None:
        """Paint `height` pixels from `y` on again, and what an edge may touch beside them."""
        top = math.floor(y) - _EDGE
        self.viewport().update(0, top, self.viewport().width(), math.ceil(y + height) + _EDGE - top)

    def _settle(self, shift: float = 0.0, *, painted: bool = True) -> None:
        """Measure what is in sight and put the scroll bar where the same pixel (moved by `shift`) stays in place.

        Everything is `painted` again, unless who asks does less.
        """
        room = self.viewport().height()
        if self._stuck:
            self._measure_up(room)
            self._set_range()
            self._move_to(self.verticalScrollBar().maximum())
        elif len(self.column):
            self._set_range()
            y = self.verticalScrollBar().value() + shift + self._measure_down(self._y() + shift, room)
            self._set_range()
            self._move_to(y)
        if painted:
            self.viewport().update()
        if self._older and len(self.column) and self.verticalScrollBar().value() < _NEAR_TOP:
            self._older = False
            self._ask_older.start(_OLDER_MS)

    def _measure_up(self, room: int) -> None:
        filled, place = 0.0, len(self.column) - 1
        while place >= 0 and filled < room:
            self.column.measure(place)
            filled += self.column.height(place)
            place -= 1

    def _measure_down(self, y: float, room: int) -> float:
        """Measure from pixel `y` down; returns by how much the first item, cut by the upper edge, grew."""
        place = self.column.place_at(y)
        inside = self.column.top(place) < y
        grown = self.column.measure(place)
        bottom = y + (grown if inside else 0.0) + room
        place += 1
        while place < len(self.column) and self.column.top(place) < bottom:
            self.column.measure(place)
            place += 1
        return grown if inside else 0.0

    def _set_range(self) -> None:
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        self._moving = True
        bar.setRange(0, max(0, round(self.column.total() + TOP_PAD + BOTTOM_PAD) - room))
        bar.setPageStep(room)
        self._moving = False

    def _move_to(self, y: float) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(round(y))
        self._moving = False

    def _dress(self) -> None:
        self.column.forget()
        self._settle()

    def _picture_size(self, key: str) -> QSize | None:
        image: QPixmap | None = self.thumbnails(key) if self.thumbnails is not None else None
        return image.deviceIndependentSize().toSize() if image is not None and not image.isNull() else None
