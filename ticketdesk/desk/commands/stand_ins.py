"""An agent is away for a stated time, and a colleague stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ticketdesk.desk.command import Context, Scope, SingleCommand
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import agents, serving
from ticketdesk.store.queries.stand_ins import not_over
from ticketdesk.store.writers import stand_ins
from ticketdesk.store.writers.stand_ins import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NameStandIn(SingleCommand):
    """In [from_at, until_at) (UTC ms) ``stand_in_id`` stands in for ``agent_id``; it may have begun already.

    Nobody has two stand-ins at once, and no stand-in is away himself: nothing is handed on twice. For others
    one is named in one's own departments, by whoever manages staff anywhere.
    """

    agent_id: int
    stand_in_id: int
    from_at: int
    until_at: int
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("agent", "agent_id", others=Permission.STAND_IN_NAME)
    fields: ClassVar[frozenset[str] | None] = frozenset({"stand_in.+"})

    def run(self, context: Context) -> int:
        """Add it and return the id.

        DeskErrors ``agent_missing``, ``agent_disabled``, ``stand_in_self``, ``stand_in_helpless``, ``moment_past``,
        ``stand_in_order``, ``stand_in_taken``, ``stand_in_away``, ``stand_in_busy``, ``stand_in_elsewhere``.
        """
        agents.serving(context.tx, self.agent_id)
        _require_near(context, self.agent_id)
        chosen = agents.serving(context.tx, self.stand_in_id)
        if self.stand_in_id == self.agent_id:
            raise DeskError("stand_in_self")
        if Permission.TICKET_HANDLE.value not in chosen.permissions:
            raise DeskError("stand_in_helpless", name=chosen.name)
        if self.until_at <= context.now:
            raise DeskError("moment_past")
        if self.until_at <= self.from_at:
            raise DeskError("stand_in_order")
        self._check_others(context)
        return stand_ins.add_stand_in(context.tx, self.agent_id, self.stand_in_id, Span(self.from_at, self.until_at))

    def _check_others(self, context: Context) -> None:
        for each in not_over(context.tx, context.now):
            if not each.meets(self.from_at, self.until_at):
                continue
            if each.agent_id == self.agent_id:
                raise DeskError("stand_in_taken", name=each.name, other=each.stand_in)
            if each.agent_id == self.stand_in_id:
                raise DeskError("stand_in_away", name=each.name, other=each.stand_in)
            if each.stand_in_id == self.agent_id:
                raise DeskError("stand_in_busy", name=each.stand_in, other=each.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStandIn(SingleCommand):
    """The absent ones are back before the time that was said; what has not begun yet is called off."""

    stand_in_ids: tuple[int, ...]
    needs: ClassVar[Permission | None] = None
    scope: ClassVar[Scope] = Scope("stand_in", "stand_in_ids", others=Permission.STAND_IN_NAME)
    fields: ClassVar[frozenset[str] | None] = frozenset({"stand_in.until_at", "stand_in.deleted"})

    def run(self, context: Context) -> int:
        """End them and return how many were not over; DeskErrors ``row_missing``, ``stand_in_elsewhere``."""
        for key in self.stand_in_ids:
            _require_near(context, stand_ins.absent_of(context.tx, key))
        spans = {key: stand_ins.span_of(context.tx, key) for key in self.stand_in_ids}
        wanted = {key: span for key, span in spans.items() if span.until_at > context.now}
        for key, span in wanted.items():
            if span.from_at < context.now:
                stand_ins.end_stand_in(context.tx, key, context.now)
            else:
                stand_ins.drop_stand_in(context.tx, key)
        return len(wanted)


def _require_near(context: Context, absent: int) -> None:
    """Raise DeskError ``stand_in_elsewhere`` for an agent of none of the actor's departments."""
    actor = context.actor
    if actor.agent_id in (absent, None) or Permission.STAFF_EDIT.value in actor.permissions:
        return
    if not serving.work_together(context.tx, int(actor.agent_id or 0), absent):
        raise DeskError("stand_in_elsewhere", name=agents.actor(context.tx, absent).name)
