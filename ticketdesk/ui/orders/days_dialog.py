"""The dialog that asks for two days."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QFormLayout, QToolButton, QWidget

from ticketdesk.domain.moments import from_ms
from ticketdesk.ui.icons import icon as themed_icon
from ticketdesk.ui.orders.filter_state import BETWEEN
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr

_FORM = "yyyy-MM-dd"


class DaysDialog(ModalDialog):
    """Two days, both included; ``chosen`` carries "2026-11-01..2026-11-20". Ctrl+Enter takes them."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, days: str, now: int) -> None:
        super().__init__(parent, tr("Days"), tr("of the order, both included"), width=380)
        today = from_ms(now).date()
        first, _, last = days.partition(BETWEEN)
        month_ago = QDate(today.year, today.month, today.day).addDays(-29)
        self.first = _field(tr("First day"), first, month_ago)
        self.last = _field(tr("Last day"), last, QDate(today.year, today.month, today.day))
        form = QFormLayout()
        for field in (self.first, self.last):
            form.addRow(label(field.accessibleName(), role="second"), field)
        self.body.addLayout(form)
        cancel, self.take = button(tr("Cancel")), button(tr("Apply  Ctrl+Enter"), kind="primary", name=tr("Apply"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.submitted.connect(self._take)
        current_theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        for field in (self.first, self.last):
            _colour(field.calendarWidget())

    def _take(self) -> None:
        """Two days that were given the wrong way round are meant the right way round."""
        first, last = sorted((self.first.date().toString(_FORM), self.last.date().toString(_FORM)))
        self.chosen.emit(f"{first}{BETWEEN}{last}")
        self.accept()


def _field(name: str, text: str, default: QDate) -> QDateEdit:
    made = QDateEdit()
    made.setAccessibleName(name)
    made.setDisplayFormat(_FORM)
    made.setCalendarPopup(True)
    found = QDate.fromString(text, _FORM)
    made.setDate(found if found.isValid() else default)
    made.setTime(QTime(0, 0))
    _shape(made.calendarWidget())
    return made


def _shape(calendar: QCalendarWidget) -> None:
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        step = calendar.findChild(QToolButton, name)
        if step is not None:
            step.setIcon(themed_icon(icon, "text.second", 16))


def _colour(calendar: QCalendarWidget) -> None:
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
