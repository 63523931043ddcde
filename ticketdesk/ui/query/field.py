"""The field in which a search is written, with what may be written at its caret."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.query.completion import Completion, Suggestion, complete
from ticketdesk.domain.query.scanning import MOST_CHARS
from ticketdesk.domain.query.tree import Language
from ticketdesk.ui.override import override
from ticketdesk.ui.query.popup import QueryPopup
from ticketdesk.ui.query.subject import Subject
from ticketdesk.ui.units import head, units
from ticketdesk.ui.widgets.search_field import SearchField
from ticketdesk.words import current_language

_PAUSE_MS: Final = 150
"""A query half typed is no question yet."""


class QueryField(SearchField):
    """``searched(text)`` after a pause, ``entered()`` by Enter or a completed condition, ``stepped_back()`` by ← or
    Backspace before the first character, ``left()`` by Esc in the empty field."""

    entered = Signal()
    stepped_back = Signal(bool)  # whether the last chip shall come back as text
    left = Signal()

    def __init__(self, subject: Subject, ground: QWidget) -> None:
        super().__init__("", name=subject.name, pause_ms=_PAUSE_MS)
        self.setMaxLength(MOST_CHARS)
        self._subject = subject
        self._ground = ground
        self._found: Completion | None = None
        self._popup: QueryPopup | None = None
        self.textEdited.connect(self._offer)

    @property
    def popup(self) -> QueryPopup:
        """The list of what may be written; it is made at the first use."""
        if self._popup is None:
            self._popup = QueryPopup(self._ground)
            self._popup.chosen.connect(self._take)
        return self._popup

    @override
    def event(self, event: QEvent) -> bool:
        # Tab goes on to the next widget before any key event is sent.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._takes_tab(event):
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bare = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if bare and self._popup is not None and self._popup.takes(key):
            return
        first = self.cursorPosition() == 0 and not self.hasSelectedText()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stop_waiting()
            self.entered.emit()
        elif first and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Left):
            self.stepped_back.emit(key == Qt.Key.Key_Backspace)
        elif key == Qt.Key.Key_Escape and not self.text():
            self.left.emit()
        elif key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._offer()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._popup is not None:
            self._popup.hide()

    def stop_waiting(self) -> None:
        """Tell nothing of what was typed a moment ago: it is taken otherwise."""
        self._pause.stop()
        if self._popup is not None:
            self._popup.hide()

    def _takes_tab(self, event: QKeyEvent) -> bool:
        bare = event.key() == Qt.Key.Key_Tab and not event.modifiers()
        return bare and self._popup is not None and self._popup.takes(Qt.Key.Key_Tab)

    def _offer(self, _typed: str = "") -> None:
        """Show what may stand at the caret; one statement of the store at most."""
        caret = len(head(self.text(), self.cursorPosition()))
        self._found = complete(self.text(), caret, language(), self._subject.vocabulary(), self._subject.names)
        typed = self.text()[self._found.start : self._found.end]
        fresh = tuple(each for each in self._found.suggestions if each.text != typed)
        below = self.mapTo(self._ground, QPoint(self.cursorRect().x(), self.height() + 2))
        self.popup.offer(fresh, below)

    def _take(self, offer: Suggestion) -> None:
        found = self._found
        if found is None:
            return
        before, after = self.text()[: found.start] + offer.text, self.text()[found.end :]
        self.setText(before + after)
        self.setCursorPosition(units(before))
        if offer.goes_on:
            self._offer()
        elif not after.strip():
            self.stop_waiting()
            self.entered.emit()


def language() -> Language:
    """Return the language in which conditions are written: that of the program."""
    return "zh" if current_language() == "zh_CN" else "en"
