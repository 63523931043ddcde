"""The field of one day with its calendar, in the colours of the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton

from ticketdesk.ui.icons import icon as themed_icon
from ticketdesk.ui.theme import current_theme

DAY_FORM: Final = "yyyy-MM-dd"


def day_field(name: str, text: str, default: QDate) -> QDateEdit:
    """Return a field called ``name`` that shows the day in ``text`` ("2026-11-21"), else ``default``."""
    made = QDateEdit()
    made.setAccessibleName(name)
    made.setDisplayFormat(DAY_FORM)
    made.setCalendarPopup(True)
    found = QDate.fromString(text, DAY_FORM)
    made.setDate(found if found.isValid() else default)
    made.setTime(QTime(0, 0))
    shape_calendar(made.calendarWidget())
    return made


def shape_calendar(calendar: QCalendarWidget) -> None:
    """Give the calendar of a field short names of days, no numbers of weeks, and our arrows."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        step = calendar.findChild(QToolButton, name)
        if step is not None:
            step.setIcon(themed_icon(icon, "text.second", 16))


def colour_calendar(calendar: QCalendarWidget) -> None:
    """Give the calendar the colours of the theme: Qt paints the heads and the weekend itself, in its own."""
    theme = current_theme()
    head, weekend = QTextCharFormat(), QTextCharFormat()
    head.setForeground(theme.color("text.third"))
    head.setBackground(theme.color("raised"))
    head.setFont(theme.font("small"))
    weekend.setForeground(theme.color("text"))
    calendar.setHeaderTextFormat(head)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, weekend)
