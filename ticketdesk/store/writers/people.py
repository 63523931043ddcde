"""Writing the shop, its roles and its agents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.reader import first
from ticketdesk.store.tables import Agent, Role, Setting, Shop
from ticketdesk.store.tx import Tx


def add_shop(tx: Tx, name: str, platform: str, now: int) -> int:
    """Insert the shop and return its id."""
    return tx.insert(Shop, {"name": name, "platform": platform, "created_at": now})


def add_role(tx: Tx, key: str, name: str, permissions: Sequence[str]) -> int:
    """Insert a role and return its id."""
    return tx.insert(Role, {"key": key, "name": name, "permissions": rights_text(permissions)})


def rights_text(permissions: Iterable[str]) -> str:
    """Return rights as the store keeps them."""
    return json.dumps(sorted(permissions))


class RoleNow(NamedTuple):
    """What a command must know of a role before it changes it."""

    id: int
    name: str
    permissions: frozenset[str]


def current_role(tx: Tx, role: int) -> RoleNow:
    """Return the role as it stands; DeskError ``role_missing`` where it is gone."""
    found = first(tx, "SELECT id, name, permissions FROM role WHERE id = ? AND deleted = 0", (role,))
    if found is None:
        raise DeskError("role_missing", role=role)
    return RoleNow(found[0], found[1], frozenset(json.loads(found[2])))


def rights_of(tx: Tx, agent: int) -> frozenset[str]:
    """Return the rights of an agent's role, also of a disabled agent; empty where the agent is gone."""
    sql = "SELECT r.permissions FROM agent a JOIN role r ON r.id = a.role_id WHERE a.id = ? AND a.deleted = 0"
    found = first(tx, sql, (agent,))
    return frozenset(json.loads(found[0])) if found else frozenset()


def set_role(tx: Tx, role: int, column: str, value: str) -> None:
    """Change name or permissions of a role."""
    tx.update(Role, role, {column: value})


def set_agent(tx: Tx, agent: int, column: str, value: int) -> None:
    """Change role or enabled of an agent where it differs."""
    found = first(tx, f"SELECT {column} FROM agent WHERE id = ?", (agent,))
    if found != (value,):
        tx.update(Agent, agent, {column: value})


def rename_agent(tx: Tx, agent: int, name: str, account: str | None) -> None:
    """Change name and, where one is given, the account of an agent where they differ."""
    found = first(tx, "SELECT name, account FROM agent WHERE id = ?", (agent,))
    if found is not None:
        wanted = (name, found[1] if account is None else account)
        if found != wanted:
            tx.update(Agent, agent, {"name": wanted[0], "account": wanted[1]})


def add_agent(tx: Tx, name: str, role_id: int, account: str, now: int) -> int:
    """Insert an agent and return the id."""
    return tx.insert(Agent, {"name": name, "role_id": role_id, "account": account, "created_at": now})


def role_id(tx: Tx, key: str) -> int | None:
    """Return the id of the role with this key."""
    found = first(tx, "SELECT id FROM role WHERE key = ? AND deleted = 0", (key,))
    return int(found[0]) if found else None


def put_setting(tx: Tx, key: str, value: str) -> None:
    """Set a setting of the shop."""
    found = first(tx, "SELECT id FROM setting WHERE key = ? AND deleted = 0", (key,))
    if found is None:
        tx.insert(Setting, {"key": key, "value": value})
    else:
        tx.update(Setting, found[0], {"value": value})


def edit_shop(tx: Tx, shop_id: int, name: str, platform: str) -> None:
    """Change name and platform of the shop where they differ."""
    found = first(tx, "SELECT name, platform FROM shop WHERE id = ?", (shop_id,))
    if found != (name, platform):
        tx.update(Shop, shop_id, {"name": name, "platform": platform})


def set_agent_state(tx: Tx, agent: int, state: str, now: int) -> bool:
    """Set whether an agent takes conversations, and return whether that is new; DeskError ``agent_missing``."""
    found = first(tx, "SELECT state FROM agent WHERE id = ? AND deleted = 0", (agent,))
    if found is None:
        raise DeskError("agent_missing", id=agent)
    if found[0] == state:
        return False
    tx.update(Agent, agent, {"state": state, "state_at": now})
    return True
