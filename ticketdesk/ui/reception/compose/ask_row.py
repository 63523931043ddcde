"""The question before a reply leaves, as a row of a form: where the text field does not hand its keys on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.reception.compose.ask_bar import AskBar

_ANSWERS: Final = frozenset({*map(Qt.Key, range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)), Qt.Key.Key_Escape})
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class AskRow(AskBar):
    """It takes its room in the layout, and the keys itself: `reach()` gives it the keyboard while it is asked."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.left.connect(self.reach)

    def reach(self) -> None:
        """Give it the keyboard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def place(self, bottom: int) -> None:
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the lines are at this width: not every layout above asks for that."""
        if self.question is not None:
            self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.question is not None and (key in _ENTER or (plain and key in _ANSWERS)):
            self.key(Qt.Key(key))
        else:
            super().keyPressEvent(event)
