"""Writing what agents do to orders: flag, remark, address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.orders import BY_DESK, OrderState
from ticketdesk.domain.parcel_numbers import with_parcel
from ticketdesk.domain.remark_reading import open_conflicts, read_remarks, standing
from ticketdesk.domain.remark_slots import RemarkRules
from ticketdesk.store.queries import remark_rules
from ticketdesk.store.queries.orders import remarks
from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Order, Remark, Shipment
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
    state: str
    carrier: str
    tracking: str
    total_cents: int | None
    postage_cents: int | None
    close_reason: str
    shipped_at: int | None
    currency: str
    parcel_group: int | None
    readdressed_at: int | None


def current(tx: Tx, order: int) -> OrderNow:
    """Return the order as it stands; DeskError ``order_missing`` where it is gone."""
    found = first(tx, f"SELECT {', '.join(OrderNow._fields)} FROM orders WHERE id = ? AND deleted = 0", (order,))
    if found is None:
        raise DeskError("order_missing", id=order)
    return OrderNow(*found)


READDRESSING: Final = ("receiver", "phone", "mobile", "address")
"""Columns whose change sends the parcel elsewhere, or to somebody else."""


def edit_order(tx: Tx, now: OrderNow, values: Mapping[str, Value], further: Mapping[str, Value] | None = None) -> None:
    """Change columns by hand: the file's value is remembered beside, so that later imports show the difference.

    ``further`` columns are the desk's own: no file tells them.
    """
    edited: dict[str, object] = json.loads(now.edited)
    for name in values:
        # What stood here came from a file, but for the flag, of which most files say nothing.
        edited.setdefault(name, None if name == "flag" else getattr(now, name))
    text = json.dumps(edited, ensure_ascii=False, sort_keys=True)
    tx.update(Order, now.id, {**values, "edited": text, **(further or {})})


def ship_order(
    tx: Tx, now: OrderNow, carrier: str, tracking: str, *, at: int, flag: int, items: str = "", whole: bool = True
) -> None:
    """Let an order leave in a parcel at ``at`` (UTC ms) with the flag of shipping.

    ``items`` says what is in the parcel ("": all that was left); unless that was the last of it (``whole``) the order
    is partly shipped, and the rest stays due. Of an order that left in part, the first parcel keeps its moment, courier
    and number; this one comes beside it. The state is the desk's: a list that states less leaves it, and brings what
    else is new.
    """
    given: dict[str, Value] = {"carrier": carrier, "tracking": tracking, "flag": flag}
    left = at
    if now.state == OrderState.PART_SHIPPED.value:
        given |= {"carrier": now.carrier or carrier, "tracking": with_parcel(now.tracking, tracking)}
        left = at if now.shipped_at is None else now.shipped_at
    differing = {name: value for name, value in given.items() if getattr(now, name) != value}
    state = OrderState.SHIPPED if whole else OrderState.PART_SHIPPED
    own: dict[str, Value] = {"state": state.value, "state_source": BY_DESK, "shipped_at": left}
    edit_order(tx, now, differing, own | {"due_at": None} if whole else own)
    parcel: dict[str, Value] = {
        "order_id": now.id,
        "carrier": carrier,
        "tracking": tracking,
        "shipped_at": at,
        "items": items,
    }
    tx.insert(Shipment, parcel)


class NewRemark(NamedTuple):
    """A remark to append; ``concludes`` is the newest remark that it settles, None for an ordinary one."""

    text: str
    author: str
    agent_id: int | None
    at: int
    flag: int | None = None
    concludes: int | None = None


def add_remark(tx: Tx, order: int, new: NewRemark) -> int:
    """Append a remark, show it as the order's newest and weigh it against the others; return its id."""
    remark = tx.insert(Remark, {"order_id": order, "source": "desk", **new._asdict()})
    tx.update(Order, order, {"last_remark": new.text[:200], "last_remark_by": new.author, "last_remark_at": new.at})
    weigh_remarks(tx, order, remark_rules.rules(tx), now=new.at, agents=remark_rules.agents(tx))
    return remark


def weigh_remarks(tx: Tx, order: int, rules: RemarkRules, *, now: int, agents: Sequence[str]) -> None:
    """Note whether the remarks of an order contradict each other, where that is otherwise than noted."""
    read = read_remarks(remarks(tx, order), rules, now=now, agents=agents)
    found = int(standing(open_conflicts(read)))
    noted = first(tx, "SELECT remark_conflict FROM orders WHERE id = ?", (order,))
    if noted is not None and noted[0] != found:
        note_standing(tx, order, found)


def note_standing(tx: Tx, order: int, standing: int) -> None:
    """Note how the remarks of an order stand to each other: a ``domain.remark_reading.Standing``."""
    tx.update(Order, order, {"remark_conflict": standing})
