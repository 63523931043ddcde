"""The views of the ticket list that agents keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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


_SEEN = "deleted = 0 AND (owner_id IS NULL OR owner_id IS ?)"


def saved_views(source: Rows, agent_id: int | None) -> list[SavedViewRow]:
    """Return the agent's own views and the shop's, own ones first, each in its order."""
    sql = f"SELECT {', '.join(SavedViewRow._fields)} FROM saved_view WHERE {_SEEN} ORDER BY owner_id IS NULL, sort, id"
    return [SavedViewRow(*row) for row in source.rows(sql, (agent_id,))]


def seen_views(source: Rows, ids: Sequence[int], agent_id: int | None) -> set[int]:
    """Return those of ``ids`` that the agent may see."""
    return {
        key for (key,) in source.rows(f"SELECT id FROM saved_view WHERE {_SEEN} AND id IN ({some(ids)})", (agent_id,))
    }
