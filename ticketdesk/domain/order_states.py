"""The states of an order, apart from the long records of files: deadlines know them, and so does every start."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class OrderState(StrEnum):
    """Platform states of an order (trade.md part 4); the value is the platform's own code."""

    UNKNOWN = ""
    WAIT_PAY = "WAIT_BUYER_PAY"
    WAIT_SHIP = "WAIT_SELLER_SEND_GOODS"
    PART_SHIPPED = "SELLER_CONSIGNED_PART"
    SHIPPED = "WAIT_BUYER_CONFIRM_GOODS"
    FINISHED = "TRADE_FINISHED"
    CLOSED = "TRADE_CLOSED"


RUNNING: Final = frozenset({OrderState.WAIT_SHIP, OrderState.PART_SHIPPED})
"""The states in which a paid order has a deadline for shipping."""

STATE_RANK: dict[OrderState, int] = {
    OrderState.UNKNOWN: 0,
    OrderState.WAIT_PAY: 1,
    OrderState.WAIT_SHIP: 2,
    OrderState.PART_SHIPPED: 3,
    OrderState.SHIPPED: 4,
    OrderState.FINISHED: 5,
    OrderState.CLOSED: 5,
}
