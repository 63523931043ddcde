"""The dialog that corrects where an order goes, without showing more of a person than was revealed."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from ticketdesk.desk.commands.orders import EditAddress
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_LONGEST: Final = 500
"""Characters of a field: Qt takes 32,767, and holds the window for 50 ms over a paste of so many."""


class AddressDialog(ModalDialog):
    """Receiver, mobile and address; a field left empty keeps what stands. Ctrl+Enter saves."""

    def __init__(self, world: World, card: OrderCard, parent: QWidget, *, whole: OrderPersonal | None = None) -> None:
        super().__init__(parent, tr("Edit address"), labels.short_number(card.row.number), width=520)
        self._world, self._order, self._whole = world, card, whole
        self._seen = card.readdressed_at or 0
        form = QFormLayout()
        self.receiver = _field(tr("Receiver"), card.receiver, whole.receiver if whole else "")
        self.mobile = _field(tr("Mobile"), card.mobile, whole.mobile if whole else "")
        self.address = _field(tr("Address"), card.address, whole.address if whole else "")
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

    def _values(self) -> dict[str, str]:
        """What shall be otherwise: a field that is empty, or as it was shown whole, keeps what stands."""
        fields = {"receiver": self.receiver, "mobile": self.mobile, "address": self.address}
        typed = {name: field.text().strip() for name, field in fields.items()}
        shown = self._whole._asdict() if self._whole is not None else {}
        return {name: text for name, text in typed.items() if text and text != shown.get(name)}

    def _weigh(self, _text: str = "") -> None:
        self.save.setEnabled(bool(self._values()))

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        command = EditAddress(order_id=self._order.row.id, seen=self._seen, **self._values())
        self._world.post(command, self._saved, self._refused)

    def _saved(self, _done: Done) -> None:
        self._world.notices.say(tr("Address saved"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        """Say why; what a colleague changed meanwhile has been told then, and may be changed once more."""
        if isinstance(error, DeskError) and error.key == "address_changed":
            self._seen = int(str(error.values["readdressed_at"]))
        self._world.notices.refuse(error)
        self._weigh()


def _field(name: str, masked: str, whole: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(masked)
    made.setMaxLength(max(_LONGEST, len(whole)))
    made.setText(whole)
    return made
