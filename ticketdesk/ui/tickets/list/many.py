"""Acts on all tickets that are chosen in the list: they go on in steps, can be stopped, and tell what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ticketdesk.desk.command import BulkCommand
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets, ReplyOnManyTickets
from ticketdesk.desk.desk import Done
from ticketdesk.desk.tally import Changed, Refused
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.tickets import MOST_REPLIES, MOST_TICKETS
from ticketdesk.ui.many_acts import ManyActs
from ticketdesk.ui.tickets.list.ticket_table import TicketTable
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

if TYPE_CHECKING:
    from ticketdesk.desk.commands.many_values import SetManyValues
    from ticketdesk.ui.tickets.acts.many_dialogs import ManyDialog


class ManyTickets(ManyActs):
    """What the agent does to all tickets that are chosen in ``table``."""

    def __init__(self, world: World, table: TicketTable, parent: QWidget) -> None:
        super().__init__(world, parent)
        self._table = table
        self._words = ""  # of a reply that was stopped or refused, for the next one
        self._writes = False

    @property
    def count(self) -> int:
        """How many tickets are chosen."""
        return self._table.selected_count()

    def ids(self, most: int = MOST_TICKETS) -> tuple[int, ...]:
        """The tickets chosen; none, with a word to the agent, where they are more than ``most``."""
        if self.count > most:
            self._world.notices.refuse(DeskError("tickets_many", limit=most))
            return ()
        return tuple(self._table.selected_ids())

    def change(self, ids: tuple[int, ...], change: str, value: str = "") -> None:
        """Change one thing of all of them."""
        if ids:
            self.run(ChangeManyTickets(ticket_ids=ids, change=change, value=value), len(ids))

    def run(self, command: BulkCommand, count: int) -> bool:
        """Let an act on ``count`` tickets go on in steps; False where one does already."""
        begun = self.begin(command, count, tr("One change of many tickets goes on already"))
        if begun:
            self._writes = isinstance(command, ReplyOnManyTickets)
        return begun

    def ask_suspend(self) -> None:
        """Ask until when they shall rest."""
        from ticketdesk.ui.tickets.acts.many_dialogs import ManySuspendDialog

        self._ask(lambda ids: ManySuspendDialog(self._world, ids, self._window))

    def ask_cancel(self) -> None:
        """Ask why they are cancelled."""
        from ticketdesk.ui.tickets.acts.many_dialogs import ManyCancelDialog

        self._ask(lambda ids: ManyCancelDialog(ids, self._window))

    def ask_transfer(self) -> None:
        """Ask to whom they go, and why."""
        from ticketdesk.ui.tickets.acts.many_dialogs import ManyTransferDialog

        self._ask(lambda ids: ManyTransferDialog(self._world, ids, self._window))

    def ask_field(self) -> None:
        """Ask which field of theirs is set, and to what."""
        from ticketdesk.ui.tickets.acts.many_field_dialog import ManyFieldDialog

        self._ask(lambda ids: ManyFieldDialog(self._world, ids, self._window))

    def ask_reply(self) -> None:
        """Ask for words to all their buyers."""
        from ticketdesk.ui.tickets.acts.many_reply_dialog import ManyReplyDialog

        self._ask(lambda ids: ManyReplyDialog(self._world, ids, self._window, self._words), MOST_REPLIES)

    def _ask(self, made: Callable[[tuple[int, ...]], ManyDialog], most: int = MOST_TICKETS) -> None:
        ids = self.ids(most)
        if ids:
            dialog = made(ids)
            dialog.given.connect(self._take)
            dialog.open()

    def _take(self, command: ChangeManyTickets | ReplyOnManyTickets | SetManyValues) -> None:
        if isinstance(command, ReplyOnManyTickets):
            self._words = command.text  # until they are written to somebody
        self.run(command, len(command.ticket_ids))

    def done(self, done: Done) -> None:
        """Say how many were changed, and which were not."""
        if isinstance(done.result, Changed):
            if self._writes:
                self._words = ""
            count = done.result.changed
            self._world.notices.say(trn(count, "{0} ticket changed", "{0} tickets changed"), undoable=True)
            self._tell(count, done.result.refused)

    def refused(self, error: BaseException) -> None:
        """Say why nothing was changed, ticket by ticket."""
        if isinstance(error, DeskError) and error.key == "tickets_refused":
            self._tell(0, error.values["refused"])
        else:
            super().refused(error)

    def _tell(self, count: int, refused: object) -> None:
        """Say which tickets were left as they were, and why."""
        from ticketdesk.ui.tickets.acts.many_dialogs import RefusedDialog

        found = [each for each in refused if isinstance(each, Refused)] if isinstance(refused, tuple) else []
        if found:
            RefusedDialog(count, found, self._window).open()
