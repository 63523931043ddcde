"""What each field of the search language asks of a ticket, as SQL with bound values.

A field that is added to ``domain.query.fields`` gets its line in ``FIELDS`` here; a test holds both tables together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from ticketdesk.domain.flags import Flag
from ticketdesk.domain.query.fields import VOCABULARY
from ticketdesk.domain.query.periods import Interval, intervals
from ticketdesk.domain.query.tree import ME, NONE, Among, Between, Compare, Key, Term, Text, Words
from ticketdesk.domain.text import phrase_query
from ticketdesk.domain.tickets import Priority
from ticketdesk.store.queries.stand_ins import standing
from ticketdesk.store.reader import marks
from ticketdesk.store.sql import Value

HIGHEST: Final = "\U0010ffff"


class Seen(NamedTuple):
    """Who asks ("me") and when (UTC ms)."""

    agent_id: int | None
    now: int


class Sql(NamedTuple):
    """A condition on a row of ``ticket`` and its values in the order of their places."""

    text: str
    values: tuple[Value, ...] = ()


Asked = Among | Compare | Between
Field = Callable[[Asked, Seen], Sql]
NEVER: Final = Sql("0")
OPEN: Final = Sql("closed_at IS NULL")
ENDED: Final = Sql("closed_at IS NOT NULL")


def condition(term: Term, seen: Seen) -> Sql:
    """Return what a ticket must fulfil; what is not known (no deadline, no order) fulfils no condition but its
    contrary."""
    asked = term.condition
    found = _words(asked.text) if isinstance(asked, Words) else FIELDS[asked.field](asked, seen)
    return Sql(f"({found.text}) IS NOT TRUE", found.values) if term.negated else found


def all_of(parts: Iterable[Sql]) -> Sql:
    """Return what holds where every part does."""
    kept = list(parts)
    return Sql(" AND ".join(f"({part.text})" for part in kept) or "1", _values(kept))


def any_of(parts: Iterable[Sql]) -> Sql:
    """Return what holds where one part does."""
    kept = list(parts)
    if len(kept) == 1:
        return kept[0]
    return Sql(" OR ".join(f"({part.text})" for part in kept) or "0", _values(kept))


def within(column: str, interval: Interval) -> Sql:
    """Return that a column lies in an interval."""
    bounds = [(f"{column} >= ?", interval.low), (f"{column} < ?", interval.high)]
    kept = [(text, value) for text, value in bounds if value is not None]
    return Sql(" AND ".join(text for text, _ in kept) or "1", tuple(value for _, value in kept))


def beginning(column: str, start: str) -> Sql:
    """Return that a text column begins with ``start``, as an index answers it."""
    return Sql(f"{column} >= ? AND {column} < ?", (start, start + HIGHEST))


def texts(asked: Asked) -> list[str]:
    """Return the free texts among the values."""
    return [value.text for value in asked.values if isinstance(value, Text)] if isinstance(asked, Among) else []


def keys(asked: Asked) -> list[str]:
    """Return the field's own words among the values."""
    return [value.name for value in asked.values if isinstance(value, Key)] if isinstance(asked, Among) else []


def tail(text: str) -> str:
    """Return the beginning of a reversed number whose end was typed ("…1764")."""
    return text.lstrip("…")[::-1]


def number(text: str) -> str:
    """Return the beginning of a ticket's number as it is kept."""
    return text.lstrip("…").upper()


def _values(parts: Iterable[Sql]) -> tuple[Value, ...]:
    return tuple(value for part in parts for value in part.values)


def _words(text: str) -> Sql:
    """The words as one run: blanks in a quotation do not part it."""
    query = phrase_query("".join(text.split()), variants=True)
    return Sql("id IN (SELECT rowid FROM fts_ticket WHERE fts_ticket MATCH ?)", (query,))


def _is_none(asked: Asked) -> bool:
    return isinstance(asked, Among) and NONE in asked.values


def _choice(column: str, stored: Mapping[str, Value] | None = None, **special: Sql) -> Field:
    """A column that holds the key of a choice, or what ``stored`` says of it; ``special`` choices ask otherwise."""

    def made(asked: Asked, seen: Seen) -> Sql:
        if isinstance(asked, Compare):
            return Sql(f"{column} {asked.op.value} ?", (_stored(stored, asked.value),))
        plain = [key for key in keys(asked) if key not in special]
        kept = tuple(_stored(stored, Key(key)) for key in plain)
        parts = [Sql(f"{column} IN ({marks(kept)})", kept)] if kept else []
        return any_of([*parts, *(special[key] for key in keys(asked) if key in special)])

    return made


def _stored(stored: Mapping[str, Value] | None, value: object) -> Value:
    key = value.name if isinstance(value, Key) else ""
    return key if stored is None else stored.get(key)


def _state(asked: Asked, seen: Seen) -> Sql:
    return _choice("state", active=OPEN, ended=ENDED)(asked, seen)


def _person(column: str) -> Field:
    """A column that holds an agent: "me", nobody, or whoever has the name."""

    def made(asked: Asked, seen: Seen) -> Sql:
        parts = []
        if isinstance(asked, Among) and ME in asked.values:
            parts.append(Sql(f"{column} = ?", (seen.agent_id,)))
        if _is_none(asked):
            parts.append(Sql(f"{column} IS NULL"))
        if names := texts(asked):
            parts.append(Sql(f"{column} IN (SELECT id FROM agent WHERE name IN ({marks(names)}))", tuple(names)))
        return any_of(parts)

    return made


def _moment(field: str, column: str) -> Field:
    """A column that holds a moment or nothing."""

    def made(asked: Asked, seen: Seen) -> Sql:
        parts = [within(column, each) for each in intervals(VOCABULARY.of(field), asked, seen.now)]
        return any_of([*parts, *([Sql(f"{column} IS NULL")] if _is_none(asked) else [])])

    return made


def _due(asked: Asked, seen: Seen) -> Sql:
    """The deadline of a ticket that is open: of an ended one none runs."""
    return all_of((OPEN, _moment("due", "due_at")(asked, seen)))


def _overdue(asked: Asked, seen: Seen) -> Sql:
    over = all_of((OPEN, Sql("due_at < ?", (seen.now,))))
    return any_of(over if key == "yes" else Sql(f"({over.text}) IS NOT TRUE", over.values) for key in keys(asked))


def _waiting(asked: Asked, seen: Seen) -> Sql:
    """How long the ticket's buyer has been waiting for a word in any conversation."""
    waits = "SELECT 1 FROM conversation c WHERE c.buyer_id = ticket.buyer_id AND c.deleted = 0"
    taken = [within("c.waiting_since", each) for each in intervals(VOCABULARY.of("waiting"), asked, seen.now)]
    parts = [Sql(f"EXISTS ({waits} AND {each.text})", each.values) for each in taken]
    if _is_none(asked):
        parts.append(Sql(f"NOT EXISTS ({waits} AND c.waiting_since IS NOT NULL)"))
    return any_of(parts)


def _linked(table: str, column: str, *wanted: Sql) -> Sql:
    """That the row a ticket points to by ``column`` is there and fulfils one of ``wanted``."""
    asked = any_of(wanted)
    there = f"SELECT 1 FROM {table} x WHERE x.id = ticket.{column} AND x.deleted = 0"
    return Sql(f"EXISTS ({there} AND ({asked.text}))", asked.values)


def _order(asked: Asked, seen: Seen) -> Sql:
    ends = [beginning("x.number_reversed", tail(text)) for text in texts(asked)]
    return _or_none(asked, "order_id", [_linked("orders", "order_id", *ends)] if ends else [])


def _buyer(asked: Asked, seen: Seen) -> Sql:
    starts = [beginning("x.nick", text) for text in texts(asked)]
    return _or_none(asked, "buyer_id", [_linked("buyer", "buyer_id", *starts)] if starts else [])


def _or_none(asked: Asked, column: str, parts: list[Sql]) -> Sql:
    return any_of([*parts, *([Sql(f"{column} IS NULL")] if _is_none(asked) else [])])


def _department(asked: Asked, seen: Seen) -> Sql:
    """In the queue of a department, or with somebody of it."""
    names = tuple(texts(asked))
    there = f"group_id IN (SELECT id FROM agent_group WHERE name IN ({marks(names)}) AND deleted = 0)"
    return _or_none(asked, "group_id", [Sql(there, names)] if names else [])


def _number(asked: Asked, seen: Seen) -> Sql:
    return any_of(beginning("number", number(text)) for text in texts(asked))


def _flag(asked: Asked, seen: Seen) -> Sql:
    return _linked("orders", "order_id", flagged("x.flag", asked, seen))


def flagged(column: str, asked: Asked, seen: Seen) -> Sql:
    """Return that a column of an order is one of the flags."""
    return _choice(column, _FLAGS)(asked, seen)


def _called(asked: Asked, seen: Seen) -> Sql:
    """An open note of the ticket calls somebody by name."""
    who = _person("m.agent_id")(asked, seen)
    return Sql(f"id IN ({CALLED} AND ({who.text}))", who.values)


def _watched(asked: Asked, seen: Seen) -> Sql:
    who = _person("w.agent_id")(asked, seen)
    return Sql(f"id IN ({WATCHED} AND ({who.text}))", who.values)


def _stood_in(asked: Asked, seen: Seen) -> Sql:
    """What of an absent agent's stands with somebody now."""
    who = _person("s.stand_in_id")(asked, seen)
    text, values = standing(seen.now, who.text, who.values)
    return Sql(f"id IN ({text})", values)


def _has(asked: Asked, seen: Seen) -> Sql:
    return any_of(HAS[key] for key in keys(asked))


CALLED: Final = (
    "SELECT e.ticket_id FROM ticket_mention m JOIN ticket_event e ON e.id = m.event_id"
    " WHERE m.deleted = 0 AND m.done_at IS NULL AND e.deleted = 0"
)
WATCHED: Final = "SELECT w.ticket_id FROM ticket_watch w WHERE w.deleted = 0"
_FLAGS: Final[Mapping[str, Value]] = {flag.name.lower(): int(flag) for flag in Flag}
_PRIORITIES: Final[Mapping[str, Value]] = {each.name.lower(): int(each) for each in Priority}
_EVENT: Final = (
    "EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket_id = ticket.id AND e.deleted = 0 AND e.kind = '{}')"
)
HAS: Final[Mapping[str, Sql]] = {
    "image": Sql(
        "EXISTS (SELECT 1 FROM attachment f WHERE f.ticket_id = ticket.id AND f.deleted = 0"
        " AND f.media_type LIKE 'image/%')"
    ),
    "note": Sql(_EVENT.format("note")),
    "reply": Sql(_EVENT.format("reply")),
    "order": Sql("order_id IS NOT NULL"),
    "conversation": Sql("conversation_id IS NOT NULL"),
    "deadline": all_of((OPEN, Sql("due_at IS NOT NULL"))),
}
FIELDS: Final[Mapping[str, Field]] = {
    "state": _state,
    "type": _choice("type"),
    "assignee": _person("assignee_id"),
    "department": _department,
    "priority": _choice("priority", _PRIORITIES),
    "flag": _flag,
    "overdue": _overdue,
    "due": _due,
    "waiting": _waiting,
    "order": _order,
    "buyer": _buyer,
    "number": _number,
    "has": _has,
    "created": _moment("created", "opened_at"),
    "updated": _moment("updated", "updated_at"),
    "closed": _moment("closed", "closed_at"),
    "creator": _person("creator_id"),
    "mention": _called,
    "watcher": _watched,
    "standin": _stood_in,
}
