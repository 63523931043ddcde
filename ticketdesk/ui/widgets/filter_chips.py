"""Chips of a filter row: one that is on or off, one that offers a menu and shows what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.widgets.buttons import Choice, button
from ticketdesk.words import tr

_MOST: Final = 30


def toggle_chip(text: str) -> QPushButton:
    """A chip that is on or off; ``toggled`` when it is turned."""
    made = button(text, kind="choice", small=True)
    made.setCheckable(True)
    return made


class MenuChip(QPushButton):
    """A chip that opens a menu of choices; ``chosen(key)`` on another one, "" for any.

    It reads "State" while nothing is chosen, else "State: To ship", and then looks chosen.
    """

    chosen = Signal(str)

    def __init__(
        self, text: str, choices: Sequence[Choice] = (), *, any_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._any = text, any_text or tr("Any")
        self._choices: list[Choice] = []
        self._key = ""
        self.setProperty("kind", "choice")
        self.setProperty("small", "true")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self._menu.triggered.connect(self._pick)
        self._menu.aboutToHide.connect(self._dress)
        self.clicked.connect(self._dress)
        self.setMenu(self._menu)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; what was chosen stays where it still is offered."""
        self._choices = list(choices)
        self._menu.clear()
        for choice in (Choice("", self._any), *self._choices):
            action = self._menu.addAction(one_line(choice.text, 60).replace("&", "&&"))
            action.setData(choice.key)
            action.setCheckable(True)
            self._group.addAction(action)
        self.set_current(self._key if any(choice.key == self._key for choice in choices) else "")

    def current(self) -> str:
        """The key chosen, "" for any."""
        return self._key

    def set_current(self, key: str, text: str = "") -> None:
        """Choose ``key`` without a signal; ``text`` is shown where the menu has no words for it."""
        self._key = key
        words = next((choice.text for choice in self._choices if choice.key == key), text) if key else ""
        shown = f"{self._text}: {words}" if words else self._text
        self.setText(one_line(shown, _MOST + len(self._text)).replace("&", "&&") + "   ")
        self.setAccessibleName(shown)
        for action in self._menu.actions():
            action.setChecked(action.data() == key)
        self._dress()

    def _pick(self, action: QAction) -> None:
        key = str(action.data())
        if key != self._key:
            self.set_current(key)
            self.chosen.emit(key)

    def _dress(self) -> None:
        """Opening the menu must not turn the look of the chip."""
        self.setChecked(bool(self._key))
