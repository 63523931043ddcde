"""The clock of the deadlines: lapses are recorded as they come, and all at once after sleep or days offline."""

from __future__ import annotations

from concurrent.futures import Future

from ticketdesk.desk.commands.deadlines import MOST_AT_ONCE, RecordLapses
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.store.queries.deadlines import passed


class LapseClock:
    """Posts ``RecordLapses`` when something has passed. All calls come from one thread, no call waits for the act."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._posted: Future[Done] | None = None

    def step(self, now: int) -> bool:
        """Look what passed by ``now`` (UTC ms); return whether to ask again at once, since more may have passed.

        It is the system's act, whoever is at the desk. Where the last one failed the next step tries again.
        """
        if self._posted is not None and not self._posted.done():
            return True
        more, self._posted = self._full(self._posted), None
        if more or passed(self._desk.store.reader, now, 1):
            self._posted = self._desk.of_itself(RecordLapses())
            return True
        return False

    def _full(self, posted: Future[Done] | None) -> bool:
        """Whether the last act recorded as many as one act may."""
        return posted is not None and posted.exception() is None and posted.result().result == MOST_AT_ONCE
