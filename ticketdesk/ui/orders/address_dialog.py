"""The dialog that corrects where an order goes, without showing more of a person than was revealed."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from ticketdesk.desk.commands.orders import EditAddress
from ticketdesk.desk.desk import Done
from ticketdesk.domain.masking import mask_address, mask_name, mask_phone
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class AddressDialog(ModalDialog):
    """Receiver, mobile and address; a field left empty keeps what stands. Ctrl+Enter saves."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget, *, revealed: bool) -> None:
        super().__init__(parent, tr("Edit address"), labels.short_number(card.row.number), width=520)
        self._world, self._order = world, card
        form = QFormLayout()
        self.receiver = _field(tr("Receiver"), card.receiver, mask_name(card.receiver), revealed=revealed)
        self.mobile = _field(tr("Mobile"), card.mobile, mask_phone(card.mobile), revealed=revealed)
        self.address = _field(tr("Address"), card.address, mask_address(card.address), revealed=revealed)
        for field in (self.receiver, self.mobile, self.address):
            form.addRow(label(field.accessibleName(), role="second"), field)
            field.textChanged.connect(self._weigh)
        self.body.addLayout(form)
        self.body.addWidget(label(tr("A field left empty keeps what stands. The address of the file is kept beside."),
                                  wrap=True, role="third"))  # fmt: skip
        self.save = button(tr("Save  Ctrl+Enter"), kind="primary", name=tr("Save"))
        cancel = button(tr("Cancel"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self._weigh()
        self.address.setFocus()

    def _values(self) -> tuple[str, str, str]:
        """Receiver, mobile and address as they shall be."""
        card = self._order
        fields = ((self.receiver, card.receiver), (self.mobile, card.mobile), (self.address, card.address))
        receiver, mobile, address = (field.text().strip() or old for field, old in fields)
        return receiver, mobile, address

    def _weigh(self, _text: str = "") -> None:
        card = self._order
        self.save.setEnabled(self._values() != (card.receiver, card.mobile, card.address))

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        receiver, mobile, address = self._values()
        command = EditAddress(order_id=self._order.row.id, receiver=receiver, mobile=mobile, address=address)
        self._world.post(command, self._saved, self._refused)

    def _saved(self, _done: Done) -> None:
        self._world.notices.say(tr("Address saved"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()


def _field(name: str, value: str, masked: str, *, revealed: bool) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(masked)
    if revealed:
        made.setText(value)
    return made
