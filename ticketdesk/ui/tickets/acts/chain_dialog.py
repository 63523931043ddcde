"""The dialog of a ticket's deadlines: every step of the chain, and what moves it on."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.desk import deadlines
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.deadlines import CarryOutLapse
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.rules.chain import Chain, Step
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.later import each_second
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.acts.chain_form import ChainForm
from ticketdesk.ui.tickets.acts.chain_step import StepView
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class ChainDialog(ModalDialog):
    """Shows the chain as it stands and stays open; Ctrl+Enter keeps what the form says."""

    def __init__(self, world: World, row: TicketRow, parent: QWidget) -> None:
        super().__init__(parent, tr("Deadlines of the ticket"), f"{row.number} {one_line(row.title, 40)}", width=720)
        self._world, self._row = world, row
        self.steps: list[StepView] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(SIZES.s)
        self._none = label(tr("No rule sets a deadline for this type of ticket."), role="second", wrap=True)
        self.form = ChainForm()
        self.keep = button(tr("Keep  Ctrl+Enter"), kind="primary", name=tr("Keep"))
        close = button(tr("Close"))
        for part in (self._none, self._column, Divider(), self.form):
            self.body.addLayout(part) if isinstance(part, QVBoxLayout) else self.body.addWidget(part)
        self.footer.addWidget(close)
        self.footer.addWidget(self.keep)
        close.clicked.connect(self.reject)
        self.keep.clicked.connect(self._keep)
        self.submitted.connect(self._keep)
        world.changed.connect(self._changed)
        self._show()
        each_second(self, self._tick)
        self.form.kinds.setFocus()

    def _show(self) -> None:
        """Read the chain again; a ticket that is gone closes the dialog."""
        now = self._world.clock()
        chain = deadlines.chain_of(self._world.reader, self._row.id, now)
        if chain is None:
            self.reject()
            return
        self._show_steps(chain, now)
        self.form.show_chain(chain, now)
        self._weigh()

    def _show_steps(self, chain: Chain, now: int) -> None:
        for view in self.steps:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        pack = chain.pack or deadlines.newest()
        self.steps = [StepView(step, pack, now) for step in chain.steps]
        for view in self.steps:
            self._column.addWidget(view)
            view.carry.setEnabled(not refusal(self._world, Permission.TICKET_HANDLE))
            view.carried.connect(self._carry_out)
        self._none.setVisible(not self.steps)
        if self.steps:
            self.set_status(tr("Rules of {0}", chain.version))

    def _weigh(self) -> None:
        why = refusal(self._world, Permission.TICKET_HANDLE)
        self.keep.setEnabled(not why and self.form.command(self._row.id, 0) is not None)
        set_tooltip(self.keep, why)

    def _keep(self) -> None:
        command = self.form.command(self._row.id, self._row.version)
        if command is not None and self.keep.isEnabled():
            self.keep.setEnabled(False)
            self._world.post(command, self._done, self._refused)

    def _carry_out(self, step: Step) -> None:
        """Keep that what followed was done; a second click meanwhile hears that it is."""
        command = CarryOutLapse(ticket_id=self._row.id, rule=step.rule.id, nth=step.nth, version=self._row.version)
        self._world.post(command, self._carried, self._refused)

    def _carried(self, _done: Done) -> None:
        self._world.notices.say(tr("What followed is carried out"), undoable=True)

    def _done(self, _done: Done) -> None:
        self._world.notices.say(tr("The deadlines of {0} are counted anew", self._row.number), undoable=True)

    def _refused(self, error: BaseException) -> None:
        self._world.notices.refuse(error)
        self._weigh()

    def _changed(self, changes: Changes) -> None:
        ids = changes.of("ticket")
        if not changes.touches("ticket") or (ids is not None and self._row.id not in ids):
            return
        found = tickets.rows(self._world.reader, [self._row.id])
        self._row = found[0] if found else self._row
        self._show()
        self.refit()

    def _tick(self) -> None:
        now = self._world.clock()
        for view in self.steps:
            view.tick(now)
