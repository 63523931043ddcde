"""The heartbeat of remarks: those weighed by other rules are weighed anew while the agent does nothing.

Read once the first picture stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from ticketdesk.domain.moments import SECOND
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.world import World

if TYPE_CHECKING:
    from ticketdesk.desk.weighing import RemarkWeighing

_NAME: Final = "remarks.weighing"
_FIRST: Final = 20 * SECOND  # whoever opens the program works at once
_EVERY: Final = 10 * SECOND


class WeighingBeat(QObject):
    """Steps ``make()``'s weighing in a task at each beat while there is something to weigh; at rest it asks nothing."""

    def __init__(self, world: World, make: Callable[[], RemarkWeighing], parent: QObject | None = None) -> None:
        super().__init__(parent or world)
        self._world, self._make = world, make
        self._weighing: RemarkWeighing | None = None
        self._not_before = world.clock() + _FIRST

    def beat(self) -> None:
        """Step, if there is something to weigh and the last step is over."""
        if self._weighing is not None and self._weighing.resting:
            return
        now = self._world.clock()
        # A clock that was set back ends the wait.
        if 0 < self._not_before - now <= _FIRST or self._world.tasks.running(_NAME):
            return
        self._world.tasks.start(_NAME, self._step, lambda _more: None, self._failed)

    def _step(self, _progress: Progress, _cancelled: Cancelled) -> object:
        # Made in the task: reading its modules would hold the window.
        self._weighing = self._weighing or self._make()
        return self._weighing.step(self._world.clock())

    def _failed(self, error: BaseException) -> None:
        """The disk is full, or the orders are held by an import: later."""
        self._not_before = self._world.clock() + _EVERY
        from ticketdesk.desk.desk import refused

        if not refused(error):
            self._world.notices.refuse(error)
