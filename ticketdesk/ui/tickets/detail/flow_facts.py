"""What the shop says of the flow of tickets; it changes seldom, and every ticket that is opened asks for it."""

from __future__ import annotations

from functools import cached_property

from ticketdesk.domain.moments import DAY
from ticketdesk.domain.tickets import Forbidden
from ticketdesk.store.queries import serving, stand_ins, ticket_flow
from ticketdesk.store.queries.serving import GroupRow
from ticketdesk.store.queries.stand_ins import StandIn
from ticketdesk.store.reader import Reader


class FlowFacts:
    """Read when they are asked for, once; the world makes new ones when one of ``TABLES`` was written."""

    TABLES = ("setting", "agent_group", "agent_group_member", "stand_in", "agent")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._stand_ins: tuple[StandIn, ...] | None = None

    @cached_property
    def forbidden(self) -> Forbidden:
        """The moves between states of a ticket that the shop forbids."""
        return ticket_flow.forbidden(self._reader)

    @cached_property
    def departments(self) -> tuple[GroupRow, ...]:
        """Every group of staff, the oldest first: the departments that tickets can be handed to."""
        return tuple(serving.groups(self._reader))

    def own(self, agent_id: int | None) -> tuple[GroupRow, ...]:
        """Return the departments that an agent belongs to."""
        return tuple(each for each in self.departments if agent_id in each.members)

    def stand_ins(self, now: int) -> tuple[StandIn, ...]:
        """Return who stands in for whom at ``now`` (UTC ms) or later."""
        if self._stand_ins is None:
            # Those of yesterday as well: a clock may be set back.
            self._stand_ins = stand_ins.not_over(self._reader, now - DAY)
        return tuple(each for each in self._stand_ins if each.until_at > now)

    def absent(self, agent_id: int | None, now: int) -> tuple[StandIn, ...]:
        """Return whom an agent stands in for at ``now`` (UTC ms)."""
        return stand_ins.covered(self.stand_ins(now), agent_id, now)
