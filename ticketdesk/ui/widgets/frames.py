"""Grounds that hold other widgets: card, banner, empty and error state, busy bar."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ticketdesk.ui.delegates.paint import level_tokens, rounded
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel, clamp, dress, label, repolish
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr


class Card(QFrame):
    """A rounded surface with a hairline, in the accent while it has the focus; `body` is its column."""

    def __init__(self, *, margin: int = 12, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(spacing)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        edge = theme.color("accent" if self.hasFocus() else "line")
        rounded(QPainter(self), self.rect(), theme.color("raised"), SIZES.radius_card, edge)


class IconMark(QWidget):
    """An icon that stands still, in a token's colour."""

    def __init__(self, icon: str, token: str = "text.second", size: int = 16, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setFixedSize(size, size)

    def set_icon(self, icon: str, token: str) -> None:
        """Show another icon or colour."""
        self._icon, self._token = icon, token
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self.rect(), self._icon, self._token)


class Banner(QFrame):
    """A line in a level's colour above a page: icon, bold lead, words and at most one act.

    Words stand on more lines where there is little room; without ``wrap`` it is the lead that ends in ….
    """

    acted = Signal()

    _ICONS: Final = {"warn": "circle-alert", "bad": "circle-alert", "ok": "circle-check"}

    def __init__(
        self,
        text: str = "",
        level: Literal["plain", "ok", "warn", "bad", "accent", "note"] = "warn",
        *,
        action: str = "",
        lead: str = "",
        icon: str = "",
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._level = level
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.m, 5, SIZES.s, 5)
        row.setSpacing(SIZES.s)
        self._mark = IconMark(icon or self._ICONS.get(level, "info"), level_tokens(level)[0], 15)
        self._lead = ElidedLabel(role="strong")
        self._text = label(wrap=wrap)
        self._act = button("", kind="link", small=True)
        self._act.clicked.connect(self.acted)
        row.addWidget(self._mark)
        row.addWidget(self._lead)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        self.set_banner(text, level, action=action, lead=lead)

    def set_banner(
        self,
        text: str,
        level: Literal["plain", "ok", "warn", "bad", "accent", "note"] = "warn",
        *,
        action: str = "",
        lead: str = "",
    ) -> None:
        """Say something else; without `action` there is no button."""
        self._level = level
        role = level if level in ("ok", "warn", "bad", "note", "accent") else "second"
        for part, words in ((self._lead, lead), (self._text, text)):
            part.setText(clamp(words))
            if part.property("role") != role:  # a clock says something else each second in the same colour
                part.setProperty("role", role)
                repolish(part)
        self._lead.setVisible(bool(lead))
        self._act.setText(action.replace("&", "&&"))
        self._act.setAccessibleName(action)
        self._act.setVisible(bool(action))
        self._mark.set_icon(self._ICONS.get(level, "info"), level_tokens(level)[0])
        self.setAccessibleName(f"{lead} {text}".strip())
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), current_theme().color(level_tokens(self._level)[1]), SIZES.radius)


class EmptyState(QWidget):
    """What a list shows when it has no rows: icon, title, one sentence, at most one act."""

    acted = Signal()

    def __init__(
        self, icon: str, title: str, text: str = "", *, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setSpacing(SIZES.s)
        column.addStretch(2)
        self._mark = IconMark(icon, "text.third", 36)
        column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        self.title: QLabel = label(role="strong")
        self.text: QLabel = label(wrap=True, role="third")
        for line in (self.title, self.text):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        self.action: QPushButton = button("", small=False)
        self.action.clicked.connect(self.acted)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.set_state(title, text, action=action)

    def set_state(self, title: str, text: str = "", *, action: str = "", icon: str = "") -> None:
        """Say something else; without `action` there is no button."""
        self.title.setText(clamp(title))
        self.text.setText(clamp(text))
        self.text.setVisible(bool(text))
        self.action.setText(action.replace("&", "&&"))
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        if icon:
            self._mark.set_icon(icon, "text.third")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 140)


class ErrorState(EmptyState):
    """What a page shows when it could not be read: the sentence and a way to try again."""

    def __init__(self, text: str = "", *, title: str = "", action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            "circle-alert",
            title or tr("This could not be shown"),
            text,
            action=action or tr("Try again"),
            parent=parent,
        )
        self._mark.set_icon("circle-alert", "bad")
        dress(self.text, "second")


class BusyBar(QProgressBar):
    """A 4 px bar at the top of what is being loaded; it moves without a share, and hides when idle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedHeight(4)
        self.setAccessibleName(tr("Working"))
        self.set_idle()

    def set_busy(self, share: float | None = None) -> None:
        """Show work: `share` 0..1 where it is known, else a moving bar."""
        self.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.setValue(round(1000 * min(1.0, max(0.0, share))))
        self.show()

    def set_idle(self) -> None:
        """Hide; the place may be kept by the layout."""
        self.hide()
        self.setRange(0, 1000)
