"""The row of tools between chat and reply, and the line below it that says which keys send."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ticketdesk.ui.reception.compose.habits import Habits
from ticketdesk.ui.safe_text import ElidedLabel, set_tooltip
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.words import tr


class ToolBar(QWidget):
    """Emoji, picture, file, capture, phrases, orders and products, calculator, rating: each also an act with keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.emoji = IconButton("smile", tr("Emoji"))
        self.picture = IconButton("image", tr("Add a picture"))
        self.file = IconButton("paperclip", tr("Add a file"))
        self.capture = IconButton("scissors", tr("Capture the screen"))
        self.phrases = IconButton("message-square-text", tr("Phrases (/)"))
        self.cards = IconButton("shopping-bag", tr("Send an order or a product"))
        self.calculator = IconButton("calculator", tr("Calculator"))
        self.rating = IconButton("star", tr("Invite to rate"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.xs)
        for each in (self.emoji, self.picture, self.file, self.capture, self.phrases, self.cards, self.calculator,
                     self.rating):  # fmt: skip
            row.addWidget(each)
        row.addStretch(1)


class Foot(QWidget):
    """The hint, the choice of what Enter does, the button that sends."""

    def __init__(self, habits: Habits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._habits = habits
        self.hint = ElidedLabel("", role="third")
        self.send = button(tr("Send"), "send", "primary")
        self.choice = IconButton("chevron-down", tr("What Enter does"), size=16)
        self.choice.clicked.connect(self.open_choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.xs)
        row.addWidget(self.hint, 1)
        row.addWidget(self.choice)
        row.addWidget(self.send)

    def dress(self, *, enter_sends: bool) -> None:
        """Say which keys send."""
        sends = tr("Enter send · Shift+Enter new line · / phrases")
        breaks = tr("Shift+Enter send · Enter new line · / phrases")
        self.hint.setText(sends if enter_sends else breaks)
        set_tooltip(self.send, tr("Send (Enter)") if enter_sends else tr("Send (Shift+Enter)"))

    def open_choice(self) -> None:
        """Let the agent choose for this computer."""
        menu = QMenu(self)
        current_theme().dress(menu)
        group = QActionGroup(menu)
        for value, text in (
            ("shop", tr("As the shop has chosen")),
            ("sends", tr("Enter sends")),
            ("breaks", tr("Shift+Enter sends")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(value == self._habits.enter)
            action.triggered.connect(_Choice(self._habits, value, menu).take)
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.choice.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


class _Choice(QWidget):
    """One entry of the menu; Qt sends `checked` along, which is not meant."""

    def __init__(self, habits: Habits, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._take: Callable[[str], None] = habits.choose_enter
        self._value = value
        self.hide()

    def take(self) -> None:
        """Choose it."""
        self._take(self._value)
