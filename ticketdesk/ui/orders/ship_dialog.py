"""The dialog that ships one order: the parcel's number tells its courier."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.shipping import MarkShipped
from ticketdesk.desk.couriers import couriers
from ticketdesk.desk.desk import Done
from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.gate_dialog import post_gated
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.errors import sentence

_LONGEST: Final = 60


class ShipDialog(ActDialog):
    """Number and courier; Enter in the number goes on to the courier where it is not known, else Ctrl+Enter ships."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget) -> None:
        number = labels.short_number(card.row.number)
        super().__init__(world, parent, tr("Mark as shipped"), number, tr("Ship"), width=460)
        self._order = card.row
        self._chosen = False
        self.number = QLineEdit()
        self.number.setAccessibleName(tr("Parcel number"))
        self.number.setPlaceholderText(tr("Scan or type the number on the label"))
        self.number.setMaxLength(_LONGEST)
        self.carrier = QComboBox()
        self.carrier.setAccessibleName(tr("Courier company"))
        for each in couriers().all:
            self.carrier.addItem(each.name, each.code)
        self.carrier.setCurrentIndex(-1)
        form = QFormLayout()
        for field in (self.number, self.carrier):
            form.addRow(label(field.accessibleName(), role="second"), field)
        self.body.addLayout(form)
        self.hint = label(wrap=True, role="third")
        self.body.addWidget(self.hint)
        self.number.textChanged.connect(self._typed)
        self.number.returnPressed.connect(self._entered)
        self.carrier.activated.connect(self._picked)
        self._typed("")
        self.number.setFocus()

    def command(self) -> Command:
        """Return the shipping."""
        return MarkShipped(order_id=self._order.id, carrier=self.carrier.currentText(), tracking=self.number.text())

    def told(self, done: Done) -> str:
        """Return that it is shipped, with what."""
        return tr("Shipped with {0} {1}", self.carrier.currentText(), self.number.text().strip())

    def ready(self) -> bool:
        """Whether there is a number, and a courier."""
        return not self._odd() and self.carrier.currentIndex() >= 0

    def post(self, command: Command) -> None:
        """Hand it to the desk; the gate may hold it back."""
        if isinstance(command, MarkShipped):
            post_gated(self.world, self, command, self.posted, self.refused, self.weigh)

    def _odd(self) -> str:
        try:
            parcel_number(self.number.text())
        except DeskError as error:
            return sentence(error)
        return ""

    def _typed(self, text: str) -> None:
        """Offer the courier whose numbers look like this, unless the agent has chosen one."""
        found = () if self._odd() else couriers().of_number(parcel_number(text))
        if not self._chosen:
            self.carrier.setCurrentIndex(self.carrier.findData(found[0].code) if found else -1)
        self.hint.setText(self._words([each.name for each in found]))
        self.weigh()

    def _words(self, names: list[str]) -> str:
        if not self.number.text().strip():
            return tr("The courier is found by the number.")
        if odd := self._odd():
            return odd
        if not names:
            return tr("No courier is known by such a number. Choose one.")
        return tr("May also be {0}", ", ".join(names[1:])) if names[1:] else tr("Found by the number")

    def _picked(self, _index: int) -> None:
        self._chosen = True
        self.weigh()

    def _entered(self) -> None:
        if self.take.isEnabled():
            self.give()
        else:
            self.carrier.setFocus()
