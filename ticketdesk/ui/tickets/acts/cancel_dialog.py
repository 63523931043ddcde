"""The dialog that cancels a ticket with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import needed_to_cancel
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class CancelDialog(ModalDialog):
    """Asks why; where the agent may not cancel another's ticket it says so instead of letting him write in vain."""

    def __init__(self, world: World, detail: TicketDetail, parent: QWidget) -> None:
        row = detail.row
        super().__init__(parent, tr("Cancel ticket"), f"{row.number} {one_line(row.title, 40)}", width=480)
        self._world, self._row = world, row
        own = world.agent_id in {row.assignee_id, detail.creator_id}
        why = refusal(world, needed_to_cancel(own=own))
        self.reason = RemarkEdit(self)
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("Why it need not be worked any more; colleagues read it in the timeline"))
        self.reason.setFixedHeight(80)
        self.reason.setEnabled(not why)
        if why:
            self.body.addWidget(label(why, wrap=True, role="bad"))
        self.body.addWidget(self.reason)
        self.keep = button(tr("Keep it"))
        self.cancel = button(tr("Cancel ticket  Ctrl+Enter"), kind="danger", name=tr("Cancel ticket"))
        self.footer.addWidget(self.keep)
        self.footer.addWidget(self.cancel)
        self.keep.clicked.connect(self.reject)
        self.cancel.clicked.connect(self._cancel)
        self.submitted.connect(self._cancel)
        self.reason.textChanged.connect(self._weigh)
        self._weigh()
        (self.keep if why else self.reason).setFocus()

    def _weigh(self) -> None:
        self.cancel.setEnabled(self.reason.isEnabled() and bool(self.reason.toPlainText().strip()))

    def _cancel(self) -> None:
        if not self.cancel.isEnabled():
            return
        self.cancel.setEnabled(False)
        command = CancelTicket(ticket_id=self._row.id, reason=self.reason.toPlainText())
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("{0} cancelled", self._row.number), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()
