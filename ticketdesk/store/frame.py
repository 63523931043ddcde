"""One running transaction of an act, as the store keeps it, and the acts that stand open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import family, journal, search_index
from ticketdesk.store.family import Link
from ticketdesk.store.journal import Touched
from ticketdesk.store.reader import some
from ticketdesk.store.search_pieces import Beside
from ticketdesk.store.sql import one_row
from ticketdesk.store.tx import Tx


class Frame:
    """What runs inside one transaction of an act.

    ``since`` is the last change before it, ``indexed`` the last one that the search index knows. ``beside`` merges what
    bulk work adds to the index.
    """

    def __init__(self, tx: Tx, since: int, beside: Beside | None = None) -> None:
        self.tx = tx
        self.since = self.indexed = since
        self._beside = beside
        self._rows: dict[str, dict[int, bool]] = {}

    @property
    def touched(self) -> list[Touched]:
        """What was written up to the last ``index``; all of it when the frame is over."""
        return [
            Touched(table, tuple(k for k, new in keys.items() if new), tuple(k for k, new in keys.items() if not new))
            for table, keys in self._rows.items()
        ]

    def index(self) -> None:
        """Bring the search index up to what was written so far; an act that waits then waits for less."""
        connection = self.tx.connection
        touched, since = journal.touched(connection, self.indexed), self.indexed
        self.indexed = journal.last_seq(connection)
        for each in touched:
            keys = self._rows.setdefault(each.table, {})
            keys.update(dict.fromkeys(each.fresh, True))
            keys.update((key, False) for key in each.old if key not in keys)
        written = search_index.refresh(connection, touched, since)
        if self._beside is not None:
            self._beside.added(connection, written)

    def check_tables(self) -> None:
        """Raise RuntimeError (a fault of the program) where the act wrote a table that it does not declare."""
        allowed = self.tx.tables
        beyond = [] if allowed is None else [table for table in self._rows if table not in allowed]
        if beyond:
            raise RuntimeError(f"the act wrote undeclared tables: {', '.join(beyond)}")


class OpenActs:
    """Every open act with the acts whose rows nobody else may touch: its own, and those of the act it takes back."""

    def __init__(self) -> None:
        self._acts: dict[int, frozenset[int]] = {}

    def add(self, act: int, undoes: int | None) -> None:
        """An act stands open now; ``undoes`` is the one it takes back."""
        self._acts[act] = frozenset((act,) if undoes is None else (act, undoes))

    def over(self, act: int) -> None:
        """It is over, or never stood open."""
        self._acts.pop(act, None)

    def besides(self, own: int) -> bool:
        """Whether another act than ``own`` stands open."""
        return any(act != own for act in self._acts)

    def refuse(
        self, connection: apsw.Connection, links: Sequence[Link], own: int, since: int, touched: Iterable[Touched]
    ) -> None:
        """Raise DeskError ``row_busy`` where ``own`` wrote, after change ``since``, what another open act holds.

        That is a row which it has written, or one that belongs to a row which it has made.
        """
        others = [acts for act, acts in self._acts.items() if act != own]
        if not others:
            return
        busy = frozenset[int]().union(*others)
        found = one_row(
            connection,
            "SELECT c.tbl, c.key FROM change c WHERE c.seq > ? AND EXISTS "
            f"(SELECT 1 FROM change o WHERE o.tbl = c.tbl AND o.key = c.key AND o.act IN ({some(busy)})) LIMIT 1",
            (since,),
        ) or family.belonging_to(connection, links, touched, busy)
        if not found and any(len(acts) > 1 for acts in others):
            # An undo that breaks off brings its rows back: nobody may have taken their keys meanwhile.
            found = family.keyed(connection, touched)
        if found:
            raise DeskError("row_busy", table=found[0], id=found[1])
