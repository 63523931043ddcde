"""Whose a row is: the rule of own and foreign rows."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from ticketdesk.store.reader import Rows, first, some

# A ticket is its creator's and its assignee's (trade.md A.1-8), an agent's row, reminders, personal phrases and views
# are the agent's own.
_OWN = MappingProxyType(
    {
        "ticket": "assignee_id IS ?1 OR creator_id IS ?1",
        "agent": "id IS ?1",
        "reminder": "agent_id IS ?1",
        # A stand-in answers what was asked before the absent one is back.
        "ticket_mention": (
            "agent_id IS ?1 OR EXISTS (SELECT 1 FROM stand_in s WHERE s.deleted = 0 AND s.stand_in_id = ?1"
            " AND s.agent_id = ticket_mention.agent_id AND s.until_at > ticket_mention.at)"
        ),
        "stand_in": "agent_id IS ?1",
        "phrase": "owner_id IS ?1",
        "saved_view": "owner_id IS ?1",
    }
)


def foreign(source: Rows, table: str, ids: Sequence[int], agent_id: int | None) -> bool:
    """Return whether any of the rows ``ids`` is there and not the agent's own."""
    sql = f"SELECT 1 FROM {table} WHERE id IN ({some(ids)}) AND NOT ({_OWN[table]}) LIMIT 1"
    return bool(ids) and first(source, sql, (agent_id,)) is not None
