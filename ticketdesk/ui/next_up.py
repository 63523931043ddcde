"""The key Next: it opens what is most urgent of tickets, refunds, buyers, reminders and to-dos, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from ticketdesk.domain.next_item import Mark, NextItem, NextKind, is_for, mark, next_item
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.settings import WAIT_BAD_MINUTES, WAIT_WARN_MINUTES
from ticketdesk.store.queries import next_items, settings
from ticketdesk.ui.next_words import why
from ticketdesk.ui.world import Place
from ticketdesk.words import tr

if TYPE_CHECKING:
    from ticketdesk.store.reader import Rows
    from ticketdesk.ui.main_window import MainWindow
    from ticketdesk.ui.tasks import Cancelled, Progress

_TASK: Final = "next item"
_SHOWN_MS: Final = 12_000
Key = tuple[NextKind, int]


class NextUp(QObject):
    """Remembers, for the agent who works here, what was shown and how it stood: none comes twice unless it changed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._world = window, window.world
        self._agent: int | None = None
        self._shown: dict[Key, Mark] = {}
        self._last: Key | None = None

    def open(self) -> None:
        """Look for the most urgent item, open it and say why."""
        agent = self._world.agent_id
        if agent is None:
            return
        if agent != self._agent:
            self._agent, self._shown, self._last = agent, {}, None
        # What was shown takes no place of what was not.
        reader, now, limit = self._world.reader, self._world.clock(), next_items.HEAD + len(self._shown)
        tickets, talks = self._world.may(Permission.TICKET_HANDLE), self._world.may(Permission.RECEPTION_REPLY)
        refunds = self._world.may(Permission.REFUND_AGREE)

        def look(_progress: Progress, _cancelled: Cancelled) -> list[NextItem]:
            found = _items(reader, agent, now, limit, tickets=tickets, talks=talks)
            return [*found, *next_items.of_refunds(reader, limit)] if refunds else found

        self._world.tasks.start(_TASK, look, self._found, self._world.notices.refuse)

    def _found(self, items: list[NextItem]) -> None:
        if self._window.entrance.shut or self._agent != self._world.agent_id:
            return
        now = self._world.clock()
        there = {(item.kind, item.id): item for item in items}
        self._shown = {key: seen for key, seen in self._shown.items() if key in there}
        if self._last in there and self._last == self._in_front():
            # The agent's own work on it is no news; that its limit passed is.
            self._shown[self._last] = self._shown[self._last]._replace(version=there[self._last].version)
        found = next_item(items, self._shown, self._agent, now)
        if found is None:
            waits = any(is_for(item, self._agent, now) for item in items)
            self._tell(tr("Nothing new waits: you have seen the rest") if waits else tr("Nothing waits for you now"))
            return
        self._last = found.kind, found.id
        self._shown[self._last] = mark(found, now)
        self._window.go(Place(*found.leads_to) if found.leads_to is not None else Place("home"))
        self._tell(tr("Next up: {0}", why(found, now)))

    def _tell(self, words: str) -> None:
        self._window.showing.after(lambda: self._window.toast.tell(words, shown_ms=_SHOWN_MS))

    def _in_front(self) -> Key | None:
        """The ticket that the agent has before the eyes."""
        detail = getattr(self._window.shown(), "detail", None)
        ticket = getattr(detail, "ticket_id", None)
        return (NextKind.TICKET, ticket) if isinstance(ticket, int) else None


def _items(reader: Rows, agent: int, now: int, limit: int, *, tickets: bool, talks: bool) -> list[NextItem]:
    """Return what may be next, of what the agent may work on: one question for each kind."""
    found = [*next_items.of_reminders(reader, agent, now, limit), *next_items.of_todos(reader, agent, limit)]
    if tickets:
        found += next_items.of_absent(reader, agent, now, limit)
        found += next_items.of_tickets(reader, agent, limit)
        found += next_items.of_mentions(reader, agent, limit)
    if talks:
        warn, bad = settings.number(reader, WAIT_WARN_MINUTES), settings.number(reader, WAIT_BAD_MINUTES)
        found += next_items.of_talks(reader, agent, warn, bad, limit)
    return found
