"""What can be done with the ticket shown beside its state: its own fields, and a ticket that is made from it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.tickets import ENDED, TicketState
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.world import TicketSeed, World
from ticketdesk.words import tr


def open_values(world: World, shown: Callable[[], TicketDetail | None], parent: QWidget) -> None:
    """Open the own fields of the ticket shown, where the agent may fill them."""
    from ticketdesk.ui.tickets.form.values_dialog import ValuesDialog  # what showing a ticket does not need

    detail = shown()
    if detail is not None and world.may(Permission.TICKET_HANDLE):
        ValuesDialog(world, detail, parent).open()


def open_words(world: World, shown: Callable[[], TicketDetail | None], parent: QWidget) -> None:
    """Open the words of the ticket shown, or say why they cannot be changed."""
    detail = shown()
    if detail is None:
        return
    why = refusal(world, Permission.TICKET_HANDLE)
    if not why and TicketState(detail.row.state) in ENDED:
        why = tr("This ticket is ended. Take it up again to change it.")
    if why:
        world.notices.say(why)
        return
    from ticketdesk.ui.tickets.form.words_dialog import WordsDialog  # what showing a ticket does not need

    WordsDialog(world, detail, parent).open()


def asking_for_missing(world: World, ticket: int, parent: QWidget) -> Callable[[BaseException], None]:
    """Return what tells why an act on a ticket was refused: fields that it lacks are opened at the first of these."""

    def refused(error: BaseException) -> None:
        asked = error.values["keys"] if isinstance(error, DeskError) and error.key == "fields_missing" else None
        detail = tickets.detail(world.reader, ticket) if isinstance(asked, tuple) else None
        if detail is None or not isinstance(asked, tuple):
            world.notices.refuse(error)
            return
        from ticketdesk.ui.tickets.form.values_dialog import ValuesDialog  # what completing a ticket rarely needs

        ValuesDialog(world, detail, parent, asked).open()

    return refused


def open_child(world: World, shown: Callable[[], TicketDetail | None]) -> None:
    """Ask for a ticket that starts from the one shown: its buyer, its order, its conversation."""
    detail = shown()
    if detail is not None and world.may(Permission.TICKET_HANDLE):
        row = detail.row
        world.new_ticket.emit(
            TicketSeed(row.order_id, row.conversation_id, row.buyer_nick, parent_id=row.id, title=row.title)
        )
