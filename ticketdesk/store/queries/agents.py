"""Shop, agents and roles."""

from __future__ import annotations

import json
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import Rows, first


class ShopRow(NamedTuple):
    """The shop of this store."""

    id: int
    name: str
    platform: str


class AgentRow(NamedTuple):
    """A person who serves buyers, with the name of the role."""

    id: int
    name: str
    account: str
    state: str
    role_id: int
    role_name: str


class ActorRow(NamedTuple):
    """What permission is decided by."""

    name: str
    permissions: frozenset[str]


def shop(source: Rows) -> ShopRow | None:
    """Return the shop, or None before the first start."""
    row = first(source, "SELECT id, name, platform FROM shop WHERE deleted = 0 LIMIT 1")
    return ShopRow(*row) if row else None


def agents(source: Rows) -> list[AgentRow]:
    """Return every agent, oldest first."""
    sql = (
        "SELECT a.id, a.name, a.account, a.state, a.role_id, r.name FROM agent a JOIN role r ON r.id = a.role_id"
        " WHERE a.deleted = 0 ORDER BY a.id"
    )
    return [AgentRow(*row) for row in source.rows(sql)]


def owner_id(source: Rows) -> int | None:
    """Return the first agent of the shop (the owner), or None before the first start."""
    row = first(source, "SELECT id FROM agent WHERE deleted = 0 ORDER BY id LIMIT 1")
    return int(row[0]) if row else None


def actor(source: Rows, agent_id: int | None) -> ActorRow:
    """Return name and permissions of ``agent_id``; nobody may do nothing (but may make the shop)."""
    if agent_id is None:
        return ActorRow("", frozenset())
    row = first(
        source,
        "SELECT a.name, r.permissions FROM agent a JOIN role r ON r.id = a.role_id WHERE a.id = ? AND a.deleted = 0",
        (agent_id,),
    )
    if row is None:
        raise DeskError("agent_missing", id=agent_id)
    return ActorRow(row[0], frozenset(json.loads(row[1])))
