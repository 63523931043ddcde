"""The dialog that hands a ticket to a colleague or a department with a reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from ticketdesk.desk.commands.tickets import TransferTicket
from ticketdesk.desk.desk import Done
from ticketdesk.domain.tickets import TransferReason
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tickets.acts.seen_anew import seen_anew
from ticketdesk.ui.tickets.acts.transfer_note import TransferNote
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr

GROUP: Final = "group:"
"""Before the id of a department, in the list and in what the chip of the assignee carries."""


class TransferDialog(ModalDialog):
    """To whom, why, and a note for the colleague; Ctrl+Enter hands it on."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget, *, to: int | str | None = None) -> None:
        super().__init__(parent, tr("Transfer"), f"{row.number} {one_line(row.title, 40)}", width=520)
        self._world, self._row = world, row
        self.to = QComboBox()
        self.to.setAccessibleName(tr("To"))
        for agent in agents.agents(world.reader):
            if agent.id != row.assignee_id:
                me = tr("{0} (me)", agent.name) if agent.id == world.agent_id else agent.name
                self.to.addItem(one_line(me), agent.id)
        for group in world.flow.departments:
            if row.assignee_id is not None or group.id != row.group_id:
                self.to.addItem(tr("{0} (department)", one_line(group.name, 40)), f"{GROUP}{group.id}")
        if row.assignee_id is not None and row.group_id is None:
            self.to.addItem(tr("Nobody"), 0)
        reasons = [Choice(reason.value, labels.transfer_reason(reason.value)) for reason in TransferReason]
        self.reason = ChoiceChips(reasons, TransferReason.OTHER_DUTY.value, name=tr("Reason"))
        self.note = TransferNote(world, self)
        form = QFormLayout()
        for widget in (self.to, self.reason, self.note):
            form.addRow(label(widget.accessibleName(), role="second"), widget)
        self.body.addLayout(form)
        self.hand = button(tr("Hand it on  Ctrl+Enter"), kind="primary", name=tr("Hand it on"))
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.hand)
        self.hand.setEnabled(self.to.count() > 0)
        self.hand.clicked.connect(self._hand_on)
        self.submitted.connect(self._hand_on)
        if to is not None:
            self.to.setCurrentIndex(max(0, self.to.findData(to)))
        self.to.setFocus()

    def _hand_on(self) -> None:
        if not self.hand.isEnabled():
            return
        self.hand.setEnabled(False)
        kind, _, number = str(self.to.currentData()).rpartition(":")
        command = TransferTicket(
            ticket_ids=(self._row.id,), assignee_id=None if kind else int(number) or None,
            group_id=int(number) if kind else None, reason=self.reason.current(), note=self.note.toPlainText(),
            version=self._row.version,
        )  # fmt: skip
        self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("{0} handed on", self._row.number), undoable=True)
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._row = seen_anew(self._world, self._row, error)
        self.hand.setEnabled(True)
