"""The dialog that blocks a buyer with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.commands.marks import MOST_REASON, BlockBuyer
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.conversations import ConversationRow
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr

_REASONS = (mark("Advertising"), mark("Abuse"), mark("Fraud"))


class BlockDialog(ModalDialog):
    """Why nobody shall wait for this buyer any more; a choice writes the reason, Enter blocks."""

    def __init__(self, world: World, row: ConversationRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Block the buyer"), row.nick, width=480)
        self._world, self._row = world, row
        told = tr("What the buyer writes is kept, but nobody is waited for or alerted. It can be taken back any time.")
        self.choices = ChoiceChips([Choice(text, tr(text)) for text in _REASONS], "", name=tr("Reason"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(MOST_REASON)
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("Colleagues read it beside the name"))
        self.block = button(tr("Block  Enter"), kind="danger", name=tr("Block the buyer"))
        cancel = button(tr("Cancel"))
        self.body.addWidget(label(told, wrap=True, role="second"))
        self.body.addWidget(self.choices)
        self.body.addWidget(self.reason)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.block)
        self.choices.chosen.connect(self._choose)
        self.reason.textChanged.connect(self._weigh)
        self.reason.returnPressed.connect(self._block)
        self.block.clicked.connect(self._block)
        self.submitted.connect(self._block)
        cancel.clicked.connect(self.reject)
        self._weigh()
        self.reason.setFocus()

    def _choose(self, key: str) -> None:
        self.reason.setText(tr(key))
        self.reason.setFocus()

    def _weigh(self) -> None:
        self.block.setEnabled(bool(self.reason.text().strip()))

    def _block(self) -> None:
        if self.block.isEnabled():
            self.block.setEnabled(False)
            command = BlockBuyer(buyer_id=self._row.buyer_id, reason=self.reason.text())
            self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("{0} is blocked", self._row.nick), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
