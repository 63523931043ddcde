"""Names of what is said about orders: the matters of remarks, stages, what a change leads to, what holds one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Protocol

from ticketdesk.domain.money import YUAN, money
from ticketdesk.domain.order_gate import Held, Obstacle
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.words import mark, tr, trn

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


_OBSTACLES = MappingProxyType(
    {
        Obstacle.CONTRADICTION: mark("its remarks contradict each other"),
        Obstacle.CANCELLED: mark("it is closed"),
        Obstacle.REFUND: mark("a refund is open"),
        Obstacle.PAID_BACK: mark("all that was paid went back to the buyer"),
        Obstacle.ADDRESS: mark("its address is newer than the latest remark"),
    }
)
_ROUTES = MappingProxyType(
    {
        "remark": mark("A remark is enough"),
        "pull_back": mark("Pull-back: printed and still here"),
        "find_parcel": mark("Find the parcel, or call the courier"),
        "courier_contact": mark("The courier is talked to"),
    }
)
ROUTE_TITLES = (
    mark("Pull back before it is packed: {0}"),
    mark("Find the packed parcel or call the courier: {0}"),
    mark("Talk to the courier: {0}"),
)
"""Titles of tickets, as ``resources/rules/stages.toml`` names them."""
ORDERS = MappingProxyType(
    {
        "order_not_to_ship": (
            mark("Order {0} is not waiting to be shipped: it is not paid, gone already or closed."),
            ("number",),
        ),
        "parcel_twice": (
            mark("Parcel {0} already carries order {1}, which goes to somebody else. Check the number."),
            ("parcel", "number"),
        ),
        "parcels_many": (mark("These are more than {0} parcels. Ship them in several lists."), ("limit",)),
        "parcels_refused": (mark("None of the {0} parcels could be shipped; each says why."), ("count",)),
        "order_paid": (mark("Order {0} is paid: its price is changed by a refund."), ("number",)),
        "price_odd": (mark("A price is an amount above zero, up to {0}."), ("most",)),
        "order_closed": (mark("Order {0} is closed already, or over. Nothing was changed."), ("number",)),
        "order_shipped": (mark("Order {0} is on its way: it is not closed, but refunded."), ("number",)),
        "orders_many": (mark("More orders are chosen than can be done at once ({0}). Choose fewer."), ("limit",)),
        "orders_refused": (mark("None of these orders was changed: each was refused."), ()),
        "address_changed": (
            mark("The address was changed meanwhile: {0}, {1}, {2}. Save once more if yours shall stand."),
            ("receiver", "mobile", "address"),
        ),
        "share_few": (mark("One parcel for several orders takes two at least. Choose another one as well."), ()),
        "share_many": (mark("These are more orders than one parcel takes ({0}). Take some of them out."), ("limit",)),
        "share_other": (
            mark("Order {0} goes to somebody else, or stands on another platform: it cannot leave in this parcel."),
            ("number",),
        ),
        "items_odd": (
            mark("Choose what is in this parcel of order {0}: at least one piece, no more than is still here."),
            ("number",),
        ),
        "memo_full": (
            mark("With this remark the memo would be longer than {0} bytes. Write a concluding remark on the order."),
            ("limit",),
        ),
    }
)
"""The sentence of a refusal, and the names of its values in the order of its places."""
ORDER_KEYS: Final = frozenset({"gate_closed", "price_changed", "parcel_order_unknown", "parcel_order_twice"})
_MOST_TOLD: Final = 3


class _Error(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


def obstacle_words(why: Sequence[Obstacle]) -> str:
    """Return what holds an order back, as the end of a sentence."""
    return tr(", ").join(tr(_OBSTACLES[each]) for each in why)


def route_words(route: str) -> str:
    """Return where a change goes, in words."""
    return tr(_ROUTES[route])


def _price(cents: object, currency: object) -> str:
    return money(cents, str(currency)) if isinstance(cents, int) else "—"


def order_sentence(error: _Error) -> str:
    """Say what an order was refused for, and what to do."""
    if error.key == "parcel_order_unknown":
        return tr("None of its numbers is an order of this desk. Check the order number, or import the newest list.")
    if error.key == "parcel_order_twice":
        return tr("Order {0} stands on two platforms. Ship it from its own page.", error.values["number"])
    if error.key == "price_changed":
        currency = error.values.get("currency", YUAN)
        total, postage = (_price(error.values.get(name), currency) for name in ("total_cents", "postage_cents"))
        return tr("The price was changed meanwhile and is {0} now, postage {1}. Change once more if yours shall stand.",
                  total, postage)  # fmt: skip
    held: Sequence[Held] = error.values["held"]  # type: ignore[assignment]
    told = tr("; ").join(tr("order {0}: {1}", each.number, obstacle_words(each.why)) for each in held[:_MOST_TOLD])
    rest = len(held) - _MOST_TOLD
    more = " " + trn(rest, "and {0} more order", "and {0} more orders") if rest > 0 else ""
    return tr("Not to be printed or shipped yet: {0}{1}. Clear it up first.", told, more)
