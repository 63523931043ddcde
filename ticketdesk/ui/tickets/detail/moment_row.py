"""One moment of a ticket's life: typed, picked in the calendar, or moved to along the life."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDateTime, QSignalBlocker, QTimeZone, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QWidget

from ticketdesk.domain.moments import HOUR, SECOND
from ticketdesk.domain.ticket_past import Point, point_at
from ticketdesk.ui.safe_text import ElidedLabel, label
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.tickets.detail.life_slider import LifeSlider
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.day_field import colour_calendar, shape_calendar
from ticketdesk.words import tr

_FORM: Final = "yyyy-MM-dd HH:mm:ss"
_AHEAD: Final = 8 * HOUR  # the shop's clock, which the field shows in a zone of its own: the computer may have another
_TITLE: Final = 56
_WORDS: Final = 200


class MomentRow(QWidget):
    """`chosen(Point)` when a moment was typed, picked or moved to; `show_point` shows one with words about it."""

    chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._life: tuple[Point, ...] = (Point(0, 0),)
        self.setAccessibleName(title)
        self.field = QDateTimeEdit()
        self.field.setAccessibleName(tr("{0}: day and time", title))
        self.field.setProperty("role", "picked")
        self.field.setTimeZone(QTimeZone(QTimeZone.Initialization.UTC))
        self.field.setDisplayFormat(_FORM)
        self.field.setCalendarPopup(True)
        self.field.setKeyboardTracking(False)
        self.field.setFixedWidth(196)
        shape_calendar(self.field.calendarWidget())
        self.slider = LifeSlider(tr("{0}: along the life of the ticket", title))
        self.words = ElidedLabel(role="second")
        self.words.setFixedWidth(_WORDS)
        self.now = button(tr("Now"), kind="link", small=True, name=tr("{0}: now", title))
        name = label(title, role="second")
        name.setFixedWidth(_TITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        for part in (name, self.field, self.slider, self.words, self.now):
            row.addWidget(part)
        self.field.dateTimeChanged.connect(self._typed)
        self.slider.chosen.connect(self.chosen)
        self.now.clicked.connect(self._choose_now)
        current_theme().changed.connect(self._colour)
        self._colour()

    def set_life(self, life: tuple[Point, ...]) -> None:
        """Offer these moments, the oldest first, the last of them now."""
        self._life = life
        self.slider.set_life(life)

    def show_point(self, point: Point, words: str) -> None:
        """Show a moment, without a signal, and what is to be said of it."""
        with QSignalBlocker(self.field):
            self.field.setDateTime(
                QDateTime.fromMSecsSinceEpoch(point.at + _AHEAD, QTimeZone(QTimeZone.Initialization.UTC))
            )
        self.slider.show_point(point)
        self.words.setText(words)
        self.slider.setAccessibleDescription(words)

    def _typed(self, moment: QDateTime) -> None:
        """A second that was typed holds all that happened in it: its newest act, where it has any."""
        start = (moment.toMSecsSinceEpoch() - _AHEAD) // SECOND * SECOND
        found = point_at(self._life, start + SECOND - 1)
        acts = (act for act in self._life[:-1] if act.place == found.place and act.at >= start)
        self.chosen.emit(next(acts, found))

    def _choose_now(self) -> None:
        self.chosen.emit(self._life[-1])

    def _colour(self) -> None:
        colour_calendar(self.field.calendarWidget())
