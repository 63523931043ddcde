"""What is asked of the shop's types of tickets in passing: names, before the first paint, and rules of deadlines."""

from __future__ import annotations

import json
from typing import NamedTuple

from ticketdesk.store.reader import Rows, first


class TypeName(NamedTuple):
    """What the shop calls a type; ``retired``: it is no longer offered."""

    key: str
    name: str
    retired: bool


def type_names(source: Rows) -> list[TypeName]:
    """Return the types that the shop edited or made, in the order in which it first did."""
    rows = source.rows("SELECT key, name, retired FROM ticket_form WHERE deleted = 0 ORDER BY id")
    return [TypeName(str(key), str(name), bool(retired)) for key, name, retired in rows]


def type_rules(source: Rows, key: str) -> tuple[str, ...]:
    """Return the rules that tickets of a type begin with where the shop says so, () for those of the pack."""
    sql = "SELECT rules FROM ticket_form WHERE key = ? AND deleted = 0 AND rules <> '[]' ORDER BY id DESC LIMIT 1"
    found = first(source, sql, (key,))
    return () if found is None else tuple(map(str, json.loads(found[0])))
