"""Personal data as it is: read by the commands that record who looked, and by nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import Rows, first


class OrderPersonal(NamedTuple):
    """Where an order goes, unmasked; ``edited`` holds the file's values of what was edited here."""

    receiver: str
    phone: str
    mobile: str
    address: str
    edited: Mapping[str, object]


class BuyerPersonal(NamedTuple):
    """Who a buyer is, unmasked."""

    name: str
    phone: str


def of_order(source: Rows, order_id: int) -> OrderPersonal:
    """Return the personal data of an order; DeskError ``order_missing`` where it is gone."""
    sql = "SELECT receiver, phone, mobile, address, edited FROM orders WHERE id = ? AND deleted = 0"
    found = first(source, sql, (order_id,))
    if found is None:
        raise DeskError("order_missing", id=order_id)
    return OrderPersonal._make((*found[:4], json.loads(found[4])))


def of_buyer(source: Rows, buyer_id: int) -> BuyerPersonal:
    """Return the personal data of a buyer, of the newest order's receiver what the buyer's own row does not say.

    DeskError ``buyer_missing`` where there is none.
    """
    found = first(source, "SELECT name, phone FROM buyer WHERE id = ? AND deleted = 0", (buyer_id,))
    if found is None:
        raise DeskError("buyer_missing", id=buyer_id)
    sql = (
        "SELECT receiver, CASE mobile WHEN '' THEN phone ELSE mobile END FROM orders"
        " WHERE buyer_id = ? AND deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT 1"
    )
    receiver, mobile = first(source, sql, (buyer_id,)) or ("", "")
    return BuyerPersonal(found[0] or receiver, found[1] or mobile)
