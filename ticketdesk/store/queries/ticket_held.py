"""The only values that a column of the tickets of a query can have, as all its terms together say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.query.tree import ME, NONE, Among, Condition, Query, Words
from ticketdesk.store.queries.term_sql import Seen, keys, texts
from ticketdesk.store.reader import Rows, marks
from ticketdesk.store.sql import Value

COLUMNS: Final = {
    "state": "state",
    "department": "group_id",
    "assignee": "assignee_id",
    "creator": "creator_id",
    "type": "type",
}
_NAMES: Final = {
    "department": "SELECT id FROM agent_group WHERE deleted = 0 AND name",
    "assignee": "SELECT id FROM agent WHERE name",
    "creator": "SELECT id FROM agent WHERE name",
}


class Held(NamedTuple):
    """A column, the values that it may have, and the ``places`` of the terms that say so."""

    column: str
    values: tuple[Value, ...]
    places: frozenset[int]


def held(source: Rows, query: Query, seen: Seen) -> tuple[Held, ...]:
    """Return the columns of which the query names the values; no value is left where its terms contradict."""
    found: dict[str, Held] = {}
    for place, term in enumerate(query.terms):
        values = None if term.negated else values_of(source, term.condition, seen)
        if values is None or isinstance(term.condition, Words):
            continue
        column = COLUMNS[term.condition.field]
        before = found.get(column, Held(column, values, frozenset()))
        both = tuple(each for each in before.values if each in values)
        found[column] = Held(column, both, before.places | {place})
    return tuple(found[column] for column in COLUMNS.values() if column in found)


def values_of(source: Rows, asked: Condition, seen: Seen) -> tuple[Value, ...] | None:
    """Return the values of its column that a condition takes, each once; None where it is no matter of values.

    Names that nobody has take none.
    """
    if not isinstance(asked, Among) or asked.field not in COLUMNS:
        return None
    if asked.field not in _NAMES:
        found = keys(asked)
        return None if {"active", "ended"} & set(found) else _once(found)
    return people(source, asked, seen, _NAMES[asked.field])


def people(source: Rows, asked: Among, seen: Seen, by_name: str = _NAMES["assignee"]) -> tuple[Value, ...]:
    """Return the agents (or the departments, as ``by_name`` finds them) that are asked for, None for nobody."""
    values: list[Value] = [None] if NONE in asked.values else []
    if ME in asked.values and seen.agent_id is not None:
        values.append(seen.agent_id)
    if names := texts(asked):
        values += [key for (key,) in source.rows(f"{by_name} IN ({marks(names)})", tuple(names))]
    return _once(values)


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
