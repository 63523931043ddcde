"""Names of what is said about orders: the matters of remarks, stages, what a change leads to, what holds one back."""

from __future__ import annotations

from types import MappingProxyType

from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.words import mark, tr

_SLOTS = MappingProxyType(
    {
        SlotName.SIZE: mark("Item size"),
        SlotName.COLOUR: mark("Colour"),
        SlotName.QUANTITY: mark("Quantity"),
        SlotName.COURIER: mark("Courier company"),
        SlotName.ADDRESS: mark("Address"),
        SlotName.GIFT: mark("Gift"),
        SlotName.DISCOUNT: mark("Discount"),
        SlotName.INVOICE: mark("Invoice"),
        SlotName.HANDLING: mark("Handling"),
    }
)
LINTS = (
    mark("The remark says nothing but a name and a date"),
    mark("No name: nobody sees who wrote it"),
    mark("No date: of two remarks nobody knows which counts"),
    mark("It asks for a change and does not say to what"),
)
"""What ``resources/rules/remarks.toml`` says of a remark that lacks something."""


def slot_name(slot: SlotName) -> str:
    """Return what a matter of remarks is called."""
    return tr(_SLOTS[slot])
