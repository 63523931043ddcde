"""What this computer remembers of the list: the scope in front, what it is narrowed to, each scope's order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from ticketdesk.ui.reception.list.chosen import GROUPS, ORDERS, SCOPES, Chosen, usual
from ticketdesk.ui.settings.kept import Setting, Settings

KEPT: Final = Setting("reception/list", "")


class KeptChoice(NamedTuple):
    """The list in front, and how each scope that was sorted otherwise stands (nothing narrowed)."""

    front: Chosen
    orders: dict[str, Chosen]


def read(kept: Settings) -> KeptChoice:
    """Return what was kept; what is damaged or of another version falls out. Words looked for are never kept."""
    found = _object(kept.get(KEPT))
    orders = {scope: made for scope, given in _items(found.get("orders")) if (made := _ordered(scope, given))}
    scope = found.get("scope")
    front = usual("waiting")
    if isinstance(scope, str) and scope in SCOPES:
        group = found.get("group")
        known = group if isinstance(group, str) and group in GROUPS else ""
        front = replace(orders.get(scope, usual(scope)), group=known, mine=found.get("mine") is True)
    return KeptChoice(front, orders)


def keep(kept: Settings, front: Chosen, orders: Mapping[str, Chosen]) -> None:
    """Keep it, where it is another than what is kept."""
    told = {scope: [each.order, each.descending] for scope, each in orders.items() if each != usual(scope)}
    text = json.dumps(
        {"scope": front.scope, "group": front.group, "mine": front.mine, "orders": told}, sort_keys=True
    )  # fmt: skip
    if text != kept.get(KEPT):
        kept.put(KEPT, text)


def _ordered(scope: str, given: object) -> Chosen | None:
    match given:
        case [str(order), bool(down)] if scope in SCOPES and order in ORDERS:
            return replace(usual(scope), order=order, descending=down)
    return None


def _items(given: object) -> list[tuple[str, object]]:
    return list(given.items()) if isinstance(given, dict) else []


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
