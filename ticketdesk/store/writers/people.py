"""Writing the shop, its roles and its agents."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ticketdesk.store.reader import first
from ticketdesk.store.tables import Agent, Role, Setting, Shop
from ticketdesk.store.tx import Tx


def add_shop(tx: Tx, name: str, platform: str, now: int) -> int:
    """Insert the shop and return its id."""
    return tx.insert(Shop, {"name": name, "platform": platform, "created_at": now})


def add_role(tx: Tx, key: str, name: str, permissions: Sequence[str]) -> int:
    """Insert a role and return its id."""
    return tx.insert(Role, {"key": key, "name": name, "permissions": json.dumps(sorted(permissions))})


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
