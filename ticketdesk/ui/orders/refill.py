"""Parts that are made once and filled again: making, dressing and laying out a label costs many times its new text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ticketdesk.ui.safe_text import clamp, dress, label
from ticketdesk.ui.widgets.long_text import LongText

Value = TypeVar("Value")
Part = TypeVar("Part", bound=QWidget)


class Lines(Generic[Part, Value]):
    """Parts of one kind under each other in ``column`` of ``owner``, as many as there are values to show.

    The first is made when it is first needed. A part without a value is hidden; with ``empty`` it is filled with that,
    so that no words stay behind in it.
    """

    def __init__(self, owner: QWidget, column: QVBoxLayout, make: Callable[[QWidget], Part],
                 fill: Callable[[Part, Value], object], empty: Value | None = None) -> None:  # fmt: skip
        self._owner, self._make, self._fill, self._empty = owner, make, fill, empty
        self._made: list[Part] = []
        self._filled = 0
        self._column = QVBoxLayout()
        self._column.setSpacing(column.spacing())
        column.addLayout(self._column)

    def show(self, values: Sequence[Value]) -> None:
        """Show these and no others."""
        for place, value in enumerate(values):
            if place == len(self._made):
                self._add()
            self._fill(self._made[place], value)
            self._made[place].setVisible(True)
        for part in self._made[len(values) : self._filled]:
            part.setVisible(False)
            if self._empty is not None:
                self._fill(part, self._empty)
        self._filled = len(values)

    def shown(self) -> list[Part]:
        """The parts that show a value now."""
        return self._made[: self._filled]

    def _add(self) -> None:
        part = self._make(self._owner)
        self._made.append(part)
        self._column.addWidget(part)


def words_lines(owner: QWidget, column: QVBoxLayout, *, role: str = "") -> Lines[QLabel, str]:
    """Lines of nothing but words."""
    return Lines(owner, column, lambda parent: label(role=role, parent=parent), say, "")


def long_lines(owner: QWidget, column: QVBoxLayout) -> Lines[LongText, str]:
    """Texts of any length, of a long one the beginning."""
    return Lines(owner, column, LongText, tell, "")


def tell(part: LongText, text: str) -> None:
    """Let a part for long texts show ``text``; without words it gives its room to others."""
    if text != part.whole():
        part.set_text(text)
    part.setVisible(bool(text))


def say(part: QLabel, text: str) -> None:
    """Let a plain label say ``text``; without words it gives its room to others."""
    words = clamp(text)
    if words != part.text():
        part.setText(words)
    part.setVisible(bool(words))


def wear(part: QLabel, role: str) -> None:
    """Dress a label for ``role`` where it wears another: the style sheet is asked no more often than that."""
    if part.property("role") != role:
        dress(part, role)
