"""The text field of a reply: plain, Enter sends unless an input method is at work, pictures are handed out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.phrases import CARET
from ticketdesk.domain.transcript import MESSAGE_LIMIT
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.units import head, units
from ticketdesk.ui.widgets.picture_strip import pictures_in
from ticketdesk.ui.widgets.text_box import TextBox
from ticketdesk.words import tr

_SLASH: Final = re.compile(r"(?:^|\s)/(\S{0,20})$")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_PAGES: Final = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_DIGITS: Final = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
_TELLING: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ReplyEdit(TextBox):
    """`send_wanted()` on Enter; `phrase_asked(str or None)` when what stands before the caret begins or ends a /word;
    `phrase_key(Qt.Key, ctrl, shift)` for keys that belong to the open phrase list; `pictures_given(list)` on paste or
    drop, `refused(DeskError)` for a paste that no message can hold.

    While ``asking`` the keys of an answer go out by `answer_key(Qt.Key)`; `back_wanted()` is ↑ or undo in an empty
    field that ``takes_back``.
    """

    send_wanted = Signal()
    phrase_asked = Signal(object)
    phrase_key = Signal(object, bool, bool)
    pictures_given = Signal(object)
    answer_key = Signal(object)
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listing = False
        self.asking = False
        self.takes_back = False
        self.enter_sends = True
        self._composing = False
        self._committed = False
        self._asked: str | None = None
        self.setProperty("role", "bare")
        self.setAccessibleName(tr("Reply"))
        self.setPlaceholderText(tr("Write a reply"))
        self.setFont(current_theme().font("chat"))
        self.document().setDocumentMargin(0)
        self.cursorPositionChanged.connect(self._look_back)
        self.textChanged.connect(self._look_back)

    def text(self) -> str:
        """What is written, lines parted by newlines."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Write something else, the caret at its end; typing can undo only what comes after."""
        if not text and self.document().isEmpty() and not self._composing:
            self.document().clearUndoRedoStacks()  # the next conversation begins as empty: nothing to paint
            return
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def put_phrase(self, text: str, *, more: bool = False) -> None:
        """Put a phrase in the place of the /word before the caret, or at the caret where there is none.

        The caret goes to the phrase's mark, if it has one, else behind it; with ``more`` a new line with a slash
        follows, so that the list stays open for the next phrase.
        """
        cursor = self.textCursor()
        found = self._slash()
        if found is not None:
            end = cursor.position()  # "left" would take an emoji for one step
            cursor.setPosition(end - units(found) - 1)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        before, marked, after = text.partition(CARET)
        after = after.replace(CARET, "")
        cursor.insertText(f"{before}{after}\n/" if more else before + after)
        if marked and not more:
            cursor.setPosition(cursor.position() - units(after))
        self.setTextCursor(cursor)

    def drop_slash(self) -> None:
        """Take back the line and the slash that wait for another phrase."""
        cursor = self.textCursor()
        if self._slash() == "" and cursor.position() == cursor.block().position() + 1 and cursor.position() > 1:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, 2)
            cursor.removeSelectedText()
            self.setTextCursor(cursor)

    @override
    def event(self, event: QEvent) -> bool:
        # A text field claims Ctrl+Up and Alt+Up for itself; here they go through the conversations.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in _MOVES and modifiers & _TELLING:
                event.ignore()
                return False
        return super().event(event)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        # While the list is open Tab puts a phrase in; Qt would go to the next field before it asks for the key.
        return False if self.listing and forward else super().focusNextPrevChild(forward)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and (self._composing or self._committed):
            event.accept()  # it ends the input method's word and never sends
        elif self.listing and self._belongs_to_list(event):
            self.phrase_key.emit(Qt.Key(event.key()), ctrl, shift)
        elif self.asking and self._answers(event):
            self.answer_key.emit(Qt.Key(event.key()))
        elif event.key() in _ENTER and (not shift if ctrl else shift is not self.enter_sends):
            self.send_wanted.emit()
        elif self._takes_back(event):
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _answers(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and (event.key() in (*_ENTER, Qt.Key.Key_Escape) or event.key() in _DIGITS)

    def _takes_back(self, event: QKeyEvent) -> bool:
        if not self.takes_back or self.toPlainText():
            return False
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.matches(QKeySequence.StandardKey.Undo) or (event.key() == Qt.Key.Key_Up and plain)

    def mark_spans(self, spans: Sequence[tuple[int, int, str]]) -> None:
        """Underline what lies between the places (in characters), each in the colour of a token."""
        marks = []
        for start, end, token in spans:
            made = QTextEdit.ExtraSelection()
            made.cursor = QTextCursor(self.document())
            made.cursor.setPosition(units(self.text()[:start]))
            made.cursor.setPosition(units(self.text()[:end]), QTextCursor.MoveMode.KeepAnchor)
            made.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            made.format.setUnderlineColor(current_theme().color(token))
            marks.append(made)
        self.setExtraSelections(marks)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        ended = self._composing and not event.preeditString()
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if ended and event.commitString():
            # Some systems hand over the Enter that chose the word as well, in the same turn of the event loop.
            self._committed = True
            QTimer.singleShot(0, self, self._forget_commit)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(pictures_in(source)) or source.hasText()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        pictures = [] if source.hasText() and not source.hasUrls() else pictures_in(source)
        if pictures:
            self.pictures_given.emit(pictures)
        elif source.hasText():
            self._insert(source.text())

    def _insert(self, text: str) -> None:
        # Not clamped as what is only shown: these words go to the buyer as they are, or not at all.
        if len(text.encode(errors="replace")) > MESSAGE_LIMIT:
            self.refused.emit(DeskError("message_too_long", limit=MESSAGE_LIMIT))
        else:
            self.put(text)

    def _belongs_to_list(self, event: QKeyEvent) -> bool:
        if event.key() in (*_MOVES, *_PAGES, Qt.Key.Key_Escape):
            return not event.modifiers() & _TELLING
        return event.key() in _ENTER or event.key() == Qt.Key.Key_Tab

    def _forget_commit(self) -> None:
        self._committed = False

    def _slash(self) -> str | None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return None
        found = _SLASH.search(head(cursor.block().text(), cursor.positionInBlock()))
        return found[1] if found else None

    def _look_back(self) -> None:
        found = self._slash()
        if found != self._asked:
            self._asked = found
            self.phrase_asked.emit(found)
