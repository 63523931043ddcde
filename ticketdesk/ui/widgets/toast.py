"""A short word over the page that goes by itself, with at most one act such as undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from shiboken6 import isValid

from ticketdesk.ui.delegates.paint import rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

_SHOWN_MS = 6000
_EDGE = 12
_LEAST = 260


class Ground(NamedTuple):
    """Where a toast stands: in the middle of an edge of `widget`, over nothing that is written in or pressed."""

    widget: QWidget
    edge: Literal["top", "bottom"] = "bottom"


class Toast(QWidget):
    """One per window; a new word replaces the one shown. It waits while the mouse is over it.

    `ground` says where it may stand now; without one it is the parent's lower edge.
    """

    def __init__(self, parent: QWidget, ground: Callable[[], Ground] | None = None) -> None:
        super().__init__(parent)
        self._window = parent
        self._ground = ground or self._whole
        self._act: Callable[[], None] | None = None
        self._stands: QWidget | None = None
        self._text = label(role="toast")
        self._button = QPushButton(self)
        self._button.setProperty("kind", "toast")
        self._button.setAutoDefault(False)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._run)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(SIZES.m)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.setAccessibleName(tr("Message"))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)  # what took the keyboard may have come to stand below
        self.hide()

    def tell(
        self, text: str, *, action: str = "", act: Callable[[], None] | None = None, shown_ms: int = _SHOWN_MS
    ) -> None:
        """Show `text` for `shown_ms` milliseconds; `action` names the button that calls `act` and hides."""
        current_theme().dress(self, plain=True)
        self._act = act
        words = one_line(text, 160)
        self._text.setText(words)
        self._button.setText(action.replace("&", "&&"))
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        # A button brings its own margin; words alone would touch the right edge.
        self._row.setContentsMargins(SIZES.l, SIZES.s, SIZES.s if action else SIZES.l, SIZES.s)
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
        """Stand where the ground is now, not wider than it; the window calls it when it or its page changes."""
        ground = self._ground()
        self._watch(ground.widget)
        area = QRect(ground.widget.mapTo(self._window, QPoint(0, 0)), ground.widget.size())
        self._fold(max(_LEAST, area.width() - 2 * _EDGE))
        left = min(max(_EDGE, area.center().x() - self.width() // 2), self._window.width() - self.width() - _EDGE)
        top = area.top() + _EDGE if ground.edge == "top" else area.bottom() - self.height() - _EDGE
        self.move(left, top)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A strip that opens over the talk makes it lower and would lie under the word.
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and watched is self._stands and self.isVisible():
            self.place()
        return False

    def _follow(self) -> None:
        if self.isVisible():
            QTimer.singleShot(0, self, self.place)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: object) -> None:
        self._clock.start(_SHOWN_MS // 2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color("toast"), SIZES.radius_card)

    def _fold(self, most: int) -> None:
        """Take the size of the words, on more lines where they are wider than `most` pixels."""
        self._text.setWordWrap(False)
        if self.sizeHint().width() > most:
            self._text.setWordWrap(True)
            self.resize(most, self.heightForWidth(most))
        else:
            self.adjustSize()

    def _watch(self, ground: QWidget) -> None:
        if ground is not self._stands:
            if self._stands is not None and isValid(self._stands):
                self._stands.removeEventFilter(self)
            self._stands = ground
            ground.installEventFilter(self)

    def _whole(self) -> Ground:
        return Ground(self._window)

    def _run(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
