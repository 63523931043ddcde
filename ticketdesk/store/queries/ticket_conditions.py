"""What each field of the search language asks of a ticket, as SQL with bound values.

A field that is added to ``domain.query.fields`` gets its line in ``FIELDS`` here; a test holds both tables together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ticketdesk.domain.query.fields import VOCABULARY
from ticketdesk.domain.query.periods import intervals
from ticketdesk.domain.query.tree import ME, Among, Term
from ticketdesk.domain.tickets import Priority
from ticketdesk.store.queries.stand_ins import standing
from ticketdesk.store.queries.term_sql import (
    Asked,
    Field,
    Seen,
    Sql,
    all_of,
    any_of,
    beginning,
    begun,
    choice,
    condition_of,
    flagged,
    is_none,
    keys,
    moment,
    or_none,
    tail,
    texts,
    within,
)
from ticketdesk.store.reader import marks
from ticketdesk.store.sql import Value

FTS: Final = "fts_ticket"
OPEN: Final = Sql("closed_at IS NULL")
ENDED: Final = Sql("closed_at IS NOT NULL")


def condition(term: Term, seen: Seen) -> Sql:
    """Return what a ticket must fulfil; what is not known (no deadline, no order) fulfils no condition but its
    contrary."""
    return condition_of(term, seen, FIELDS, FTS)


def number(text: str) -> str:
    """Return the beginning of a ticket's number as it is kept."""
    return text.strip("… ").upper()


def _state(asked: Asked, seen: Seen) -> Sql:
    return choice("state", active=OPEN, ended=ENDED)(asked, seen)


def _person(column: str) -> Field:
    """A column that holds an agent: "me", nobody, or whoever has the name."""

    def made(asked: Asked, seen: Seen) -> Sql:
        parts = []
        if isinstance(asked, Among) and ME in asked.values:
            parts.append(Sql(f"{column} = ?", (seen.agent_id,)))
        if is_none(asked):
            parts.append(Sql(f"{column} IS NULL"))
        if names := texts(asked):
            parts.append(Sql(f"{column} IN (SELECT id FROM agent WHERE name IN ({marks(names)}))", tuple(names)))
        return any_of(parts)

    return made


def _due(asked: Asked, seen: Seen) -> Sql:
    """The deadline of a ticket that is open: of an ended one none runs."""
    return all_of((OPEN, moment(VOCABULARY.of("due"), "due_at")(asked, seen)))


def _overdue(asked: Asked, seen: Seen) -> Sql:
    over = all_of((OPEN, Sql("due_at < ?", (seen.now,))))
    return any_of(over if key == "yes" else Sql(f"({over.text}) IS NOT TRUE", over.values) for key in keys(asked))


def _waiting(asked: Asked, seen: Seen) -> Sql:
    """How long the ticket's buyer has been waiting for a word in any conversation."""
    waits = "SELECT 1 FROM conversation c WHERE c.buyer_id = ticket.buyer_id AND c.deleted = 0"
    taken = [within("c.waiting_since", each) for each in intervals(VOCABULARY.of("waiting"), asked, seen.now)]
    parts = [Sql(f"EXISTS ({waits} AND {each.text})", each.values) for each in taken]
    if is_none(asked):
        parts.append(Sql(f"NOT EXISTS ({waits} AND c.waiting_since IS NOT NULL)"))
    return any_of(parts)


def _linked(table: str, column: str, *wanted: Sql) -> Sql:
    """That the row a ticket points to by ``column`` is there and fulfils one of ``wanted``."""
    asked = any_of(wanted)
    there = f"SELECT 1 FROM {table} x WHERE x.id = ticket.{column} AND x.deleted = 0"
    return Sql(f"EXISTS ({there} AND ({asked.text}))", asked.values)


def _order(asked: Asked, seen: Seen) -> Sql:
    ends = [beginning("x.number_reversed", tail(text)) for text in texts(asked)]
    return or_none(asked, "order_id", [_linked("orders", "order_id", *ends)] if ends else [])


def _buyer(asked: Asked, seen: Seen) -> Sql:
    starts = [beginning("x.nick", begun(text)) for text in texts(asked)]
    return or_none(asked, "buyer_id", [_linked("buyer", "buyer_id", *starts)] if starts else [])


def _department(asked: Asked, seen: Seen) -> Sql:
    """In the queue of a department, or with somebody of it."""
    names = tuple(texts(asked))
    there = f"group_id IN (SELECT id FROM agent_group WHERE name IN ({marks(names)}) AND deleted = 0)"
    return or_none(asked, "group_id", [Sql(there, names)] if names else [])


def _number(asked: Asked, seen: Seen) -> Sql:
    return any_of(beginning("number", number(text)) for text in texts(asked))


def _flag(asked: Asked, seen: Seen) -> Sql:
    return _linked("orders", "order_id", flagged("x.flag", asked, seen))


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
    "type": choice("type"),
    "assignee": _person("assignee_id"),
    "department": _department,
    "priority": choice("priority", _PRIORITIES),
    "flag": _flag,
    "overdue": _overdue,
    "due": _due,
    "waiting": _waiting,
    "order": _order,
    "buyer": _buyer,
    "number": _number,
    "has": _has,
    "created": moment(VOCABULARY.of("created"), "opened_at"),
    "updated": moment(VOCABULARY.of("updated"), "updated_at"),
    "closed": moment(VOCABULARY.of("closed"), "closed_at"),
    "creator": _person("creator_id"),
    "mention": _called,
    "watcher": _watched,
    "standin": _stood_in,
}
