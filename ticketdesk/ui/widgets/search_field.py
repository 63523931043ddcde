"""The search field of the design: a glass at the left, the keys that reach it at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.ui.icons import icon
from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.marks import KeyHint


class SearchField(QLineEdit):
    """A line with a glass; `searched(text)` follows typing after a pause and Enter at once; Esc empties it."""

    searched = Signal(str)
    down_pressed = Signal()

    def __init__(
        self, placeholder: str, *, name: str = "", keys: str = "", pause_ms: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setMaxLength(500)
        self.addAction(icon("search", "text.third", 16), QLineEdit.ActionPosition.LeadingPosition)
        self._hint: KeyHint | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)
        if keys:
            self.set_keys(keys)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.returnPressed.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()

    def set_keys(self, keys: str) -> None:
        """Show which keys reach the field ("" for none); the window's act is what they do."""
        if self._hint is not None:
            self._hint.hide()
            self._hint.deleteLater()
            self._hint = None
        if keys:
            self._hint = KeyHint(keys, self)
            self._hint.setVisible(not self.text())
            self._place_hint()
        self.setTextMargins(0, 0, self._hint.sizeHint().width() if self._hint else 0, 0)

    def _place_hint(self) -> None:
        if self._hint is not None:
            size = self._hint.sizeHint()
            self._hint.setGeometry(
                self.width() - size.width() - 5, (self.height() - size.height()) // 2, size.width(), size.height()
            )

    def _typed(self) -> None:
        if self._hint is not None:
            self._hint.setVisible(not self.text())
        self._pause.start()

    def _tell(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text())
