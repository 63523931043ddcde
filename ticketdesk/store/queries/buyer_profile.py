"""The whole of one buyer as the profile shows it: who it is, since when, and what was bought, asked and returned."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from ticketdesk.domain.masking import mask_name, mask_phone
from ticketdesk.domain.money import YUAN
from ticketdesk.domain.order_states import OrderState
from ticketdesk.store.ids import EPOCH_MS
from ticketdesk.store.queries.buyer_family import Family, family
from ticketdesk.store.queries.buyers import BuyerRow, buyer
from ticketdesk.store.reader import Rows, first

MOST: Final = 1_000
"""So many of the newest orders and tickets are counted; a buyer with more is shown as "1000+"."""


Sums = tuple[tuple[str, int], ...]
"""Amounts in cents by their currency (ISO 4217), yuan first; none of nothing."""


class Bought(NamedTuple):
    """The newest orders of a buyer in figures, ``flags`` how many bear each platform code 1..5.

    ``paid`` and ``refunded`` are sums, one for each currency that orders were paid or paid back in: currencies do not
    add up. What was paid for an order that was closed afterwards counts as paid, as what went back of it counts.

    ``refunds`` are the orders of which something was paid back, by the platform's own figure or by the refunds kept
    here, whichever is more; ``paid_orders`` those that were paid at all.
    """

    orders: int
    closed: int
    paid: Sums
    refunds: int
    refunded: Sums
    paid_orders: int
    flags: tuple[int, ...]


class BuyerProfile(NamedTuple):
    """One buyer. Name and phone are masked (``desk`` ``RevealBuyer`` tells them); where the buyer's own row has none
    they are those of the newest order's receiver. Moments are UTC ms, ``talk_id`` is the newest conversation.
    """

    row: BuyerRow
    name: str
    phone: str
    first_seen_at: int
    last_seen_at: int
    bought: Bought
    tickets: int
    open_tickets: int
    talk_id: int | None
    talk_state: str
    newest_order_id: int | None
    family: Family


_OWN = "FROM orders WHERE buyer_id = ?1 AND deleted = 0 ORDER BY sort_at DESC, id DESC"
_BACK = (
    "COALESCE((SELECT SUM(r.amount_cents) FROM refund r WHERE r.order_id = orders.id AND r.deleted = 0"
    " AND r.state = 'SUCCESS'), 0)"
)
_BOUGHT = (
    f"SELECT currency, COALESCE(paid_cents, 0), MAX(COALESCE(refund_cents, 0), {_BACK}), state, flag"
    f" {_OWN} LIMIT {MOST + 1}"
)
_TICKETS = (
    "SELECT COUNT(*), COALESCE(SUM(closed_at IS NULL), 0)"
    f" FROM (SELECT closed_at FROM ticket WHERE buyer_id = ?1 AND deleted = 0 LIMIT {MOST + 1})"
)
_ENDS = (
    f"SELECT (SELECT sort_at {_OWN} LIMIT 1),"
    " (SELECT sort_at FROM orders WHERE buyer_id = ?1 AND deleted = 0 ORDER BY sort_at, id LIMIT 1),"
    " (SELECT MIN(first) FROM (SELECT (SELECT m.sent_at FROM message m WHERE m.conversation_id = c.id AND m.deleted = 0"
    " ORDER BY m.id LIMIT 1) AS first FROM conversation c WHERE c.buyer_id = ?1 AND c.deleted = 0 LIMIT 20)),"
    " (SELECT MAX(last_at) FROM (SELECT last_at FROM conversation WHERE buyer_id = ?1 AND deleted = 0 LIMIT 20)),"
    f" (?1 >> 21) + {EPOCH_MS}"
)
_PERSON = f"SELECT id, receiver, CASE mobile WHEN '' THEN phone ELSE mobile END {_OWN} LIMIT 1"
_TALK = "SELECT id, state FROM conversation WHERE buyer_id = ? AND deleted = 0 ORDER BY id DESC LIMIT 1"


def _bought(source: Rows, buyer_id: int) -> Bought:
    paid, refunded, flags = Counter[str](), Counter[str](), Counter[int]()
    orders = closed = refunds = paid_orders = 0
    for currency, cents, back, state, flag in source.rows(_BOUGHT, (buyer_id,)):
        orders += 1
        closed += state == OrderState.CLOSED.value
        refunds += back > 0
        paid_orders += cents > 0
        paid[currency] += cents
        refunded[currency] += back
        flags[flag] += 1
    told = tuple(flags[code] for code in range(1, 6))
    return Bought(orders, closed, _sums(paid), refunds, _sums(refunded), paid_orders, told)


def _sums(found: Counter[str]) -> Sums:
    return tuple(sorted(((name, cents) for name, cents in found.items() if cents), key=_yuan_first))


def _yuan_first(each: tuple[str, int]) -> tuple[bool, str]:
    return each[0] != YUAN, each[0]


def profile(source: Rows, buyer_id: int) -> BuyerProfile | None:
    """Return everything of one buyer, or None; at most ``MOST`` orders and tickets are looked at."""
    row = buyer(source, buyer_id)
    if row is None:
        return None
    tickets, open_tickets = first(source, _TICKETS, (buyer_id,)) or (0, 0)
    newest, receiver, mobile = first(source, _PERSON, (buyer_id,)) or (None, "", "")
    talk_id, talk_state = first(source, _TALK, (buyer_id,)) or (None, "")
    *moments, known_since = first(source, _ENDS, (buyer_id,)) or (None, 0)
    seen = [moment for moment in (*moments, row.last_seen_at) if moment]
    return BuyerProfile(
        row=row,
        name=mask_name(row.name or receiver),
        phone=mask_phone(row.phone or mobile),
        first_seen_at=min([known_since, *seen]),
        last_seen_at=max([*seen, 0]),
        bought=_bought(source, buyer_id),
        tickets=tickets,
        open_tickets=open_tickets,
        talk_id=talk_id,
        talk_state=talk_state,
        newest_order_id=newest,
        family=family(source, buyer_id),
    )
