"""What a ticket's chain of deadlines is reckoned from, and which tickets have passed a deadline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from ticketdesk.domain.rules.matter import Fixed, Happened, InState, Lapse
from ticketdesk.domain.rules.own_days import KEYS
from ticketdesk.domain.rules.shipping import SHIP
from ticketdesk.domain.rules.values import Event
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.reader import Rows, first

_HABITS = (
    "(SELECT json_group_object(key, value) FROM setting"
    f" WHERE deleted = 0 AND key IN ({', '.join(repr(key) for key in KEYS)}))"
)
_TICKET = (
    "SELECT COALESCE(?2, type), opened_at, rule_pack,"
    " COALESCE((SELECT platform FROM shop WHERE deleted = 0 LIMIT 1), ''),"
    f" {_HABITS},"
    " COALESCE((SELECT p.body FROM rule_pack p WHERE p.name = ticket.rule_pack ORDER BY p.id DESC LIMIT 1), ''),"
    " (SELECT t.rules FROM ticket_form t WHERE t.key = COALESCE(?2, ticket.type) AND t.deleted = 0"
    " ORDER BY t.id DESC LIMIT 1) FROM ticket WHERE id = ?1 AND deleted = 0"
)
_NOTED = (
    "SELECT 'start', event, noted_at, corrected_at, 0, 0, 0 FROM ticket_start WHERE ticket_id = ?1 AND deleted = 0"
    " UNION ALL SELECT kind, rule, due_at, told_at, 0, 0, 0 FROM ticket_term WHERE ticket_id = ?1 AND deleted = 0"
    " UNION ALL SELECT 'lapse', rule, nth, start_at, due_at, at, carried_out FROM ticket_lapse"
    " WHERE ticket_id = ?1 AND deleted = 0"
)
_STATES = "SELECT kind, after, at FROM ticket_event WHERE ticket_id = ? AND deleted = 0 ORDER BY id"
# No step of the ticket's chain: the end of the shipping time of its order, a moment of a file that no rule waits for.
_PASSED = (
    "SELECT id FROM ticket t WHERE deleted = 0 AND closed_at IS NULL"
    " AND COALESCE(due_at, 9223372036854775807) <= ?1 AND COALESCE(due_at, 9223372036854775807) > ?4"
    " AND due_rule NOT IN (?2, '') AND NOT EXISTS"
    " (SELECT 1 FROM ticket_lapse l WHERE l.ticket_id = t.id AND l.due_at = t.due_at AND l.start_at = t.due_from"
    " AND l.deleted = 0)"
    " ORDER BY COALESCE(due_at, 9223372036854775807), id LIMIT ?3"
)
_AWAITING = (
    "SELECT t.id, (SELECT due_at FROM ticket_term m WHERE m.ticket_id = t.id AND m.kind = 'imported' AND m.deleted = 0"
    " ORDER BY m.id DESC LIMIT 1) FROM ticket t WHERE t.order_id = ? AND t.deleted = 0 AND t.closed_at IS NULL"
    " AND t.type NOT IN ('inquiry', 'logistics', 'complaint') ORDER BY t.id"
)
_TOLD = (
    "SELECT due_at, told_at FROM ticket_term m WHERE ticket_id = ?1 AND kind = 'imported' AND rule = '' AND deleted = 0"
    " AND NOT EXISTS (SELECT 1 FROM ticket_start s WHERE s.ticket_id = ?1 AND s.deleted = 0 AND s.id > m.id)"
    " ORDER BY id DESC LIMIT 1"
)
_RUNNING = (
    "SELECT id FROM ticket WHERE id > ? AND deleted = 0 AND closed_at IS NULL AND due_rule NOT IN (?, '')"
    " ORDER BY id LIMIT ?"
)
_KNOWN = frozenset(Event)
_EVER = -(1 << 63)


class Case(NamedTuple):
    """A ticket's deadlines as they are kept; ``events`` begin with its opening, the application of the buyer.

    ``habits`` are the shop's settings of counting days, by their keys; ``rules`` are what the shop's type says that
    it begins with, () by the pack; ``own_pack`` is the TOML of a pack of the shop's own, "" for one of the program.
    """

    kind: str
    opened_at: int
    rule_pack: str
    platform: str
    events: tuple[Happened, ...]
    states: tuple[InState, ...]
    agreed: tuple[Fixed, ...]
    imported: tuple[Fixed, ...]
    lapses: tuple[Lapse, ...]
    habits: Mapping[str, str]
    rules: tuple[str, ...] = ()
    own_pack: str = ""


def case(source: Rows, ticket: int, kind: str | None = None) -> Case | None:
    """Return what is kept of a ticket's deadlines, None where it is gone; ``kind`` is the type that it is to have."""
    found = first(source, _TICKET, (ticket, kind))
    if found is None:
        return None
    stands, opened_at, rule_pack, platform, kept, own, rules = found
    rows = source.rows(_NOTED, (ticket,))
    return Case(
        stands, opened_at, rule_pack, platform, _events(rows, opened_at), _states(source, ticket, opened_at),
        _fixed(rows, "agreed"), _fixed(rows, "imported"), _lapses(rows), json.loads(kept),
        tuple(map(str, json.loads(rules))) if rules else (), own,
    )  # fmt: skip


class Awaiting(NamedTuple):
    """An open ticket about a refund, and the moment that a file of the platform told last."""

    ticket: int
    told: int | None


def awaiting_refund(source: Rows, order: int) -> tuple[Awaiting, ...]:
    """Return the open tickets about refunds, exchanges or after-sale of this order."""
    return tuple(Awaiting(*row) for row in source.rows(_AWAITING, (order,)))


def told_by_platform(source: Rows, ticket: int) -> Fixed | None:
    """Return the moment told last by a file of the platform, unless something was noted since; None for none."""
    found = first(source, _TOLD, (ticket,))
    return None if found is None else Fixed(found[0], found[1])


def habits(source: Rows) -> Mapping[str, str]:
    """Return the shop's settings of counting days, by their keys."""
    found = first(source, f"SELECT {_HABITS}")
    return {} if found is None else json.loads(found[0])


def running(source: Rows, after: int, limit: int) -> tuple[int, ...]:
    """Return open tickets whose deadline stands by a rule of a chain, by their ids, those above ``after``."""
    return tuple(key for (key,) in source.rows(_RUNNING, (after, SHIP, limit)))


def platform(source: Rows) -> str:
    """Return the platform that the shop stands on, "" where none is said."""
    found = first(source, "SELECT platform FROM shop WHERE deleted = 0 LIMIT 1")
    return "" if found is None else str(found[0])


def _events(rows: list[tuple[object, ...]], opened_at: int) -> tuple[Happened, ...]:
    """The noted events; where none of them is the application, the ticket's opening is it."""
    found = [
        Happened(Event(str(name)), _ms(noted), None if corrected is None else _ms(corrected))
        for kind, name, noted, corrected, *_ in rows
        if kind == "start" and name in _KNOWN  # a newer program may know more
    ]
    if not any(each.event is Event.APPLIED for each in found):
        found.insert(0, Happened(Event.APPLIED, opened_at))
    return tuple(found)


def _states(source: Rows, ticket: int, opened_at: int) -> tuple[InState, ...]:
    ends = {"cancelled": TicketState.CANCELLED.value, "reopened": TicketState.IN_PROGRESS.value}
    found = [InState(TicketState.OPEN.value, opened_at)]
    for kind, after, at in source.rows(_STATES, (ticket,)):
        if kind == "state" or kind in ends:
            found.append(InState(ends.get(kind, after), at))
    return tuple(found)


def _fixed(rows: list[tuple[object, ...]], wanted: str) -> tuple[Fixed, ...]:
    return tuple(Fixed(_ms(due), _ms(told), str(rule)) for kind, rule, due, told, *_ in rows if kind == wanted)


def _lapses(rows: list[tuple[object, ...]]) -> tuple[Lapse, ...]:
    return tuple(
        Lapse(str(rule), _ms(nth), _ms(start), _ms(due), _ms(at), bool(done))
        for kind, rule, nth, start, due, at, done in rows
        if kind == "lapse"
    )


def _ms(value: object) -> int:
    return value if isinstance(value, int) else 0


def passed(source: Rows, now: int, limit: int = 200, since: int | None = None) -> tuple[int, ...]:
    """Return tickets whose deadline has passed at ``now`` (UTC ms) with no lapse recorded, the oldest first.

    With ``since`` only those that fell due after that moment.
    """
    after = _EVER if since is None else since
    return tuple(key for (key,) in source.rows(_PASSED, (now, SHIP, limit, after)))
