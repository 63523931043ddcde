"""The question over the composer before a reply leaves: what was found, and the keys that answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.ui.delegates.paint import level_tokens, rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.compose.own_words import OwnWords
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.words import tr

OWN: Final = "own"
"""The answer that opens a field for words of the agent's own, which are then the answer."""

_SHOWN: Final = 4
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Answer(NamedTuple):
    """One way to go on: its key as it is shown, its words, and what it stands for."""

    key: str
    text: str
    value: str


class Question(NamedTuple):
    """What is asked: ``kind`` stale|wording, ``level`` warn|bad."""

    kind: str
    level: str
    lead: str
    lines: tuple[str, ...]
    answers: tuple[Answer, ...]


class AskBar(QFrame):
    """`answered(value)`; "" is going back. The keys reach it through the text field, which keeps the focus but for
    an answer in own words: that has a field here, and `left()` gives the focus back.
    """

    answered = Signal(str)
    left = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground, self._bottom = ground, 0
        self.question: Question | None = None
        self._inside: QWidget | None = None
        self.own: OwnWords | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIZES.m, 6, SIZES.s, 6)
        self.setAccessibleName(tr("Before sending"))
        self.hide()

    def ask(self, question: Question) -> None:
        """Show a question in place of the one before."""
        self.close_question()
        self.question = question
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._head(question))
        for line in _some(question.lines):
            shown = label(one_line(line, 300), wrap=True, role="second")
            shown.setContentsMargins(22, 0, 0, 0)
            column.addWidget(shown)
        column.addWidget(self._answers(question.answers))
        self._column.addWidget(self._inside)
        current_theme().dress(self)
        self.show()
        self.raise_()
        self.place(self._bottom)
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, ". ".join((question.lead, *_some(question.lines))))
        )

    def _head(self, question: Question) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("circle-alert", level_tokens(question.level)[0], 15))
        row.addWidget(label(question.lead, wrap=True, role="strong"), 1)
        return row

    def _answers(self, answers: Sequence[Answer]) -> QWidget:
        made = QWidget()
        row = FlowLayout(made, spacing=4, line_spacing=2)
        row.setContentsMargins(18, 2, 0, 0)
        for answer in answers:
            words = f"{answer.key}  {answer.text}"
            each = button(words, kind="link", small=True)
            each.clicked.connect(partial(self._answer, answer.value))
            row.addWidget(each)
        return made

    def key(self, key: Qt.Key) -> None:
        """Take a key: the answer that shows it is given; Esc goes back."""
        if self.question is None:
            return
        pressed = "Esc" if key == Qt.Key.Key_Escape else "Enter" if key in _ENTER else chr(key.value)
        for answer in self.question.answers:
            if answer.key == pressed:
                self._answer(answer.value)
                return

    def place(self, bottom: int) -> None:
        """Stand with the lower edge at ``bottom`` (pixels of the ground)."""
        self._bottom = bottom
        if self.question is not None:
            width = self._ground.width() - 2 * SIZES.l
            height = self._column.totalHeightForWidth(width)
            self.setGeometry(SIZES.l, max(0, bottom - height - SIZES.xs), width, height)

    def close_question(self) -> None:
        """Ask no more."""
        self.question = None
        self.own = None
        self.hide()
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None

    def _answer(self, value: str) -> None:
        if value == OWN:
            self._ask_words()
        else:
            self.answered.emit(value)

    def _ask_words(self) -> None:
        """Open the field for the answer in own words, or go to it where it is open."""
        if self.own is None and self._inside is not None:
            self.own = OwnWords(self._inside)
            self.own.given.connect(self.answered)
            self.own.left.connect(self._leave_words)
            column = self._inside.layout()
            if column is not None:
                column.addWidget(self.own)
            current_theme().dress(self.own)
            self.own.show()
            self._refit()
        if self.own is not None:
            self.own.reach()

    def _leave_words(self) -> None:
        """Back to the question: the field goes, its keys answer again."""
        if self.own is not None:
            self.own.hide()
            self.own.deleteLater()
            self.own = None
            self._refit()
        self.left.emit()

    def _refit(self) -> None:
        """Take the room of what came or went inside: its layout has not heard of it yet."""
        inside = self._inside.layout() if self._inside is not None else None
        if inside is not None:
            inside.invalidate()
            self._column.invalidate()
        self.place(self._bottom)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        level = self.question.level if self.question is not None else "warn"
        theme = current_theme()
        rounded(QPainter(self), self.rect(), theme.color(f"{level}.weak"), SIZES.radius, theme.color(level))


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], *([tr("and {0} more", more)] if more > 0 else [])]
