"""The fields that refunds ask for: an amount, a moment of the past, courier and number of a parcel."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout, QLineEdit, QWidget

from ticketdesk.desk.refund_moves import MOST_NAME
from ticketdesk.domain.moments import SHOP_ZONE, from_ms, to_ms
from ticketdesk.domain.money import YUAN, parse_cents, yuan
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.settings.setting_fields import indent
from ticketdesk.ui.theme import SIZES
from ticketdesk.words import tr

_FORM: Final = "yyyy-MM-dd HH:mm"
_LONGEST_AMOUNT: Final = 20


class AmountField(QLineEdit):
    """An amount in the order's currency, else in yuan; ``cents()`` is None where it is none."""

    def __init__(self, cents: int | None = None, currency: str = YUAN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self.setMaxLength(_LONGEST_AMOUNT)
        self.setAccessibleName(tr("Amount"))
        hint = tr("Amount in yuan, e.g. 12.80") if currency == YUAN else tr("Amount in {0}, e.g. 12.80", currency)
        self.setPlaceholderText(hint)
        if cents is not None:
            self.setText(yuan(cents))

    def cents(self) -> int | None:
        """Return what is written in fen, None for nothing and for what is no amount."""
        return parse_cents(self.text())

    def missing(self) -> str:
        """Return what is asked for where no amount is written."""
        if self._currency == YUAN:
            return tr("Write the amount in yuan, e.g. 12.80")
        return tr("Write the amount in {0}, e.g. 12.80", self._currency)

    def wrong(self) -> bool:
        """Whether something is written that is no amount."""
        return bool(self.text().strip()) and self.cents() is None


class PastField(QDateTimeEdit):
    """A moment that has been, on the shop's wall clock; ``at()`` is UTC ms."""

    def __init__(self, name: str, ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setDisplayFormat(_FORM)
        self.setProperty("role", "moment")
        indent(self)
        self._begun = ms
        self.setDateTime(QDateTime.fromString(f"{from_ms(ms):%Y-%m-%d %H:%M}", _FORM))
        self._shown = self.text()

    def at(self) -> int | None:
        """Return the moment, None where nobody touched the field: it means now then."""
        if self.text() == self._shown:
            return None
        written = datetime.fromisoformat(self.dateTime().toString(_FORM))
        return to_ms(written.replace(tzinfo=SHOP_ZONE))


class ParcelField(QWidget):
    """Courier and number of a parcel; `changed` with each key."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.carrier, self.tracking = QLineEdit(), QLineEdit()
        for field, name in ((self.carrier, tr("Courier")), (self.tracking, tr("Tracking number"))):
            field.setMaxLength(MOST_NAME)
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.textChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(self.carrier, 1)
        row.addWidget(self.tracking, 2)

    def named(self) -> bool:
        """Whether a number is written."""
        return bool(self.tracking.text().strip())


def named(name: str, field: QWidget) -> tuple[QWidget, QWidget]:
    """Return a field with its name as the first cell of a form's row."""
    return label(name, role="second"), field
