"""A new refund for an order: what the buyer asks for, of which item, how much, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from ticketdesk.desk.commands.refunds import OpenRefund
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.refunds import PAYING, RefundKind, Room
from ticketdesk.store.queries import refunds
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.refunds.fields import AmountField, named
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.form.picture_field import PictureField
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr
from ticketdesk.words.refunds import kind_name

_NOTHING: Final = Room(None, 0, 0, 0)


class NewRefundDialog(ModalDialog):
    """Ctrl+Enter opens the refund; no more can be asked for than is left of what was paid."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget, ticket: int | None = None) -> None:
        number = labels.short_number(card.row.number)
        super().__init__(parent, tr("New refund"), tr("Order {0}", number), width=600)
        self._world, self._order, self._ticket = world, card, ticket
        self._room = refunds.room(world.reader, card.row.id) or _NOTHING
        kinds = [Choice(kind.value, kind_name(kind)) for kind in RefundKind]
        self.kind = ChoiceChips(kinds, self._likely().value, name=tr("Kind of refund"))
        self.item = QComboBox()
        self.item.setAccessibleName(tr("Item"))
        self.item.addItem(tr("The whole order"), None)
        for line in card.lines:
            self.item.addItem(one_line(f"{line.title} {line.attributes}", 60), line.id)
        self.amount = AmountField(self._room.left or None, card.row.currency)
        self.left = label(role="third")
        self.reason = RemarkEdit(self)
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("What the buyer says is wrong; colleagues read it"))
        self.reason.setFixedHeight(72)
        self.proofs = PictureField(world, tr("Pictures"))
        self._form = QFormLayout()
        self._form.setVerticalSpacing(SIZES.s)
        for name, field in (
            (tr("Kind of refund"), self.kind), (tr("Item"), self.item), (tr("Amount"), self.amount), ("", self.left),
            (tr("Reason"), self.reason), (tr("Pictures"), self.proofs),
        ):  # fmt: skip
            self._form.addRow(*named(name, field))
        self.body.addLayout(self._form)
        self.save = button(tr("Open  Ctrl+Enter"), kind="primary", name=tr("Open the refund"))
        cancel = button(tr("Cancel"))
        for widget in (cancel, self.save):
            self.footer.addWidget(widget)
        cancel.clicked.connect(self.reject)
        self._connect()
        self._turn()

    def _connect(self) -> None:
        self.kind.chosen.connect(self._turn)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.amount.textChanged.connect(self._weigh)
        self.reason.textChanged.connect(self._weigh)
        self.proofs.changed.connect(self._weigh)

    def _likely(self) -> RefundKind:
        """Nothing was sent: nothing can come back."""
        sent = self._order.shipped_at or self._order.row.tracking
        return RefundKind.RETURN_REFUND if sent else RefundKind.REFUND_ONLY

    def _turn(self, _kind: str = "") -> None:
        pays = RefundKind(self.kind.current()) in PAYING
        self.amount.setEnabled(pays)
        if self._room.paid is None:
            self.left.setText(tr("What was paid for this order is not known"))
        else:
            currency = self._order.row.currency
            left, paid = labels.money(self._room.left, currency), labels.money(self._room.paid, currency)
            self.left.setText(tr("{0} of {1} are left", left, paid))
        self._weigh()

    def _weigh(self) -> None:
        missing = self._missing()
        self.set_status(missing)
        self.save.setEnabled(not missing)
        self.refit()

    def _missing(self) -> str:
        why = refusal(self._world, Permission.TICKET_HANDLE)
        if why:
            return why
        cents = self.amount.cents()
        if RefundKind(self.kind.current()) in PAYING:
            if cents is None:
                return self.amount.missing()
            if not 0 < cents <= self._room.left:
                return tr("Write an amount from 0.01 to {0}", labels.money(self._room.left, self._order.row.currency))
        return "" if self.reason.toPlainText().strip() else tr("Say the reason")

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        if self.proofs.busy():
            self.set_status(tr("A picture is still being saved; try again in a moment"))
            return
        self.save.setEnabled(False)
        kind = RefundKind(self.kind.current())
        command = OpenRefund(
            order_id=self._order.row.id, kind=kind.value, amount_cents=self.amount.cents() if kind in PAYING else None,
            reason=self.reason.toPlainText(), line_id=self.item.currentData(), ticket_id=self._ticket,
            proofs=self.proofs.refs(),
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("Refund opened"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._room = refunds.room(self._world.reader, self._order.row.id) or _NOTHING
        self._turn()
