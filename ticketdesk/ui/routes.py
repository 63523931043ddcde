"""Which page shows a place, and as what."""

from __future__ import annotations

from typing import NamedTuple

from ticketdesk.store.queries import conversations, orders
from ticketdesk.ui.world import Place, World

PAGES = ("home", "reception", "tickets", "orders", "settings")
_OWNER = {"conversation": "reception", "message": "reception", "ticket": "tickets", "order": "orders"}


class Route(NamedTuple):
    """The page that opens and the place handed to it."""

    page: str
    place: Place


def route(world: World, place: Place) -> Route | None:
    """Return where ``place`` is shown; None where nothing can show it (a buyer without talk and order)."""
    if place.kind.startswith("settings."):
        return Route("settings", place)
    if place.kind in PAGES:
        return Route(place.kind, place)
    if place.kind in _OWNER:
        return Route(_OWNER[place.kind], place)
    if place.kind != "buyer":
        return None
    talk = conversations.of_buyer(world.reader, place.id)
    if talk is not None:
        return Route("reception", Place("conversation", talk))
    bought = orders.ids_of_buyer(world.reader, place.id, 1)
    return Route("orders", Place("order", bought[0])) if bought else None
