"""The bar under the list of tickets: what is done to all that are chosen there, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton

from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import Priority, TicketState
from ticketdesk.ui import labels
from ticketdesk.ui.many_bar import ManyBar
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.list.many import ManyTickets
from ticketdesk.ui.tickets.list.triage import Triage
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr

Choices = Sequence[tuple[str, Callable[[], object]]]
_STATES = (TicketState.IN_PROGRESS, TicketState.WAITING_BUYER, TicketState.WAITING_COLLEAGUE, TicketState.DONE)


class BulkBar(ManyBar):
    """Hidden while fewer than two tickets are chosen and nothing goes on."""

    def __init__(self, world: World, many: ManyTickets, triage: Triage) -> None:
        super().__init__(many, tr("All tickets chosen"))
        self._world, self._many, self._triage = world, many, triage
        self.state = self._button(tr("State"), "chevron-down", tr("State of the tickets chosen"))
        self.priority = self._button(tr("Priority"), "chevron-down", tr("Priority of the tickets chosen"))
        self.type = self._button(tr("Type"), "chevron-down", tr("Type of the tickets chosen"))
        self.assignee = self._button(tr("Assignee"), "chevron-down", tr("Assignee of the tickets chosen"))
        self.field = self._button(tr("Field…"), "pencil", tr("Set a field of the tickets chosen"))
        self.reply = self._button(tr("Reply…"), "send", tr("Reply to the buyers of the tickets chosen"))
        self.cancel = button(tr("Cancel…"), "x", "danger", small=True, name=tr("Cancel the tickets chosen"))
        self.place((self.state, self.priority, self.type, self.assignee, self.field, self.reply, self.cancel))
        self._connect()

    def follow(self) -> None:
        """Offer acts on what is chosen in the list, where that is more than one."""
        if self._total:
            return  # what is being changed is shown until it is done
        count = self._many.count
        self.chosen.setText(tr("{0} chosen", f"{count:,}"))
        handles = self._world.may(Permission.TICKET_HANDLE)
        self.reply.setVisible(handles and self._world.may(Permission.RECEPTION_REPLY))
        self.setVisible(count > 1 and handles)

    def menu_of(self, asked: QPushButton) -> QMenu:
        """Open the choices of one of its buttons."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in self._choices(asked):
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _checked, act=act: act())
        menu.popup(asked.mapToGlobal(QPoint(0, asked.height())))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def _choices(self, asked: QPushButton) -> Choices:
        if asked is self.state:
            plain = [(labels.ticket_state(each.value).text, partial(self._change, "state", each)) for each in _STATES]
            rests = tr("{0}…", labels.ticket_state(TicketState.SUSPENDED.value).text)
            return [*plain, (rests, self._many.ask_suspend), (tr("Reopen"), partial(self._change, "reopen"))]
        if asked is self.priority:
            return [(labels.priority(each).text, partial(self._change, "priority", int(each))) for each in Priority]
        if asked is self.type:
            return [(labels.ticket_type(each), partial(self._change, "type", each)) for each in labels.ticket_types()]
        return [*self._triage.people(), *self._departments(), (tr("With a reason…"), self._many.ask_transfer)]

    def _departments(self) -> Choices:
        """The queues that the tickets chosen can be put into."""
        groups = self._world.flow.departments
        return [(tr("{0} (department)", one_line(each.name, 40)), partial(self._queue, each.id)) for each in groups]

    def _queue(self, group: int) -> None:
        ids = self._many.ids()
        if ids:
            self._many.run(ChangeManyTickets(ticket_ids=ids, change="transfer", group_id=group), len(ids))

    def _change(self, change: str, value: object = "") -> None:
        self._many.change(self._many.ids(), change, str(value))

    def _button(self, text: str, icon: str, name: str) -> QPushButton:
        return button(text, icon, small=True, name=name)

    def _connect(self) -> None:
        for each in (self.state, self.priority, self.type, self.assignee):
            each.clicked.connect(lambda _checked, each=each: self.menu_of(each))
        self.field.clicked.connect(self._many.ask_field)
        self.reply.clicked.connect(self._many.ask_reply)
        self.cancel.clicked.connect(self._many.ask_cancel)
