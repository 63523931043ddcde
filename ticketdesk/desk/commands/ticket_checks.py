"""The agent keeps the checklist of a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import event
from ticketdesk.domain.checklist import LONGEST_ITEM, MOST_ITEMS
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.text import clean_name
from ticketdesk.store.queries import ticket_ties
from ticketdesk.store.queries.ticket_ties import CheckRow
from ticketdesk.store.writers import ticket_ties as writing
from ticketdesk.store.writers import tickets

_TICKET: Final = Scope("ticket", "ticket_id")
_TOLD: Final = frozenset({"ticket.updated_at", "ticket_event.+"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCheck(SingleCommand):
    """The agent adds an item to the checklist."""

    ticket_id: int
    text: str
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _TOLD | {"ticket_check.+"}

    def run(self, context: Context) -> int:
        """Add it and return its id; DeskErrors ``check_empty``, ``check_too_long``, ``checks_full``."""
        text = clean_name(self.text)
        if not text:
            raise DeskError("check_empty")
        if len(text) > LONGEST_ITEM:
            raise DeskError("check_too_long", limit=LONGEST_ITEM)
        tickets.current(context.tx, self.ticket_id)
        if len(ticket_ties.checks(context.tx, self.ticket_id)) >= MOST_ITEMS:
            raise DeskError("checks_full", limit=MOST_ITEMS)
        _tell(context, self.ticket_id, text, "added")
        return writing.add_check(context.tx, self.ticket_id, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickCheck(SingleCommand):
    """The agent ticks an item of the checklist as done, or opens it again."""

    ticket_id: int
    check_id: int
    done: bool
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _TOLD | {"ticket_check.done_at", "ticket_check.done_by"}

    def run(self, context: Context) -> None:
        """Tick it, where somebody else has not yet; DeskErrors ``check_missing``, ``ticket_missing``."""
        item = _item(context, self.ticket_id, self.check_id)
        if self.done is (item.done_at is not None):
            return
        done = (context.now, context.actor.agent_id) if self.done else (None, None)
        writing.tick_check(context.tx, item.id, *done)
        _tell(context, self.ticket_id, item.text, "done" if self.done else "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCheck(SingleCommand):
    """The agent takes an item off the checklist."""

    ticket_id: int
    check_id: int
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _TICKET
    fields: ClassVar[frozenset[str] | None] = _TOLD | {"ticket_check.deleted"}

    def run(self, context: Context) -> None:
        """Take it off; DeskErrors ``check_missing``, ``ticket_missing``."""
        item = _item(context, self.ticket_id, self.check_id)
        writing.remove_check(context.tx, item.id)
        _tell(context, self.ticket_id, item.text, "removed")


def _item(context: Context, ticket: int, check: int) -> CheckRow:
    tickets.current(context.tx, ticket)
    for row in ticket_ties.checks(context.tx, ticket):
        if row.id == check:
            return row
    raise DeskError("check_missing")


def _tell(context: Context, ticket: int, text: str, what: str) -> None:
    tickets.change_ticket(context.tx, ticket, context.now, {})
    event(context, ticket, "check", text=text, after=what)
