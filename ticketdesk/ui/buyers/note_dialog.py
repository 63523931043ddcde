"""The dialog that keeps a note on a buyer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.buyers import MOST_NOTE, EditBuyerNote
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.buyers import BuyerRow
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.safe_text import dress, label, one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class NoteDialog(ModalDialog):
    """One text that every colleague sees beside the buyer; Ctrl+Enter saves, an empty one takes the note away."""

    def __init__(self, world: World, buyer: BuyerRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Note on the buyer"), one_line(buyer.nick, 40), width=520)
        self._world, self._buyer = world, buyer
        self.text = RemarkEdit(self)
        self.text.setAccessibleName(tr("Note"))
        self.text.setPlaceholderText(tr("What colleagues must know, e.g. allergic to wool, wants to be called first"))
        self.text.setFixedHeight(130)
        self.text.setPlainText(buyer.note)
        self.count = label(role="third")
        self.body.addWidget(self.text)
        self.body.addWidget(self.count)
        cancel = button(tr("Cancel"))
        self.save = button(tr("Save  Ctrl+Enter"), kind="primary", name=tr("Save"))
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.save)
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.submitted.connect(self._save)
        self.text.textChanged.connect(self._weigh)
        self._weigh()
        self.text.setFocus()

    def _weigh(self) -> None:
        note = self.text.toPlainText().strip()
        self.count.setText(tr("{0} of {1} characters", len(note), MOST_NOTE))
        dress(self.count, "bad" if len(note) > MOST_NOTE else "third")
        self.save.setEnabled(len(note) <= MOST_NOTE and note != self._buyer.note)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        note = self.text.toPlainText().strip()
        self._world.post(EditBuyerNote(buyer_id=self._buyer.id, note=note), self._saved, self._refused)

    def _saved(self, _done: Done) -> None:
        self._world.notices.say(tr("Note saved"), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
