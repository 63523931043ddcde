"""The view of a conversation: bubbles, keyboard and mouse, the pill of new messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.chat_item import ChatCard, ChatItem
from ticketdesk.ui.widgets.chat_paint import Thumbnails
from ticketdesk.ui.widgets.chat_pill import NewPill
from ticketdesk.ui.widgets.chat_reading import ChatReading
from ticketdesk.words import tr

__all__ = ["ChatCard", "ChatItem", "ChatView"]

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChatView(ChatReading):
    """A conversation of any length.

    `activated(id)`: Enter or a click on a picture or card. `quote_followed(id of the quoted message)`.
    `menu_wanted(id, QMenu)`: add own acts before the menu opens. `older_wanted()`: give more to `prepend`.
    The arrows go from bubble to bubble; with Shift, or by Space, messages are marked; Esc marks none.
    """

    activated = Signal(object)
    quote_followed = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, name: str = "", *, thumbnails: Thumbnails | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails
        self._pill = NewPill(self)
        self._pill.clicked.connect(self.scroll_bottom)
        self.bottom_reached.connect(self._pill.clear)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name or tr("Conversation"))
        self.viewport().setMouseTracking(True)

    def set_items(self, items: Iterable[ChatItem], *, older: bool = False) -> None:
        """Show a conversation from its end; `older` says whether `older_wanted` may be asked."""
        self._selected.clear()
        self.set_current(None)
        self._pill.clear()
        self.fill(items, older=older)
        self.clear_marks()

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
        self.set_current(number)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() in (_SHIFT, _NONE):
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1, mark=event.modifiers() == _SHIFT)
        elif event.key() == Qt.Key.Key_Space and self._current is not None:
            self.mark(self._current)
        elif event.key() == Qt.Key.Key_Escape and self.clear_marks():
            pass
        elif event.key() in _ENTER and self._current is not None:
            self.activated.emit(self._current)
        elif event.key() == Qt.Key.Key_End:
            self.scroll_bottom()
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place, point = self._hit(event.position())
        self._selected.clear()
        item = self._item_at(event.position())
        if item is not None and event.modifiers() in (_SHIFT, _CTRL):
            self.mark_to(item.id) if event.modifiers() == _SHIFT else self.mark(item.id)
            self.set_current(item.id)
        elif item is not None:
            self._marks.let_go()
            self.set_current(item.id)
            if event.button() == Qt.MouseButton.LeftButton:
                position = self.column.layout(place).position_at(point)
                if position >= 0:
                    self._selected.begin(item.id, position)
        self.viewport().update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, point = self._hit(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton and self._selected.item is not None:
            chosen = self.column.place_of(self._selected.item)
            inside = event.position() - QPointF(0, self.offset(chosen))
            if self._selected.extend(max(0, self.column.layout(chosen).position_at(inside))):
                self.viewport().update()
            return
        self.viewport().setCursor(self._cursor_at(place, point))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, point = self._hit(event.position())
        if event.button() != Qt.MouseButton.LeftButton or place < 0 or event.modifiers():
            return
        item = self.column.items[place]
        if self._opens(place, point):
            self.activated.emit(item.id)
        elif item.quote is not None and self._on_quote(place, point) and not self.chosen_text():
            self.quote_followed.emit(item.quote.id)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
        here = self.column.place_of(self._current) if keyed and self._current is not None else -1
        place = here if keyed else self._hit(QPointF(event.pos()))[0]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        take = menu.addAction(tr("Copy"))
        take.triggered.connect(self.copy)
        take.setEnabled(bool(self.chosen_text()) or self._current is not None)
        if place >= 0 and self.column.items[place].speech:
            self.menu_wanted.emit(self.column.items[place].id, menu)
        at = self.viewport().mapToGlobal(QPoint(80, max(0, round(self.offset(here))) + 24)) if here >= 0 else None
        menu.popup(at or event.globalPos())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pill.place()

    def _step(self, step: int, *, mark: bool = False) -> None:
        place = self.column.place_of(self._current) if self._current is not None else len(self.column)
        place += step
        while 0 <= place < len(self.column) and not self.column.items[place].speech:
            place += step
        if 0 <= place < len(self.column):
            self.reveal(place)
            if mark:
                self.mark_to(self.column.items[place].id)
            else:
                self._marks.let_go()
            self.set_current(self.column.items[place].id)

    def _opens(self, place: int, point: QPointF) -> bool:
        layout = self.column.layout(place)
        return any(part is not None and part.contains(point) for part in (layout.picture, layout.card))

    def _on_quote(self, place: int, point: QPointF) -> bool:
        quote = self.column.layout(place).quote
        return quote is not None and quote.contains(point)

    def _cursor_at(self, place: int, point: QPointF) -> Qt.CursorShape:
        if place < 0:
            return Qt.CursorShape.ArrowCursor
        if self._opens(place, point) or self._on_quote(place, point):
            return Qt.CursorShape.PointingHandCursor
        layout = self.column.layout(place)
        over = self.column.items[place].speech and layout.text is not None and layout.bubble.contains(point)
        return Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor
