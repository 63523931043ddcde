"""The text box of a pasted conversation: also megabytes, which are kept whole and shown from their beginning."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import LONGEST_RUN, MOST_SHOWN, clamp
from ticketdesk.words import tr

_EDITABLE: Final = 200_000
_MOST_LINES: Final = 2_000
_LINES_SHOWN: Final = 500


class PasteEdit(QPlainTextEdit):
    """`source_changed()` whenever `source()` is another text; `file_dropped(str)` for the path of a dropped file.

    A text too large to be edited is read-only until it is replaced or cleared.
    """

    source_changed = Signal()
    file_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole: str | None = None
        self.setTabChangesFocus(True)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Copied conversation"))
        self.setPlaceholderText(tr("In Qianniu press Ctrl+A and Ctrl+C inside the conversation, then Ctrl+V here."))
        self.textChanged.connect(self._edited)

    def source(self) -> str:
        """The whole text."""
        return self._whole if self._whole is not None else self.toPlainText()

    def set_source(self, text: str) -> None:
        """Take another text."""
        large = _large(text)
        self._whole = text if large else None
        blocked = self.blockSignals(True)
        self.setPlainText(_beginning(text) if large else text.replace("\0", ""))
        self.blockSignals(blocked)
        self.setReadOnly(large)
        self.source_changed.emit()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if not source.hasText():
            return
        text = source.text()
        if self._whole is not None or not self.toPlainText():
            self.set_source(text)
        elif _large(text):
            self.set_source(f"{self.toPlainText()}\n{text}")
        else:
            self.insertPlainText(text.replace("\0", ""))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if _file(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _file(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.file_dropped.emit(path)
        else:
            super().dropEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensureCursorVisible()

    def _edited(self) -> None:
        if self._whole is None:
            self.source_changed.emit()


def _large(text: str) -> bool:
    """Whether a text widget would stand still over ``text``."""
    if len(text) > _EDITABLE or text.count("\n") > _MOST_LINES:
        return True
    return any(len(line) > LONGEST_RUN * 4 for line in text.splitlines())


def _beginning(text: str) -> str:
    """What is shown of a large text: laying out a line takes as long whether it is short or long."""
    return clamp("\n".join(text[:MOST_SHOWN].split("\n", _LINES_SHOWN)[:_LINES_SHOWN]))


def _file(mime: QMimeData) -> str:
    """The first local file of a drop, "" for none."""
    return next((url.toLocalFile() for url in mime.urls() if url.isLocalFile()), "")
