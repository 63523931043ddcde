"""Which page shows a place, and as what."""

from typing import NamedTuple

from ticketdesk.ui.world import Place

PAGES = ("home", "reception", "tickets", "orders", "buyers", "settings")
_OWNER = {
    "conversation": "reception", "message": "reception", "ticket": "tickets", "order": "orders", "buyer": "buyers",
    "phrase": "reception", "words": "reception",
}  # fmt: skip


class Route(NamedTuple):
    """The page that opens and the place handed to it."""

    page: str
    place: Place


def route(place: Place) -> Route | None:
    """Return where ``place`` is shown; None for a kind that nothing can show."""
    if place.kind.startswith("settings."):
        return Route("settings", place)
    if place.kind in PAGES:
        return Route(place.kind, place)
    return Route(_OWNER[place.kind], place) if place.kind in _OWNER else None
