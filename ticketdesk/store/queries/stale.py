"""What an agent sees of a conversation now, and what has arrived since an earlier look (trade.md C11)."""

from __future__ import annotations

from ticketdesk.domain.stale import Difference, OrderNow, Seen, SeenOrder, What, order_differences
from ticketdesk.store.reader import Rows, first

MOST_ORDERS = 20
"""So many of the buyer's newest orders are watched."""

MOST_SHOWN = 50
"""So many new messages are told; one is enough to ask."""

MOST_LOOKED_AT = 50
"""So many of the newest messages are watched for being taken back: nobody answers older ones."""

_RECALLED = (
    "SELECT id, sender, recalled_at FROM (SELECT id, side, sender, state, recalled_at, deleted FROM message"
    f" WHERE conversation_id = ? AND id <= ? ORDER BY id DESC LIMIT {MOST_LOOKED_AT})"
    " WHERE side = 'in' AND state = 'recalled' AND deleted = 0"
)
_ORDERS = (
    "SELECT o.id, o.number, o.flag, o.state, COALESCE((SELECT r.id FROM remark r WHERE r.order_id = o.id"
    " AND r.deleted = 0 ORDER BY r.at DESC, r.id DESC LIMIT 1), 0), o.last_remark, o.last_remark_by,"
    " COALESCE(o.last_remark_at, 0) FROM orders o WHERE o.buyer_id = ? AND o.deleted = 0"
    f" ORDER BY o.sort_at DESC, o.id DESC LIMIT {MOST_ORDERS}"
)


def seen(source: Rows, conversation_id: int) -> Seen:
    """Return what stands there now; keep it when a draft begins and give it to ``SendReply.seen``."""
    newest = first(
        source,
        "SELECT id FROM message WHERE conversation_id = ? AND deleted = 0 ORDER BY id DESC LIMIT 1",
        (conversation_id,),
    )
    orders = tuple(SeenOrder(o.order_id, o.flag, o.state, o.remark_id) for o in _orders(source, conversation_id))
    until = newest[0] if newest else 0
    recalled = tuple(key for key, _who, _at in _recalled(source, conversation_id, until))
    return Seen(until, orders, recalled)


def _recalled(source: Rows, conversation_id: int, until: int) -> list[tuple[int, str, int | None]]:
    """Words of the buyer up to message ``until`` that were taken back, the oldest first: id, sender, when."""
    return sorted(source.rows(_RECALLED, (conversation_id, until)))


def _orders(source: Rows, conversation_id: int) -> list[OrderNow]:
    buyer = first(source, "SELECT buyer_id FROM conversation WHERE id = ?", (conversation_id,))
    return [OrderNow(*row) for row in source.rows(_ORDERS, tuple(buyer))] if buyer else []


def differences(source: Rows, conversation_id: int, before: Seen, agent_id: int | None) -> list[Difference]:
    """Return what changed since ``before``: words of the buyer taken back, messages of others (``agent_id``'s own words
    do not count), then orders.

    Lines of the system are left out: what they tell stands with the order.
    """
    sql = (
        "SELECT id, side, sender, text, sent_at FROM message WHERE conversation_id = ? AND id > ? AND deleted = 0"
        " AND side <> 'system' AND auto = '' AND state <> 'recalled' AND NOT (side = 'out' AND agent_id IS ?)"
        f" ORDER BY id LIMIT {MOST_SHOWN}"
    )
    said = source.rows(sql, (conversation_id, before.message_id, agent_id))
    taken = [
        Difference(What.RECALL, key, who=sender, at=at or 0)
        for key, sender, at in _recalled(source, conversation_id, before.message_id)
        if key not in before.recalled
    ]
    found = [
        Difference(What.REPLY if side == "out" else What.MESSAGE, key, after=text[:200], who=sender, at=at)
        for key, side, sender, text, at in said
    ]
    return taken + found + order_differences(before.orders, _orders(source, conversation_id))
