"""Buttons: one factory for the kinds of the design, icon buttons, exclusive choice chips."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QToolButton, QWidget

from ticketdesk.ui.icons import icon as themed_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import one_line, set_tooltip
from ticketdesk.ui.widgets.flow import FlowLayout

Kind = Literal["plain", "primary", "ghost", "danger", "link", "choice"]

_INKS: Final[dict[str, str]] = {"primary": "accent.on", "danger": "bad", "link": "accent.text"}

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_PASSED_ON: Final = frozenset(_STEPS) | {Qt.Key.Key_Return, Qt.Key.Key_Enter}


def button(
    text: str,
    icon: str | None = None,
    kind: Kind = "plain",
    *,
    small: bool = False,
    name: str = "",
    tip: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button in the dress of `kind`; `name` is what readers say (else the text)."""
    made = QPushButton(one_line(text).replace("&", "&&"), parent)
    made.setProperty("kind", kind)
    made.setProperty("small", "true" if small else "false")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    made.setAccessibleName(name or one_line(text))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if icon:
        # Words may come later; an icon without any is an IconButton.
        side, pad = 14 if small else 16, 3
        made.setIcon(themed_icon(icon, _INKS.get(kind, "text"), side, pad=pad))
        made.setIconSize(QSize(side + pad, side))
    if tip:
        set_tooltip(made, tip)
    return made


class IconButton(QToolButton):
    """A flat button with an icon only; its name is spoken and shown as tooltip."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        size: int = 18,
        token: str = "text.second",
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(size, size))
        self.setFixedSize(size + 10, size + 10)
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.set_icon(icon, token)
        self.set_name(name)

    def set_icon(self, icon: str, token: str = "text.second") -> None:
        """Wear another icon; checked it takes the accent."""
        self.setIcon(themed_icon(icon, token, self.iconSize().width(), on="accent.text"))

    def set_name(self, name: str) -> None:
        """Another name for readers and tooltip."""
        self.setAccessibleName(name)
        set_tooltip(self, name)


class Choice(NamedTuple):
    """One of the chips: the key it stands for and its words."""

    key: str
    text: str
    icon: str = ""


class ChoiceChips(QWidget):
    """A row of small buttons of which one is chosen; arrows move the choice, Tab enters and leaves the row.

    A digit chooses the first nine, 0 the tenth. Enter is left to the form around.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[Choice] = (), current: str = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._row = FlowLayout(self, spacing=8)
        self._keys: list[str] = []
        self._group.idToggled.connect(self._toggled)
        self.set_choices(choices, current)

    def set_choices(self, choices: Sequence[Choice], current: str = "") -> None:
        """Offer other choices; `current` is chosen without a signal, "" chooses none."""
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.deleteLater()
        self._keys = [choice.key for choice in choices]
        for place, choice in enumerate(choices):
            chip = _ChoiceButton(choice, self)
            self._group.addButton(chip, place)
            self._row.addWidget(chip)
        self.set_current(current)

    def current(self) -> str:
        """The key chosen, "" for none."""
        place = self._group.checkedId()
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def set_current(self, key: str) -> None:
        """Choose `key` without a signal; "" or an unknown key chooses none."""
        blocked = self._group.blockSignals(True)
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)
        else:
            self._group.setExclusive(False)
            for chip in self._group.buttons():
                chip.setChecked(False)
            self._group.setExclusive(True)
        self._group.blockSignals(blocked)
        self._settle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.text().isdecimal() and event.text().isascii():
            self._choose((int(event.text()) - 1) % 10)
            return
        if step is None or not self._keys:
            super().keyPressEvent(event)
            return
        place = (max(self._group.checkedId(), 0 if step > 0 else 1) + step) % len(self._keys)
        if self._group.checkedId() < 0:
            place = 0 if step > 0 else len(self._keys) - 1
        self._choose(place)

    def _choose(self, place: int) -> None:
        target = self._group.button(place)
        if target is not None:
            target.setChecked(True)
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, place: int, on: bool) -> None:
        if on and 0 <= place < len(self._keys):
            self._settle()
            self.chosen.emit(self._keys[place])

    def _settle(self) -> None:
        """Let Tab enter the row at the chosen button, at the first where none is."""
        entry = self._group.button(max(self._group.checkedId(), 0))
        for chip in self._group.buttons():
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is entry else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(entry)


class _ChoiceButton(QPushButton):
    """One chip of the row; arrow keys go to the row, Enter to whatever the row stands in."""

    def __init__(self, choice: Choice, parent: QWidget) -> None:
        super().__init__(one_line(choice.text).replace("&", "&&"), parent)
        self.setProperty("kind", "choice")
        self.setProperty("small", "true")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(one_line(choice.text))
        if choice.icon:
            self.setIcon(themed_icon(choice.icon, "text.second", 14, on="accent.text"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _PASSED_ON or event.text().isdecimal():
            event.ignore()
        else:
            super().keyPressEvent(event)
