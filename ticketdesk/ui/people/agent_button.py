"""The one who works here, in the top bar: avatar, name and role, opening the menu of switching, locking, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ticketdesk.ui.delegates.paint import avatar, rounded, text_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

_AVATAR: Final = 30
_HEIGHT: Final = 40
_MOST: Final = 130
_OPENING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class AgentButton(QAbstractButton):
    """Space, Enter, Down or a click opens ``menu``; groups of acts stand between lines."""

    def __init__(self, groups: Sequence[Sequence[QAction]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role = "", ""
        self.menu = QMenu(self)
        for place, group in enumerate(groups):
            if place:
                self.menu.addSeparator()
            self.menu.addActions(list(group))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self.set_agent("", "")

    def set_agent(self, name: str, role: str) -> None:
        """Show who works here; ``role`` is already in words."""
        self._name, self._role = one_line(name, 60), one_line(role, 60)
        words = f"{self._name}, {self._role}".strip(", ")
        self.setAccessibleName(words or tr("Nobody is signed in"))
        set_tooltip(self, words)
        self.updateGeometry()
        self.update()

    def name(self) -> str:
        """The name shown."""
        return self._name

    def role(self) -> str:
        """The role shown."""
        return self._role

    def open_menu(self) -> None:
        """Open the menu below, its right edge at the button's."""
        corner = self.mapToGlobal(self.rect().bottomRight())
        corner.setX(corner.x() - self.menu.sizeHint().width())
        self.menu.popup(corner)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_AVATAR + 34 + self._words_width(), _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_AVATAR + 60, _HEIGHT)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _OPENING:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        if self.underMouse() or self.hasFocus():
            ring = theme.color("accent") if self.hasFocus() else None
            rounded(painter, self.rect(), theme.color("hover"), SIZES.radius, ring)
        avatar(painter, QRect(4, (self.height() - _AVATAR) // 2, _AVATAR, _AVATAR), self._name)
        left, room = _AVATAR + 12, self.width() - _AVATAR - 34
        bold, small = theme.font("base", bold=True), theme.font("small")
        text_line(painter, QRect(left, 3, room, 18), self._name, bold, theme.color("text"))
        text_line(painter, QRect(left, 20, room, 17), self._role, small, theme.color("text.third"))
        paint_icon(painter, QRect(self.width() - 18, self.height() // 2 - 7, 14, 14), "chevron-down", "text.third")

    def _words_width(self) -> int:
        theme = current_theme()
        name = QFontMetrics(theme.font("base", bold=True)).horizontalAdvance(self._name)
        role = QFontMetrics(theme.font("small")).horizontalAdvance(self._role)
        return min(max(name, role) + 4, _MOST)
