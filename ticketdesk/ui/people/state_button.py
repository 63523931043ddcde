"""Whether the one who works here takes conversations, in the top bar: a dot and a word, opening a menu of the three."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ticketdesk.ui.delegates.paint import rounded, text_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import set_tooltip, tooltip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import mark, tr

# The values of domain.assignment.AgentState: its words, the token of its dot, what it means.
STATES: Final = MappingProxyType(
    {
        "online": (mark("Online"), "ok", mark("New conversations come to you.")),
        "suspended": (mark("Suspended"), "warn", mark("You go on with your conversations; no new ones come.")),
        "offline": (mark("Offline"), "text.third", mark("Nothing comes to you; who waits goes on to colleagues.")),
    }
)
_DOT: Final = 8
_HEIGHT: Final = 32
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class StateButton(QAbstractButton):
    """Space, Enter, Down or a click opens ``menu``; ``chosen(state)`` when another state is wanted.

    The button shows the new one only when `set_state` says that it holds.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ""
        self.menu = QMenu(self)
        group = QActionGroup(self.menu)
        for state, (text, _token, meaning) in STATES.items():
            line = QAction(tr(text), self.menu)
            line.setData(state)
            line.setCheckable(True)
            line.setToolTip(tooltip(tr(meaning)))
            line.triggered.connect(partial(self._pick, state))
            group.addAction(line)
            self.menu.addAction(line)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToHide.connect(self._tick)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.hide()

    def set_state(self, state: str) -> None:
        """Show a state; "" where nobody is signed in hides the button."""
        self._state = state if state in STATES else ""
        self.setVisible(bool(self._state))
        if self._state:
            text, _token, meaning = STATES[self._state]
            self.setAccessibleName(tr("My state: {0}", tr(text)))
            self.setAccessibleDescription(tr(meaning))
            set_tooltip(self, f"{tr(text)} · {tr(meaning)}")
        self._tick()
        self.updateGeometry()
        self.update()

    def state(self) -> str:
        """The state shown, "" for none."""
        return self._state

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self._tick()
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current_theme().font("base"))
        widest = max(metrics.horizontalAdvance(tr(text)) for text, _token, _meaning in STATES.values())
        return QSize(_DOT + widest + 42, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _OPENING:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._state:
            return
        theme, painter = current_theme(), QPainter(self)
        if self.underMouse() or self.hasFocus():
            ring = theme.color("accent") if self.hasFocus() else None
            rounded(painter, self.rect(), theme.color("hover"), SIZES.radius, ring)
        text, token, _meaning = STATES[self._state]
        middle = self.height() / 2
        rounded(painter, QRectF(8, middle - _DOT / 2, _DOT, _DOT), theme.color(token), _DOT / 2)
        words = QRect(8 + _DOT + 8, 0, self.width() - _DOT - 40, self.height())
        text_line(painter, words, tr(text), theme.font("base"), theme.color("text"))
        paint_icon(painter, QRect(self.width() - 20, round(middle) - 7, 14, 14), "chevron-down", "text.third")

    def _tick(self) -> None:
        for line in self.menu.actions():
            line.setChecked(line.data() == self._state)

    def _pick(self, state: str, _checked: bool = False) -> None:
        if state != self._state:
            self.chosen.emit(state)
