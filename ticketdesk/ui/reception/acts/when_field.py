"""A field for a moment in the agent's own words, with the moment they name shown while they are typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.domain.moments import DAY, day_start, from_ms
from ticketdesk.domain.time_words import LONGEST, moment
from ticketdesk.ui.moments import clock_text, length_text, time_text
from ticketdesk.ui.safe_text import dress, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

_WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))


def moment_text(ms: int, now: int) -> str:
    """Return a moment (UTC ms) as a reminder says it: "Today 15:30", "Tomorrow 10:00", "11-25 Wed 10:00"."""
    days = (day_start(ms) - day_start(now)) // DAY
    minute = clock_text(ms, seconds=False)
    if days == 0:
        return tr("Today {0}", minute)
    if days == 1:
        return tr("Tomorrow {0}", minute)
    day = time_text(ms, now)
    return f"{day} {minute}" if days == -1 else f"{day} {tr(_WEEKDAYS[from_ms(ms).weekday()])} {minute}"


class WhenField(QWidget):
    """`changed()` after each key; `moment()` is what the words name, None for no moment; Enter emits `entered()`."""

    changed = Signal()
    entered = Signal()

    def __init__(self, world: World, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._given = ""
        self.edit = QLineEdit()
        self.edit.setMaxLength(LONGEST)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(hint or tr("tomorrow 10:00, in 30 minutes, Fri 15:00"))
        self.shown = label(role="third")
        self.shown.setMinimumWidth(150)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(self.edit, 1)
        row.addWidget(self.shown)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._say)
        self.edit.returnPressed.connect(self.entered)

    def empty(self) -> bool:
        """Whether nothing is written."""
        return not self.edit.text().strip()

    def moment(self) -> int | None:
        """The moment that the words name (UTC ms), None for none."""
        return moment(self.edit.text(), self._world.clock())

    def set_moment(self, ms: int | None) -> None:
        """Write a moment as words that are read as it again; None empties the field."""
        self._given = f"{from_ms(ms):%Y-%m-%d %H:%M}" if ms is not None else ""
        self.edit.setText(self._given)

    def untouched(self) -> bool:
        """Whether the words are still those of `set_moment`."""
        return self.edit.text() == self._given

    def _say(self) -> None:
        now = self._world.clock()
        found = None if self.empty() else moment(self.edit.text(), now)
        wrong = found is None and not self.empty()
        words = tr("No moment to come") if wrong else ""
        self.shown.setText(_told(found, now) if found is not None else words)
        self.edit.setAccessibleDescription(self.shown.text())
        dress(self.shown, "bad" if wrong else "accent")
        self.changed.emit()


def _told(ms: int, now: int) -> str:
    return tr("{0}, in {1}", moment_text(ms, now), length_text(ms - now))
