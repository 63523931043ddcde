"""The ids of the ticket list: a view as it stands by its own index, a search by the cancellable worker."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.domain.query.tree import Query
from ticketdesk.store.interruptible import Interruptible
from ticketdesk.store.queries import ticket_search, tickets
from ticketdesk.store.queries.gathering import Cancelled, Told
from ticketdesk.store.queries.ticket_search import Group, TicketSearch
from ticketdesk.store.reader import Rows
from ticketdesk.ui.kept_views import SAVED
from ticketdesk.ui.models.asking import Asking
from ticketdesk.ui.models.listing import AFTER_MS, HEAD, Listing
from ticketdesk.ui.tasks import Progress
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.world import World

_ALL: Final = Query()
_GROUPS: Final = "tickets.groups"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows: a view, narrowed by a query, in an order ("": the view's own), ``turned`` from its end."""

    key: str = "mine"
    query: Query = _ALL
    order: str = ""
    turned: bool = False
    group: str = ""

    @property
    def shown_order(self) -> str:
        """The order shown, whoever chose it."""
        return self.order or ticket_views.order_of(self.key) or ticket_search.order_of(self.query)

    def ordered(self, order: str) -> Wanted:
        """Return the same in another order."""
        own = order == (ticket_views.order_of(self.key) or ticket_search.order_of(self.query))
        return replace(self, order="" if own else order, turned=False)

    @property
    def plain(self) -> bool:
        """Whether it is a view of the program as it stands."""
        own = not self.key.startswith(SAVED) and self.key not in ticket_views.SEARCHED
        return own and not self.query.terms and not self.order and not self.group


class TicketSource:
    """Reads one list at a time: ``show(ids, whole)`` is told once or twice on the window's thread."""

    def __init__(
        self,
        world: World,
        parent: QWidget,
        show: Callable[[array[int], bool], None],
        failed: Callable[[BaseException], None],
        show_groups: Callable[[list[Group]], None],
    ) -> None:
        self._world, self._show, self._show_groups = world, show, show_groups
        self._failed = failed
        self._grouping: Interruptible | None = None
        self._listing = Listing(world.tasks, "tickets.snapshot", show, failed, parent)
        self._asking = Asking(world, "tickets.search", parent)
        self._asking.early.connect(self._tell_early)
        self._asking.found.connect(self._tell_whole)
        self._asking.failed.connect(failed)
        self._fresh = False

    def read(self, wanted: Wanted, *, fresh: bool) -> None:
        """Read what is ``wanted``; a ``fresh`` list shows its first tickets at once, one that was shown keeps its own
        until the whole is read."""
        self._fresh = fresh
        world = self._world
        self._stop_grouping()
        if wanted.plain:
            self._asking.stop()
            view = ticket_views.view_of(wanted.key, world.agent_id, world.clock(), turned=wanted.turned)
            self._listing.read(partial(tickets.snapshot, world.reader, view), fresh=fresh)
            return
        self._listing.stop()
        search = search_of(wanted, world.agent_id, world.clock())
        if wanted.group:
            self._asking.stop()
            self._group(search, wanted.group)
        else:
            self._search(search)

    def _search(self, search: TicketSearch) -> None:
        first = ticket_search.head(self._world.reader, search, HEAD) if self._fresh else None
        if first is not None and len(first) < HEAD:
            self._asking.stop()
            self._show(first, True)
            return
        if first is not None:
            self._show(first, False)

        def read(rows: Rows, told: Told, cancelled: Cancelled) -> array[int]:
            return ticket_search.ids(rows, search, told=told, cancelled=cancelled)

        self._asking.ask(read, after_ms=AFTER_MS if first is not None else 0)

    def _group(self, search: TicketSearch, by: str) -> None:
        """One pass through the whole list, in a task that ends at once when something else is asked."""
        source = self._grouping = Interruptible(self._world.reader)

        def work(_progress: Progress, cancelled: Cancelled) -> list[Group]:
            return ticket_search.grouped(source, search, by, cancelled=cancelled)

        self._world.tasks.start(_GROUPS, work, self._show_groups, self._failed)

    def _stop_grouping(self) -> None:
        self._world.tasks.cancel(_GROUPS)
        if self._grouping is not None:
            self._grouping.stop()
            self._grouping = None

    def _tell_early(self, ids: array[int]) -> None:
        if self._fresh:
            self._show(ids, False)

    def _tell_whole(self, ids: array[int]) -> None:
        self._show(ids, True)


def search_of(wanted: Wanted, agent_id: int | None, now: int) -> TicketSearch:
    """Return the search of a view narrowed by a query; ``now`` is UTC ms."""
    own = ticket_views.query_of(wanted.key)
    order = wanted.order or ticket_views.order_of(wanted.key)
    return TicketSearch(Query(own.terms + wanted.query.terms), agent_id, now, order, wanted.turned)
