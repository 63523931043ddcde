"""The days between which a phrase is offered: as words, as two fields, and as moments."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QGridLayout, QWidget

from ticketdesk.domain.moments import from_ms, parse_stamp
from ticketdesk.domain.phrase_merge import Validity
from ticketdesk.ui.theme import SIZES
from ticketdesk.words import tr

DAY_MS: Final = 24 * 3_600_000
_FORM: Final = "yyyy-MM-dd"


def validity_words(start: int | None, end: int | None, now: int) -> str:
    """Say from when to when a phrase is offered; "" where it always is."""
    if end is not None and end <= now:
        return tr("Ended {0}", _day(end - 1))
    if start is not None and start > now:
        return tr("From {0}", _day(start))
    return tr("Until {0}", _day(end - 1)) if end is not None else ""


def validity_level(start: int | None, end: int | None, now: int, soon: int) -> str:
    """Return the ink of those words: "bad" once it ended, "warn" within ``soon`` (ms) of the end."""
    if end is not None and end <= now:
        return "bad"
    return "warn" if end is not None and end <= now + soon else "text.second"


class ValidityFields(QWidget):
    """A first and a last day, each only where its box is ticked; both days are included. ``changed()``."""

    changed = Signal()

    def __init__(self, now: int) -> None:
        super().__init__()
        self._now = now
        self.from_box, self.first = _pair(tr("Offered from"), tr("First day"))
        self.to_box, self.last = _pair(tr("Offered until"), tr("Last day"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.s)
        grid.setVerticalSpacing(SIZES.xs)
        for place, (box, field) in enumerate(((self.from_box, self.first), (self.to_box, self.last))):
            grid.addWidget(box, 0, place)
            grid.addWidget(field, 1, place)
            box.toggled.connect(field.setEnabled)
            box.toggled.connect(self._tell)
            field.dateChanged.connect(self._tell)
        self.show_days(None, None)

    def show_days(self, start: int | None, end: int | None) -> None:
        """Show the days of these moments (UTC ms; the end is the first moment after the last day)."""
        blocked = self.blockSignals(True)
        self.from_box.setChecked(start is not None)
        self.to_box.setChecked(end is not None)
        self.first.setDate(_date(start if start is not None else self._now))
        self.last.setDate(_date(end - 1 if end is not None else self._now + 6 * DAY_MS))
        for box, field in ((self.from_box, self.first), (self.to_box, self.last)):
            field.setEnabled(box.isChecked())
        self.blockSignals(blocked)

    def days(self) -> Validity:
        """Return the moments of the days chosen (UTC ms), None where a box is not ticked."""
        start = _moment(self.first) if self.from_box.isChecked() else None
        end = _moment(self.last) + DAY_MS if self.to_box.isChecked() else None
        return start, end

    def _tell(self) -> None:
        self.changed.emit()


def _pair(words: str, name: str) -> tuple[QCheckBox, QDateEdit]:
    box, field = QCheckBox(words), QDateEdit()
    field.setAccessibleName(name)
    field.setDisplayFormat(_FORM)
    field.setCalendarPopup(True)
    return box, field


def _day(moment: int) -> str:
    return from_ms(moment).date().isoformat()


def _date(moment: int) -> QDate:
    day = from_ms(moment).date()
    return QDate(day.year, day.month, day.day)


def _moment(field: QDateEdit) -> int:
    found = parse_stamp(f"{field.date().toString(_FORM)} 00:00:00")
    return found if found is not None else 0
