"""What the shop says of the flow of tickets; it changes seldom, and every ticket that is opened asks for it."""

from __future__ import annotations

from functools import cached_property

from ticketdesk.domain.tickets import Forbidden
from ticketdesk.store.queries import serving, ticket_flow
from ticketdesk.store.queries.serving import GroupRow
from ticketdesk.store.reader import Reader


class FlowFacts:
    """Read when they are asked for, once; the world makes new ones when one of ``TABLES`` was written."""

    TABLES = ("setting", "agent_group", "agent_group_member")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

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
