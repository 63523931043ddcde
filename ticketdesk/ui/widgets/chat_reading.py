"""Reading a conversation: the current bubble, what is marked, chosen and looked for, and the painting of all that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import clamp
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.chat_area import ChatArea
from ticketdesk.ui.widgets.chat_found import Found
from ticketdesk.ui.widgets.chat_item import ChatItem
from ticketdesk.ui.widgets.chat_layout import GAP
from ticketdesk.ui.widgets.chat_marks import Marks
from ticketdesk.ui.widgets.chat_paint import Blocked, Dress, paint_item
from ticketdesk.ui.widgets.chat_selection import TextSelection, words_of
from ticketdesk.words import tr, trn

_BARE: Final = GAP - 2
"""Pixels at the foot of what is said in which nothing is painted, also where its bubble has an edge."""


class ChatReading(ChatArea):
    """`current_changed(id or None)`; `marks_changed(ids, oldest first)` when messages are marked or no longer."""

    current_changed = Signal(object)
    marks_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocked: Blocked | None = None
        self._current: int | None = None
        self._marks = Marks()
        self._found = Found()
        self._selected = TextSelection()

    def current(self) -> int | None:
        """The id of the current bubble."""
        return self._current

    def set_current(self, number: int | None) -> None:
        """Make a bubble the current one, wherever it stands."""
        if number == self._current:
            return
        self._current = number
        self._describe()
        self.current_changed.emit(number)
        self.viewport().update()

    def marked(self) -> list[int]:
        """The marked messages that are here, oldest first."""
        return sorted((n for n in self._marks.ids if self.column.place_of(n) >= 0), key=self.column.place_of)

    def mark(self, number: int) -> None:
        """Mark a message, or no longer."""
        place = self.column.place_of(number)
        if place >= 0 and self.column.items[place].speech:
            self._marks.toggle(number)
            self._tell_marks()

    def mark_to(self, number: int) -> None:
        """Mark everything said between where marking began (else the current bubble) and this one."""
        self._marks.begin(self._current if self._current is not None else number)
        places = sorted(self.column.place_of(each) for each in (self._marks.anchor, number) if each is not None)
        if places[0] >= 0:
            said = self.column.items[places[0] : places[-1] + 1]
            self._marks.extend(item.id for item in said if item.speech)
            self._tell_marks()

    def clear_marks(self) -> bool:
        """Mark nothing; False where nothing was marked."""
        had = self._marks.clear()
        if had:
            self._tell_marks()
        return had

    def look_for(self, words: str) -> None:
        """Mark the places of these words in the bubbles ("" for none)."""
        if self._found.look_for(words):
            self.viewport().update()

    def chosen_text(self) -> str:
        """The piece of text chosen with the mouse."""
        place = self.column.place_of(self._selected.item) if self._selected.item is not None else -1
        text = self.column.layout(place).text if place >= 0 else None
        return self._selected.text(text.text()) if text is not None else ""

    def copy(self) -> None:
        """Put the chosen text, else the words of what is marked, else of the current bubble, on the clipboard."""
        chosen = self.chosen_text() or "\n".join(self._words(self.marked()))
        if not chosen and self._current is not None:
            chosen = "".join(self._words([self._current]))
        if chosen:
            QGuiApplication.clipboard().setText(chosen)

    def _words(self, numbers: Sequence[int]) -> list[str]:
        places = [self.column.place_of(number) for number in numbers]
        return [words_of(self.column.items[place]) for place in places if place >= 0]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), current_theme().color("surface"))
        dress = Dress(thumbnail=self.thumbnails, blocked=self.blocked, width=self.column.width)
        focused, marked = self.hasFocus(), self._marks.ids
        for place in self.places_in_sight(event.rect().top(), event.rect().bottom() + 1):
            item, y = self.column.items[place], self.offset(place)
            layout = self.column.layout(place)
            if item.speech and y + layout.height - _BARE < event.rect().top():
                continue  # only the gap below it is touched, as where a message came below
            dress.current = item.id == self._current and focused
            dress.marked = item.id in marked
            dress.selection = self._selected.span(item.id)
            dress.found = self._found.places(item.id, layout.text.text()) if self._found.words and layout.text else ()
            painter.translate(0, y)
            paint_item(painter, item, layout, dress)
            painter.translate(0, -y)

    def _tell_marks(self) -> None:
        self._describe()
        self.marks_changed.emit(self.marked())
        self.viewport().update()

    def _describe(self) -> None:
        """Tell screen readers what is current, and how much is marked."""
        place = self.column.place_of(self._current) if self._current is not None else -1
        words = clamp(self.column.items[place].spoken())[:1000] if place >= 0 else ""
        if self._current in self._marks.ids:
            words = tr("{0}, marked", words)
        if self._marks.ids:
            words = f"{words} ({trn(len(self._marks.ids), '{0} message marked', '{0} messages marked')})"
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _hit(self, at: QPointF) -> tuple[int, QPointF]:
        """The place under a viewport point and the point inside its item; -1 where nothing is."""
        y = at.y() + self._y()
        if not len(self.column) or not 0 <= y < self.column.total():
            return -1, at
        place = self.column.place_at(y)
        return place, at - QPointF(0, self.offset(place))

    def _item_at(self, at: QPointF) -> ChatItem | None:
        """What is said under a viewport point."""
        place, _ = self._hit(at)
        return self.column.items[place] if place >= 0 and self.column.items[place].speech else None
