"""Where the list gets its ids: its head at once where an index gives it, else from a worker."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from ticketdesk.store.queries import conversation_lists
from ticketdesk.store.queries.gathering import Cancelled, Told
from ticketdesk.store.reader import Rows
from ticketdesk.ui.models.asking import Asking
from ticketdesk.ui.models.listing import Ids, Listing
from ticketdesk.ui.reception.list.chosen import Chosen
from ticketdesk.ui.world import World

_NAME = "reception.list"
Show = Callable[["array[int]", bool], None]


class ListSource(QObject):
    """Reads what was chosen; ``show(ids, whole)`` is told once or twice on the window's thread.

    ``asked(bool)`` when a question begins that an index does not answer, and when it has come to its end.
    """

    asked = Signal(bool)

    def __init__(self, world: World, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._world, self._show = world, show
        self._fresh = False
        self._listing = Listing(world.tasks, _NAME, show, world.notices.refuse, self)
        self._asking = Asking(world, f"{_NAME}.asked", self)
        self._asking.early.connect(self._early)
        self._asking.found.connect(self._found)
        self._asking.failed.connect(self._failed)

    def read(self, chosen: Chosen, *, fresh: bool) -> None:
        """Read the list; ``fresh`` is another list than the one shown, whose first rows are wanted early."""
        self._fresh = fresh
        if chosen.quick:
            self.stop()
            self._listing.read(self._ids(chosen), fresh=fresh)
        else:
            self._listing.stop()
            self._asking.ask(partial(_ask, chosen, self._world.agent_id))
            if fresh:  # what stands already is read again without a word
                self.asked.emit(True)

    def follow(self, chosen: Chosen, head: array[int]) -> None:
        """Read the whole of a list whose ``head`` is shown already."""
        self.stop()
        self._listing.follow(self._ids(chosen), head)

    def stop(self) -> None:
        """Want no answer any more to what an index does not answer."""
        self._asking.stop()
        self.asked.emit(False)

    def _ids(self, chosen: Chosen) -> Ids:
        return partial(conversation_lists.ids, self._world.reader, chosen.wanted(self._world.agent_id))

    def _early(self, ids: array[int]) -> None:
        if self._fresh:
            self._show(ids, False)

    def _found(self, ids: array[int]) -> None:
        self.asked.emit(False)
        self._show(ids, True)

    def _failed(self, error: BaseException) -> None:
        self.asked.emit(False)
        self._world.notices.refuse(error)


def _ask(chosen: Chosen, agent_id: int | None, source: Rows, told: Told, cancelled: Cancelled) -> array[int]:
    return conversation_lists.ids(source, chosen.wanted(agent_id), told=told, cancelled=cancelled)
