"""What indexes alone tell of a term: the ids of the tickets that fulfil it, or of those that do not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ticketdesk.domain.moments import from_ms, to_ms
from ticketdesk.domain.query.periods import Interval
from ticketdesk.domain.query.tree import NONE, Among, Key, Query, Term
from ticketdesk.domain.tickets import ENDED as ENDED_STATES
from ticketdesk.store.queries import ticket_conditions
from ticketdesk.store.queries.gathering import Walk
from ticketdesk.store.queries.stand_ins import standing
from ticketdesk.store.queries.term_covers import Asks, Cover, Noun, Way, pointing
from ticketdesk.store.queries.term_spans import complement, of_term
from ticketdesk.store.queries.term_sql import (
    HIGHEST,
    Asked,
    Seen,
    Sql,
    all_of,
    beginning,
    begun,
    flagged,
    keys,
    tail,
    texts,
    within,
)
from ticketdesk.store.queries.ticket_conditions import CALLED, ENDED, OPEN, WATCHED, number
from ticketdesk.store.queries.ticket_held import COLUMNS, people, values_of
from ticketdesk.store.queries.ticket_roads import DEADLINE, THERE, due_parts, index_of, is_value, opened
from ticketdesk.store.reader import Rows

_LEAST_TAIL: Final = 4  # digits of an order number: fewer are the end of too many
_LATE: Final = Among("overdue", (Key("yes"),))
# Years of a number have two digits.
_CENTURY: Final = (to_ms(datetime(2000, 1, 1)), to_ms(datetime(2099, 12, 31)))


def _tickets(index: str, part: Sql) -> Walk:
    """The tickets of a part of an index."""
    return Walk(f"SELECT id FROM ticket INDEXED BY {index} WHERE {part.text}", part.values)


def _of_column(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """By the values of a column: of open tickets where all are open, else of all."""
    values = values_of(asks.source, asked, asks.seen)
    if values is None or asked.field == "state":
        return
    column = COLUMNS[asked.field]
    if column == "group_id" and None in values:
        if values == (None,):
            part = all_of((THERE, Sql("group_id IS NOT NULL")))
            yield Cover((_tickets("ticket_group_changed", part),), inside=False)
        return
    by_open = opened(asks.query) and column != "creator_id"
    index, side = (index_of(column), (OPEN,)) if by_open else (f"{index_of(column)}_changed", ())
    yield Cover(tuple(_tickets(index, all_of((is_value(column, each), THERE, *side))) for each in values))


def _of_state(asks: Asks, asked: Asked) -> Iterable[Cover]:
    values = values_of(asks.source, asked, asks.seen)
    if values is None:
        return
    over, alive = (ENDED, "ticket_closed"), (OPEN, "ticket_state")
    sides = ((each, *(over if each in ENDED_STATES else alive)) for each in values)
    yield Cover(tuple(_tickets(index, all_of((is_value("state", each), THERE, side))) for each, side, index in sides))


def _of_due(asks: Asks, asked: Asked) -> Iterable[Cover]:
    late = isinstance(asked, Among) and asked.field == "overdue" and keys(asked) == ["no"]
    parts = due_parts(_LATE if late else asked, asks.seen)
    if parts:
        walks = tuple(_tickets("ticket_due", all_of((THERE, OPEN, part))) for part in parts)
        yield Cover(walks, inside=not late)


def _of_waiting(asks: Asks, asked: Asked) -> Iterable[Cover]:
    nobody = isinstance(asked, Among) and asked.values == (NONE,)
    found = (Interval(None, None),) if nobody else of_term(Term(asked), "waiting", asks.seen)
    if found is None:
        return
    parts = (all_of((THERE, Sql("waiting_since IS NOT NULL"), within("waiting_since", each))) for each in found)
    sql = "SELECT buyer_id FROM conversation INDEXED BY conversation_waiting WHERE "
    walks = _pointing(asks, "buyer_id", [Walk(sql + part.text, part.values) for part in parts])
    if walks is not None:
        yield Cover(walks, inside=not nobody)


def _of_order(asks: Asks, asked: Asked) -> Iterable[Cover]:
    ends = [tail(text) for text in texts(asked)]
    if ends and min(map(len, ends)) < _LEAST_TAIL:
        return
    parts = (all_of((THERE, beginning("number_reversed", end))) for end in ends)
    sql = "SELECT id FROM orders INDEXED BY orders_tail WHERE "
    yield from _linked(asks, asked, "order_id", [Walk(sql + part.text, part.values) for part in parts])


def _of_flag(asks: Asks, asked: Asked) -> Iterable[Cover]:
    part = all_of((THERE, flagged("flag", asked, asks.seen)))
    sql = f"SELECT id FROM orders INDEXED BY orders_flag WHERE {part.text}"
    yield from _linked(asks, asked, "order_id", [Walk(sql, part.values)])


def _of_buyer(asks: Asks, asked: Asked) -> Iterable[Cover]:
    parts = (all_of((THERE, beginning("nick", begun(nick)))) for nick in texts(asked))
    sql = "SELECT id FROM buyer INDEXED BY buyer_nick WHERE "
    yield from _linked(asks, asked, "buyer_id", [Walk(sql + part.text, part.values) for part in parts])


def _linked(asks: Asks, asked: Asked, column: str, links: list[Walk]) -> Iterable[Cover]:
    """Tickets that point to one of few rows, and those that point to none where these are asked for."""
    walks = _pointing(asks, column, links)
    if walks is not None:
        none = [_null(column)] if isinstance(asked, Among) and NONE in asked.values else []
        yield Cover((*walks, *none))


def _null(column: str) -> Walk:
    return _tickets(index_of(column), Sql(f"{column} IS NULL"))


def _pointing(asks: Asks, column: str, links: list[Walk]) -> tuple[Walk, ...] | None:
    """Walks to the tickets that point by ``column`` to the linked rows; None where these are not few."""
    return pointing(asks.source, links, lambda part: _tickets(index_of(column), part), column)


def _of_number(asks: Asks, asked: Asked) -> Iterable[Cover]:
    starts = [number(text) for text in texts(asked)]
    yield Cover(tuple(_tickets("ticket_number", beginning("number", start)) for start in starts))
    if len(starts) == 1:
        outside = (Sql("number < ?", (starts[0],)), Sql("number >= ?", (starts[0] + HIGHEST,)))
        yield Cover(tuple(_tickets("ticket_number", part) for part in outside), inside=False)


def _of_created(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """By the days in the numbers: a ticket gets its number when it is opened."""
    found = of_term(Term(asked), "created", asks.seen)
    if found is not None:
        bounds = ((_day(low, "T-"), _day(high and high - 1, "T-") + HIGHEST) for low, high in found)
        parts = (Sql("number >= ? AND number < ?", each) for each in bounds)
        yield Cover(tuple(_tickets("ticket_number", part) for part in parts), exact=False)


def _day(at: int | None, every: str) -> str:
    """How the numbers of a day begin; ``every`` for none that has a number."""
    return every if at is None or not _CENTURY[0] <= at <= _CENTURY[1] else f"T-{from_ms(at):%y%m%d}-"


def _of_closed(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """Those that ended then; or all but those that ended at another time, which leaves the open ones too."""
    found = of_term(Term(asked), "closed", asks.seen)
    if found is None:
        return
    for spans, whole in ((found, True), (complement(found), False)):
        parts = (all_of((THERE, ENDED, within("closed_at", each))) for each in spans)
        yield Cover(tuple(_tickets("ticket_ended", part) for part in parts), inside=whole, exact=whole)


def _of_kinds(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """By what hangs on a ticket; what nearly every ticket has by those that lack it."""
    kinds = keys(asked)
    if len(kinds) == 1 and kinds[0] in _LACKING:
        yield Cover((_LACKING[kinds[0]],), inside=False)
    elif all(kind in _HANGING for kind in kinds):
        yield Cover(tuple(_HANGING[kind] for kind in kinds))


def _of_people(sql: str) -> Way:
    """Tickets whose open notes call agents, or that agents watch."""

    def made(asks: Asks, asked: Asked) -> Iterable[Cover]:
        if isinstance(asked, Among):
            who = people(asks.source, asked, asks.seen)
            yield Cover(tuple(Walk(sql, (key,)) for key in who if key is not None))

    return made


def _of_stand_in(asks: Asks, asked: Asked) -> Iterable[Cover]:
    """What stands with agents for absent ones."""
    if isinstance(asked, Among):
        who = [key for key in people(asks.source, asked, asks.seen) if key is not None]
        yield Cover(tuple(Walk(*standing(asks.seen.now, "s.stand_in_id = ?", (key,))) for key in who))


_SPOKEN: Final = (
    "SELECT ticket_id FROM ticket_event INDEXED BY ticket_event_spoken"
    " WHERE deleted = 0 AND kind IN ('note', 'reply') AND kind = '{}'"
)
_HANGING: Final = {
    "image": Walk(
        "SELECT ticket_id FROM attachment INDEXED BY attachment_ticket WHERE ticket_id IS NOT NULL AND deleted = 0"
        " AND media_type LIKE 'image/%'"
    ),
    "note": Walk(_SPOKEN.format("note")),
    "reply": Walk(_SPOKEN.format("reply")),
    "deadline": _tickets("ticket_due", all_of((THERE, OPEN, Sql(f"{DEADLINE} < 9223372036854775807")))),
}
_LACKING: Final = {"order": _null("order_id"), "conversation": _null("conversation_id")}
WAYS: Final[dict[str, Way]] = {
    "number": _of_number,
    "order": _of_order,
    "flag": _of_flag,
    "buyer": _of_buyer,
    "state": _of_state,
    "type": _of_column,
    "assignee": _of_column,
    "creator": _of_column,
    "department": _of_column,
    "overdue": _of_due,
    "due": _of_due,
    "waiting": _of_waiting,
    "has": _of_kinds,
    "created": _of_created,
    "mention": _of_people(f"{CALLED} AND m.agent_id = ?"),
    "watcher": _of_people(f"{WATCHED} AND w.agent_id = ?"),
    "standin": _of_stand_in,
    "closed": _of_closed,
}
TICKETS: Final = Noun(
    ticket_conditions.FTS,
    ticket_conditions.condition,
    WAYS,
    each=frozenset({"has"}),
    apart=frozenset({"created", "closed", "order", "flag", "buyer", "waiting"}),
    # A moment stands in the index of the last change, words and other tables are dear.
    first=frozenset({"updated", "created"}),
    last=frozenset({"flag", "order", "buyer", "waiting", "has"}),
)


def asking(source: Rows, query: Query, seen: Seen) -> Asks:
    """Return a query as it is asked of tickets."""
    return Asks(source, query, seen, TICKETS)
