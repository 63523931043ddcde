"""The field for an answer in the agent's own words, under the question that it answers."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.domain.text import clean_name
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr

MOST: Final = 120
"""Characters of a reason: a sentence for whoever reads the log."""


class _Line(QLineEdit):
    """`left()` on Esc."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class OwnWords(QWidget):
    """`given(words)` on Enter, `left()` on Esc; words that show nothing are not taken."""

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = _Line()
        self.line.setMaxLength(MOST)
        self.line.setAccessibleName(tr("Reason in own words"))
        self.line.setPlaceholderText(tr("Why it may be said here; the log keeps it"))
        self.send = button(tr("Send with this reason  Enter"), small=True, name=tr("Send with this reason"))
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 2, 0, 2)
        row.setSpacing(SIZES.s)
        row.addWidget(self.line, 1)
        row.addWidget(self.send)
        self.line.textChanged.connect(self._weigh)
        self.line.returnPressed.connect(self._give)
        self.line.left.connect(self.left)
        self.send.clicked.connect(self._give)
        self._weigh()

    def reach(self) -> None:
        """Give it the keyboard."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _weigh(self) -> None:
        self.send.setEnabled(bool(clean_name(self.line.text())))

    def _give(self) -> None:
        words = clean_name(self.line.text())
        if words:
            self.given.emit(words)
