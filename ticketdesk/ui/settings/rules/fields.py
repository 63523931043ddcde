"""Fields of a rule's form: each shows what a pack states in plain values and gives them back, None for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from ticketdesk.domain.rules.fields import LONGEST_TEXT, REGIONS, parted
from ticketdesk.domain.text import strip_nul
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.words import tr
from ticketdesk.words.names import ticket_state_name
from ticketdesk.words.rule_fields import region_name

_SHORT: Final = 72
_NUMBER: Final = 20


class Entry(Protocol):
    """One field: ``show_value`` tells nothing of what it shows by ``edited``."""

    @property
    def edited(self) -> SignalInstance:
        """Something was typed or chosen."""
        ...

    def show_value(self, value: Any) -> None:
        """Show what a pack states, None for nothing."""
        ...

    def given(self) -> Any:
        """Return what stands here, None for nothing."""
        ...

    def lock(self) -> None:
        """Let it be read and not be changed."""
        ...


class TextEntry(QLineEdit):
    """A line of text; ``spoken`` ones are shown in the chosen language and stay as stated until they are typed over."""

    edited = Signal()

    def __init__(self, *, spoken: bool = False, most: int = LONGEST_TEXT, hint: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self._spoken, self._source = spoken, ""
        self.setMaxLength(most)
        self.textChanged.connect(self.edited)

    def show_value(self, value: Any) -> None:
        """Show a text from its beginning."""
        self._source = str(value or "")
        self.setText(self._shown())
        self.setCursorPosition(0)

    def given(self) -> Any:
        """Return the text without blanks at its ends."""
        if self.text() == self._shown():
            return self._source or None
        return strip_nul(self.text()).strip() or None

    def lock(self) -> None:
        """Let it be read."""
        self.setReadOnly(True)

    def _shown(self) -> str:
        return tr(self._source) if self._spoken and self._source else self._source


class NumberEntry(TextEntry):
    """A whole number; what is none is given as it is typed, so that it can be told what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(most=_NUMBER)
        self.setMaximumWidth(_SHORT)

    def given(self) -> Any:
        """Return the number, the text where it is none."""
        text = strip_nul(self.text()).strip()
        return int(text) if text.removeprefix("-").isdecimal() and text.isascii() else text or None


class TextsEntry(TextEntry):
    """Several texts on a line, blanks or commas between them."""

    def show_value(self, value: Any) -> None:
        super().show_value(" ".join(value or ()))

    def given(self) -> Any:
        """Return the texts as a list."""
        return parted(strip_nul(self.text())) or None


class ChoiceEntry(QComboBox):
    """One of several: keys with their words. The mouse wheel scrolls the form and chooses nothing."""

    edited = Signal()

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in choices:
            self.addItem(one_line(words, 90), key)
        self.currentIndexChanged.connect(self.edited)

    def show_value(self, value: Any) -> None:
        """Choose what is stated; what is not among the choices becomes one."""
        place = self.findData(value or "")
        if place < 0:
            self.addItem(one_line(str(value), 60), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def given(self) -> Any:
        """Return the key chosen, None for the choice of nothing."""
        return self.currentData() or None

    def lock(self) -> None:
        """Let it be read."""
        self.setEnabled(False)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NextEntry(ChoiceEntry):
    """The rules that follow: none, one of the pack, or the several that are stated, which stay one choice."""

    def show_value(self, value: Any) -> None:
        names = list(value or ())
        joined = " ".join(names)
        if len(names) > 1 and self.findData(joined) < 0:
            self.addItem(one_line(" · ".join(names), 60), joined)
        super().show_value(joined)

    def given(self) -> Any:
        """Return the names of the rules as a list."""
        return str(self.currentData() or "").split() or None


class YesEntry(QCheckBox):
    """Yes, or nothing."""

    edited = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.toggled.connect(self.edited)

    def show_value(self, value: Any) -> None:
        """Tick it where it is stated."""
        self.setChecked(bool(value))

    def given(self) -> Any:
        """Return True where it is ticked."""
        return True if self.isChecked() else None

    def lock(self) -> None:
        """Let it be read."""
        self.setEnabled(False)


class Entries(QWidget):
    """Several small fields in a line that are one field of the rule."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SIZES.s)

    def add(self, part: TextEntry, name: str, *, words: str = "") -> None:
        """Add a field called ``name``, with ``words`` before it."""
        part.setAccessibleName(name)
        part.setFixedWidth(_SHORT)
        part.edited.connect(self.edited)
        if words:
            self.row.addWidget(label(words, role="third"))
        self.row.addWidget(part)


class WindowEntry(Entries):
    """From one time of the day to another."""

    def __init__(self) -> None:
        super().__init__()
        self.begins, self.ends = TextEntry(most=_NUMBER), TextEntry(most=_NUMBER)
        self.add(self.begins, tr("From this time of the day"))
        self.add(self.ends, tr("Until this time of the day"), words="–")
        self.row.addStretch(1)

    def show_value(self, value: Any) -> None:
        """Show two times."""
        for part, text in zip((self.begins, self.ends), value or ("", ""), strict=True):
            part.show_value(text)

    def given(self) -> Any:
        """Return both times, None where both are empty."""
        found = [self.begins.given() or "", self.ends.given() or ""]
        return found if any(found) else None

    def lock(self) -> None:
        """Let it be read."""
        self.begins.lock()
        self.ends.lock()


class RegionsEntry(Entries):
    """The hours of each region."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = {name: NumberEntry() for name in REGIONS}
        for name, part in self.parts.items():
            self.add(part, tr("Hours: {0}", region_name(name)), words=region_name(name))
        self.row.addStretch(1)

    def show_value(self, value: Any) -> None:
        """Show hours by region."""
        stated: Mapping[str, Any] = value or {}
        for name, part in self.parts.items():
            part.show_value(stated.get(name))

    def given(self) -> Any:
        """Return the hours that are stated, None where none are."""
        found = {name: part.given() for name, part in self.parts.items()}
        return {name: hours for name, hours in found.items() if hours is not None} or None

    def lock(self) -> None:
        """Let it be read."""
        for part in self.parts.values():
            part.lock()


class StatesEntry(QWidget):
    """States of a ticket to tick; one that is stated and not offered stays."""

    edited = Signal()

    def __init__(self, states: Sequence[str]) -> None:
        super().__init__()
        self._others: list[str] = []
        self.boxes = {state: YesEntry(ticket_state_name(state)) for state in states}
        row = FlowLayout(self, spacing=SIZES.m)
        for box in self.boxes.values():
            row.addWidget(box)
            box.edited.connect(self.edited)

    def show_value(self, value: Any) -> None:
        """Tick the states that are stated."""
        stated = list(value or ())
        self._others = [each for each in stated if each not in self.boxes]
        for state, box in self.boxes.items():
            box.show_value(state in stated)

    def given(self) -> Any:
        """Return the states in the order in which a pack states them."""
        return sorted([*self._others, *(state for state, box in self.boxes.items() if box.given())]) or None

    def lock(self) -> None:
        """Let it be read."""
        for box in self.boxes.values():
            box.lock()
