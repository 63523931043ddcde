"""Who stands in for whom, and what of an absent agent's stands with the stand-in meanwhile.

Nothing is moved: the assignee stays the same, and these questions look through the table of stand-ins at the moment
they are asked. So all is the absent one's alone again once the time is over, also after days offline.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final, NamedTuple

from ticketdesk.store.queries.tickets import LAST
from ticketdesk.store.reader import Rows
from ticketdesk.store.sql import Value


class StandIn(NamedTuple):
    """``stand_in_id`` stands in for ``agent_id`` in [from_at, until_at), UTC ms."""

    id: int
    agent_id: int
    name: str
    stand_in_id: int
    stand_in: str
    from_at: int
    until_at: int

    def lasts(self, now: int) -> bool:
        """Whether it is in force at ``now`` (UTC ms)."""
        return self.from_at <= now < self.until_at

    def meets(self, from_at: int, until_at: int) -> bool:
        """Whether it and another span have a moment in common."""
        return self.from_at < until_at and from_at < self.until_at


_TO_COME: Final = (
    "SELECT s.id, s.agent_id, a.name, s.stand_in_id, b.name, s.from_at, s.until_at FROM stand_in s"
    " JOIN agent a ON a.id = s.agent_id JOIN agent b ON b.id = s.stand_in_id WHERE s.deleted = 0 AND s.until_at > ?1"
)
_OPEN: Final = "deleted = 0 AND closed_at IS NULL AND assignee_id = ?1"
# Given since the absence began (the first ones first), or late: what was his before and has time waits for him.
HIS: Final = (
    f"SELECT id FROM (SELECT id FROM ticket INDEXED BY ticket_given WHERE {_OPEN} AND assigned_at >= ?2"
    " AND assigned_at IS NOT NULL ORDER BY assigned_at, id LIMIT ?4)"
    f" UNION ALL SELECT id FROM (SELECT id FROM ticket INDEXED BY ticket_assignee WHERE {_OPEN}"
    f" AND COALESCE(due_at, {LAST}) < ?3 ORDER BY COALESCE(due_at, {LAST}), id LIMIT ?4)"
)
"""Tickets of the absent ``?1``, away since ``?2``, at ``?3`` (UTC ms), ``?4`` of either kind; some may come twice."""

_CALLED: Final = (
    "SELECT ticket_id FROM (SELECT e.ticket_id FROM ticket_mention m JOIN ticket_event e ON e.id = m.event_id"
    " WHERE m.agent_id = ?1 AND m.deleted = 0 AND m.done_at IS NULL AND e.deleted = 0 ORDER BY m.id LIMIT ?4)"
)

_LASTS: Final = "s.deleted = 0 AND s.from_at <= ? AND s.until_at > ?"
_OF_ABSENT: Final = "t.assignee_id = s.agent_id AND t.deleted = 0 AND t.closed_at IS NULL"
_STANDING: Final = (
    f"SELECT t.id FROM stand_in s CROSS JOIN ticket t INDEXED BY ticket_given WHERE {_OF_ABSENT}"
    f" AND t.assigned_at >= s.from_at AND t.assigned_at IS NOT NULL AND {_LASTS}",
    f"SELECT t.id FROM stand_in s CROSS JOIN ticket t INDEXED BY ticket_assignee WHERE {_OF_ABSENT}"
    f" AND COALESCE(t.due_at, {LAST}) < ? AND {_LASTS}",
    "SELECT e.ticket_id FROM stand_in s CROSS JOIN ticket_mention m INDEXED BY ticket_mention_open"
    " CROSS JOIN ticket_event e ON e.id = m.event_id WHERE m.agent_id = s.agent_id AND m.deleted = 0"
    f" AND m.done_at IS NULL AND e.deleted = 0 AND {_LASTS}",
)


def standing(now: int, who: str, values: tuple[Value, ...]) -> tuple[str, tuple[Value, ...]]:
    """Return SQL for the tickets that stand with stand-ins at ``now``, and its values; ``who`` asks for ``s``."""
    said = " UNION ALL ".join(f"{leg} AND ({who})" for leg in _STANDING)
    return said, (now, now, *values, now, now, now, *values, now, now, *values)


def not_over(source: Rows, now: int) -> tuple[StandIn, ...]:
    """Return all that are in force at ``now`` (UTC ms) or begin later, the first to begin first."""
    found = (StandIn(*row) for row in source.rows(_TO_COME, (now,)))
    return tuple(sorted(found, key=lambda each: (each.from_at, each.id)))


def covered(found: Iterable[StandIn], agent_id: int | None, now: int) -> tuple[StandIn, ...]:
    """Return those of ``found`` by which an agent stands in for somebody at ``now``; of the same absent one, one."""
    own = {each.agent_id: each for each in found if each.stand_in_id == agent_id and each.lasts(now)}
    return tuple(own.values())


def tickets_of(source: Rows, absent: StandIn, now: int, limit: int) -> array[int]:
    """Return the absent agent's tickets that stand with the stand-in at ``now``, ``limit`` of either kind."""
    rows = source.rows(HIS, (absent.agent_id, absent.from_at, now, limit))
    return array("q", dict.fromkeys(key for (key,) in rows))


def counted(source: Rows, absent: Iterable[StandIn], now: int, cap: int) -> int:
    """Return how many tickets stand with the stand-in of ``absent``, those that call them too, to ``cap`` of a kind."""
    found: set[int] = set()
    for each in absent:
        rows = source.rows(f"{HIS} UNION ALL {_CALLED}", (each.agent_id, each.from_at, now, cap))
        found.update(key for (key,) in rows)
    return len(found)
