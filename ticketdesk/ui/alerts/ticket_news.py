"""The quiet word about tickets: who calls the agent by name, and what happens to a watched ticket."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ticketdesk.desk.changes import Changes
from ticketdesk.domain.alerts import Arrival
from ticketdesk.store.queries import ticket_people
from ticketdesk.store.queries.ticket_people import News
from ticketdesk.ui import labels
from ticketdesk.ui.alerts.strip import NewsStrip
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import Place, World
from ticketdesk.words import tr

_CAUGHT_UP = 20


class TicketNews(QObject):
    """``strip`` stands beside that of buyers' messages; the newest word leads to its ticket."""

    def __init__(self, world: World, go: Callable[[Place], None], parent: QObject) -> None:
        super().__init__(parent)
        self._world, self._go = world, go
        self.strip = NewsStrip()
        self.strip.opened.connect(self._open)

    def follow(self, changes: Changes) -> bool:
        """Tell what others did; return whether the agent is called by name."""
        agent = self._world.agent_id
        lines = changes.of("ticket_event") or ()
        found = ticket_people.news(self._world.reader, agent, lines) if agent is not None and lines else []
        self.strip.tell([_told(each) for each in found])
        return any(each.called for each in found)

    def catch_up(self) -> None:
        """Tell who comes in what was said while he was away."""
        self.strip.clear()
        agent = self._world.agent_id
        if agent is None:
            return
        reader = self._world.reader
        watched = [
            Arrival(key, key, number, tr("News: {0}", one_line(title, 60)), None)
            for key, number, title in ticket_people.unseen(reader, agent, _CAUGHT_UP)
        ]
        called = [
            Arrival(row.event_id, row.ticket_id, row.number, _call(row.author, row.text), None)
            for row in ticket_people.mentions(reader, agent, _CAUGHT_UP)
        ]
        self.strip.tell([*reversed(watched), *called])

    def forget(self, ticket: int | None) -> None:
        """Take away what is told of the ticket in sight."""
        if ticket is not None:
            self.strip.forget([ticket])

    def _open(self, ticket: int) -> None:
        self._go(Place("ticket", ticket))


def _told(news: News) -> Arrival:
    if news.called:
        words = _call(news.author, news.text)
    elif news.kind in ("note", "reply"):
        words = tr("{0}: {1}", news.author, news.text)
    else:
        after = labels.ticket_state(news.after).text if news.kind == "state" else news.after
        words = f"{news.author} {labels.ticket_event(news.kind, after)}".strip()
    return Arrival(news.event_id, news.ticket_id, news.number, words, None)


def _call(author: str, text: str) -> str:
    return tr("{0} asks you: {1}", author, text)
