"""The heartbeat of suspended tickets: they come back when their moment has come, also after days offline.

Read once the first picture stands.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from ticketdesk.desk.commands.suspending import MOST_AT_ONCE, WakeTickets
from ticketdesk.desk.desk import Done
from ticketdesk.domain.moments import SECOND
from ticketdesk.store.queries.ticket_flow import resuming
from ticketdesk.ui.world import World

_EVERY: Final = 10 * SECOND


class WakingBeat(QObject):
    """Posts the act of the desk where a moment has come; it looks by an index every ten seconds."""

    def __init__(self, world: World, parent: QObject | None = None) -> None:
        super().__init__(parent or world)
        self._world = world
        self._looked_at: int | None = None
        self._running = False

    def beat(self) -> None:
        """Look whether a moment has come, and bring its tickets back."""
        now = self._world.clock()
        # A clock that was set back is looked at anew.
        if self._running or (self._looked_at is not None and 0 <= now - self._looked_at < _EVERY):
            return
        self._looked_at = now
        if resuming(self._world.reader, now, 1):
            self._post()

    def _post(self) -> None:
        self._running = True
        self._world.post(WakeTickets(), self._done, self._failed)

    def _done(self, done: Done) -> None:
        self._running = False
        if done.result == MOST_AT_ONCE:
            self._post()

    def _failed(self, error: BaseException) -> None:
        self._running = False
        self._world.notices.refuse(error)
