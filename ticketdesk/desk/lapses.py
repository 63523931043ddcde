"""The clock of the deadlines: lapses are recorded as they come, and all at once after sleep or days offline."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Final

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.deadlines import MOST_AT_ONCE, RecordLapses
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.store.queries import refunds
from ticketdesk.store.queries.deadlines import passed

_STIRRED_BY: Final = ("ticket", "ticket_lapse", "refund")


class LapseClock:
    """Posts ``RecordLapses`` when something has passed. All calls come from one thread, no call waits for the act.

    While no ticket and no refund changes, a look asks only what fell due since the last one: the open tickets that are
    late already, tens of thousands in a large shop, are walked through once and not every ten seconds of a window at
    rest.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._posted: Future[Done] | None = None
        self._since: int | None = None  # of all that was due by then every lapse is recorded
        self._stirred = False
        desk.listen(self._heard)

    def step(self, now: int) -> bool:
        """Look what passed by ``now`` (UTC ms); return whether to ask again at once, since more may have passed.

        It is the system's act, whoever is at the desk. Where the last one failed the next step tries again.
        """
        if self._posted is not None and not self._posted.done():
            return True
        more, self._posted = self._full(self._posted), None
        if more or self._passed(now):
            self._posted = self._desk.of_itself(RecordLapses())
            return True
        return False

    def _passed(self, now: int) -> bool:
        """Whether something passed that is not recorded; after a change, and where the clock went back, all counts."""
        since = None if self._stirred or self._since is None or now < self._since else self._since
        self._stirred, self._since = False, None  # before the look: what is written meanwhile counts for the next one
        reader = self._desk.store.reader
        found = bool(passed(reader, now, 1, since) or refunds.passed(reader, now, 1, since))
        self._since = None if found else now
        return found

    def _heard(self, changes: Changes) -> None:
        """On the writer's thread."""
        if changes.touches(*_STIRRED_BY):
            self._stirred = True

    def _full(self, posted: Future[Done] | None) -> bool:
        """Whether the last act recorded as many as one act may."""
        return posted is not None and posted.exception() is None and posted.result().result == MOST_AT_ONCE
