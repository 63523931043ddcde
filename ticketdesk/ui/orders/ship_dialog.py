"""The dialog that ships one order: the parcel's number tells its courier."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.parcel_groups import ShipPart
from ticketdesk.desk.commands.shipping import MarkShipped
from ticketdesk.desk.couriers import couriers
from ticketdesk.desk.desk import Done
from ticketdesk.domain.couriers import parcel_number
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import parcel_groups
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.orders.gate_dialog import post_gated
from ticketdesk.ui.orders.parcel_part import PartChoice
from ticketdesk.ui.orders.together import numbers
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
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
        around = parcel_groups.around(world.reader, card.row.id, card.row.buyer_id)
        self._mates = around.together if around is not None else ()
        self.with_it = label(wrap=True, role="second")
        self.with_it.setText(tr("It leaves with {0}: they are shipped with the same number.", numbers(self._mates)))
        self.part = PartChoice(card.lines, parcel_groups.pieces_left(world.reader, card.row.id))
        for part in (self.hint, self.with_it, self.part):
            self.body.addWidget(part)
        self.with_it.setVisible(bool(self._mates))
        self.part.changed.connect(self._parted)
        self.number.textChanged.connect(self._typed)
        self.number.returnPressed.connect(self._entered)
        self.carrier.activated.connect(self._picked)
        self._typed("")
        self.number.setFocus()

    def command(self) -> Command:
        """Return the shipping, of all that is left or of a part."""
        order, carrier, number = self._order.id, self.carrier.currentText(), self.number.text()
        items = self.part.items()
        if items:
            return ShipPart(order_id=order, carrier=carrier, tracking=number, items=items)
        return MarkShipped(order_id=order, carrier=carrier, tracking=number)

    def told(self, done: Done) -> str:
        """Return that it is shipped, with what."""
        carrier, number = self.carrier.currentText(), self.number.text().strip()
        if done.result is False:
            return tr("A part is shipped with {0} {1}, the rest is still here", carrier, number)
        if self._mates and not self.part.items():
            return trn(len(self._mates) + 1, "{0} order shipped with {1} {2}", "{0} orders shipped with {1} {2}",
                       carrier, number)  # fmt: skip
        return tr("Shipped with {0} {1}", carrier, number)

    def ready(self) -> bool:
        """Whether there is a number, a courier, and something in the parcel."""
        return not self._odd() and self.carrier.currentIndex() >= 0 and not self.part.says()

    def post(self, command: Command) -> None:
        """Hand it to the desk; the gate may hold it back."""
        if isinstance(command, MarkShipped | ShipPart):
            post_gated(self.world, self, command, self.posted, self.refused, self.weigh)

    def _parted(self) -> None:
        self.with_it.setVisible(bool(self._mates) and not self.part.part.isChecked())
        self.set_status(self.part.says())
        self.weigh()
        if self.isVisible():
            self.refit()

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
