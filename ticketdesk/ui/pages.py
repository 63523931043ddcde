"""How the window makes its pages and the dialogs that belong to no page; each is imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ticketdesk.ui.world import TicketSeed, World

if TYPE_CHECKING:
    from ticketdesk.ui.reception.outlet import Outlet


def make_page(name: str, world: World, outlet: Outlet | None = None) -> QWidget:
    """Return a new page called ``name`` (of ``routes.PAGES``); replies leave through ``outlet``."""
    # Imported here, so that the window stands before the pages behind it are read.
    if name == "home":
        from ticketdesk.ui.home.page import HomePage

        return HomePage(world)
    if name == "reception":
        from ticketdesk.ui.reception.page import ReceptionPage

        return ReceptionPage(world, outlet)
    if name == "tickets":
        from ticketdesk.ui.tickets.page import TicketsPage

        return TicketsPage(world)
    if name == "orders":
        from ticketdesk.ui.orders.page import OrdersPage

        return OrdersPage(world)
    if name == "settings":
        from ticketdesk.ui.settings.page import SettingsPage

        return SettingsPage(world)
    raise KeyError(name)


def open_new_ticket(world: World, seed: TicketSeed, window: QWidget) -> None:
    """Open the form of a new ticket over ``window``."""
    from ticketdesk.ui.tickets.new_ticket_dialog import NewTicketDialog

    NewTicketDialog(world, seed, window).open()


def open_phrases(world: World, window: QWidget) -> None:
    """Open the list of phrases over ``window``."""
    from ticketdesk.ui.reception.phrase_dialog import PhraseDialog

    PhraseDialog(world, window).open()


def open_import(world: World, window: QWidget) -> None:
    """Open the import of order files over ``window``."""
    from ticketdesk.ui.orders.import_dialog import ImportDialog

    ImportDialog(world, window).open()
