"""What is there after an act: asked of the store, by the words people use."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk.store.queries import buyers, conversations, tickets
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.store.queries.tickets import TicketDetail, TicketView
from ticketdesk.tour.stage import Stage, StepFailed


class Witness(Stage):
    """Reads what the steps of a story did."""

    def sees(self, holds: bool, what: str) -> None:
        """StepFailed with ``what`` unless it holds now."""
        if not holds:
            raise StepFailed(what)

    def sees_all(self, kinds: Iterable[type[QWidget]]) -> None:
        """StepFailed unless a widget of each of these very classes is on the screen."""
        seen = {type(each) for each in QApplication.allWidgets() if each.isVisible()}
        for kind in kinds:
            self.sees(kind in seen, f"{kind.__name__} is on the screen")

    def talk_of(self, nick: str) -> int | None:
        """Return the conversation with a buyer."""
        buyer = buyers.id_of_nick(self.reader, nick)
        return conversations.of_buyer(self.reader, buyer) if buyer is not None else None

    def messages_of(self, nick: str) -> list[MessageRow]:
        """Return what was said with a buyer."""
        talk = self.talk_of(nick)
        return conversations.newest(self.reader, talk) if talk is not None else []

    def ticket_called(self, title: str) -> TicketDetail | None:
        """Return the ticket with this title."""
        rows = tickets.rows(self.reader, tickets.snapshot(self.reader, TicketView("all")))
        found = next((row.id for row in rows if row.title == title), None)
        return tickets.detail(self.reader, found) if found is not None else None
