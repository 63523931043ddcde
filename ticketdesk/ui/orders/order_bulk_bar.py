"""The bar under the list of orders: what is done to all that are chosen there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.orders.refusals import refusal
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class OrderBulkBar(QWidget):
    """Hidden while fewer than two orders are chosen."""

    ship_asked = Signal()
    tickets_asked = Signal()
    left = Signal()

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world
        self.setAccessibleName(tr("All orders chosen"))
        self.chosen = label(role="strong")
        self.ship = button(tr("Ship from a list…"), "truck", small=True)
        self.tickets = button(tr("New tickets…"), "ticket-plus", small=True)
        self.leave = button(tr("Esc  Choose none"), kind="link", small=True, name=tr("Choose none"))
        row = QWidget()
        flow = FlowLayout(row, spacing=SIZES.s, line_spacing=SIZES.s)
        flow.setContentsMargins(SIZES.l, SIZES.s, SIZES.l, SIZES.s)
        self.chosen.setFixedHeight(self.ship.sizeHint().height())
        for each in (self.chosen, self.ship, self.tickets, self.leave):
            flow.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addWidget(row)
        self.ship.clicked.connect(self.ship_asked)
        self.tickets.clicked.connect(self.tickets_asked)
        self.leave.clicked.connect(self.left)
        self.hide()

    def follow(self, count: int) -> None:
        """Offer acts on so many orders, where that is more than one."""
        self.chosen.setText(tr("{0} chosen", f"{count:,}"))
        for act, right in ((self.ship, Permission.ORDER_SHIP), (self.tickets, Permission.TICKET_HANDLE)):
            why = refusal(self._world, right)
            act.setEnabled(not why)
            set_tooltip(act, why)
        self.setVisible(count > 1)
