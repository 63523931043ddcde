"""What the writer needs for its acts: ties between tables, acts that stand open, frames, taking back, the full text.

Read and made by the first act and not by the opening of a store, which every start waits for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import apsw

from ticketdesk.domain.errors import DeskError
from ticketdesk.store import family, journal, search_index, undo
from ticketdesk.store.frame import Frame, OpenActs
from ticketdesk.store.journal import Touched
from ticketdesk.store.search_pieces import Beside, switch_off_own_merging
from ticketdesk.store.tx import Tx


class Acting:
    """Of one writing connection, on the writer thread; it is made outside of any transaction."""

    def __init__(self, connection: apsw.Connection) -> None:
        switch_off_own_merging(connection)
        self.links = family.links(connection)
        self.open = OpenActs()
        self._connection = connection
        self._beside = Beside()

    def frame(self, tx: Tx, *, bulk: bool = False) -> Frame:
        """Return the frame of the transaction that begins; of ``bulk`` work pieces of the index are merged beside."""
        return Frame(tx, journal.last_seq(self._connection), self._beside if bulk else None)

    def refuse(self, own: int, since: int, touched: Sequence[Touched]) -> None:
        """Raise DeskError ``row_busy`` where ``own`` wrote, after change ``since``, what another open act holds."""
        self.open.refuse(self._connection, self.links, own, since, touched)

    def refuse_orphans(self, touched: Sequence[Touched]) -> None:
        """Raise DeskError ``row_missing`` where a row that was written belongs to one that is not there."""
        found = family.orphan(self._connection, self.links, touched)
        if found:
            raise DeskError("row_missing", table=found.parent, id=found.key)

    def later_changes(self, act_id: int, passing: frozenset[str]) -> undo.Later:
        """Return what stands in the way of taking ``act_id`` back, and what later acts left alone."""
        return undo.later_changes(self._connection, self.links, act_id, passing)

    def revert_step(
        self, act_id: int, below: int | None, *, tombstone: int, restorable: Mapping[tuple[str, int], frozenset[str]]
    ) -> int | None:
        """Put one step of ``act_id`` back inside the running transaction; None when nothing is left."""
        return undo.revert_step(self._connection, act_id, below, tombstone=tombstone, restorable=restorable)

    def revert(self, act_id: int) -> list[Touched]:
        """Put all of the open act ``act_id`` back inside the running transaction, its texts too; what it touched."""
        since = journal.last_seq(self._connection)
        below: int | None = since + 1
        while below is not None:
            below = self.revert_step(act_id, below, tombstone=act_id, restorable={})
        touched = journal.touched(self._connection, since)
        search_index.refresh(self._connection, touched, since)
        return touched
