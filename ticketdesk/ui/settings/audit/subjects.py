"""What an act was about: the rows its arguments name, called as an agent calls them, and where they open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ticketdesk.store.queries import agents, audit, buyers, conversations, orders, tickets
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.world import Place
from ticketdesk.words import tr

_SINGULAR: Final = {
    "ticket_ids": "ticket_id",
    "order_ids": "order_id",
    "message_ids": "message_id",
    "buyer_ids": "buyer_id",
    "winner_id": "ticket_id",
}
# Columns that name a row by what it is to theirs.
_NAMING: Final = {
    "done_by": "agent_id",
    "from_agent_id": "agent_id",
    "from_id": "ticket_id",
    "merged_into": "ticket_id",
    "owner_id": "agent_id",
    "stand_in_id": "agent_id",
    "to_agent_id": "agent_id",
    "to_id": "ticket_id",
}
# The most telling first: an act about a ticket may name its order too.
_TELLING: Final = ("ticket_id", "order_id", "conversation_id", "buyer_id", "agent_id", "role_id", "assignee_id")
_PLACES: Final = {"ticket_id": "ticket", "order_id": "order", "conversation_id": "conversation", "buyer_id": "buyer"}
_MOST: Final = 20
CURRENCY: Final = "currency"
"""The column by which `names_of` tells what an order, an item or a refund is in, where that is not yuan."""

Names = Mapping[tuple[str, int], str]


class Subject(NamedTuple):
    """Rows of one kind that an act names: ``column`` such as "ticket_id", and how many in all there were."""

    column: str
    ids: tuple[int, ...]
    total: int


def arguments(args: str) -> dict[str, Any]:
    """Return the arguments of an act; none for what is no JSON object (an act of another version)."""
    try:
        found = json.loads(args or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def subjects(args: Mapping[str, Any]) -> list[Subject]:
    """Return what the arguments name, the most telling first; what was refused names its rows under "ids"."""
    inner = args.get("ids")
    values = {**args, **inner} if isinstance(inner, dict) else dict(args)
    found: list[Subject] = []
    for name, value in values.items():
        column = _SINGULAR.get(name, name)
        if column not in _TELLING:
            continue
        several = value if isinstance(value, list) else [value]
        ids = tuple(each for each in several if isinstance(each, int))
        if ids:
            found.append(Subject(column, ids[:_MOST], len(ids)))
    return sorted(found, key=lambda each: _TELLING.index(each.column))


def place(found: Sequence[Subject]) -> Place | None:
    """Return where the first thing that has a page opens."""
    for each in found:
        if each.column in _PLACES:
            return Place(_PLACES[each.column], each.ids[0])
    return None


def row_column(column: str) -> str:
    """Return the column that `names_of` knows the rows of ``column`` by: "ticket_id" for "merged_into"."""
    return _NAMING.get(column, column)


def names_of(reader: Reader, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return what these rows are called, by (column, id); rows that are gone are left out."""
    by_column: dict[str, set[int]] = {}
    for column, number in wanted:
        by_column.setdefault(column, set()).add(number)
    found: dict[tuple[str, int], str] = {}
    for column, ids in by_column.items():
        asker = _ASKERS.get(column)
        if asker is not None:
            found |= {(column, number): name for number, name in asker(reader, sorted(ids)).items()}
    return found


def said(found: Sequence[Subject], names: Names) -> str:
    """Return what an act was about on one line: "T-261121-005", "3 orders"."""
    if not found:
        return ""
    first = found[0]
    if first.total > 1:
        return tr("{0} and {1} more", names.get((first.column, first.ids[0]), "…"), first.total - 1)
    return names.get((first.column, first.ids[0]), "")


def _tickets(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    return {row.id: f"{row.number} {one_line(row.title, 40)}" for row in tickets.rows(reader, ids)}


def _orders(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    return {row.id: labels.short_number(row.number) for row in orders.rows(reader, ids)}


def _conversations(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    rows = conversations.rows(reader, ids)
    return {row.id: tr("conversation with {0}", one_line(row.nick, 40)) for row in rows}


def _buyers(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    found = ((number, buyers.buyer(reader, number)) for number in ids)
    return {number: one_line(row.nick, 40) for number, row in found if row is not None}


def _agents(reader: Reader, _ids: Sequence[int]) -> dict[int, str]:
    return {row.id: row.name for row in agents.agents(reader, disabled=True)}


def _currencies(reader: Reader, ids: Sequence[int]) -> dict[int, str]:
    return audit.currencies(reader, ids)


def _roles(reader: Reader, _ids: Sequence[int]) -> dict[int, str]:
    return {row.id: labels.role(row.name) for row in agents.roles(reader)}


_ASKERS: Final = {
    "ticket_id": _tickets,
    "order_id": _orders,
    "conversation_id": _conversations,
    "buyer_id": _buyers,
    "agent_id": _agents,
    "assignee_id": _agents,
    "creator_id": _agents,
    "role_id": _roles,
    CURRENCY: _currencies,
}
