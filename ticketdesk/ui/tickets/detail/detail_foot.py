"""The foot of a ticket that has ended: how, and the way on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui import labels
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr


class EndFoot(QWidget):
    """``reopen`` takes the ticket up again; a merged one has ``winner`` instead, which opens what it is part of."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._merged: int | None = None
        self._said = label(wrap=True, role="second")
        self.reopen = button(tr("Reopen"), icon="refresh-cw")
        self.winner = button("", kind="primary")
        self.winner.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        row.addWidget(self._said, 1)
        row.addWidget(self.reopen)
        row.addWidget(self.winner)

    def show_ticket(self, detail: TicketDetail) -> None:
        """Say how this ticket ended."""
        self._merged = detail.merged_into
        ended = tr("This ticket is ended: {0}", labels.ticket_state(detail.row.state).text)
        self._said.setText(ended if self._merged is None else tr("Merged into {0}", detail.merged_number))
        self.winner.setText(tr("Open {0}", detail.merged_number))
        self.winner.setAccessibleName(tr("Open {0}", detail.merged_number))
        self.winner.setVisible(self._merged is not None)
        self.reopen.setVisible(self._merged is None)
        why = refusal(self._world, Permission.TICKET_HANDLE)
        self.reopen.setEnabled(not why)
        set_tooltip(self.reopen, why)

    def _open(self) -> None:
        if self._merged is not None:
            self._world.go.emit(Place("ticket", self._merged))
