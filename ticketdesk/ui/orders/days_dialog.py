"""The dialog that asks for two days."""

from __future__ import annotations

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from ticketdesk.domain.moments import from_ms
from ticketdesk.ui.orders.filter_state import BETWEEN
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.day_field import DAY_FORM, colour_calendar, day_field
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr


class DaysDialog(ModalDialog):
    """Two days, both included; ``chosen`` carries "2026-11-01..2026-11-20". Ctrl+Enter takes them."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, days: str, now: int) -> None:
        super().__init__(parent, tr("Days"), tr("of the order, both included"), width=380)
        today = from_ms(now).date()
        first, _, last = days.partition(BETWEEN)
        month_ago = QDate(today.year, today.month, today.day).addDays(-29)
        self.first = day_field(tr("First day"), first, month_ago)
        self.last = day_field(tr("Last day"), last, QDate(today.year, today.month, today.day))
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
        current_theme().changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        for field in (self.first, self.last):
            colour_calendar(field.calendarWidget())

    def _take(self) -> None:
        """Two days that were given the wrong way round are meant the right way round."""
        first, last = sorted((self.first.date().toString(DAY_FORM), self.last.date().toString(DAY_FORM)))
        self.chosen.emit(f"{first}{BETWEEN}{last}")
        self.accept()
