"""A box to write in that never stands still over what is pasted: plain text up to a length, refused beyond it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.text import strip_nul
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import MOST_SHOWN

MOST_LINES: Final = 2_000
"""Lines of a box: a paste of ten thousand takes 70 ms to lay out."""


class TextBox(QPlainTextEdit):
    """`refused(DeskError)` where a paste is longer than can be laid out at once; nothing of it is taken then.

    In a dialog with a line of its own for such words (`set_status`) they are shown there as well.
    """

    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.refused.connect(self._tell)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.put(source.text())

    def put(self, text: str) -> None:
        """Write ``text`` at the caret, without NUL and lone surrogates; all of it, or nothing and `refused`."""
        plain = strip_nul(text)
        chosen = len(self.textCursor().selectedText())
        length = self.document().characterCount() - chosen + len(plain)
        if length > MOST_SHOWN or self.blockCount() + plain.count("\n") > MOST_LINES:
            self.refused.emit(DeskError("text_too_long_here", limit=MOST_SHOWN, lines=MOST_LINES))
        else:
            self.insertPlainText(plain)

    def _tell(self, error: DeskError) -> None:
        # Imported here: the words of refusals are needed only where one is told.
        from ticketdesk.words.errors import sentence

        tell = getattr(self.window(), "set_status", None)
        if tell is not None:
            tell(sentence(error), "bad")
