"""The rail at the left: the pages as icons with words and badges, at the foot what belongs to all of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.ui.actions import Act, Actions
from ticketdesk.ui.delegates.paint import rounded, text_line
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.strip import Strip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.words import tr

_HEIGHT: Final = 53
_ICON: Final = 20


class RailButton(QAbstractButton):
    """One entry: icon above a word, a badge at its upper right; Space and Enter press it."""

    def __init__(self, act: Act, action: QAction, *, page: bool) -> None:
        super().__init__()
        self.act = act
        self._badge = 0
        self._loud = True
        self.setText(tr(act.text))
        self.setCheckable(page)
        self.setAutoExclusive(page)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.text())
        self._action = action
        action.changed.connect(self._dress)
        self._dress()
        self.clicked.connect(action.trigger)

    def _dress(self) -> None:
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        set_tooltip(self, f"{self.text()} ({keys})" if keys else self.text())

    def set_badge(self, count: int) -> None:
        """Show ``count`` at the corner; 0 shows none, over 99 "99+"."""
        if count != self._badge:
            self._badge = count
            self.setAccessibleDescription(f"{count}" if count else "")
            self.update()

    def badge(self) -> int:
        """The number shown."""
        return self._badge

    @override
    def sizeHint(self) -> QSize:
        return QSize(SIZES.rail - 12, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        lit = self.isChecked() or self.isDown() or self.underMouse() or self.hasFocus()
        if lit:
            ring = theme.color("rail.on") if self.hasFocus() else None
            rounded(painter, self.rect(), theme.color("rail.active"), SIZES.radius_card, ring)
        ink = "rail.on" if lit else "rail.text"
        paint_icon(painter, QRect((self.width() - _ICON) // 2, 8, _ICON, _ICON), self.act.icon, ink)
        text_line(
            painter,
            QRect(2, 31, self.width() - 4, 16),
            self.text(),
            theme.font("tiny"),
            theme.color(ink),
            Qt.AlignmentFlag.AlignHCenter,
        )
        self._paint_badge(painter, theme.color("bad.fill"), theme.color("bad.on"))

    def _paint_badge(self, painter: QPainter, ground: QColor, ink: QColor) -> None:
        if not self._badge:
            return
        words = "99+" if self._badge > 99 else str(self._badge)
        font = current_theme().font("tiny")
        painter.setFont(font)
        width = max(16, painter.fontMetrics().horizontalAdvance(words) + 8)
        pill = QRectF(self.width() / 2 + 5, 3, width, 16)
        rounded(painter, pill, ground, 8)
        painter.setPen(ink)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)


class _Mark(QWidget):
    """The mark of the program at the top of the rail."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(36, 36)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rounded(painter, self.rect(), theme.color("accent"), SIZES.radius_card)
        paint_icon(painter, self.rect().adjusted(8, 8, -8, -8), "ticket-check", "accent.on")


class Rail(Strip):
    """Page buttons above, others at the foot; `set_current` shows which page is open."""

    def __init__(self, actions: Actions, acts: tuple[Act, ...], pages: tuple[str, ...], foot: tuple[str, ...]) -> None:
        super().__init__("rail")
        self.setFixedWidth(SIZES.rail)
        self.setAccessibleName(tr("Pages"))
        named = {act.name: act for act in acts}
        names = dict.fromkeys((*pages, *foot))
        self.buttons = {name: RailButton(named[name], actions.of(name), page=name in pages) for name in names}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 12, 6, 8)
        column.setSpacing(4)
        column.addWidget(_Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        for name in pages:
            if name not in foot:
                column.addWidget(self.buttons[name])
        column.addStretch(1)
        for name in foot:
            column.addWidget(self.buttons[name])

    def set_current(self, page: str) -> None:
        """Show ``page`` as the open one."""
        for name, button in self.buttons.items():
            if button.isCheckable():
                button.setChecked(name == page)
