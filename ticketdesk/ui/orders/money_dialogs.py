"""The dialogs that change the price of an unpaid order and close an order that is not shipped."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.order_money import ChangePrice, CloseOrder
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.money import parse_cents
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.act_dialog import ActDialog
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class PriceDialog(ActDialog):
    """What the order costs in all, and what of it is postage; empty postage keeps what stands."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget) -> None:
        number = labels.short_number(card.row.number)
        super().__init__(world, parent, tr("Change the price"), number, tr("Change"), width=420)
        self._order = card.row
        self._seen = (card.row.total_cents, card.postage_cents)
        self.total, self.postage = QLineEdit(), QLineEdit()
        form = QFormLayout()
        for field, name, cents in (
            (self.total, tr("Price with postage"), card.row.total_cents),
            (self.postage, tr("Postage"), card.postage_cents),
        ):
            field.setAccessibleName(name)
            field.setMaxLength(12)
            field.setText("" if cents is None else f"{cents / 100:.2f}")
            field.textChanged.connect(self.weigh)
            form.addRow(label(name, role="second"), field)
        self.body.addLayout(form)
        self.body.addWidget(label(tr("Change it in the platform as well: this desk keeps it, it does not send it."),
                                  wrap=True, role="third"))  # fmt: skip
        self.weigh()
        self.total.setFocus()
        self.total.selectAll()

    def command(self) -> Command:
        """Return the new price."""
        return ChangePrice(
            order_id=self._order.id, total_cents=_cents(self.total) or 0, postage_cents=_cents(self.postage),
            seen=self._seen,
        )  # fmt: skip

    def refused(self, error: BaseException) -> None:
        """Say why; what a colleague changed meanwhile has been told then, and may be changed once more."""
        if isinstance(error, DeskError) and error.key == "price_changed":
            total, postage = error.values["total_cents"], error.values["postage_cents"]
            self._seen = (_known(total), _known(postage))
        super().refused(error)

    def told(self, done: Done) -> str:
        """Return the new price."""
        return tr("Price changed to {0}", labels.money(_cents(self.total), self._order.currency))

    def ready(self) -> bool:
        """Whether the fields hold amounts."""
        return bool(_cents(self.total)) and (not self.postage.text().strip() or _cents(self.postage) is not None)


class CloseDialog(ActDialog):
    """Why the order is closed."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget) -> None:
        number = labels.short_number(card.row.number)
        super().__init__(world, parent, tr("Close the order"), number, tr("Close it"), width=420)
        self._order = card.row
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("Why it is closed, e.g. the buyer ordered it twice"))
        self.reason.setMaxLength(200)
        self.reason.textChanged.connect(self.weigh)
        self.body.addWidget(self.reason)
        self.weigh()
        self.reason.setFocus()

    def command(self) -> Command:
        """Return the closing."""
        return CloseOrder(order_id=self._order.id, reason=self.reason.text())

    def told(self, done: Done) -> str:
        """Return that it is closed."""
        return tr("Order closed")

    def ready(self) -> bool:
        """Whether a reason is given."""
        return bool(self.reason.text().strip())


def _known(cents: object) -> int | None:
    return cents if isinstance(cents, int) else None


def _cents(field: QLineEdit) -> int | None:
    return parse_cents(field.text())
