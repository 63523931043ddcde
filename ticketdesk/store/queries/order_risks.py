"""What puts an order at risk, as SQL, and the small sides of it: the ids that indexes hold which hold little else."""

from __future__ import annotations

from typing import Final

from ticketdesk.domain.moments import DAY
from ticketdesk.domain.orders import NO_REFUND, REFUND_ENDED, OrderState
from ticketdesk.domain.refunds import RefundState
from ticketdesk.store.queries.gathering import Walk

LATE: Final = DAY
"""What is due within this time, or was, will be late unless somebody does something."""

STALLED: Final = 7 * DAY
"""A parcel that nobody signed for so long after it was shipped stands still."""

_ASKED = ", ".join(repr(each) for each in sorted(NO_REFUND))
_OVER = ", ".join(repr(each) for each in sorted(REFUND_ENDED))
_GIVEN = repr(RefundState.SUCCESS.value)
# As in the partial index, to the letter: SQLite compares the condition as written.
_LINE: Final = f"l.deleted = 0 AND l.refund_state NOT IN ({_ASKED})"
_OPEN_LINE: Final = f"{_LINE} AND l.refund_state NOT IN ({_OVER})"
_OF_LINES: Final = "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = orders.id AND {})"
_OF_REFUNDS: Final = "EXISTS (SELECT 1 FROM refund r WHERE r.order_id = orders.id AND r.deleted = 0{})"
_OPEN_TICKET: Final = "t.deleted = 0 AND t.closed_at IS NULL"
REFUNDED: Final = f"(refund_cents > 0 OR {_OF_LINES.format(_LINE)})"
REFUND_OPEN: Final = f"({_OF_REFUNDS.format(' AND r.ended_at IS NULL')} OR {_OF_LINES.format(_OPEN_LINE)})"
REFUND_DONE: Final = f"(refund_cents > 0 OR {_OF_REFUNDS.format(f' AND r.state = {_GIVEN}')})"
REFUND_NONE: Final = f"NOT (COALESCE(refund_cents, 0) > 0 OR {_OF_LINES.format(_LINE)} OR {_OF_REFUNDS.format('')})"
TICKETED: Final = f"EXISTS (SELECT 1 FROM ticket t WHERE t.order_id = orders.id AND {_OPEN_TICKET})"
READDRESSED: Final = "(instr(edited, '\"address\"') OR instr(edited, '\"mobile\"') OR instr(edited, '\"receiver\"'))"
CONTRADICTING: Final = "remark_conflict <> 0"
ON_THE_WAY: Final = f"state = '{OrderState.SHIPPED.value}'"

# As in the partial index, to the letter.
_WAITS: Final = f"deleted = 0 AND state = '{OrderState.WAIT_SHIP.value}'"
_WAITING: Final = f"FROM orders INDEXED BY orders_waiting_buyer WHERE {_WAITS} AND buyer_id"
_RECEIVER: Final = "platform, receiver_key(buyer_id, receiver, phone, mobile, address)"
# The buyers of several orders by their index alone; only these orders are read.
_SAME: Final = (
    f"SELECT {_RECEIVER} {_WAITING} IN (SELECT buyer_id {_WAITING} IS NOT NULL GROUP BY buyer_id HAVING COUNT(*) > 1)"
    " GROUP BY 1, 2 HAVING COUNT(DISTINCT COALESCE(parcel_group, -id)) > 1"
)
TOGETHER: Final = f"({_WAITS} AND ({_RECEIVER}) IN ({_SAME}))"
"""It waits with others of one buyer to one receiver (``parcel_groups.can_share``), and not all leave in one parcel."""

_PAID_BACK: Final = Walk("SELECT id FROM orders INDEXED BY orders_refunded WHERE deleted = 0 AND refund_cents > 0")
_LINES: Final = "SELECT l.order_id FROM order_line l INDEXED BY order_line_refund WHERE "
_REFUNDS: Final = "SELECT r.order_id FROM refund r INDEXED BY {} WHERE r.deleted = 0{}"
WITH_REFUND: Final = (_PAID_BACK, Walk(_LINES + _LINE))
WITH_OPEN_REFUND: Final = (
    Walk(_REFUNDS.format("refund_due", " AND r.ended_at IS NULL")),
    Walk(_LINES + _OPEN_LINE),
)
WITH_DONE_REFUND: Final = (
    _PAID_BACK,
    Walk(_REFUNDS.format("refund_ended", f" AND r.ended_at IS NOT NULL AND r.state = {_GIVEN}")),
    Walk(_REFUNDS.format("refund_state", f" AND r.ended_at IS NULL AND r.state = {_GIVEN}")),
)
WITH_ANY_REFUND: Final = (*WITH_REFUND, Walk(_REFUNDS.format("refund_recent", "")))
OPEN_TICKETS: Final = f"SELECT 1 FROM ticket t INDEXED BY ticket_due WHERE {_OPEN_TICKET}"
WITH_TICKET: Final = (
    Walk(f"SELECT t.order_id FROM ticket t INDEXED BY ticket_due WHERE {_OPEN_TICKET} AND t.order_id IS NOT NULL"),
)
WITH_OTHERS: Final = (
    Walk(
        f"SELECT id {_WAITING} IN (SELECT buyer_id {_WAITING} IS NOT NULL GROUP BY buyer_id HAVING COUNT(*) > 1)"
        f" AND {TOGETHER}"
    ),
)
WITH_NEW_ADDRESS: Final = (
    Walk(f"SELECT id FROM orders INDEXED BY orders_readdressed WHERE deleted = 0 AND {READDRESSED}"),
)
