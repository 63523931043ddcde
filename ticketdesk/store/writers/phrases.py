"""Writing phrases."""

from __future__ import annotations

from collections.abc import Mapping

import apsw

from ticketdesk.store.reader import first
from ticketdesk.store.sql import Value
from ticketdesk.store.tables import Phrase
from ticketdesk.store.tx import Tx


def last_place(tx: Tx) -> int:
    """Return the place of the last phrase of the list, 0 where there is none."""
    found = first(tx, "SELECT COALESCE(MAX(sort), 0) FROM phrase WHERE deleted = 0")
    return int(found[0]) if found else 0


def add_phrase(tx: Tx, values: Mapping[str, Value], *, place: int | None = None) -> int:
    """Insert a phrase at ``place`` of the list, by default after its end, and return its id."""
    return tx.insert(Phrase, {**values, "sort": last_place(tx) + 1 if place is None else place})


def edit_phrase(tx: Tx, phrase: int, values: Mapping[str, Value], *, version: int | None = None) -> None:
    """Change columns of a phrase; DeskErrors ``row_missing``, ``row_changed``."""
    tx.update(Phrase, phrase, values, version=version)


def remove_phrase(tx: Tx, phrase: int) -> None:
    """Lay the tombstone on a phrase."""
    tx.tombstone(Phrase, phrase)


def count_use(connection: apsw.Connection, phrase: int, at: int) -> None:
    """Count one use of a phrase at ``at`` (UTC ms); no act, since nobody would take it back. A phrase that is gone
    counts nothing."""
    connection.execute(
        "INSERT INTO phrase_use(phrase_id, uses, used_at) SELECT id, 1, ?2 FROM phrase WHERE id = ?1"
        " ON CONFLICT(phrase_id) DO UPDATE SET uses = uses + 1, used_at = max(used_at, ?2)",
        (phrase, at),
    )
