"""Shop, agents and roles."""

import json
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import STANDARD_ROLES, Permission, held
from ticketdesk.store.reader import Rows, first


class ShopRow(NamedTuple):
    """The shop of this store."""

    id: int
    name: str
    platform: str


class AgentRow(NamedTuple):
    """A person who serves buyers, with the name of the role; ``signed_in_at`` is the last sign-in in UTC ms."""

    id: int
    name: str
    account: str
    state: str
    role_id: int
    role_name: str
    enabled: bool = True
    has_password: bool = False
    signed_in_at: int | None = None
    permissions: frozenset[str] = frozenset()


class Person(NamedTuple):
    """Somebody a ticket can belong to."""

    id: int
    name: str


class RoleRow(NamedTuple):
    """A role; ``builtin`` ones are standard roles (their English name is a source string), ``agents`` hold it."""

    id: int
    key: str
    name: str
    permissions: frozenset[str]
    builtin: bool
    agents: int


class ActorRow(NamedTuple):
    """What permission is decided by."""

    name: str
    permissions: frozenset[str]
    enabled: bool = True


_BUILTIN = frozenset(role.code for role in STANDARD_ROLES)


def shop(source: Rows) -> ShopRow | None:
    """Return the shop, or None before the first start."""
    row = first(source, "SELECT id, name, platform FROM shop WHERE deleted = 0 LIMIT 1")
    return ShopRow(*row) if row else None


def agents(source: Rows, *, disabled: bool = False) -> list[AgentRow]:
    """Return every agent, oldest first; with ``disabled`` also those who may no longer work."""
    sql = (
        "SELECT a.id, a.name, a.account, a.state, a.role_id, r.name, a.enabled, COALESCE(c.hash, '') <> '',"
        " c.signed_in_at, r.permissions FROM agent a JOIN role r ON r.id = a.role_id"
        f" LEFT JOIN credential c ON c.agent_id = a.id WHERE a.deleted = 0{'' if disabled else ' AND a.enabled = 1'}"
        " ORDER BY a.id"
    )
    return [
        AgentRow._make((*row[:6], bool(row[6]), bool(row[7]), row[8], held(json.loads(row[9]))))
        for row in source.rows(sql)
    ]


def people(source: Rows) -> tuple[Person, ...]:
    """Return everybody who may work, oldest first."""
    sql = "SELECT id, name FROM agent WHERE deleted = 0 AND enabled = 1 ORDER BY id"
    return tuple(Person(*row) for row in source.rows(sql))


def roles(source: Rows) -> list[RoleRow]:
    """Return every role, the standard ones first."""
    sql = (
        "SELECT id, key, name, permissions, (SELECT COUNT(*) FROM agent a WHERE a.role_id = role.id AND a.deleted = 0)"
        " FROM role WHERE deleted = 0 ORDER BY id"
    )
    return [
        RoleRow(key, code, name, held(json.loads(rights)), code in _BUILTIN, count)
        for key, code, name, rights, count in source.rows(sql)
    ]


def owner_id(source: Rows) -> int | None:
    """Return the owner: the first agent who may manage staff, or None before the first start."""
    admins = [row.id for row in agents(source) if Permission.STAFF_EDIT.value in row.permissions]
    return admins[0] if admins else None


def actor(source: Rows, agent_id: int | None) -> ActorRow:
    """Return name and permissions of ``agent_id``; nobody may do nothing (but may make the shop).

    A disabled agent is returned without any permission; DeskError ``agent_missing`` for one who is not there.
    """
    if agent_id is None:
        return ActorRow("", frozenset())
    row = first(
        source,
        "SELECT a.name, r.permissions, a.enabled FROM agent a JOIN role r ON r.id = a.role_id"
        " WHERE a.id = ? AND a.deleted = 0",
        (agent_id,),
    )
    if row is None:
        raise DeskError("agent_missing", id=agent_id)
    return ActorRow(row[0], held(json.loads(row[1]) if row[2] else ()), bool(row[2]))


def groups_of(source: Rows, agent_id: int | None) -> tuple[int, ...]:
    """Return the groups of staff that an agent belongs to."""
    sql = "SELECT group_id FROM agent_group_member WHERE agent_id = ? AND deleted = 0"
    return tuple(key for (key,) in source.rows(sql, (agent_id,)))


def serving(source: Rows, agent_id: int) -> ActorRow:
    """Return the agent who is to be given work; DeskErrors ``agent_missing`` and ``agent_disabled``."""
    found = actor(source, agent_id)
    if not found.enabled:
        raise DeskError("agent_disabled", id=agent_id)
    return found


def named(source: Rows, name: str) -> AgentRow | None:
    """Return the enabled agent of this name, the oldest where several share it."""
    return next((row for row in agents(source) if row.name == name), None)
