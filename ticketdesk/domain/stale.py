"""The stale-reply guard (trade.md C11): what arrived between the beginning of a draft and its sending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class SeenOrder(NamedTuple):
    """What the agent saw of one order: its flag, state and newest remark (0 without one)."""

    order_id: int
    flag: int
    state: str
    remark_id: int = 0


class Seen(NamedTuple):
    """What the agent had before the eyes when a draft began; ``message_id`` is the newest message (0 without one).

    ``recalled`` are those of the newest words of the buyer that were taken back by then.
    """

    message_id: int
    orders: tuple[SeenOrder, ...] = ()
    recalled: tuple[int, ...] = ()


class What(StrEnum):
    """What differs."""

    MESSAGE = "message"
    REPLY = "reply"
    RECALL = "recall"
    REMARK = "remark"
    FLAG = "flag"
    STATE = "state"
    ORDER = "order"


class Difference(NamedTuple):
    """One thing that arrived since: ``before`` and ``after`` are values of a flag or state, or the words said.

    ``who`` wrote it and ``at`` when (UTC ms), where that is known; ``number`` is the order's.
    """

    what: What
    row_id: int
    before: str = ""
    after: str = ""
    who: str = ""
    at: int = 0
    number: str = ""


class OrderNow(NamedTuple):
    """An order of the buyer as it stands now."""

    order_id: int
    number: str
    flag: int
    state: str
    remark_id: int
    remark: str = ""
    remark_by: str = ""
    remark_at: int = 0


def order_differences(seen: Sequence[SeenOrder], now: Iterable[OrderNow]) -> list[Difference]:
    """Return what differs in the buyer's orders: new orders, flags, states and remarks, order by order."""
    known = {each.order_id: each for each in seen}
    found: list[Difference] = []
    for order in now:
        before = known.get(order.order_id)
        if before is None:
            found.append(Difference(What.ORDER, order.order_id, after=order.state, number=order.number))
        else:
            found += _of_order(before, order)
    return found


def _of_order(before: SeenOrder, now: OrderNow) -> Iterable[Difference]:
    if before.flag != now.flag:
        yield Difference(What.FLAG, now.order_id, str(before.flag), str(now.flag), number=now.number)
    if before.state != now.state:
        yield Difference(What.STATE, now.order_id, before.state, now.state, number=now.number)
    if now.remark_id and before.remark_id != now.remark_id:
        yield Difference(
            What.REMARK, now.remark_id, after=now.remark, who=now.remark_by, at=now.remark_at, number=now.number
        )
