"""The agent writes on a ticket: to the buyer, or for colleagues only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.talk import SEND_FIELDS, Override, keep_overrides, send
from ticketdesk.desk.commands.ticket_events import attach, event, move
from ticketdesk.desk.commands.ticket_people import CALL_FIELDS, call
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.files import FileRef
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import kept_text
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries.ticket_ties import winner_of
from ticketdesk.store.writers import talk, tickets
from ticketdesk.store.writers.tickets import TicketNow


class Replied(NamedTuple):
    """What became of a reply: ``outbox`` is False where the buyer has no conversation to send it to."""

    outbox: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOnTicket(SingleCommand):
    """The agent writes to the buyer on a ticket; the words go to the outbox of its conversation, or of the buyer's.

    ``overrides`` are the rules of wording that the words go against, with the agent's reasons.
    """

    ticket_id: int
    text: str
    pictures: tuple[FileRef, ...] = ()
    finish: bool = False
    overrides: tuple[Override, ...] = ()
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    also: ClassVar[tuple[Permission, ...]] = (Permission.RECEPTION_REPLY,)
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = SEND_FIELDS | {
        "ticket.state",
        "ticket.closed_at",
        "ticket.resume_at",
        "ticket.updated_at",
        "ticket_event.+",
        "wording_override.+",
    }

    def run(self, context: Context) -> Replied:
        """Add the reply, and end the ticket where ``finish`` says so; DeskError ``reason_empty`` of an override."""
        now = _words(context, self.ticket_id, self.text, self.pictures)
        text = kept_text(self.text).strip()
        line = event(context, now.id, "reply", text=text)
        attach(context, now.id, line, self.pictures)
        outbox = self._send(context, now, text)
        if self.finish:
            move(context, now, TicketState.DONE)
        else:
            tickets.change_ticket(context.tx, now.id, context.now, {})
        return Replied(outbox)

    def _send(self, context: Context, now: TicketNow, text: str) -> bool:
        talk_id = now.conversation_id or talk.open_conversation_of(context.tx, now.buyer_id)
        if talk_id is None:
            return False
        context.actor.need(Permission.RECEPTION_REPLY)
        if text:
            keep_overrides(context, send(context, talk_id, text), self.overrides)
        for picture in self.pictures:
            send(context, talk_id, "", picture)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOnTicket(SingleCommand):
    """The agent writes an internal note: colleagues read it, the buyer never does."""

    ticket_id: int
    text: str
    pictures: tuple[FileRef, ...] = ()
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = (
        frozenset({"ticket.updated_at", "ticket_event.+", "attachment.+"}) | CALL_FIELDS
    )

    def run(self, context: Context) -> tuple[int, ...]:
        """Add the note and return whom it calls by name ("@小满")."""
        now = _words(context, self.ticket_id, self.text, self.pictures)
        text = kept_text(self.text).strip()
        line = event(context, now.id, "note", text=text)
        attach(context, now.id, line, self.pictures)
        tickets.change_ticket(context.tx, now.id, context.now, {})
        return call(context, line, text)


def _words(context: Context, ticket: int, text: str, pictures: Sequence[FileRef]) -> TicketNow:
    if not text.strip() and not pictures:
        raise DeskError("reply_empty")
    # What is written at a merged ticket goes to the winner, wherever the agent had it open.
    return tickets.current(context.tx, winner_of(context.tx, ticket))
