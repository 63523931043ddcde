"""The heartbeat: conversations are given out, those of absent agents go on, passed deadlines are recorded."""

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
    from ticketdesk.desk.weighing import RemarkWeighing
    from ticketdesk.ui.main_window import MainWindow

_NAME: Final = "serving.step"
_LAPSES: Final = "deadlines.lapses"
_STIRRED_BY: Final = ("conversation", "agent", "setting", "agent_group_member")
_EVERY: Final = 10 * SECOND
"""What only the clock brings (an agent has been away long enough) is looked for so often."""


def serve(desk: Desk, window: MainWindow) -> None:
    """Once the first picture stands: the agent is here, and the window's one timer drives the giving out.

    Deadlines that passed while the program was closed are looked for at once, then each as it comes; suspended tickets
    come back.
    """
    beat = ServingBeat(window.world, partial(_inbox, desk), window)
    watch = DeadlineBeat(window.world, partial(_lapse_clock, desk), window)

    def begin() -> None:
        from ticketdesk.ui.waking_beat import WakingBeat
        from ticketdesk.ui.weighing_beat import WeighingBeat

        window.world.session.arrive()
        window.beat.timeout.connect(beat.beat)
        watch.beat()
        window.beat.timeout.connect(watch.beat)
        window.beat.timeout.connect(WakingBeat(window.world, window).beat)
        window.beat.timeout.connect(WeighingBeat(window.world, partial(_weighing, desk), window).beat)

    AfterPaint(window, begin)


def _lapse_clock(desk: Desk) -> Stepper:
    from ticketdesk.desk.lapses import LapseClock

    return LapseClock(desk)


def _weighing(desk: Desk) -> RemarkWeighing:
    from ticketdesk.desk.weighing import RemarkWeighing

    return RemarkWeighing(desk)


def _inbox(desk: Desk) -> Stepper:
    from ticketdesk.desk.inbox import Inbox
    from ticketdesk.desk.outbox import Outbox

    return Inbox(desk, Outbox(desk, {}))


class Stepper(Protocol):
    """``desk.inbox.Inbox`` and ``desk.lapses.LapseClock`` as they are driven from here."""

    def step(self, now: int) -> object:
        """Do what is due at ``now`` (UTC ms)."""


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


class DeadlineBeat(QObject):
    """Steps ``make()``'s clock of deadlines in a task: every ten seconds, and at once when the clock has jumped."""

    def __init__(self, world: World, make: Callable[[], Stepper], parent: QObject | None = None) -> None:
        super().__init__(parent or world)
        self._world, self._make = world, make
        self._clock: Stepper | None = None
        self._looked_at: int | None = None

    def beat(self) -> None:
        """Look for what passed, if it is time; a clock that was set back counts as a jump too."""
        now = self._world.clock()
        early = self._looked_at is not None and abs(now - self._looked_at) < _EVERY
        if early or self._world.tasks.running(_LAPSES):
            return
        self._looked_at = now
        self._world.tasks.start(_LAPSES, partial(self._step, now), self._stepped, self._world.notices.refuse)

    def _step(self, now: int, _progress: Progress, _cancelled: Cancelled) -> object:
        self._clock = self._clock or self._make()
        return self._clock.step(now)

    def _stepped(self, again: object) -> None:
        """After an act the next beat looks again: it may have been one of several."""
        if again:
            self._looked_at = None
