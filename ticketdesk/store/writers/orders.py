"""Writing what agents do to orders: flag, remark, address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Order, Remark
from ticketdesk.store.tx import Tx


class OrderNow(NamedTuple):
    """What a command must know of an order before it changes it."""

    id: int
    version: int
    number: str
    buyer_id: int | None
    flag: int
    receiver: str
    phone: str
    mobile: str
    address: str
    edited: str


def current(tx: Tx, order: int) -> OrderNow:
    """Return the order as it stands; DeskError ``order_missing`` where it is gone."""
    found = first(tx, f"SELECT {', '.join(OrderNow._fields)} FROM orders WHERE id = ? AND deleted = 0", (order,))
    if found is None:
        raise DeskError("order_missing", id=order)
    return OrderNow(*found)


def edit_order(tx: Tx, now: OrderNow, values: Mapping[str, Value]) -> None:
    """Change columns by hand: the file's value is remembered beside, so that later imports show the difference."""
    edited: dict[str, object] = json.loads(now.edited)
    for name in values:
        # What stood here came from a file, but for the flag, of which most files say nothing.
        edited.setdefault(name, None if name == "flag" else getattr(now, name))
    text = json.dumps(edited, ensure_ascii=False, sort_keys=True)
    tx.update(Order, now.id, {**values, "edited": text})


def add_remark(tx: Tx, order: int, text: str, *, author: str, agent_id: int | None, flag: int | None, at: int) -> int:
    """Append a remark and show it as the order's newest; return its id."""
    remark = tx.insert(
        Remark,
        {
            "order_id": order, "text": text, "author": author, "agent_id": agent_id, "flag": flag, "at": at,
            "source": "desk",
        },
    )  # fmt: skip
    tx.update(Order, order, {"last_remark": text[:200], "last_remark_by": author, "last_remark_at": at})
    return remark
