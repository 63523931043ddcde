"""What the desk tells its listeners after a commit."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ticketdesk.store.journal import Touched

MANY = 2_000  # beyond this the ids are not named: a list asks its query again


class Changes(NamedTuple):
    """Rows written by one committed act: ``ids`` maps a table to its ids, or to None for "many"."""

    act_id: int
    command: str
    ids: Mapping[str, tuple[int, ...] | None]

    def touches(self, *tables: str) -> bool:
        """Whether any of ``tables`` was written."""
        return any(table in self.ids for table in tables)

    def of(self, table: str) -> tuple[int, ...] | None:
        """Return the ids written in ``table``: () for none, None for many."""
        return self.ids.get(table, ())


def published(act_id: int, command: str, touched: Sequence[Touched], parents: Mapping[str, set[int]]) -> Changes:
    """Return the changes of a transaction; a child's parent (an order of a remark) counts as touched."""
    ids: dict[str, tuple[int, ...] | None] = {}
    for change in touched:
        ids[change.table] = change.ids if len(change.ids) <= MANY else None
    for table, keys in parents.items():
        known = ids.get(table, ())
        if known is not None:
            merged = tuple(dict.fromkeys((*known, *keys)))
            ids[table] = merged if len(merged) <= MANY else None
    return Changes(act_id, command, ids)
