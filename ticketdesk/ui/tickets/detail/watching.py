"""Who watches the ticket shown: the chip with its menu, the key, and that a watcher has seen what is new."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.ticket_people import SeeTicket, UnwatchTicket, WatchTicket
from ticketdesk.desk.desk import Done
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui.delegates.paint import Level
from ticketdesk.ui.orders.order_card import refusal
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.tickets.detail.chip_button import ChipButton, Option
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class Watching(QObject):
    """Fills ``chip`` for the ticket that ``shown()`` gives, and posts what is chosen there."""

    def __init__(
        self, world: World, panel: QWidget, chip: ChipButton, shown: Callable[[], TicketDetail | None]
    ) -> None:
        super().__init__(panel)
        self._world, self._panel, self._chip, self._detail = world, panel, chip, shown
        chip.chosen.connect(self._choose)

    def show_ticket(self, detail: TicketDetail) -> None:
        """Say who watches it; what the agent now has before the eyes is no news any more."""
        watchers, me = detail.watchers, self._world.agent_id
        mine = next((each for each in watchers if each.agent_id == me), None)
        words = tr("Watched by {0}", len(watchers)) if watchers else tr("Watch")
        level: Level = "accent" if mine is not None else "plain"
        self._chip.set_chip(
            words, level, partial(self._options, detail), "", refusal=refusal(self._world, Permission.TICKET_HANDLE)
        )
        names = ", ".join(one_line(each.name, 20) for each in watchers)
        self._chip.setAccessibleDescription(names)
        fresh = mine is not None and any(
            line.at > mine.seen_at and line.agent_id != me and line.ticket_id == detail.row.id for line in detail.events
        )
        if fresh and self._panel.isVisible():
            self._world.post(SeeTicket(ticket_id=detail.row.id))

    def turn(self) -> None:
        """The agent watches the ticket shown from now on, or no more."""
        detail, me = self._detail(), self._world.agent_id
        if detail is not None and me is not None:
            watched = any(each.agent_id == me for each in detail.watchers)
            self._choose(f"{'-' if watched else '+'}{me}")

    def _options(self, detail: TicketDetail) -> list[Option]:
        """The agent first, then everybody else."""
        me, there = self._world.agent_id, {each.agent_id for each in detail.watchers}
        known = sorted(self._world.people, key=lambda each: each.id != me)
        return [
            Option(f"{'-' if each.id in there else '+'}{each.id}", _words(each.name, each.id, me, there))
            for each in known
        ]

    def _choose(self, key: str) -> None:
        detail = self._detail()
        if detail is None:
            return
        agent, ticket = int(key[1:]), detail.row.id
        added = key.startswith("+")
        kind = WatchTicket if added else UnwatchTicket
        told = tr("{0} is watched", detail.row.number) if added else tr("{0} is watched no more", detail.row.number)
        if agent != self._world.agent_id:
            name = next((each.name for each in self._world.people if each.id == agent), "")
            told = (
                tr("{0} watches {1}", name, detail.row.number)
                if added
                else tr("{0} watches {1} no more", name, detail.row.number)
            )
        self._world.post(kind(ticket_id=ticket, agent_ids=(agent,)), partial(self._told, told))

    def _told(self, words: str, done: Done) -> None:
        if done.act_id is not None:
            self._world.notices.say(words, undoable=True)


def _words(name: str, agent: int, me: int | None, there: set[int]) -> str:
    if agent == me:
        return tr("Watch no more") if agent in there else tr("Watch the ticket")
    return tr("{0} watches no more", name) if agent in there else tr("{0} watches too", name)
