"""Working through the list by single keys: each acts on the tickets that are selected there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Done
from ticketdesk.domain.tickets import Priority, TicketState
from ticketdesk.ui import labels
from ticketdesk.ui.actions import page_actions
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.detail.own_acts import asking_for_missing
from ticketdesk.ui.tickets.list.many import ManyTickets
from ticketdesk.ui.tickets.list.ticket_table import TicketTable
from ticketdesk.ui.world import World
from ticketdesk.words import trn


class Triage(QObject):
    """The acts of the table: they answer while it has the keyboard, so that letters stay letters elsewhere."""

    def __init__(self, world: World, table: TicketTable, many: ManyTickets) -> None:
        super().__init__(table)
        self._world, self._table, self._many = world, table, many
        self.actions = page_actions(table, world.keymap, {
            "next_ticket": lambda: self._step(1),
            "previous_ticket": lambda: self._step(-1),
            "ticket_progress": lambda: self._state(TicketState.IN_PROGRESS),
            "ticket_waits": lambda: self._state(TicketState.WAITING_BUYER),
            "ticket_done": lambda: self._state(TicketState.DONE),
            "ticket_low": lambda: self._priority(Priority.LOW),
            "ticket_normal": lambda: self._priority(Priority.NORMAL),
            "ticket_high": lambda: self._priority(Priority.HIGH),
            "ticket_mine": lambda: self._assign(self._world.agent_id),
            "ticket_type": lambda: self.type_menu(),
            "ticket_assign": lambda: self.assign_menu(),
            "tickets_suspend": many.ask_suspend,
            "tickets_transfer": many.ask_transfer,
            "tickets_cancel": many.ask_cancel,
            "tickets_reply": many.ask_reply,
            "tickets_field": many.ask_field,
        })  # fmt: skip

    def type_menu(self) -> QMenu:
        """Open the types below the current ticket."""
        return self._drop([(labels.ticket_type(kind), partial(self._type, kind)) for kind in labels.ticket_types()])

    def assign_menu(self) -> QMenu:
        """Open the colleagues below the current ticket."""
        return self._drop(self.people())

    def people(self) -> list[tuple[str, Callable[[], None]]]:
        """The colleagues by their names, each with the act that gives the tickets chosen to them."""
        return [(one_line(each.name, 40), partial(self._assign, each.id)) for each in self._world.people]

    def _drop(self, choices: Sequence[tuple[str, Callable[[], None]]]) -> QMenu:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in choices:
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _checked, act=act: act())
        below = self._table.visualRect(self._table.currentIndex()).bottomLeft() + QPoint(40, 0)
        if self._table.selected_ids():
            menu.popup(self._table.viewport().mapToGlobal(below))
            menu.setActiveAction(menu.actions()[0])
        return menu

    def _step(self, step: int) -> None:
        """Go to the next ticket, past headings."""
        model, row = self._table.model(), self._table.currentIndex().row() + step
        while 0 <= row < model.rowCount() and (self._table.id_at(row) or 0) < 0:
            row += step
        if 0 <= row < model.rowCount():
            self._table.setCurrentIndex(model.index(row, 0))

    def _state(self, state: TicketState) -> None:
        self._change("state", state.value, lambda ids: SetTicketState(ticket_ids=ids, state=state.value))

    def _priority(self, priority: Priority) -> None:
        value = str(int(priority))
        self._change("priority", value, lambda ids: SetTicketField(ticket_ids=ids, field="priority", value=value))

    def _type(self, kind: str) -> None:
        self._change("type", kind, lambda ids: SetTicketField(ticket_ids=ids, field="type", value=kind))

    def _assign(self, agent_id: int | None) -> None:
        if self._many.count > 1:
            ids = self._many.ids()
            if ids:
                self._many.run(ChangeManyTickets(ticket_ids=ids, change="transfer", assignee_id=agent_id), len(ids))
        else:
            self._post(lambda ids: TransferTicket(ticket_ids=ids, assignee_id=agent_id))

    def _change(self, change: str, value: str, command: Callable[[tuple[int, ...]], Command]) -> None:
        """Several tickets are changed in steps, and who refuses is told; one ticket by its own act."""
        if self._many.count > 1:
            self._many.change(self._many.ids(), change, value)
        else:
            self._post(command)

    def _post(self, command: Callable[[tuple[int, ...]], Command]) -> None:
        ids = tuple(self._table.selected_ids())

        def done(_done: Done) -> None:
            self._world.notices.say(trn(len(ids), "{0} ticket changed", "{0} tickets changed"), undoable=True)

        if ids:
            refused = asking_for_missing(self._world, ids[0], self._table) if len(ids) == 1 else None
            self._world.post(command(ids), done, refused)
