"""Refunds in brief, as they stand on an order, a ticket and above a conversation: read along with these."""

from __future__ import annotations

from typing import Final, NamedTuple

from ticketdesk.store.queries.packing import packed
from ticketdesk.store.reader import Rows


class RefundBrief(NamedTuple):
    """A refund in few words; ``amount_cents`` in the order's ``currency``, moments UTC ms, ``ended_at`` once ended."""

    id: int
    order_id: int
    number: str
    kind: str
    state: str
    amount_cents: int | None
    due_at: int | None
    due_from: int | None
    ended_at: int | None
    currency: str


_MOST: Final = 20
_NAMES: Final = ", ".join(RefundBrief._fields)
_COLUMNS: Final = _NAMES.replace(
    "currency", "(SELECT o.currency FROM orders o WHERE o.id = refund.order_id) AS currency"
)
_OF_ORDER: Final = (
    f"SELECT {_COLUMNS} FROM refund WHERE order_id = {{0}} AND deleted = 0 ORDER BY id DESC LIMIT {_MOST}"
)
_OF_TICKET: Final = (
    f"SELECT {_COLUMNS} FROM refund WHERE ticket_id = {{0}} AND ticket_id IS NOT NULL AND deleted = 0"
    f" ORDER BY id DESC LIMIT {_MOST}"
)
# Of a buyer's newest refunds those that are open: nobody has twenty at once.
_OPEN: Final = (
    f"SELECT {_NAMES} FROM (SELECT {_COLUMNS} FROM refund WHERE buyer_id = {{0}} AND deleted = 0"
    f" ORDER BY id DESC LIMIT {_MOST}) WHERE ended_at IS NULL"
)


def packed_of_order(order: str) -> str:
    """Return SQL for the newest refunds of the order ``order`` (SQL) as one value, for ``packing.unpacked``."""
    return packed(RefundBrief._fields, _OF_ORDER.format(order))


def packed_of_ticket(ticket: str) -> str:
    """Return SQL for the newest refunds that the ticket ``ticket`` (SQL) follows as one value."""
    return packed(RefundBrief._fields, _OF_TICKET.format(ticket))


def packed_open(buyer: str) -> str:
    """Return SQL for the open refunds of the buyer ``buyer`` (SQL) as one value."""
    return packed(RefundBrief._fields, _OPEN.format(buyer))


def open_of_buyer(source: Rows, buyer: int) -> list[RefundBrief]:
    """Return the open refunds of a buyer, the newest first."""
    return [RefundBrief(*row) for row in source.rows(_OPEN.format("?"), (buyer,))]
