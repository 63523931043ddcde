"""The dialogs of acts on many tickets: until when, to whom, why; and which tickets were left as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QWidget

from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.tally import Refused
from ticketdesk.domain.tickets import TransferReason
from ticketdesk.store.queries import agents
from ticketdesk.ui import labels
from ticketdesk.ui.orders.remark_dialog import RemarkEdit
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.remind_dialog import WhenChoice
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tickets.acts.state_dialogs import reason_line
from ticketdesk.ui.tickets.acts.transfer_dialog import GROUP
from ticketdesk.ui.tickets.acts.transfer_note import TransferNote
from ticketdesk.ui.widgets.buttons import Choice, ChoiceChips, Kind, button
from ticketdesk.ui.widgets.lines_dialog import LinesDialog
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn
from ticketdesk.words.errors import sentence

MOST_LINES: Final = 500


def chosen_words(count: int) -> str:
    """Return how many tickets a dialog is about."""
    return trn(count, "{0} ticket chosen", "{0} tickets chosen")


class ManyDialog(ModalDialog):
    """``given(command)`` once, when what it asks is answered."""

    given = Signal(object)

    def __init__(
        self, ids: Sequence[int], parent: QWidget, title: str, take: str, *, kind: Kind = "primary", width: int = 520
    ) -> None:
        super().__init__(parent, title, chosen_words(len(ids)), width=width)
        self.ids = tuple(ids)
        self.take: QPushButton = button(f"{take}  Ctrl+Enter", kind=kind, name=take)
        leave = button(tr("Back"))
        leave.clicked.connect(self.reject)
        self.footer.addWidget(leave)
        self.footer.addWidget(self.take)
        self.take.clicked.connect(self._take)
        self.submitted.connect(self._take)

    def command(self) -> object:
        """Return the act as the fields say."""
        raise NotImplementedError

    def _take(self) -> None:
        if self.take.isEnabled():
            self.accept()
            self.given.emit(self.command())


class ManySuspendDialog(ManyDialog):
    """Until when, and why; 1 to 4 choose a quick moment."""

    def __init__(self, world: World, ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(ids, parent, tr("Suspend tickets"), tr("Suspend"))
        self.when = WhenChoice(world, name=tr("Comes back at"))
        self.reason = reason_line()
        for part in (self.when, label(tr("Reason"), role="second"), self.reason):
            self.body.addWidget(part)
        self.when.changed.connect(self._weigh)
        for entered in (self.when.entered, self.reason.returnPressed):
            entered.connect(self._take)
        self._weigh()
        self.when.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.when.key(event):
            super().keyPressEvent(event)

    def command(self) -> ChangeManyTickets:
        """Return the suspending."""
        return ChangeManyTickets(
            ticket_ids=self.ids, change="suspend", until=self.when.moment(), reason=self.reason.text()
        )

    def _weigh(self) -> None:
        self.take.setEnabled(self.when.moment() is not None)


class ManyCancelDialog(ManyDialog):
    """Why they need not be worked any more."""

    def __init__(self, ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(ids, parent, tr("Cancel tickets"), tr("Cancel tickets"), kind="danger", width=480)
        self.reason = RemarkEdit(self)
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("Why it need not be worked any more; colleagues read it in the timeline"))
        self.reason.setFixedHeight(80)
        self.body.addWidget(self.reason)
        self.set_status(tr("Others' tickets need the right to cancel them"))
        self.reason.textChanged.connect(self._weigh)
        self._weigh()
        self.reason.setFocus()

    def command(self) -> ChangeManyTickets:
        """Return the cancelling."""
        return ChangeManyTickets(ticket_ids=self.ids, change="cancel", reason=self.reason.toPlainText())

    def _weigh(self) -> None:
        self.take.setEnabled(bool(self.reason.toPlainText().strip()))


class ManyTransferDialog(ManyDialog):
    """To whom or into which department's queue, why, and a note."""

    def __init__(self, world: World, ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(ids, parent, tr("Transfer"), tr("Hand them on"))
        self.to = QComboBox()
        self.to.setAccessibleName(tr("To"))
        for agent in agents.agents(world.reader):
            me = tr("{0} (me)", agent.name) if agent.id == world.agent_id else agent.name
            self.to.addItem(one_line(me), agent.id)
        for group in world.flow.departments:
            self.to.addItem(tr("{0} (department)", one_line(group.name, 40)), f"{GROUP}{group.id}")
        self.to.addItem(tr("Nobody"), 0)
        reasons = [Choice(reason.value, labels.transfer_reason(reason.value)) for reason in TransferReason]
        self.reason = ChoiceChips(reasons, TransferReason.OTHER_DUTY.value, name=tr("Reason"))
        self.note = TransferNote(world, self)
        form = QFormLayout()
        for widget in (self.to, self.reason, self.note):
            form.addRow(label(widget.accessibleName(), role="second"), widget)
        self.body.addLayout(form)
        self.to.setFocus()

    def command(self) -> ChangeManyTickets:
        """Return the transfer."""
        kind, _, number = str(self.to.currentData()).rpartition(":")
        return ChangeManyTickets(
            ticket_ids=self.ids, change="transfer", value=self.reason.current(), reason=self.note.toPlainText(),
            assignee_id=None if kind else int(number) or None, group_id=int(number) if kind else None,
        )  # fmt: skip


class RefusedDialog(LinesDialog):
    """The tickets that an act on many left as they were, each with its reason, to be read and copied."""

    def __init__(self, count: int, refused: Sequence[Refused], parent: QWidget) -> None:
        title = trn(len(refused), "{0} ticket stays as it was", "{0} tickets stay as they were")
        done = trn(count, "{0} ticket changed", "{0} tickets changed") if count else tr("Nothing was changed")
        lines = [f"{each.number or each.id}  {sentence(each.error)}" for each in refused[:MOST_LINES]]
        if len(refused) > MOST_LINES:
            lines.append(tr("and {0} more", f"{len(refused) - MOST_LINES:,}"))
        super().__init__(parent, title, done, tr("Tickets and why"), lines)
