"""The dialog that asks why a buyer is blocked."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.desk.commands.marks import MOST_REASON, BlockBuyer
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

_USUAL: Final = (mark("Advertising"), mark("Abuse"), mark("Fraud"))


class BlockDialog(ModalDialog):
    """One reason, typed or one of the usual; Ctrl+Enter or Enter in the field blocks."""

    def __init__(self, world: World, row: ConversationRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Block the buyer"), one_line(row.nick, 40), width=480)
        self._world, self._row = world, row
        self.body.addWidget(label(tr("What the buyer writes is kept, but nobody is alerted any more."), wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("Why, in a few words"))
        self.reason.setMaxLength(MOST_REASON)
        self.body.addWidget(self.reason)
        self.body.addLayout(self._usual())
        cancel = button(tr("Cancel"))
        self.block = button(tr("Block"), kind="danger")
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.block)
        cancel.clicked.connect(self.reject)
        self.block.clicked.connect(self._block)
        self.submitted.connect(self._block)
        self.reason.returnPressed.connect(self._block)
        self.reason.textChanged.connect(self._weigh)
        self._weigh()
        self.reason.setFocus()

    def _usual(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for each in _USUAL:
            chip = button(tr(each), kind="choice", small=True)
            chip.clicked.connect(partial(self._pick, tr(each)))
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _pick(self, reason: str, _checked: bool = False) -> None:
        self.reason.setText(reason)
        self.block.setFocus()

    def _weigh(self) -> None:
        self.block.setEnabled(bool(self.reason.text().strip()))

    def _block(self) -> None:
        if not self.block.isEnabled():
            return
        self.block.setEnabled(False)
        command = BlockBuyer(buyer_id=self._row.buyer_id, reason=self.reason.text().strip())
        self._world.post(command, self._blocked, self._refused)

    def _blocked(self, _done: Done) -> None:
        self._world.notices.say(tr("{0} is blocked", self._row.nick), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
