"""Whether a command may run: the door of the desk, the rights of the role, own and foreign rows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import agents
from ticketdesk.store.reader import Rows

if TYPE_CHECKING:
    from ticketdesk.desk.command import Actor, Command


class Gate(StrEnum):
    """Whether somebody works at the desk."""

    OPEN = "open"
    LOCKED = "locked"
    SIGNED_OUT = "signed_out"


class Guard(Protocol):
    """What the desk asks of the session; a desk without one (command line, tests) is open and confirmed."""

    @property
    def gate(self) -> Gate:
        """Whether somebody works at the desk."""

    def confirmed(self, agent_id: int | None) -> bool:
        """Whether this agent has given the password again a short while ago, or has none."""


def pass_gate(kind: type[Command], gate: Gate) -> None:
    """Raise DeskError ``locked`` or ``signed_out`` for what an agent does while nobody works at the desk."""
    from ticketdesk.desk.command import Door  # a window that only shows which gate it has needs no commands

    if kind.door is Door.AGENT:
        if gate is Gate.LOCKED:
            raise DeskError("locked")
        if gate is Gate.SIGNED_OUT:
            raise DeskError("signed_out")


def actor_of(source: Rows, agent_id: int | None) -> Actor:
    """Return who acts; DeskErrors ``agent_missing`` and ``agent_disabled``."""
    from ticketdesk.desk.command import Actor

    found = agents.actor(source, agent_id)
    if not found.enabled:
        raise DeskError("agent_disabled", id=agent_id)
    return Actor(agent_id, found.name, found.permissions)


def permit(source: Rows, kind: type[Command], values: Mapping[str, object], actor: Actor) -> None:
    """Raise DeskError ``denied`` unless ``actor`` may do a command of ``kind`` with these arguments."""
    if actor.agent_id is None:
        _permit_nobody(kind)
        return
    need = kind.need_for(values)
    if need is not None:
        actor.need(need)
    others = kind.scope.others
    if others is not None and others.value not in actor.permissions:
        from ticketdesk.store.queries import ownership

        ids = kind.scope.ids(values)
        if ownership.foreign(source, kind.scope.table, ids, actor.agent_id):
            actor.need(others)


def _permit_nobody(kind: type[Command]) -> None:
    """Nobody may open the first shop, and hear what a channel brings: its words are the buyer's, not an agent's."""
    from ticketdesk.desk.command import Door

    if kind.door is Door.AGENT:
        raise DeskError("signed_out")
