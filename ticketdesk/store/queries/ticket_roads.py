"""The ways to the tickets of a query: the index whose order is wanted, and sets that are small enough to be sorted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.domain.query.fields import VOCABULARY
from ticketdesk.domain.query.periods import Interval, intervals
from ticketdesk.domain.query.tree import NONE, Among, Condition, Query, Term, Words
from ticketdesk.domain.tickets import ACTIVE
from ticketdesk.domain.tickets import ENDED as ENDED_STATES
from ticketdesk.store.queries.term_spans import disjoint, spans
from ticketdesk.store.queries.term_sql import Seen, Sql, all_of, keys, within
from ticketdesk.store.queries.ticket_conditions import ENDED, OPEN
from ticketdesk.store.queries.ticket_held import Held
from ticketdesk.store.queries.tickets import LAST
from ticketdesk.store.reader import Rows, first, marks
from ticketdesk.store.sql import Value

DEADLINE: Final = f"COALESCE(due_at, {LAST})"
_ACTIVE: Final = frozenset(ACTIVE) | {"active"}
_ENDED: Final = frozenset(ENDED_STATES) | {"ended"}
THERE: Final = Sql("deleted = 0")
# As the indexes by the last change part open tickets from ended ones.
ENDED_SIDE: Final = Sql("(closed_at IS NULL) = 0")
OPEN_SIDE: Final = Sql("(closed_at IS NULL) = 1")
_OF_OPEN: Final = frozenset({"group_id", "assignee_id", "type", "state"})
_BY_CHANGE: Final = ("group_id", "assignee_id", "creator_id", "type")
_MOST_PARTS: Final = 12
_HARDLY_ANY: Final = 64


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


def contradictory(query: Query, seen: Seen, held: Iterable[Held]) -> bool:
    """Return whether the terms of a query leave no state, value or moment that a ticket could have."""
    if (opened(query) and ended(query)) or not all(each.values for each in held):
        return True
    moments = (spans(query, field, seen) for field in ("created", "updated"))
    return any(each is not None and not each.found for each in moments)


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
    if asked.field == "closed":
        return isinstance(asked, Among) and asked.values == (NONE,)
    only = {"overdue": ["yes"], "has": ["deadline"]}
    return asked.field == "due" or keys(asked) == only.get(asked.field)


def _was_closed(term: Term) -> bool:
    asked = term.condition
    if isinstance(asked, Words) or asked.field != "closed":
        return False
    if isinstance(asked, Among) and NONE in asked.values:
        return term.negated and asked.values == (NONE,)
    return not term.negated


def by_deadline(source: Rows, query: Query, seen: Seen, held: Iterable[Held]) -> Road:
    """Return the way through the open tickets by deadline: by department, assignee, type or state where these are
    asked for."""
    dues, answered = _due_places(query, seen)
    index, parts = "ticket_due", tuple(all_of((THERE, OPEN, due)) for due in dues)
    known = [each for each in held if each.column in _OF_OPEN and _walkable(each, len(dues))]
    if known:
        best = known[0] if len(known) == 1 else min(known, key=lambda each: counted(source, each))
        index, answered = index_of(best.column), answered | best.places
        parts = tuple(all_of((is_value(best.column, value), part)) for value in best.values for part in parts)
    whole = frozenset(place for place, term in enumerate(query.terms) if _says_open(term))
    return Road(f"INDEXED BY {index}", parts, DEADLINE, answered | whole)


def _walkable(held: Held, times: int) -> bool:
    """Whether the parts of a column are few enough to be merged; the queue of no department is no part of an index."""
    return len(held.values) * times <= _MOST_PARTS and not (held.column == "group_id" and None in held.values)


def index_of(column: str) -> str:
    """Return the index of a column of tickets."""
    return f"ticket_{column.removesuffix('_id')}"


def is_value(column: str, value: Value) -> Sql:
    """Return that a column has a value, as an index answers it."""
    return Sql(f"{column} IS NULL") if value is None else Sql(f"{column} = ?", (value,))


def counted(source: Rows, held: Held) -> int:
    """Return how many open tickets have one of the values, by the counters; of states all tickets."""
    name, names = f"ticket.{held.column.removesuffix('_id')}", ["0" if each is None else each for each in held.values]
    sql = f"SELECT TOTAL(n) FROM counter WHERE name = ? AND key IN ({marks(names)})"
    found = first(source, sql, (name, *map(str, names)))
    return int(found[0]) if found else 0


def _says_open(term: Term) -> bool:
    """Whether a term says that a ticket is open, and nothing else."""
    asked = term.condition
    if not isinstance(asked, Among):
        return False
    if asked.field == "closed":
        return asked.values == (NONE,) and not term.negated
    return asked.field == "state" and set(keys(asked)) == {"ended" if term.negated else "active"}


def _due_places(query: Query, seen: Seen) -> tuple[tuple[Sql, ...], frozenset[int]]:
    """The parts of the deadlines asked for by the first term that names any."""
    for place, term in enumerate(query.terms):
        found = None if term.negated else due_parts(term.condition, seen)
        if found is not None and len(found) <= _MOST_PARTS:
            return found, frozenset({place})
    return (all_of(()),), frozenset()


def due_parts(asked: Condition, seen: Seen) -> tuple[Sql, ...] | None:
    """Return the parts of the index of deadlines that a condition takes, apart from each other; None where it is
    another condition. What has no deadline stands at the end of the index."""
    if isinstance(asked, Words):
        return None
    if asked.field == "overdue":
        return (within(DEADLINE, Interval(None, seen.now)),) if keys(asked) == ["yes"] else None
    if asked.field != "due":
        return None
    found = disjoint(intervals(VOCABULARY.of("due"), asked, seen.now))
    bounded = tuple(within(DEADLINE, Interval(low, LAST if high is None else high)) for low, high in found)
    none = isinstance(asked, Among) and NONE in asked.values
    return (*bounded, *([within(DEADLINE, Interval(LAST, None))] if none else []))


def by_change(source: Rows, query: Query, seen: Seen, held: Iterable[Held], *, over: bool = False) -> Road:
    """Return the way by the last change: of the department, assignee, creator or type that is asked for, of ended
    tickets (``over``: of those only) state by state, else of all."""
    updated = spans(query, "updated", seen)
    bounds, answers = ((None,), frozenset[int]()) if updated is None else updated
    times = tuple(all_of(()) if each is None else within("updated_at", each) for each in bounds)
    asked = next(((place, found) for place, term in enumerate(query.terms) if (found := _ended_states(term))), None)
    if asked is not None and asked[1] != frozenset(ENDED_STATES):
        return _by_states(query, seen, asked[1], times, answers, frozenset({asked[0]}))
    whole = frozenset[int]() if asked is None else frozenset({asked[0]})
    only_ended = asked is not None or over or ended(query)
    sides = (ENDED_SIDE,) if only_ended else (OPEN_SIDE,) if opened(query) else (ENDED_SIDE, OPEN_SIDE)
    known = [each for each in _changed(held) if _walkable(each, len(sides) * len(times))]
    if known:
        best = known[0] if len(known) == 1 else _rarest(source, known)
        held_by = (is_value(best.column, value) for value in best.values)
        parts = (all_of((value, side, THERE, time)) for value in held_by for side in sides for time in times)
        way = f"INDEXED BY {index_of(best.column)}_changed"
        return Road(way, tuple(parts), "updated_at", answers | best.places | whole)
    if only_ended:
        return _by_states(query, seen, frozenset(ENDED_STATES), times, answers, whole)
    return Road("INDEXED BY ticket_recent", tuple(all_of((THERE, time)) for time in times), "updated_at", answers)


def _changed(held: Iterable[Held]) -> list[Held]:
    """Columns with an index by the last change, those before that hold for fewer."""
    return sorted((each for each in held if each.column in _BY_CHANGE), key=lambda each: _BY_CHANGE.index(each.column))


def _rarest(source: Rows, known: list[Held]) -> Held:
    """The first column whose values hardly any ticket has, else the first of all: a look at a few rows tells."""
    looks = (
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM ticket INDEXED BY {index_of(each.column)}_changed"
        f" WHERE {is_value(each.column, value).text} AND deleted = 0 LIMIT {_HARDLY_ANY}))"
        for each in known
        for value in each.values
    )
    values = tuple(value for each in known for value in each.values if value is not None)
    found = iter(first(source, f"SELECT {', '.join(looks)}", values) or ())
    rows = [sum(int(next(found, 0)) for _ in each.values) for each in known]
    return next((each for each, n in zip(known, rows, strict=True) if n < _HARDLY_ANY), known[0])


def _by_states(
    query: Query, seen: Seen, states: frozenset[str], times: tuple[Sql, ...], answers: frozenset[int],
    stated: frozenset[int],
) -> Road:  # fmt: skip
    """State by state; where only older tickets are asked for by their opening, which stands in the index of all."""
    created = spans(query, "created", seen)
    if created is not None and created.found and created.found[-1].high is not None:
        parts = tuple(all_of((THERE, time, ENDED)) for time in times)
        return Road("INDEXED BY ticket_recent", parts, "updated_at", answers)
    parts = tuple(
        all_of((Sql("state = ?", (state,)), THERE, ENDED, time)) for state in sorted(states) for time in times
    )
    return Road("INDEXED BY ticket_closed", parts, "updated_at", answers | stated)


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
