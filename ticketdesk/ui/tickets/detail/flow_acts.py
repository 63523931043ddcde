"""What the agent does with the flow of the ticket shown: its state, whose it is, taking it and giving it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.queues import ClaimTicket, ReleaseTicket
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Done
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.tickets.acts.state_dialogs import ReopenDialog, SuspendDialog
from ticketdesk.ui.tickets.acts.transfer_dialog import GROUP, TransferDialog
from ticketdesk.ui.tickets.detail.detail_head import CLAIM, PUT_OFF, RELEASE
from ticketdesk.ui.tickets.detail.own_acts import asking_for_missing
from ticketdesk.ui.world import World
from ticketdesk.words import tr


def _at_once(go: Callable[[], None]) -> None:
    go()


class FlowActs:
    """Posts acts on the ticket that ``row()`` gives, and opens dialogs over ``panel`` where more has to be said."""

    def __init__(self, world: World, panel: QWidget, row: Callable[[], TicketRow | None]) -> None:
        self._world, self._panel, self._row = world, panel, row
        self.before_completion: Callable[[Callable[[], None]], None] = _at_once

    def set_state(self, state: str) -> None:
        """Move it as it was seen; suspending asks for the moment."""
        row = self._row()
        if row is None:
            return
        if state in (TicketState.SUSPENDED.value, PUT_OFF):
            SuspendDialog(self._world, row, self._panel).open()
        else:
            command = SetTicketState(ticket_ids=(row.id,), state=state, version=row.version)
            done = state == TicketState.DONE.value
            refused = asking_for_missing(self._world, row.id, self._panel)
            (self.before_completion if done else _at_once)(lambda: self._world.post(command, None, refused))

    def reopen(self) -> None:
        """Ask why an ended one is taken up again."""
        row = self._row()
        if row is not None:
            ReopenDialog(self._world, row, self._panel).open()

    def set_assignee(self, who: str) -> None:
        """A hand-over carries its reason (trade.md part 4), so choosing somebody asks for it; taking it needs none."""
        row = self._row()
        if who == CLAIM:
            self.claim()
        elif who == RELEASE:
            self.release()
        elif row is not None:
            to = who if who.startswith(GROUP) else int(who)
            TransferDialog(self._world, row, self._panel, to=to).open()

    def transfer(self) -> None:
        """Ask to whom, and why."""
        row = self._row()
        if row is not None:
            TransferDialog(self._world, row, self._panel).open()

    def claim(self) -> None:
        """Take it; where somebody has it, the desk says who."""
        row = self._row()
        if row is not None:
            told = tr("{0} is yours", row.number)
            self._world.post(ClaimTicket(ticket_id=row.id), partial(self._held, told))

    def release(self) -> None:
        """Give it back to its queue."""
        row = self._row()
        if row is not None and row.assignee_id is not None:
            told = tr("{0} is given back", row.number)
            self._world.post(ReleaseTicket(ticket_ids=(row.id,)), partial(self._held, told))

    def _held(self, told: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(told, undoable=True)
