"""The views of the lists of tickets and of orders that agents keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ticketdesk.store.reader import Rows, some


class SavedViewRow(NamedTuple):
    """A kept view; the shop's where ``owner_id`` is None. ``columns`` are those hidden, ``turned`` 0 or 1."""

    id: int
    version: int
    owner_id: int | None
    name: str
    query: str
    ordering: str
    turned: int
    grouping: str
    columns: str


TICKETS: Final = "tickets"
ORDERS: Final = "orders"
OF_ORDERS: Final = "orders."
"""What the order of a view of orders begins with: the table came with the views of tickets, whose orders are bare."""
_OF_LIST: Final = {TICKETS: f"ordering NOT LIKE '{OF_ORDERS}%'", ORDERS: f"ordering LIKE '{OF_ORDERS}%'"}
_SEEN: Final = "deleted = 0 AND (owner_id IS NULL OR owner_id IS ?)"


def saved_views(source: Rows, agent_id: int | None, of: str = TICKETS) -> list[SavedViewRow]:
    """Return the agent's own views and the shop's of a list (``TICKETS``, ``ORDERS``), own ones first, each in its
    order."""
    sql = (
        f"SELECT {', '.join(SavedViewRow._fields)} FROM saved_view WHERE {_SEEN} AND {_OF_LIST[of]}"
        " ORDER BY owner_id IS NULL, sort, id"
    )
    return [SavedViewRow(*row) for row in source.rows(sql, (agent_id,))]


def seen_views(source: Rows, ids: Sequence[int], agent_id: int | None, of: str = TICKETS) -> set[int]:
    """Return those of ``ids`` that are views of this list and that the agent may see."""
    sql = f"SELECT id FROM saved_view WHERE {_SEEN} AND {_OF_LIST[of]} AND id IN ({some(ids)})"
    return {key for (key,) in source.rows(sql, (agent_id,))}
