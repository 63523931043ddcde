"""One running transaction of an act, as the store keeps it."""

from __future__ import annotations

from ticketdesk.store import journal, search_index
from ticketdesk.store.journal import Touched
from ticketdesk.store.search_pieces import Beside
from ticketdesk.store.tx import Tx


class Frame:
    """What runs inside one transaction of an act; ``touched`` is known when it is over.

    ``since`` is the last change before it, ``indexed`` the last one that the search index knows. ``beside`` merges what
    bulk work adds to the index.
    """

    def __init__(self, tx: Tx, since: int, beside: Beside | None = None) -> None:
        self.tx = tx
        self.since = self.indexed = since
        self.touched: list[Touched] = []
        self._beside = beside

    def index(self) -> None:
        """Bring the search index up to what was written so far; an act that waits then waits for less."""
        connection = self.tx.connection
        touched = journal.touched(connection, self.indexed)
        self.indexed = journal.last_seq(connection)
        written = search_index.refresh(connection, touched)
        if self._beside is not None:
            self._beside.added(connection, written)

    def check_tables(self) -> None:
        """Raise RuntimeError (a fault of the program) where the act wrote a table that it does not declare."""
        allowed = self.tx.tables
        beyond = [] if allowed is None else [each.table for each in self.touched if each.table not in allowed]
        if beyond:
            raise RuntimeError(f"the act wrote undeclared tables: {', '.join(beyond)}")
