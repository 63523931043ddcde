"""What the gate before printing and shipping asks of orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_gate import GUARDED, GateFacts
from ticketdesk.domain.orders import BY_DESK, NO_REFUND, REFUND_ENDED, OrderState
from ticketdesk.store.queries.remark_standing import standings
from ticketdesk.store.reader import Rows, some

_QUIET: Final = ", ".join(repr(each) for each in sorted(NO_REFUND))
_ENDED: Final = ", ".join(repr(each) for each in sorted(REFUND_ENDED))
# The first condition as in the partial index, to the letter.
_LINE: Final = (
    "EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.deleted = 0"
    f" AND l.refund_state NOT IN ({_QUIET}) AND l.refund_state NOT IN ({_ENDED}))"
)
_REFUND: Final = (
    "EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.deleted = 0"
    " AND r.state NOT IN ('', 'SUCCESS', 'CLOSED'))"
)
# By the platform's own figure, or by the refunds kept here, whichever is more.
_PAID_BACK: Final = (
    "(o.paid_cents > 0 AND MAX(COALESCE(o.refund_cents, 0), COALESCE((SELECT SUM(r.amount_cents) FROM refund r"
    " WHERE r.order_id = o.id AND r.deleted = 0 AND r.state = 'SUCCESS'), 0)) >= o.paid_cents) IS TRUE"
)
_TICKET: Final = (
    "EXISTS (SELECT 1 FROM ticket t WHERE t.order_id = o.id AND t.deleted = 0 AND t.closed_at IS NULL"
    " AND t.type IN ('refund_only', 'return_refund'))"
)
_SQL: Final = (
    "SELECT o.id, o.number, o.state,"
    f" ({_LINE} OR {_REFUND} OR {_TICKET}), COALESCE(o.readdressed_at > COALESCE(o.last_remark_at, 0), 0),"
    f" {_PAID_BACK}"
    " FROM orders o WHERE o.deleted = 0 AND o.id IN ({ids})"
)

_SHIPPED: Final = ", ".join(repr(each.value) for each in (OrderState.SHIPPED, OrderState.PART_SHIPPED))
_SHIPPED_AGAIN: Final = (
    f"json_extract(c.before, '$.state') <> o.state AND json_extract(c.before, '$.state') IN ({_SHIPPED})"
    f" AND json_extract(c.before, '$.state_source') = '{BY_DESK}'"
)
_FLAGGED_AGAIN: Final = (
    "json_extract(c.before, '$.flag') <> o.flag"
    f" AND json_extract(c.before, '$.flag') IN ({', '.join(str(int(Flag(each))) for each in sorted(GUARDED))})"
)
_AGAIN: Final = (
    "SELECT c.seq, CASE WHEN o.id IS NOT NULL AND {again} THEN c.key END FROM change c"
    " LEFT JOIN orders o ON c.tbl = 'orders' AND c.before IS NOT NULL AND o.id = c.key"
    " WHERE c.act = ? AND c.seq > ? ORDER BY c.seq LIMIT ?"
)


def led_through(
    source: Rows, undo: int, after: int, *, of_file: bool, limit: int = 2_000
) -> tuple[list[int], int | None]:
    """Return the orders that taking back the act ``undo`` ships again by the desk, or gives a guarded flag again.

    To be asked before it is taken back, ``limit`` changes at a time from behind change number ``after`` (0 at first);
    the second value is where the next ones begin, None behind the last. What a platform's file told (``of_file``)
    passes: its flags do not count, only what the desk shipped by it.
    """
    again = _SHIPPED_AGAIN if of_file else f"({_SHIPPED_AGAIN} OR {_FLAGGED_AGAIN})"
    rows = source.rows(_AGAIN.replace("{again}", again), (undo, after, limit))
    ids = list(dict.fromkeys(key for _seq, key in rows if key is not None))
    return ids, rows[-1][0] if len(rows) == limit else None


def gate_facts(source: Rows, ids: Sequence[int], now: int) -> list[GateFacts]:
    """Return what the gate asks of those of ``ids`` that are there, in no promised order; ``now`` is UTC ms."""
    found = source.rows(_SQL.replace("{ids}", some(ids)))
    torn = standings(source, ids, now)
    return [GateFacts(row[0], row[1], row[2], row[0] in torn, *map(bool, row[3:])) for row in found]
