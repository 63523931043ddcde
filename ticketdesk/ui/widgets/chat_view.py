"""The view of a conversation: bubbles, keyboard and mouse, the pill of new messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.ui.safe_text import clamp
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.chat_area import ChatArea
from ticketdesk.ui.widgets.chat_item import ChatCard, ChatItem
from ticketdesk.ui.widgets.chat_paint import Dress, Thumbnails, paint_item
from ticketdesk.ui.widgets.chat_pill import NewPill
from ticketdesk.ui.widgets.chat_selection import TextSelection, words_of
from ticketdesk.words import tr

__all__ = ["ChatCard", "ChatItem", "ChatView"]


class ChatView(ChatArea):
    """A conversation of any length.

    `activated(id)`: Enter or a click on a picture or card. `current_changed(id or None)`. `menu_wanted(id, QMenu)`:
    add own acts before the menu opens. `older_wanted()`: give more to `prepend`.
    """

    activated = Signal(object)
    current_changed = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, name: str = "", *, thumbnails: Thumbnails | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails
        self._current: int | None = None
        self._selected = TextSelection()
        self._pill = NewPill(self)
        self._pill.clicked.connect(self.scroll_bottom)
        self.bottom_reached.connect(self._pill.clear)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name or tr("Conversation"))
        self.viewport().setMouseTracking(True)

    def set_items(self, items: Iterable[ChatItem], *, older: bool = False) -> None:
        """Show a conversation from its end; `older` says whether `older_wanted` may be asked."""
        self._selected.clear()
        self._set_current(None)
        self._pill.clear()
        self.fill(items, older=older)

    def append(self, items: Iterable[ChatItem]) -> None:
        """Add new items below: in sight where the end was in sight, else counted in the pill."""
        before, stuck = len(self.column), self.at_bottom
        self.add(items)
        fresh = sum(item.speech for item in self.column.items[before:])
        if not stuck and fresh:
            self._pill.add(fresh)

    def prepend(self, items: Sequence[ChatItem], *, older: bool = True) -> None:
        """Add older items above without a jump; `older` False says that this was the beginning."""
        self.add_before(items, older=older)

    def update_item(self, item: ChatItem) -> bool:
        """Show the item in its new state; False where its id is not here."""
        return self.replace(item)

    def picture_ready(self, key: str) -> None:
        """The thumbnail of `key` can be had now: lay out again what shows it."""
        for place in self.places_in_sight():
            item = self.column.items[place]
            if item.picture == key:
                self.replace(item)
        self.viewport().update()

    def scroll_to(self, number: int) -> bool:
        """Bring an item to the middle and make it current; False where its id is not here."""
        place = self.column.place_of(number)
        if place < 0:
            return False
        self.reveal(place, middle=True)
        self._set_current(number)
        return True

    def current(self) -> int | None:
        """The id of the current bubble."""
        return self._current

    def copy(self) -> None:
        """Put the chosen text, else the text of the current bubble, on the clipboard."""
        chosen = self._selected_text()
        place = self.column.place_of(self._current) if self._current is not None else -1
        if not chosen and place >= 0:
            chosen = words_of(self.column.items[place])
        if chosen:
            QGuiApplication.clipboard().setText(chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), current_theme().color("surface"))
        dress = Dress(thumbnail=self.thumbnails)
        for place in self.places_in_sight():
            item, y = self.column.items[place], self.offset(place)
            dress.current = item.id == self._current and self.hasFocus()
            dress.selection = self._selected.span(item.id)
            painter.translate(0, y)
            paint_item(painter, item, self.column.layout(place), dress)
            painter.translate(0, -y)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.activated.emit(self._current)
        elif event.key() == Qt.Key.Key_End:
            self.scroll_bottom()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place, point = self._hit(event.position())
        self._selected.clear()
        if place >= 0 and self.column.items[place].speech:
            item = self.column.items[place]
            self._set_current(item.id)
            if event.button() == Qt.MouseButton.LeftButton:
                position = self.column.layout(place).position_at(point)
                if position >= 0:
                    self._selected.begin(item.id, position)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, point = self._hit(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton and self._selected.item is not None:
            chosen = self.column.place_of(self._selected.item)
            inside = event.position() - QPointF(0, self.offset(chosen))
            if self._selected.extend(max(0, self.column.layout(chosen).position_at(inside))):
                self.viewport().update()
            return
        self.viewport().setCursor(self._cursor_at(place, point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, point = self._hit(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0 and self._opens(place, point):
            self.activated.emit(self.column.items[place].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place, _ = self._hit(QPointF(event.pos()))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        take = menu.addAction(tr("Copy"))
        take.triggered.connect(self.copy)
        take.setEnabled(bool(self._selected_text()) or self._current is not None)
        if place >= 0 and self.column.items[place].speech:
            self.menu_wanted.emit(self.column.items[place].id, menu)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pill.place()

    def _step(self, step: int) -> None:
        place = self.column.place_of(self._current) if self._current is not None else len(self.column)
        place += step
        while 0 <= place < len(self.column) and not self.column.items[place].speech:
            place += step
        if 0 <= place < len(self.column):
            self.reveal(place)
            self._set_current(self.column.items[place].id)

    def _set_current(self, number: int | None) -> None:
        if number == self._current:
            return
        self._current = number
        place = self.column.place_of(number) if number is not None else -1
        self.setAccessibleDescription(clamp(self.column.items[place].spoken())[:1000] if place >= 0 else "")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.current_changed.emit(number)
        self.viewport().update()

    def _hit(self, at: QPointF) -> tuple[int, QPointF]:
        """The place under a viewport point and the point inside its item; -1 where nothing is."""
        y = at.y() + self._y()
        if not len(self.column) or not 0 <= y < self.column.total():
            return -1, at
        place = self.column.place_at(y)
        return place, at - QPointF(0, self.offset(place))

    def _opens(self, place: int, point: QPointF) -> bool:
        layout = self.column.layout(place)
        return any(part is not None and part.contains(point) for part in (layout.picture, layout.card))

    def _cursor_at(self, place: int, point: QPointF) -> Qt.CursorShape:
        if place < 0:
            return Qt.CursorShape.ArrowCursor
        if self._opens(place, point):
            return Qt.CursorShape.PointingHandCursor
        layout = self.column.layout(place)
        over = self.column.items[place].speech and layout.text is not None and layout.bubble.contains(point)
        return Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor

    def _selected_text(self) -> str:
        place = self.column.place_of(self._selected.item) if self._selected.item is not None else -1
        text = self.column.layout(place).text if place >= 0 else None
        return self._selected.text(text.text()) if text is not None else ""
