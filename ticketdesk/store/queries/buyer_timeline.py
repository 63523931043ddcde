"""One timeline of a buyer: days of talk, orders, parcels, refunds, remarks, tickets and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest
from typing import Final, NamedTuple

from ticketdesk.domain.moments import DAY, HOUR, day_start
from ticketdesk.domain.money import YUAN
from ticketdesk.store.ids import EPOCH_MS, compose
from ticketdesk.store.reader import Rows

PAGE: Final = 40
MOST_ORDERS: Final = 300
MOST_TICKETS: Final = 200
"""Parcels, refunds, remarks and ticket events are looked for under so many of the newest orders and tickets."""
MOST_COUNTED: Final = 100
"""A day of talk counts up to so many messages."""

MESSAGES: Final = "messages"
ORDERS: Final = "orders"
TICKETS: Final = "tickets"
KINDS: Final = frozenset({MESSAGES, ORDERS, TICKETS})
_LAST: Final = 9_223_372_036_854_775_807
_ZONE: Final = 8 * HOUR


class Mark(NamedTuple):
    """Where an entry stands in the timeline: its moment (UTC ms) and the id of its row."""

    at: int
    id: int


class Entry(NamedTuple):
    """One entry, newest first in a page.

    ``kind`` is talk, order, parcel, refund, remark, ticket or event; ``place`` the row it opens (a message, an order, a
    ticket). ``title``, ``text``, ``state`` and ``who`` are words and codes of the row: of a talk's day the sender, the
    newest words, their side and kind; of an order number, goods, state and flag; of what belongs to an order that
    order's number; of a ticket number, title, state and type. ``number`` counts a day's messages, or is an amount in
    cents of ``currency``, or the flag of a remark.
    """

    at: int
    id: int
    kind: str
    place: int
    title: str
    text: str
    state: str
    who: str
    number: int | None
    currency: str = YUAN

    @property
    def mark(self) -> Mark:
        """Where the entry stands."""
        return Mark(self.at, self.id)


# The first id of the shop's day that holds the message with the id {0}.
_FLOOR = f"(((((({{0}} >> 21) + {EPOCH_MS + _ZONE}) / {DAY}) * {DAY}) - {EPOCH_MS + _ZONE}) << 21)"
_NEWEST = (
    "(SELECT m.id FROM message m WHERE m.conversation_id = {0} AND m.deleted = 0 AND m.side <> 'system'"
    " AND m.id < {1} ORDER BY m.id DESC LIMIT 1)"
)
# Leaps from day to day in every conversation of the buyer, newest first; ?2 is the end of the day that is looked at,
# ?3 the mark: a day whose newest message is not before it was shown on the page before.
_DAYS = (
    "WITH RECURSIVE cte_talk(c) AS (SELECT id FROM conversation WHERE buyer_id = ?1 AND deleted = 0 LIMIT 50),"
    f" cte_newest(c, top) AS (SELECT c, {_NEWEST.format('c', '?2')} FROM cte_talk),"
    f" cte_seed(c, top) AS (SELECT c, CASE WHEN top < ?3 THEN top ELSE {_NEWEST.format('c', _FLOOR.format('top'))} END"
    " FROM cte_newest WHERE top IS NOT NULL),"
    " cte_day(c, top) AS (SELECT c, top FROM cte_seed WHERE top IS NOT NULL"
    f" UNION ALL SELECT c, {_NEWEST.format('c', _FLOOR.format('top'))} FROM cte_day WHERE top IS NOT NULL"
    " ORDER BY 2 DESC LIMIT ?4)"
    f" SELECT (cte_day.top >> 21) + {EPOCH_MS}, cte_day.top, 'talk', cte_day.top, m.sender, m.text, m.side, m.kind,"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM message n WHERE n.conversation_id = cte_day.c AND n.deleted = 0"
    f" AND n.id <= cte_day.top AND n.id >= {_FLOOR.format('cte_day.top')} AND n.side <> 'system' LIMIT {MOST_COUNTED}))"
    " FROM cte_day CROSS JOIN message m WHERE cte_day.top IS NOT NULL AND m.id = cte_day.top"
)
_ORDERS = (
    "SELECT sort_at, id, 'order', id, number, titles, state, CAST(flag AS TEXT), paid_cents, currency"
    " FROM orders"
    " WHERE buyer_id = ?1 AND deleted = 0 AND (sort_at, id) < (?2, ?3) ORDER BY sort_at DESC, id DESC LIMIT ?4"
)
_TICKETS = (
    f"SELECT (t.id >> 21) + {EPOCH_MS}, t.id, 'ticket', t.id, t.number, t.title, t.state, t.type, NULL FROM ticket t"
    " WHERE t.buyer_id = ?1 AND t.deleted = 0 AND t.id < ?2 ORDER BY t.id DESC LIMIT ?3"
)
_OWN_ORDERS = (
    "SELECT id, number, currency FROM orders WHERE buyer_id = ?1 AND deleted = 0"
    f" ORDER BY sort_at DESC, id DESC LIMIT {MOST_ORDERS}"
)
_OWN_TICKETS = f"SELECT id FROM ticket WHERE buyer_id = ?1 AND deleted = 0 ORDER BY id DESC LIMIT {MOST_TICKETS}"
_UNDER_ORDERS = (
    f"WITH cte_own(o, number, currency) AS MATERIALIZED ({_OWN_ORDERS})"
    " SELECT s.shipped_at, s.id, 'parcel', s.order_id, cte_own.number, s.tracking, s.carrier, '', NULL,"
    " cte_own.currency"
    " FROM cte_own CROSS JOIN shipment s ON s.order_id = o WHERE s.deleted = 0 AND s.shipped_at <= ?2"
    " UNION ALL SELECT r.applied_at, r.id, 'refund', r.order_id, cte_own.number, r.reason, r.state, '', r.amount_cents,"
    " cte_own.currency"
    " FROM cte_own CROSS JOIN refund r ON r.order_id = o WHERE r.deleted = 0 AND r.applied_at <= ?2"
    " UNION ALL SELECT k.at, k.id, 'remark', k.order_id, cte_own.number, k.text, '', k.author, k.flag,"
    " cte_own.currency"
    " FROM cte_own CROSS JOIN remark k ON k.order_id = o WHERE k.deleted = 0 AND k.at <= ?2"
)
_UNDER_TICKETS = (
    f"WITH cte_own(t) AS MATERIALIZED ({_OWN_TICKETS})"
    " SELECT e.at, e.id, 'event', e.ticket_id, e.kind, e.text, e.before, e.author, NULL, e.after"
    " FROM cte_own CROSS JOIN ticket_event e ON e.ticket_id = t WHERE e.deleted = 0"
    " AND e.kind <> 'created' AND e.at <= ?2"
)


def page(
    source: Rows, buyer_id: int, before: Mark | None = None, kinds: Iterable[str] = KINDS, limit: int = PAGE
) -> list[Entry]:
    """Return the ``limit`` entries of ``kinds`` that stand just before the mark, newest first (None: the newest).

    The cost does not grow with how much a buyer has said: days are leapt over, orders and tickets read by key.
    """
    mark, asked = before or Mark(_LAST, _LAST), frozenset(kinds)
    found: list[Entry] = []
    if MESSAGES in asked:
        found += _days(source, buyer_id, before, limit)
    if ORDERS in asked:
        found += _read(source, _ORDERS, (buyer_id, mark.at, mark.id, limit))
        found += _read(source, _UNDER_ORDERS, (buyer_id, mark.at))
    if TICKETS in asked:
        found += _read(source, _TICKETS, (buyer_id, _id_before(before), limit))
        found += _events(source, buyer_id, mark)
    return nlargest(limit, (entry for entry in found if entry.mark < mark), key=lambda entry: entry.mark)


def _days(source: Rows, buyer_id: int, before: Mark | None, limit: int) -> list[Entry]:
    end = _LAST if before is None else min(_LAST, compose(day_start(before.at) + DAY, 0, 0))
    return _read(source, _DAYS, (buyer_id, end, _id_before(before), limit))


def _id_before(mark: Mark | None) -> int:
    """Return the id below which a row whose id is its moment stands before the mark."""
    if mark is None:
        return _LAST
    return min(_LAST, compose(mark.at + 1, 0, 0), max(compose(mark.at, 0, 0), mark.id))


def _events(source: Rows, buyer_id: int, mark: Mark) -> list[Entry]:
    """What a ticket's event was before and after stands in ``state``, parted by a line break."""
    rows = source.rows(_UNDER_TICKETS, (buyer_id, mark.at))
    return [Entry._make((*row[:6], f"{row[6]}\n{row[9]}", row[7], row[8], YUAN)) for row in rows]


def _read(source: Rows, sql: str, values: tuple[int, ...]) -> list[Entry]:
    return [Entry(*row) for row in source.rows(sql, values)]
