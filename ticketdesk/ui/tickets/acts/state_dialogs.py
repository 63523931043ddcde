"""The dialogs of a ticket's state that ask for more: suspending until a moment, taking an ended one up again."""

from __future__ import annotations

import shiboken6
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.ticket_events import MOST_REASON
from ticketdesk.desk.commands.tickets import ReopenTicket
from ticketdesk.desk.desk import Done
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.acts.remind_dialog import WhenChoice
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tickets.acts.seen_anew import seen_anew
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import mark, tr


class _Giving:
    """The buttons of a dialog: what ``command()`` says is posted once, and told with Undo."""

    def __init__(self, world: World, row: TicketRow, dialog: ModalDialog, take: str, told: str) -> None:
        self._world, self.row, self._dialog, self._told = world, row, dialog, told
        self.button = button(f"{take}  Enter", kind="primary", name=take)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(dialog.reject)
        dialog.footer.addWidget(cancel)
        dialog.footer.addWidget(self.button)

    def give(self, command: Command | None) -> None:
        """Post it unless it is on its way already."""
        if command is not None and self.button.isEnabled():
            self.button.setEnabled(False)
            self._world.post(command, self._done, self._refused)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr(self._told, self.row.number), undoable=True)
        if shiboken6.isValid(self._dialog):  # it may have been closed while the act was on its way
            self._dialog.accept()

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self.row = seen_anew(self._world, self.row, error)
        if shiboken6.isValid(self.button):
            self.button.setEnabled(True)


class SuspendDialog(ModalDialog):
    """Until when, and why; 1 to 4 choose a quick moment, Tab leads to own words, Enter takes it."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        again = row.resume_at is not None
        super().__init__(parent, tr("Put off") if again else tr("Suspend ticket"), _about(row), width=520)
        self._giving = _Giving(world, row, self, tr("Put off") if again else tr("Suspend"), mark("{0} is suspended"))
        self.take = self._giving.button
        self.when = WhenChoice(world, name=tr("Comes back at"))
        self.reason = reason_line()
        for part in (self.when, label(tr("Reason"), role="second"), self.reason):
            self.body.addWidget(part)
        self.set_status(tr("It comes back by itself"))
        if row.resume_at is not None:
            self.when.field.set_moment(row.resume_at)
        self.when.changed.connect(self._weigh)
        for given in (self.when.entered, self.reason.returnPressed, self.submitted, self.take.clicked):
            given.connect(self._take)
        self._weigh()
        self.when.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.when.key(event):
            super().keyPressEvent(event)

    def _weigh(self) -> None:
        self.take.setEnabled(self.when.moment() is not None)

    def _take(self) -> None:
        until, row = self.when.moment(), self._giving.row
        if until is not None:
            command = SuspendTicket(ticket_ids=(row.id,), until=until, reason=self.reason.text(), version=row.version)
            self._giving.give(command)


class ReopenDialog(ModalDialog):
    """Why an ended ticket is taken up again; Enter takes it."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Reopen ticket"), _about(row), width=520)
        self._giving = _Giving(world, row, self, tr("Reopen"), mark("{0} is in progress again"))
        self.reason = reason_line()
        self.body.addWidget(label(tr("Reason"), role="second"))
        self.body.addWidget(self.reason)
        for given in (self.reason.returnPressed, self.submitted, self._giving.button.clicked):
            given.connect(self._take)
        self.reason.setFocus()

    def _take(self) -> None:
        self._giving.give(ReopenTicket(ticket_id=self._giving.row.id, reason=self.reason.text()))


def _about(row: TicketRow) -> str:
    return f"{row.number} {one_line(row.title, 40)}"


def reason_line() -> QLineEdit:
    """Return the field for a reason that may stay empty."""
    made = QLineEdit()
    made.setMaxLength(MOST_REASON)
    made.setAccessibleName(tr("Reason"))
    made.setPlaceholderText(tr("May stay empty; colleagues read it in the timeline"))
    return made
