"""The heartbeat of serving: conversations that wait for anybody are given out, those of absent agents go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.moments import SECOND
from ticketdesk.store.queries import badges
from ticketdesk.ui.later import AfterPaint
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.ui.main_window import MainWindow

_NAME: Final = "serving.step"
_STIRRED_BY: Final = ("conversation", "agent", "setting", "agent_group_member")
_EVERY: Final = 10 * SECOND
"""What only the clock brings (an agent has been away long enough) is looked for so often."""


def serve(desk: Desk, window: MainWindow) -> None:
    """Once the first picture stands: the agent is here, and the window's one timer drives the giving out."""
    beat = ServingBeat(window.world, partial(_inbox, desk), window)

    def begin() -> None:
        window.world.session.arrive()
        window.beat.timeout.connect(beat.beat)

    AfterPaint(window, begin)


def _inbox(desk: Desk) -> Stepper:
    from ticketdesk.desk.inbox import Inbox
    from ticketdesk.desk.outbox import Outbox

    return Inbox(desk, Outbox(desk, {}))


class Stepper(Protocol):
    """``desk.inbox.Inbox`` as it is driven from here."""

    def step(self, now: int) -> object:
        """Give out and hand on at ``now`` (UTC ms)."""


class ServingBeat(QObject):
    """Steps ``make()``'s inbox in a task, at most once a beat: when something stirred, else every ten seconds.

    The window's thread reads the counters only, and nothing at all while nothing stirs. While a step runs, none begins.
    """

    def __init__(self, world: World, make: Callable[[], Stepper], parent: QObject | None = None) -> None:
        super().__init__(parent or world)
        self._world, self._make = world, make
        self._inbox: Stepper | None = None
        self._stirred = True
        self._looked_at = 0
        world.changed.connect(self._heard)

    def beat(self) -> None:
        """Look whether anybody waits, and step if so."""
        now = self._world.clock()
        traffic = self._world.traffic
        if traffic is not None and traffic.joined:
            return  # a live channel is joined: its traffic gives out what comes
        if self._world.tasks.running(_NAME) or not (self._stirred or now - self._looked_at >= _EVERY):
            return
        self._stirred, self._looked_at = False, now
        if badges.badges(self._world.reader).of("conversation.waiting"):
            self._step(now)

    def _step(self, now: int) -> None:
        def work(_progress: Progress, _cancelled: Cancelled) -> object:
            # Made in the task as well: reading its modules would hold the window.
            self._inbox = self._inbox or self._make()
            return self._inbox.step(now)

        self._world.tasks.start(_NAME, work, _done, self._world.notices.refuse)

    def _heard(self, changes: Changes) -> None:
        if changes.touches(*_STIRRED_BY):
            self._stirred = True


def _done(_pending: object) -> None:
    return None
