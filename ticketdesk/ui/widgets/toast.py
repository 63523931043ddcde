"""A short word at the bottom centre that goes by itself, with at most one act such as undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

_SHOWN_MS = 6000


class Toast(QWidget):
    """One per window; a new word replaces the one shown. It waits while the mouse is over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._act: Callable[[], None] | None = None
        self._text = label(role="toast")
        self._button = QPushButton(self)
        self._button.setProperty("kind", "toast")
        self._button.setAutoDefault(False)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._run)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, SIZES.s, SIZES.s, SIZES.s)
        row.setSpacing(SIZES.m)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.setAccessibleName(tr("Message"))
        self.hide()

    def tell(
        self, text: str, *, action: str = "", act: Callable[[], None] | None = None, shown_ms: int = _SHOWN_MS
    ) -> None:
        """Show `text` for `shown_ms` milliseconds; `action` names the button that calls `act` and hides."""
        self._act = act
        words = one_line(text, 160)
        self._text.setText(words)
        self._button.setText(action.replace("&", "&&"))
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self.setAccessibleDescription(words)
        self.place()
        self.show()
        self.raise_()
        self._clock.start(shown_ms)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def text(self) -> str:
        """The words shown now, "" when hidden."""
        return "" if self.isHidden() else self._text.text()

    def place(self) -> None:
        """Stand at the bottom centre of the parent; the window calls it when it is resized."""
        self.adjustSize()
        self.move((self._ground.width() - self.width()) // 2, self._ground.height() - self.height() - 48)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._clock.start(_SHOWN_MS // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color("toast"), SIZES.radius_card)

    def _run(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
