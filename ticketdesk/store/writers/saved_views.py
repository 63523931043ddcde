"""Writing the views of lists that agents keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tx import Tx
from ticketdesk.store.view_tables import SavedView


def add_view(tx: Tx, values: Mapping[str, Value]) -> int:
    """Insert a view behind all others and return its id."""
    last = first(tx, "SELECT COALESCE(MAX(sort), 0) FROM saved_view WHERE deleted = 0")
    return tx.insert(SavedView, {**values, "sort": (last[0] if last else 0) + 1})


def edit_view(tx: Tx, key: int, values: Mapping[str, Value]) -> None:
    """Change a view; DeskError ``row_missing``."""
    tx.update(SavedView, key, values)


def remove_view(tx: Tx, key: int) -> None:
    """Lay the tombstone on a view; DeskError ``row_missing``."""
    tx.tombstone(SavedView, key)


def order_views(tx: Tx, keys: Sequence[int]) -> None:
    """Let views stand in the order of ``keys``."""
    for place, key in enumerate(keys, start=1):
        tx.update(SavedView, key, {"sort": place})
