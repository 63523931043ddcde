"""The gate before "printed" and "shipped": what holds an order back (trade.md C12)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.orders import OrderState
from ticketdesk.domain.stages import PRINTED, SHIPPED

GUARDED: Final = frozenset({PRINTED, SHIPPED})
"""Flags that an order gets only through the gate."""
_GONE: Final = frozenset({OrderState.SHIPPED.value, OrderState.FINISHED.value})


class Obstacle(StrEnum):
    """What holds an order back."""

    CONTRADICTION = "contradiction"  # its remarks contradict each other
    CANCELLED = "cancelled"  # the order is closed
    REFUND = "refund"  # a refund is open
    PAID_BACK = "paid_back"  # all that was paid went back to the buyer
    ADDRESS = "address"  # the address was changed after the latest remark


class GateFacts(NamedTuple):
    """What the gate asks of an order.

    ``readdressed``: the address is newer than the latest remark; ``paid_back``: nothing of what was paid is left.
    """

    id: int
    number: str
    state: str
    contradicting: bool
    refund: bool
    readdressed: bool
    paid_back: bool = False


class Held(NamedTuple):
    """An order that the gate holds back, and why."""

    id: int
    number: str
    why: tuple[Obstacle, ...]


def held_back(facts: Iterable[GateFacts]) -> tuple[Held, ...]:
    """Return the orders that the gate holds back; what is on its way already passes, the flag only says so."""
    found = ((each, obstacles(each)) for each in facts if each.state not in _GONE)
    return tuple(Held(each.id, each.number, why) for each, why in found if why)


def obstacles(facts: GateFacts) -> tuple[Obstacle, ...]:
    """Return what holds this order back."""
    told = {
        Obstacle.CONTRADICTION: facts.contradicting,
        Obstacle.CANCELLED: facts.state == OrderState.CLOSED.value,
        Obstacle.REFUND: facts.refund,
        Obstacle.PAID_BACK: facts.paid_back,
        Obstacle.ADDRESS: facts.readdressed,
    }
    return tuple(obstacle for obstacle, there in told.items() if there)


def guards(flag: int) -> bool:
    """Return whether an order gets this flag only through the gate."""
    return flag in {int(Flag(each)) for each in GUARDED}
