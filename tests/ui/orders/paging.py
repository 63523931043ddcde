"""The orders page on the screen, its list read."""

from __future__ import annotations

from ticketdesk.ui.orders.page import OrdersPage


def shown_page(qtbot, world):
    """Show the page as large as a window of 1300 × 800 and wait for its list."""
    made = OrdersPage(world)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    qtbot.waitUntil(lambda: not world.tasks.running("orders.list"))
    return made
