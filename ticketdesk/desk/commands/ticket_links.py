"""The agent says which tickets belong together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import event
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.ticket_ties import LinkKind, require_parent
from ticketdesk.store.queries import ticket_ties
from ticketdesk.store.writers import ticket_ties as writing
from ticketdesk.store.writers import tickets

_PAIR: Final = Scope("ticket", "ticket_ids")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTickets(SingleCommand):
    """The agent links two tickets; ``kind`` is a ``domain.ticket_ties.LinkKind``: the first is the parent's child."""

    ticket_ids: tuple[int, int]
    kind: str
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _PAIR
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_link.+", "ticket.updated_at", "ticket_event.+"})

    def run(self, context: Context) -> int:
        """Link them and return the link's id.

        DeskErrors ``choice_unknown``, ``link_self``, ``link_there``, ``link_has_parent``, ``link_circle``,
        ``ticket_missing``, ``ticket_merged``.
        """
        tx, (one, other) = context.tx, self.ticket_ids
        if self.kind not in set(LinkKind):
            raise DeskError("choice_unknown", value=self.kind)
        numbers = tickets.current(tx, one).number, tickets.current(tx, other).number
        if one == other:
            raise DeskError("link_self")
        if ticket_ties.linked(tx, one, other):
            raise DeskError("link_there", one=numbers[0], other=numbers[1])
        if self.kind == LinkKind.PARENT:
            require_parent(one, other, partial(ticket_ties.parent_of, tx))
        link = writing.add_link(tx, self.kind, one, other, context.now)
        opposite = "child" if self.kind == LinkKind.PARENT else self.kind
        self._tell(context, one, numbers[1], self.kind)
        self._tell(context, other, numbers[0], opposite)
        return link

    def _tell(self, context: Context, ticket: int, number: str, kind: str) -> None:
        tickets.change_ticket(context.tx, ticket, context.now, {})
        event(context, ticket, "linked", text=number, after=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkTickets(SingleCommand):
    """The agent takes the link between two tickets away, whichever of them it began at."""

    ticket_ids: tuple[int, int]
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = _PAIR
    fields: ClassVar[frozenset[str] | None] = frozenset({"ticket_link.deleted", "ticket.updated_at", "ticket_event.+"})

    def run(self, context: Context) -> None:
        """Take it away; DeskErrors ``link_missing``, ``ticket_missing``."""
        tx, (one, other) = context.tx, self.ticket_ids
        numbers = {key: tickets.standing(tx, key).number for key in self.ticket_ids}
        found = [row for row in ticket_ties.links(tx, one) if row.id and row.ticket_id == other]
        if not found:
            raise DeskError("link_missing")
        for row in found:
            writing.remove_link(tx, row.id)
        for key, far in ((one, other), (other, one)):
            tickets.change_ticket(tx, key, context.now, {})
            event(context, key, "unlinked", text=numbers[far])
