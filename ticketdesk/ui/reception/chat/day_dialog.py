"""The dialog that asks for a day of the conversation: typed, or chosen in the calendar."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from ticketdesk.domain.moments import SHOP_ZONE, from_ms, to_ms
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.day_field import colour_calendar, day_field
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr


class DayDialog(ModalDialog):
    """`chosen(UTC ms)` is the beginning of the day on the shop's clock. Enter goes there; Alt+Down opens the calendar.

    A day without messages leads to the first one after it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, at: int, now: int) -> None:
        super().__init__(parent, tr("Go to a day"), tr("of this conversation"), width=380)
        start, today = from_ms(at).date(), from_ms(now).date()
        self.day = day_field(tr("Day"), start.isoformat(), QDate(start.year, start.month, start.day))
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        form = QFormLayout()
        form.addRow(label(tr("Day"), role="second"), self.day)
        self.body.addLayout(form)
        cancel, self.take = button(tr("Cancel")), button(tr("Go there  Enter"), kind="primary", name=tr("Go there"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self.submitted.connect(self._take)
        self.day.lineEdit().returnPressed.connect(self._take)
        self.day.setFocus(Qt.FocusReason.TabFocusReason)
        current_theme().changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        colour_calendar(self.day.calendarWidget())

    def _take(self) -> None:
        day = self.day.date()
        self.chosen.emit(to_ms(datetime(day.year(), day.month(), day.day(), tzinfo=SHOP_ZONE)))
        self.accept()
