"""Names of ticket types, of their fields and choices: shipped ones in the chosen language, the shop's as typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from ticketdesk.words import mark, tr

# By the keys of ``domain.tickets.TicketType``; a test holds them to ``domain.ticket_types_shipped``.
_TYPES: Final = MappingProxyType(
    {
        "inquiry": mark("Inquiry"),
        "after_sale": mark("After-sale"),
        "return_refund": mark("Return and refund"),
        "refund_only": mark("Refund only"),
        "exchange": mark("Exchange"),
        "reshipment": mark("Reshipment"),
        "repair": mark("Repair"),
        "onsite_repair": mark("Repair on site"),
        "logistics": mark("Logistics"),
        "change_address": mark("Change of address or pull-back"),
        "invoice": mark("Invoice"),
        "complaint": mark("Complaint"),
        "collaboration": mark("Collaboration"),
    }
)
# Every other English string of a shipped type: names of fields, choices, lines of checklists.
SHIPPED_WORDS: Final = frozenset(
    {
        mark("Inquiry"), mark("After-sale"), mark("Return and refund"), mark("Refund only"), mark("Exchange"),
        mark("Reshipment"), mark("Repair"), mark("Repair on site"), mark("Logistics"),
        mark("Change of address or pull-back"), mark("Invoice"), mark("Complaint"), mark("Collaboration"),
        mark("Product"), mark("Reason"), mark("Quality problem"), mark("Not as described"), mark("Wrong item sent"),
        mark("Something missing"), mark("Damaged on the way"), mark("Size or colour does not suit"),
        mark("No longer wanted"), mark("Other reason"), mark("Item of the order"), mark("Amount of the refund"),
        mark("The shop agrees to the refund"), mark("Both sides have come to terms"), mark("Proof"),
        mark("Screenshot of the refund"), mark("Tracking number of the return"), mark("Goods received and checked"),
        mark("Refund paid"), mark("Exchange for"), mark("Tracking number of the new item"), mark("New item sent"),
        mark("Quantity to send"), mark("What is broken"), mark("Bought on"), mark("Tracking number of the way back"),
        mark("Repaired item sent back"), mark("Day of the visit"), mark("Result of the visit"),
        mark("Visit agreed with the buyer"), mark("Tracking number"), mark("Answer of the carrier"),
        mark("What shall change"), mark("New address"), mark("Pull the parcel back"), mark("New receiver or phone"),
        mark("Warehouse told"), mark("Buyer told"), mark("Title of the invoice"), mark("Tax number"),
        mark("Kind of invoice"), mark("Electronic, ordinary"), mark("Electronic, special"), mark("Paper"),
        mark("Amount of the invoice"), mark("Complaint about"), mark("Number on the platform"),
        mark("Answer to the platform"),
    }
)  # fmt: skip
_SOURCES: Final = SHIPPED_WORDS | frozenset(_TYPES.values())


class _Shop:
    """How the shop of this process calls its types: like the language, all that speaks must share it."""

    __slots__ = ("names", "retired")

    def __init__(self) -> None:
        self.names: Mapping[str, str] = {}
        self.retired: frozenset[str] = frozenset()


_shop = _Shop()


def use_types(types: Iterable[tuple[str, str, bool]]) -> None:
    """Call types as the shop does from now on: (key, name, retired); texts already on the screen stay."""
    found = list(types)
    _shop.names = MappingProxyType({key: name for key, name, _ in found})
    _shop.retired = frozenset(key for key, _, retired in found if retired)


def type_keys() -> tuple[str, ...]:
    """Return the types that are offered: shipped ones, then the shop's own."""
    own = (key for key in _shop.names if key not in _TYPES)
    return tuple(key for key in (*_TYPES, *own) if key not in _shop.retired)


def type_name(key: str) -> str:
    """Return the name of a ticket's type; the key itself for one that nobody knows."""
    own = _shop.names.get(key)
    return shown(own) if own else tr(_TYPES.get(key, key))


def shown(text: str) -> str:
    """Return a name of a type, a field or a choice: a shipped one in the chosen language, else as the shop typed it."""
    return tr(text) if text in _SOURCES else text


def source(text: str) -> str:
    """Return the source of what ``shown`` gave, so that a shipped name left as it is stays translatable."""
    return next((each for each in sorted(_SOURCES) if tr(each) == text), text)
