"""The agent makes one ticket of several, takes one out again, or splits one: every message stays exactly once.

A merge moves nothing. The lines of a merged ticket stay its own and are read with the winner's, so that taking it out
again needs no memory of what was whose (docs/decisions/0015-ticket-ties.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.desk.commands.ticket_events import event, guard, opening_checks, opening_due, settle
from ticketdesk.desk.commands.ticket_opening import offered_form
from ticketdesk.desk.commands.tickets import TicketMade
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.domain.ticket_ties import MOST_MERGED, MOVABLE, LinkKind, MergeSide, require_merge
from ticketdesk.domain.tickets import TicketState, checked_title
from ticketdesk.store.queries import ticket_ties
from ticketdesk.store.queries.ticket_ties import Written
from ticketdesk.store.sql import Value
from ticketdesk.store.writers import ticket_ties as writing
from ticketdesk.store.writers import tickets
from ticketdesk.store.writers.tickets import TicketNow

_MOVED: Final = frozenset({"ticket_event.ticket_id", "attachment.ticket_id"})
_DUE: Final = frozenset({"ticket.due_at", "ticket.due_from", "ticket.due_rule"})
_TOLD: Final = frozenset({"ticket.updated_at", "ticket_event.+"})
_CLOSED: Final = frozenset({"ticket.state", "ticket.closed_at", "ticket.merged_into"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTickets(SingleCommand):
    """The agent makes one ticket of several; ``version`` is the winner's as it was seen, ``seen`` the losers'.

    ``seen`` are ids with versions; who is named without one was chosen unseen, by its number. The losers are closed
    and point to the winner, which shows their lines among its own.
    """

    winner_id: int
    loser_ids: tuple[int, ...]
    across_buyers: bool = False
    version: int | None = None
    seen: tuple[tuple[int, int], ...] = ()
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "loser_ids")
    fields: ClassVar[frozenset[str] | None] = _TOLD | _CLOSED
    secret: ClassVar[frozenset[str]] = frozenset({"seen"})

    def run(self, context: Context) -> None:
        """Merge them, all or none.

        DeskErrors ``merge_nothing``, ``merge_too_many``, ``merge_self``, ``merge_child``, ``merge_other_buyer``,
        ``ticket_merged`` (with the winner's number), ``ticket_missing``, ``ticket_changed``.
        """
        if not self.loser_ids:
            raise DeskError("merge_nothing")
        if len(self.loser_ids) > MOST_MERGED:
            raise DeskError("merge_too_many", limit=MOST_MERGED)
        winner = tickets.current(context.tx, self.winner_id)
        guard(context, winner, self.version)
        seen = dict(self.seen)
        for key in dict.fromkeys(self.loser_ids):
            loser = tickets.current(context.tx, key)
            guard(context, loser, seen.get(key))
            self._merge(context, winner, loser)
        tickets.change_ticket(context.tx, winner.id, context.now, {})

    def _merge(self, context: Context, winner: TicketNow, loser: TicketNow) -> None:
        parents = partial(ticket_ties.parent_of, context.tx)
        sides = _side(context, winner), _side(context, loser)
        require_merge(*sides, parents, across_buyers=self.across_buyers)
        closed = loser.closed_at if loser.closed_at is not None else context.now
        values: dict[str, Value] = {
            "merged_into": winner.id, "state": TicketState.CANCELLED.value, "closed_at": closed,
        }  # fmt: skip
        tickets.change_ticket(context.tx, loser.id, context.now, values)
        before = "" if loser.closed_at is None else str(loser.closed_at)
        event(context, loser.id, "merged", text=f"{winner.number}\n{loser.number}", before=loser.state, after=before)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeTicket(SingleCommand):
    """The agent takes a merged ticket out again; of what was written since, ``take`` goes with it, the rest stays."""

    ticket_id: int
    take: tuple[int, ...] = ()
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = _TOLD | _CLOSED | _MOVED | _DUE

    def run(self, context: Context) -> None:
        """Bring it back as it stood; DeskErrors ``ticket_not_merged``, ``ticket_missing``, ``lines_elsewhere``."""
        tx = context.tx
        loser = tickets.standing(tx, self.ticket_id)
        if loser.merged_into is None:
            raise DeskError("ticket_not_merged")
        allowed = {each.id for each in ticket_ties.written_since(tx, loser.id)}
        if not set(self.take) <= allowed:
            raise DeskError("lines_elsewhere")
        winner = tickets.standing(tx, ticket_ties.winner_of(tx, loser.id))
        state, closed = ticket_ties.before_merge(tx, loser.id)
        values: dict[str, Value] = {"merged_into": None, "state": state, "closed_at": closed}
        tickets.change_ticket(tx, loser.id, context.now, values)
        tickets.change_ticket(tx, winner.id, context.now, {})
        writing.move_events(tx, ticket_ties.written(tx, self.take), loser.id)
        event(context, loser.id, "unmerged", text=winner.number)
        event(context, winner.id, "unmerged", text=loser.number)
        settle(context, loser.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitTicket(SingleCommand):
    """The agent makes a ticket of its own of some replies and notes; they move there, pictures and all."""

    ticket_id: int
    event_ids: tuple[int, ...]
    title: str
    type: str
    needs: ClassVar[Permission | None] = Permission.TICKET_HANDLE
    scope: ClassVar[Scope] = Scope("ticket", "ticket_id")
    fields: ClassVar[frozenset[str] | None] = _TOLD | _MOVED | {"ticket.+", "ticket_link.+", "ticket_check.+"}

    def run(self, context: Context) -> TicketMade:
        """Open the new ticket and move the lines.

        DeskErrors ``ticket_title_empty``, ``ticket_type_unknown``, ``ticket_type_retired``, ``split_nothing``,
        ``lines_elsewhere``, ``split_only_words``, ``ticket_missing``, ``ticket_merged``.
        """
        title = checked_title(self.title)
        form = offered_form(context.tx, self.type)
        old = tickets.current(context.tx, self.ticket_id)
        moving = self._moving(context)
        made = TicketMade(*tickets.add_ticket(context.tx, context.now, self._row(context, old, title)))
        opening_checks(context, made.id, form.checklist)
        event(context, made.id, "created", after="split", before=old.number)
        writing.move_events(context.tx, moving, made.id)
        for key in sorted({old.id, *(each.ticket_id for each in moving)}):
            tickets.change_ticket(context.tx, key, context.now, {})
        event(context, old.id, "split", text=made.number, after=str(len(moving)))
        writing.add_link(context.tx, LinkKind.RELATED.value, made.id, old.id, context.now)
        return made

    def _moving(self, context: Context) -> Sequence[Written]:
        found = ticket_ties.written(context.tx, self.event_ids)
        if not self.event_ids:
            raise DeskError("split_nothing")
        whole = set(ticket_ties.members(context.tx, self.ticket_id))
        if len(found) < len(set(self.event_ids)) or any(each.ticket_id not in whole for each in found):
            raise DeskError("lines_elsewhere")
        if any(each.kind not in MOVABLE for each in found):
            raise DeskError("split_only_words")
        return found

    def _row(self, context: Context, old: TicketNow, title: str) -> dict[str, Value]:
        return {
            **opening_due(context, self.type, old.order_id), "title": title, "type": self.type,
            "state": TicketState.OPEN.value, "priority": old.priority, "buyer_id": old.buyer_id,
            "order_id": old.order_id, "conversation_id": old.conversation_id, "assignee_id": old.assignee_id,
            "creator_id": context.actor.agent_id,
        }  # fmt: skip


def _side(context: Context, now: TicketNow) -> MergeSide:
    return MergeSide(now.id, now.number, now.buyer_id, ticket_ties.nick_of(context.tx, now.buyer_id))
