"""Which row a changed child belongs to, so that the screens of the parent hear of it."""

from __future__ import annotations

from collections.abc import Sequence

from ticketdesk.store.journal import Touched
from ticketdesk.store.reader import Rows, some

_PARENT = {
    "order_line": ("orders", "order_id"),
    "remark": ("orders", "order_id"),
    "shipment": ("orders", "order_id"),
    "refund": ("orders", "order_id"),
    "refund_event": ("refund", "refund_id"),
    "ticket_event": ("ticket", "ticket_id"),
    "ticket_start": ("ticket", "ticket_id"),
    "ticket_term": ("ticket", "ticket_id"),
    "ticket_lapse": ("ticket", "ticket_id"),
    "ticket_check": ("ticket", "ticket_id"),
    "ticket_watch": ("ticket", "ticket_id"),
    "ticket_value": ("ticket", "ticket_id"),
    "attachment": ("ticket", "ticket_id"),
    "message": ("conversation", "conversation_id"),
    "transfer": ("conversation", "conversation_id"),
    "ending": ("conversation", "conversation_id"),
    "rating": ("conversation", "conversation_id"),
    "reminder": ("conversation", "conversation_id"),
    "todo": ("buyer", "buyer_id"),
    "buyer_tag": ("buyer", "buyer_id"),
    "buyer_coupon": ("buyer", "buyer_id"),
    "buyer_alias": ("buyer", "buyer_id"),
    "agent_group_member": ("agent_group", "group_id"),
}
_ENOUGH = 2_000


def parents_of(source: Rows, touched: Sequence[Touched]) -> dict[str, set[int]]:
    """Return the parents of the touched rows by table; a bulk change is cut at 2,000 children (it is "many" anyway)."""
    found: dict[str, set[int]] = {}
    for change in touched:
        if change.table in _PARENT:
            table, column = _PARENT[change.table]
            ids = some(change.ids[:_ENOUGH])
            sql = f"SELECT DISTINCT {column} FROM {change.table} WHERE id IN ({ids}) AND {column} IS NOT NULL"
            found.setdefault(table, set()).update(key for (key,) in source.rows(sql))
    return found
