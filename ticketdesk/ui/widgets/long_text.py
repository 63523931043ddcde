"""Words of any length among others: a long text shows its beginning, and all of it when it is asked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ticketdesk.ui.safe_text import clamp, label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr

MOST: Final = 600
"""Characters shown at first: a label breaks its lines anew at each pass of the layouts, and ten thousand hold the
window."""
LINES: Final = 12


class LongText(QWidget):
    """A label of several lines, its words selectable; ``all`` is there where more than the beginning is held back
    (``most`` characters in ``lines``).
    """

    def __init__(self, parent: QWidget | None = None, *, most: int = MOST, lines: int = LINES) -> None:
        super().__init__(parent)
        self._most, self._lines = most, lines
        self.words = label(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.all: QPushButton | None = None  # most texts need none
        self._whole = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.words)

    def set_text(self, text: str) -> None:
        """Show ``text``, of a long one the beginning."""
        self._whole = text
        short = shortened(text, self._most, self._lines)
        self.words.setText(clamp(short if short == text else f"{short}…"))
        if short != text and self.all is None:
            self.all = button("", kind="link", small=True)
            self.all.clicked.connect(self.show_all)
            self._column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        if self.all is not None:
            self.all.setText(tr("Show all of it"))
            self.all.setAccessibleName(tr("Show all of a text of {0} characters", len(text)))
            self.all.setVisible(short != text)

    def whole(self) -> str:
        """The text of which at least the beginning is shown."""
        return self._whole

    def text(self) -> str:
        """What is shown."""
        return self.words.text()

    def show_all(self) -> None:
        """Show the whole text, as far as any text is shown."""
        self.words.setText(clamp(self._whole))
        if self.all is not None:
            self.all.hide()


def shortened(text: str, most: int = MOST, lines: int = LINES) -> str:
    """Return the beginning of ``text`` in ``most`` characters and ``lines``; half as much again is shown whole."""
    split = text.split("\n", lines * 3 // 2)
    cut = "\n".join(split[:lines]) if len(split) > lines * 3 // 2 else text
    return cut[:most].rstrip() if len(cut) > most * 3 // 2 or cut != text else text
