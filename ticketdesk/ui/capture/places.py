"""Where a captured picture can go from the page shown: the reply, the ticket, a new ticket."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.ui.capture.destination import Destination
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.pictures import Source


def places(world: World, page: QWidget | None, new_ticket: Callable[[QImage], None]) -> list[Destination]:
    """Return the destinations, the usual one of ``page`` first; ``new_ticket`` opens the form with the picture.

    A page offers its own by ``picture_place()``: words and what takes pictures, or None where nothing is open.
    """
    found: list[Destination] = []
    offer = getattr(page, "picture_place", None)
    own: tuple[str, Callable[[list[Source]], object]] | None = offer() if offer is not None else None
    if own is not None:
        text, take = own
        found.append(Destination(text, partial(_give, take), "send", first=True))
    if world.may(Permission.TICKET_HANDLE):
        found.append(Destination(tr("New ticket"), new_ticket, "ticket-plus", first=not found))
    return found


def _give(take: Callable[[list[Source]], object], image: QImage) -> None:
    take([image])
