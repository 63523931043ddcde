"""The agent rewords a ticket: its title, what the buyer wants, what the problem is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.queues import require_open
from ticketdesk.desk.commands.ticket_events import event, guard
from ticketdesk.desk.commands.ticket_people import CALL_FIELDS, call
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import kept_text
from ticketdesk.domain.tickets import checked_title
from ticketdesk.store.writers import tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class RewordTicket(SingleCommand):
    """The agent writes title, demand or problem of a ticket anew; ``words`` are their columns with texts.

    ``seen`` are columns with what stood there when the agent began to write, so that a colleague's words are not
    written over; ``version`` is the ticket's as it was seen.
    """

    ticket_id: int
    words: tuple[tuple[str, str], ...]
    seen: tuple[tuple[str, str], ...] = ()
    version: int | None = None
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = CALL_FIELDS | {
        "ticket.title", "ticket.demand", "ticket.description", "ticket.updated_at", "ticket_event.+",
    }  # fmt: skip
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})  # it stands in the journal as what was there before

    def run(self, context: Context) -> tuple[int, ...]:
        """Write what differs, a line of the timeline for each, and return whom the new words call by name.

        DeskErrors ``ticket_missing``, ``ticket_merged``, ``ticket_ended``, ``ticket_changed``, ``ticket_title_empty``,
        ``field_unknown``, ``ticket_reworded`` (with the ``field`` and what is ``kept`` there now).
        """
        now = tickets.current(context.tx, self.ticket_id)
        require_open(now)
        guard(context, now, self.version)
        kept, given = tickets.words(context.tx, now.id)._asdict(), self._given()
        for field, text in self.seen:
            stands = kept.get(field, "")
            if field in given and stands not in (text, given[field]):
                raise DeskError("ticket_reworded", field=field, kept=stands)
        changed = {field: text for field, text in given.items() if text != kept[field]}
        if not changed:
            return ()
        tickets.change_ticket(context.tx, now.id, context.now, changed)
        return self._told(context, kept, changed)

    def _told(self, context: Context, before: dict[str, str], changed: dict[str, str]) -> tuple[int, ...]:
        """The lines of the timeline; only a name that did not stand there before is a call."""
        called: dict[int, None] = {}
        for field, text in changed.items():
            line = event(context, self.ticket_id, field, text=text, before=before[field])
            called.update(dict.fromkeys(call(context, line, text, before[field])))
        return tuple(called)

    def _given(self) -> dict[str, str]:
        """The words as they are kept."""
        given = dict(self.words)
        unknown = next((field for field in given if field not in tickets.TicketWords._fields), None)
        if unknown is not None:
            raise DeskError("field_unknown", field=unknown)
        return {field: checked_title(text) if field == "title" else kept_text(text) for field, text in given.items()}
