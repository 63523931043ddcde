"""What opens over the composer with a field of its own: the frame of emoji, goods and calculator."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ticketdesk.ui.delegates import paint
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES, current_theme

_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape,
    }
)  # fmt: skip


class ComposePopup(QFrame):
    """A frame with a title, keys and one line to type in; `closed()` gives the keyboard back.

    Keys that steer go to `steer(key, modifiers)`; one that it does not take goes to the line.
    """

    closed = Signal()

    def __init__(self, ground: QWidget, title: str, keys: str, width: int) -> None:
        super().__init__(ground)
        self._ground, self._wide, self._bottom = ground, width, 0
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(SIZES.m, 8, SIZES.m, 4)
        head.addWidget(label(title, role="third"))
        head.addStretch(1)
        head.addWidget(label(keys, role="third"))
        self.column.addLayout(head)
        self.field = QLineEdit()
        self.field.setMaxLength(200)
        self.field.installEventFilter(self)
        line = QHBoxLayout()
        line.setContentsMargins(SIZES.m, 2, SIZES.m, SIZES.s)
        line.addWidget(self.field)
        self.column.addLayout(line)
        self.setAccessibleName(title)
        self.hide()

    def open_over(self, bottom: int) -> None:
        """Stand with the lower edge at ``bottom`` (pixels of the ground) and take the keyboard."""
        current_theme().dress(self)
        self.field.clear()
        self.begin()
        self.show()
        self.raise_()
        self.place(bottom)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self, bottom: int) -> None:
        """Stand with the lower edge at ``bottom``."""
        self._bottom = bottom
        width = min(self._wide, self._ground.width() - 2 * SIZES.l)
        height = self.column.totalSizeHint().height()
        self.setGeometry(SIZES.l, max(0, bottom - height), width, height)

    def fit(self) -> None:
        """Take the height of what is shown now."""
        if not self.isHidden():
            self.column.activate()
            self.place(self._bottom)

    def begin(self) -> None:
        """Show what stands there before anything is typed."""

    def steer(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Take a key; False leaves it to the line."""
        return False

    def close_popup(self) -> None:
        """Go away and give the keyboard back."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(self.window().focusWidget() or self._ground):
            self.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _KEYS:
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape:
                self.close_popup()
                return True
            return self.steer(key, event.modifiers())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        paint.rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius, theme.color("line.strong"))
