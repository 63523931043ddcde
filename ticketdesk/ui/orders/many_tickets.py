"""Tickets for many orders at once: asked for from the rows that are selected."""

from __future__ import annotations

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.tickets import MOST_ORDERS
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import TicketSeed, World


def ask_for_many(world: World, table: TableView) -> bool:
    """Ask for a ticket each for the orders selected in ``table``; False where these are not several."""
    chosen = table.selected_count()
    if chosen > MOST_ORDERS:
        world.notices.refuse(DeskError("orders_many", limit=MOST_ORDERS))
    elif chosen > 1:
        world.new_ticket.emit(TicketSeed(order_ids=tuple(table.selected_ids())))
    return chosen > 1
