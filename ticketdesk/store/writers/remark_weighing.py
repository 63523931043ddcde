"""Writing how far the remarks of all orders were weighed. Not journaled: a bookmark of the desk's own work."""

from __future__ import annotations

import apsw

from ticketdesk.store.database import transaction
from ticketdesk.store.queries.remark_standing import START, Place
from ticketdesk.store.sql import one_row


def move_place(connection: apsw.Connection, before: Place, now: Place) -> None:
    """Note that the weighing has come to ``now``, unless another desk has moved it on from ``before``."""
    with transaction(connection):
        found = one_row(connection, "SELECT rules, down_to FROM remark_weighing WHERE id = 1")
        if (Place(*found) if found else Place("", START)) == before:
            sql = "INSERT OR REPLACE INTO remark_weighing(id, rules, down_to) VALUES (1, ?, ?)"
            connection.execute(sql, tuple(now))
