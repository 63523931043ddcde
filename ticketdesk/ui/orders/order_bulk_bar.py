"""The bar under the list of orders: what is done to all that are chosen there, and how far it has come."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.many_acts import ManyActs
from ticketdesk.ui.many_bar import ManyBar
from ticketdesk.ui.orders.refusals import refusal
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class OrderBulkBar(ManyBar):
    """Hidden while fewer than two orders are chosen and nothing goes on."""

    asked = Signal(str)
    tickets_asked = Signal()
    left = Signal()

    def __init__(self, world: World, many: ManyActs) -> None:
        super().__init__(many, tr("All orders chosen"))
        self._world = world
        self._count = 0
        self.remark = button(tr("Flag and remark…"), "flag", small=True)
        self.ship = button(tr("Ship from a list…"), "truck", small=True)
        self.tickets = button(tr("New tickets…"), "ticket-plus", small=True)
        self.leave = button(tr("Esc  Choose none"), kind="link", small=True, name=tr("Choose none"))
        self.place((self.remark, self.ship, self.tickets, self.leave))
        self.remark.clicked.connect(lambda: self.asked.emit("remark"))
        self.ship.clicked.connect(lambda: self.asked.emit("ship"))
        self.tickets.clicked.connect(self.tickets_asked)
        self.leave.clicked.connect(self.left)

    def choose(self, count: int) -> None:
        """So many orders are chosen now."""
        self._count = count
        self.follow()

    def follow(self) -> None:
        """Offer acts on the orders chosen, where that is more than one."""
        if self._total:
            return  # what is being changed is shown until it is done
        self.chosen.setText(tr("{0} chosen", f"{self._count:,}"))
        rights = ((self.remark, Permission.ORDER_REMARK), (self.ship, Permission.ORDER_SHIP),
                  (self.tickets, Permission.TICKET_HANDLE))  # fmt: skip
        for act, right in rights:
            why = refusal(self._world, right)
            act.setEnabled(not why)
            set_tooltip(act, why)
        self.setVisible(self._count > 1)
