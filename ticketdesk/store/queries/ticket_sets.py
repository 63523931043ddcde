"""Sets of tickets that hold all that a query can find, where one of its terms holds for few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from ticketdesk.domain.moments import from_ms, to_ms
from ticketdesk.domain.query.tree import Among, Query, Term, Words
from ticketdesk.domain.text import phrase_query
from ticketdesk.domain.tickets import ENDED as ENDED_STATES
from ticketdesk.store.queries.gathering import FEW, Walk, few
from ticketdesk.store.queries.stand_ins import standing
from ticketdesk.store.queries.ticket_conditions import (
    CALLED,
    ENDED,
    HIGHEST,
    OPEN,
    WATCHED,
    Asked,
    Seen,
    Sql,
    all_of,
    beginning,
    keys,
    number,
    tail,
    texts,
    within,
)
from ticketdesk.store.queries.ticket_roads import (
    DEADLINE,
    THERE,
    counted,
    counter_of,
    due_interval,
    index_of,
    one_agent,
    one_interval,
    opened,
    with_deadline,
)
from ticketdesk.store.reader import Rows, some
from ticketdesk.store.sql import Value

Way = Callable[[Rows, Query, Asked, Seen], "set[int] | None"]
_LEAST_TAIL: Final = 4  # digits of an order number: fewer are the end of too many
_CHUNK: Final = 500
MANY: Final = 30_000
"""So many tickets at most are sorted where a walk through all of them would be the other way: 60 ms."""

OF_THE_ROAD: Final = frozenset({"state", "type", "assignee", "due", "overdue"})
"""Fields by which the road of open tickets is chosen."""

# Years of a number have two digits.
_CENTURY: Final = (to_ms(datetime(2000, 1, 1)), to_ms(datetime(2099, 12, 31)))


def small(source: Rows, query: Query, seen: Seen, *, but: frozenset[str] = frozenset()) -> set[int] | None:
    """Return every ticket that may be wanted where one term holds for few of them, else None.

    Fields ``but`` are not tried: the list's own road is as good.
    """
    best: set[int] | None = None
    for term in query.terms:
        found = _few_of(source, query, term, seen, but)
        if found is not None and (best is None or len(found) < len(best)):
            best = found
        if best is not None and len(best) < FEW // 20:
            break
    return best


def _few_of(source: Rows, query: Query, term: Term, seen: Seen, but: frozenset[str]) -> set[int] | None:
    if term.negated:
        return None
    asked = term.condition
    if isinstance(asked, Words):
        query_text = phrase_query("".join(asked.text.split()), variants=True)
        return few(source, [Walk("SELECT rowid FROM fts_ticket WHERE fts_ticket MATCH ?", (query_text,))])
    way = _WAYS.get(asked.field) if asked.field not in but else None
    return way(source, query, asked, seen) if way else None


def _few_tickets(source: Rows, *parts: tuple[str, Sql], most: int | None = None) -> set[int] | None:
    """The tickets of parts of indexes."""
    walks = [Walk(f"SELECT id FROM ticket INDEXED BY {index} WHERE {p.text}", p.values) for index, p in parts]
    return few(source, walks, most)


def _pointing(source: Rows, column: str, links: Iterable[Walk]) -> set[int] | None:
    """The tickets that point by ``column`` to one of few rows."""
    rows = few(source, links)
    if rows is None:
        return None
    found: set[int] = set()
    every = sorted(rows)
    for at in range(0, len(every), _CHUNK):
        chunk = some(every[at : at + _CHUNK])
        sql = f"SELECT id FROM ticket INDEXED BY {index_of(column)} WHERE {column} IN ({chunk}) LIMIT ?"
        found.update(key for (key,) in source.rows(sql, (MANY + 1,)))
        if len(found) > MANY:
            return None
    return found


def _of_states(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    states = keys(asked)
    if {"active", "ended"} & set(states) or _counted_all(source, "state", states) > FEW:
        return None
    over, alive = (ENDED, "ticket_closed"), (OPEN, "ticket_state")
    sides = ((state, *(over if state in ENDED_STATES else alive)) for state in states)
    return _few_tickets(
        source, *((index, all_of((Sql("state = ?", (state,)), THERE, side))) for state, side, index in sides)
    )


def _of_open(column: str) -> Way:
    """Open tickets of some types or of one agent."""

    def made(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
        if not opened(query) or not isinstance(asked, Among):
            return None
        values: list[Value] = list(keys(asked)) if column == "type" else list(one_agent(source, asked, seen))
        if len(values) != len(asked.values) or _counted_all(source, column, values) > FEW:
            return None
        parts = (all_of((Sql(f"{column} IS ?", (value,)), THERE, OPEN)) for value in values)
        return _few_tickets(source, *((index_of(column), part) for part in parts))

    return made


def _counted_all(source: Rows, column: str, values: Iterable[Value]) -> int:
    return sum(counted(source, counter_of(column), value) for value in values)


def _of_due(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    interval = due_interval(Term(asked), seen)
    if interval is None:
        return None
    return _few_tickets(source, ("ticket_due", all_of((THERE, OPEN, within(DEADLINE, with_deadline(interval))))))


def _of_waiting(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    interval = one_interval(asked, "waiting", seen)
    if interval is None:
        return None
    part = all_of((THERE, Sql("waiting_since IS NOT NULL"), within("waiting_since", interval)))
    sql = f"SELECT buyer_id FROM conversation INDEXED BY conversation_waiting WHERE {part.text}"
    return _pointing(source, "buyer_id", [Walk(sql, part.values)])


def _of_order(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    ends = [tail(text) for text in _only_texts(asked)]
    if not ends or min(map(len, ends)) < _LEAST_TAIL:
        return None
    parts = (all_of((THERE, beginning("number_reversed", end))) for end in ends)
    sql = "SELECT id FROM orders INDEXED BY orders_tail WHERE "
    return _pointing(source, "order_id", [Walk(sql + part.text, part.values) for part in parts])


def _of_buyer(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    nicks = _only_texts(asked)
    parts = (all_of((THERE, beginning("nick", nick))) for nick in nicks)
    sql = "SELECT id FROM buyer INDEXED BY buyer_nick WHERE "
    return _pointing(source, "buyer_id", [Walk(sql + part.text, part.values) for part in parts]) if nicks else None


def _only_texts(asked: Asked) -> list[str]:
    """The free texts that are asked for, none where another value is asked for as well."""
    return [] if keys(asked) else texts(asked)


def _of_number(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    return _few_tickets(source, *(("ticket_number", beginning("number", number(text))) for text in texts(asked)))


def _of_created(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    """By the day in the number: a ticket gets its number when it is opened."""
    interval = one_interval(asked, "created", seen)
    if interval is None or interval.low is None or interval.high is None or not _CENTURY[0] <= interval.low:
        return None
    if interval.high > _CENTURY[1]:
        return None
    start, end = (f"T-{from_ms(at):%y%m%d}-" for at in (interval.low, interval.high - 1))
    return _few_tickets(source, ("ticket_number", Sql("number >= ? AND number < ?", (start, end + HIGHEST))), most=MANY)


def _of_closed(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    interval = one_interval(asked, "closed", seen)
    if interval is None:
        return None
    part = all_of((THERE, ENDED, within("closed_at", interval)))
    return _few_tickets(source, ("ticket_ended", part), most=MANY)


def _of_images(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    if keys(asked) != ["image"]:
        return None
    return few(
        source, [Walk("SELECT ticket_id FROM attachment INDEXED BY attachment_ticket WHERE ticket_id IS NOT NULL")]
    )


def _of_people(sql: str) -> Way:
    """Tickets whose open notes call one agent, or that one agent watches."""

    def made(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
        who = one_agent(source, asked, seen) if isinstance(asked, Among) and len(asked.values) == 1 else ()
        return few(source, [Walk(sql, (key,)) for key in who]) if who else None

    return made


def _of_stand_in(source: Rows, query: Query, asked: Asked, seen: Seen) -> set[int] | None:
    """What stands with one agent for absent ones."""
    who = one_agent(source, asked, seen) if isinstance(asked, Among) and len(asked.values) == 1 else ()
    if len(who) != 1:
        return None
    return few(source, [Walk(*standing(seen.now, "s.stand_in_id = ?", (who[0],)))])


_WAYS: Final[dict[str, Way]] = {
    "number": _of_number,
    "order": _of_order,
    "buyer": _of_buyer,
    "state": _of_states,
    "type": _of_open("type"),
    "assignee": _of_open("assignee_id"),
    "overdue": _of_due,
    "due": _of_due,
    "waiting": _of_waiting,
    "has": _of_images,
    "created": _of_created,
    "mention": _of_people(f"{CALLED} AND m.agent_id = ?"),
    "watcher": _of_people(f"{WATCHED} AND w.agent_id = ?"),
    "standin": _of_stand_in,
    "closed": _of_closed,
}
