"""The kept views of the ticket list: as what the list shows, their lines at the left, how many tickets each holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from ticketdesk.domain.query.errors import QueryError
from ticketdesk.domain.query.fields import Vocabulary
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.tree import Query
from ticketdesk.domain.query.wording import unparse
from ticketdesk.store.interruptible import Interruptible
from ticketdesk.store.queries import ticket_search
from ticketdesk.store.queries.saved_views import SavedViewRow
from ticketdesk.store.queries.ticket_search import Count, TicketSearch
from ticketdesk.ui.kept_views import SAVED
from ticketdesk.ui.query.field import language
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.tickets.list import ticket_model, ticket_views
from ticketdesk.ui.tickets.list.ticket_source import Wanted
from ticketdesk.ui.world import World
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.ui.save_view_dialog import Keeping

_TASK: Final = "tickets.view_counts"
_PAUSE_MS: Final = 250


class Kept(NamedTuple):
    """What a view keeps of the list; ``words`` is its query in the language of the program."""

    query: str
    words: str
    ordering: str
    turned: bool
    grouping: str
    hidden: tuple[str, ...]


def kept(asked: Wanted, hidden: frozenset[int], known: Vocabulary) -> Kept:
    """Return what is shown as a view that can be kept: its own conditions and those of the view it narrows."""
    query = Query(ticket_views.query_of(asked.key).terms + asked.query.terms)
    ordering = asked.order or ticket_views.order_of(asked.key)
    names = tuple(ticket_model.COLUMN_KEYS[place] for place in sorted(hidden))
    texts = unparse(query, "en", known), unparse(query, language(), known)
    return Kept(*texts, ordering, asked.turned, asked.group, names)


def keeping(kept: Kept) -> Keeping:
    """Return what the dialog asks a name for."""
    from ticketdesk.desk.commands.ticket_views import SaveTicketView
    from ticketdesk.ui.save_view_dialog import Keeping

    def command(name: str, shared: bool, view: int | None) -> SaveTicketView:
        return SaveTicketView(
            view_id=view, view_name=name, query=kept.query, ordering=kept.ordering, turned=kept.turned,
            grouping=kept.grouping, hidden=kept.hidden, shared=shared,
        )  # fmt: skip

    return Keeping(kept.words or tr("All tickets"), tr("Conditions, order, headings, columns"), command)


def wanted_of(view: SavedViewRow, known: Vocabulary) -> tuple[Wanted, frozenset[int]]:
    """Return a kept view as what the list shows, and the columns it hides; QueryError where it cannot be read any
    more."""
    names = set(view.columns.split(","))
    hidden = frozenset(place for place, key in enumerate(ticket_model.COLUMN_KEYS) if key in names)
    key = f"{SAVED}{view.id}"
    return Wanted(key, parse(view.query, known), view.ordering, bool(view.turned), view.grouping), hidden


class ViewCounts(QObject):
    """Counts kept views in a task that is broken off by the next question; ``counted(dict)`` by the view's id."""

    counted = Signal(object)

    def __init__(self, world: World, parent: QObject) -> None:
        super().__init__(parent)
        self._world = world
        self._views: Sequence[SavedViewRow] = ()
        self._running: Interruptible | None = None
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.setInterval(_PAUSE_MS)
        self._after.timeout.connect(self._begin)

    def ask(self, views: Sequence[SavedViewRow]) -> None:
        """Count these a moment later; many changes at once are one question."""
        self._views = tuple(views)
        if self._views:
            self._after.start()

    def stop(self) -> None:
        """Want no counts any more."""
        self._after.stop()
        self._world.tasks.cancel(_TASK)
        if self._running is not None:
            self._running.stop()
            self._running = None

    def _begin(self) -> None:
        self.stop()
        views, source = self._views, Interruptible(self._world.reader)
        self._running = source
        agent, now, known = self._world.agent_id, self._world.clock(), self._world.types.vocabulary

        def work(_progress: Progress, cancelled: Cancelled) -> Mapping[int, Count]:
            def count(query: Query) -> Count:
                return ticket_search.count(source, TicketSearch(query, agent, now))

            return counts(views, known, count, cancelled)

        self._world.tasks.start(_TASK, work, self.counted.emit, self._world.notices.refuse)


def counts(
    views: Sequence[SavedViewRow], known: Vocabulary, count: Callable[[Query], Count], cancelled: Cancelled
) -> Mapping[int, Count]:
    """Return how many tickets each view holds; one whose query cannot be read any more has no count."""
    found: dict[int, Count] = {}
    for view in views:
        if cancelled():
            break
        try:
            found[view.id] = count(parse(view.query, known))
        except QueryError:
            continue
    return found
