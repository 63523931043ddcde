"""A line that is there to be copied: shown as it is, with a button that puts it on the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.ui.safe_text import dress
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class CopyLine(QWidget):
    """``name`` says what it is to readers; the button copies all of it."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__()
        self._world, self._name = world, name
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setAccessibleName(name)
        dress(self.line, "mono")
        self.copy = button(tr("Copy"), icon="copy", name=tr("Copy: {0}", name))
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy)
        self.copy.clicked.connect(self._copy)

    def show_text(self, text: str) -> None:
        """Show ``text`` from its beginning."""
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text())
        self._world.notices.say(tr("Copied: {0}", self._name))
