"""The ways to the tickets of a query: the index whose order is wanted, and sets that are small enough to be sorted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ticketdesk.domain.query.fields import VOCABULARY
from ticketdesk.domain.query.periods import Interval, intervals
from ticketdesk.domain.query.tree import ME, NONE, Among, Condition, Query, Term, Text, Words
from ticketdesk.domain.tickets import ACTIVE
from ticketdesk.domain.tickets import ENDED as ENDED_STATES
from ticketdesk.store.queries.ticket_conditions import (
    ENDED,
    OPEN,
    Seen,
    Sql,
    all_of,
    keys,
    within,
)
from ticketdesk.store.queries.tickets import LAST
from ticketdesk.store.reader import Rows, first
from ticketdesk.store.sql import Value

DEADLINE: Final = f"COALESCE(due_at, {LAST})"
_ACTIVE: Final = frozenset(ACTIVE) | {"active"}
_ENDED: Final = frozenset(ENDED_STATES) | {"ended"}
THERE: Final = Sql("deleted = 0")


class Road(NamedTuple):
    """A way through tickets: ``way`` is what SQL says of its index, ``parts`` are runs of it that are each in the order
    of ``key`` (then id), ``answers`` are the places of the terms that the parts fulfil."""

    way: str
    parts: tuple[Sql, ...]
    key: str
    answers: frozenset[int]


def opened(query: Query) -> bool:
    """Return whether every ticket that the query can find is open."""
    return any(_keeps_to(term, _ACTIVE, _ENDED) or _runs(term) for term in query.terms)


def ended(query: Query) -> bool:
    """Return whether every ticket that the query can find has ended."""
    return any(_keeps_to(term, _ENDED, _ACTIVE) or _was_closed(term) for term in query.terms)


def _keeps_to(term: Term, kept: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a term on the state leaves only states of ``kept``."""
    asked = term.condition
    if not isinstance(asked, Among) or asked.field != "state":
        return False
    found = set(keys(asked))
    if not term.negated:
        return found <= kept
    whole = "active" if "active" in others else "ended"
    return whole in found or others - {whole} <= found


def _runs(term: Term) -> bool:
    asked = term.condition
    if term.negated or isinstance(asked, Words):
        return False
    return asked.field == "due" or (asked.field == "overdue" and keys(asked) == ["yes"])


def _was_closed(term: Term) -> bool:
    asked = term.condition
    if term.negated or isinstance(asked, Words):
        return False
    return asked.field == "closed" and not (isinstance(asked, Among) and NONE in asked.values)


def by_deadline(source: Rows, query: Query, seen: Seen) -> Road:
    """Return the way through the open tickets by deadline: by state, type or assignee where one of them is asked."""
    bounds, answered = _due_part(query, seen)
    index, part = "ticket_due", [THERE, OPEN, *bounds]
    known = list(_singles(source, query, seen))
    if known:
        place, column, value = _rarest(source, known)
        index, answered = index_of(column), answered | {place}
        part = [Sql(f"{column} IS NULL") if value is None else Sql(f"{column} = ?", (value,)), *part]
    whole = frozenset(place for place, term in enumerate(query.terms) if _only_says(term, "active", "ended"))
    return Road(f"INDEXED BY {index}", (all_of(part),), DEADLINE, answered | whole)


def _rarest(source: Rows, known: list[tuple[int, str, Value]]) -> tuple[int, str, Value]:
    if len(known) == 1:
        return known[0]
    return min(known, key=lambda each: counted(source, counter_of(each[1]), each[2]))


def index_of(column: str) -> str:
    return f"ticket_{column.removesuffix('_id')}"


def counter_of(column: str) -> str:
    return f"ticket.{column.removesuffix('_id')}"


def _only_says(term: Term, said: str, contrary: str) -> bool:
    asked = term.condition
    if not isinstance(asked, Among) or asked.field != "state":
        return False
    return set(keys(asked)) == {contrary if term.negated else said}


def _due_part(query: Query, seen: Seen) -> tuple[list[Sql], frozenset[int]]:
    """The part of the deadlines asked for by the first term that names one span of them."""
    for place, term in enumerate(query.terms):
        interval = due_interval(term, seen)
        if interval is not None:
            return [within(DEADLINE, with_deadline(interval))], frozenset({place})
    return [], frozenset()


def due_interval(term: Term, seen: Seen) -> Interval | None:
    asked = term.condition
    if term.negated or isinstance(asked, Words):
        return None
    if asked.field == "overdue" and keys(asked) == ["yes"]:
        return Interval(None, seen.now)
    return one_interval(asked, "due", seen)


def one_interval(asked: Condition, field: str, seen: Seen) -> Interval | None:
    """The one interval that a condition on a moment asks for, else None."""
    if isinstance(asked, Words) or asked.field != field or (isinstance(asked, Among) and NONE in asked.values):
        return None
    found = intervals(VOCABULARY.of(field), asked, seen.now)
    return found[0] if len(found) == 1 else None


def _singles(source: Rows, query: Query, seen: Seen) -> Iterator[tuple[int, str, Value]]:
    """Terms that ask for one state, type or assignee: place, column, value."""
    for place, term in enumerate(query.terms):
        asked = term.condition
        if term.negated or not isinstance(asked, Among) or len(asked.values) != 1:
            continue
        if asked.field in ("state", "type") and keys(asked)[0] not in ("active", "ended"):
            yield place, asked.field, keys(asked)[0]
        elif asked.field == "assignee":
            known = one_agent(source, asked, seen)
            if known != ():
                yield place, "assignee_id", known[0]


def one_agent(source: Rows, asked: Among, seen: Seen) -> tuple[int | None, ...]:
    """The one agent (or None for nobody) that is asked for; () where it is another number of them."""
    value = asked.values[0]
    if value == NONE:
        return (None,)
    if value == ME:
        return (seen.agent_id,) if seen.agent_id is not None else ()
    rows = source.rows("SELECT id FROM agent WHERE name = ?", (value.text if isinstance(value, Text) else "",))
    return (int(rows[0][0]),) if len(rows) == 1 else ()


def counted(source: Rows, name: str, value: Value) -> int:
    key = "0" if value is None else str(value)
    found = first(source, "SELECT n FROM counter WHERE name = ? AND key = ?", (name, key))
    return int(found[0]) if found else 0


def by_change(source: Rows, query: Query, seen: Seen, *, over: bool = False) -> Road:
    """Return the way by the last change: of the type, assignee or creator that is asked for, of ended tickets
    (``over``: of those only) state by state, else of all."""
    bounds, answers = _updated_part(query, seen)
    asked = next(((place, found) for place, term in enumerate(query.terms) if (found := _ended_states(term))), None)
    if asked is not None and asked[1] != frozenset(ENDED_STATES):
        return _by_states(asked[1], bounds, answers | {asked[0]})
    whole = answers if asked is None else answers | {asked[0]}
    only_ended = asked is not None or over or ended(query)
    for place, column, value in _changed_singles(source, query, seen):
        held = Sql(f"{column} IS NULL") if value is None else Sql(f"{column} = ?", (value,))
        part = all_of((held, THERE, *([ENDED] if only_ended else []), *bounds))
        return Road(f"INDEXED BY {index_of(column)}_changed", (part,), "updated_at", whole | {place})
    if asked is not None:
        return _by_states(asked[1], bounds, whole)
    if only_ended:
        return _by_states(frozenset(ENDED_STATES), bounds, answers)
    return Road("INDEXED BY ticket_recent", (all_of((THERE, *bounds)),), "updated_at", answers)


def _changed_singles(source: Rows, query: Query, seen: Seen) -> Iterator[tuple[int, str, Value]]:
    """Terms that ask for one assignee, creator or type, those before that hold for fewer: place, column, value."""
    for field in ("assignee", "creator", "type"):
        for place, term in enumerate(query.terms):
            asked = term.condition
            if term.negated or not isinstance(asked, Among) or asked.field != field or len(asked.values) != 1:
                continue
            if field == "type":
                yield place, field, keys(asked)[0]
            elif (known := one_agent(source, asked, seen)) != ():
                yield place, f"{field}_id", known[0]


def _by_states(states: frozenset[str], bounds: list[Sql], answers: frozenset[int]) -> Road:
    parts = (all_of((Sql("state = ?", (state,)), THERE, ENDED, *bounds)) for state in sorted(states))
    return Road("INDEXED BY ticket_closed", tuple(parts), "updated_at", answers)


def _updated_part(query: Query, seen: Seen) -> tuple[list[Sql], frozenset[int]]:
    for place, term in enumerate(query.terms):
        interval = None if term.negated else one_interval(term.condition, "updated", seen)
        if interval is not None:
            return [within("updated_at", interval)], frozenset({place})
    return [], frozenset()


def by_opening() -> Road:
    """Return the way through all tickets in the order in which they were opened: that of their ids."""
    return Road("NOT INDEXED", (all_of((THERE, Sql("id > 0"))),), "id", frozenset())


def _ended_states(term: Term) -> frozenset[str]:
    """The ended states that a term on the state keeps to, where it does."""
    asked = term.condition
    if not isinstance(asked, Among) or asked.field != "state":
        return frozenset()
    found = frozenset(keys(asked))
    if term.negated:
        return frozenset(ENDED_STATES) if found == {"active"} else frozenset()
    if not found <= _ENDED:
        return frozenset()
    return frozenset(ENDED_STATES) if "ended" in found else found


def with_deadline(interval: Interval) -> Interval:
    """What has no deadline stands at the end of the index."""
    return Interval(interval.low, LAST if interval.high is None else interval.high)
