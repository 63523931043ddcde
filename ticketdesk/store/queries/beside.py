"""What stands beside a talk or an order: the orders and the tickets of one buyer."""

from __future__ import annotations

import json
from typing import NamedTuple

from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.packing import packed, unpacked
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.store.reader import Rows, first


class Beside(NamedTuple):
    """A buyer's newest orders (ids) and tickets, newest first.

    ``ticket_count`` counts all the tickets, ``todo_count`` what is still to be done for the buyer.
    """

    buyer_id: int | None
    orders: tuple[int, ...]
    tickets: tuple[TicketRow, ...]
    ticket_count: int
    todo_count: int = 0


_ORDERS = "SELECT id FROM orders WHERE buyer_id = w.buyer_id AND deleted = 0 ORDER BY sort_at DESC, id DESC LIMIT ?2"
_TICKETS = f"{tickets.ROW} WHERE t.buyer_id = w.buyer_id AND t.deleted = 0 ORDER BY t.id DESC LIMIT ?2"
_SELECT = (
    f"SELECT w.buyer_id, (SELECT json_group_array(id) FROM ({_ORDERS})), {packed(TicketRow._fields, _TICKETS)},"
    " (SELECT COUNT(*) FROM ticket WHERE buyer_id = w.buyer_id AND deleted = 0),"
    " (SELECT COUNT(*) FROM todo WHERE buyer_id = w.buyer_id AND deleted = 0 AND state = 'open')"
)


def of_buyer(source: Rows, buyer_id: int, most: int = 30) -> Beside:
    """Return what stands beside a buyer, ``most`` orders and tickets."""
    found = first(source, f"{_SELECT} FROM (SELECT id AS buyer_id FROM buyer WHERE id = ?1) w", (buyer_id, most))
    return _made(found) if found else Beside(buyer_id, (), (), 0)


def of_order(source: Rows, order_id: int, most: int = 30) -> Beside | None:
    """Return what stands beside an order: its buyer's orders and tickets; None where the order is gone."""
    found = first(source, f"{_SELECT} FROM orders w WHERE w.id = ?1 AND w.deleted = 0", (order_id, most))
    return _made(found) if found else None


def _made(found: tuple[int | None, str, str, int, int]) -> Beside:
    buyer_id, orders, rows, count, todos = found
    return Beside(buyer_id, tuple(json.loads(orders)), tuple(unpacked(rows, TicketRow._make)), count, todos)
