"""A chip that opens a menu: the way to change a ticket's state, type, priority and assignee."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from ticketdesk.ui.delegates import chips
from ticketdesk.ui.delegates.paint import Level, rounded
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.theme import SIZES, current_theme

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class Option(NamedTuple):
    """One line of the menu: the key it stands for and its words."""

    key: str
    text: str


Options = Sequence[Option] | Callable[[], Sequence[Option]]


class ChipButton(QAbstractButton):
    """Painted as a chip with ▾; Space, Enter, Down or a click opens the menu. `chosen(key)` for another option."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._current = name, ""
        self._chip = chips.ChipText("")
        self._options: Options = ()
        self._filled = False
        self.menu = QMenu(self)
        self._group = QActionGroup(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_menu)
        self._group.triggered.connect(self._choose)

    def set_chip(self, text: str, level: Level, options: Options, current: str, *, refusal: str = "") -> None:
        """Show `text`; the menu offers `options` with `current` marked. `refusal` says why it cannot be changed.

        Options that have to be asked for first are given as what gives them: the menu asks when it is opened.
        """
        self._current = current
        usable = bool(options) and not refusal
        self._chip = chips.ChipText(one_line(text, 24) + (" ▾" if usable else ""), level)
        self.setAccessibleName(f"{self._name}: {one_line(text)}")
        self.setEnabled(usable)
        set_tooltip(self, refusal or self._name)
        self._options = options
        self._filled = False
        if self.menu.isVisible():
            self._fill()
        self.updateGeometry()
        self.update()

    def open_menu(self) -> None:
        """Open the menu below the chip."""
        self._fill()
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def options(self) -> list[QAction]:
        """The lines of the menu."""
        self._fill()
        return self.menu.actions()

    @override
    def sizeHint(self) -> QSize:
        return QSize(chips.chip_width(self._chip) + 2, chips.HEIGHT + 4)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _OPENING:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        chips.paint_chip(painter, 1, 2, self._chip, self.width() - 2)
        if self.hasFocus():
            theme = current_theme()
            rounded(painter, self.rect(), theme.color("clear"), SIZES.radius_chip, theme.color("accent"))

    def _fill(self) -> None:
        """Make the lines of the menu when they are asked for: four menus a ticket are seldom opened."""
        if self._filled:
            return
        self._filled = True
        self.menu.clear()
        for old in self._group.actions():
            self._group.removeAction(old)
        for option in self._options if isinstance(self._options, Sequence) else self._options():
            action = QAction(one_line(option.text).replace("&", "&&"), self.menu)
            action.setData(option.key)
            action.setCheckable(True)
            action.setChecked(option.key == self._current)
            self._group.addAction(action)
            self.menu.addAction(action)

    def _choose(self, action: QAction) -> None:
        key = str(action.data())
        if key != self._current:
            self.chosen.emit(key)
