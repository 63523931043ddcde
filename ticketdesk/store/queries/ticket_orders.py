"""Changes of flag and state of a ticket's orders, as the journal keeps them: part of the ticket's timeline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

from ticketdesk.store.queries.packing import packed

MOST: Final = 300
"""So many changes of one order are looked at, the newest; hardly one has more while a ticket is open."""


class OrderStep(NamedTuple):
    """One change of an order's row: the act, and the flag and state before it.

    ``told`` is 0 for an act that was taken back and for what took it back; ``undo`` takes the act back where it may be.
    """

    seq: int
    act: int
    at: int
    agent_id: int | None
    author: str
    command: str
    told: int
    undo: int | None
    flag: int
    state: str


# Acts since the ticket was opened have higher numbers than its row, whatever the clock says. One that was taken back
# leaves no line, nor does its undo; the undo of an act from before the ticket is one.
_STEPS = (
    "SELECT c.seq, c.act, act.at, act.agent_id, COALESCE(g.name, '') AS author, act.command,"
    " act.state = 'done' AND (act.root IS NULL OR act.command = 'Undo' AND act.root < t.id) AS told,"
    " CASE WHEN act.undoable = 1 AND act.root IS NULL AND act.command NOT LIKE 'Import%' THEN act.id END AS undo,"
    " json_extract(c.before, '$.flag') AS flag, json_extract(c.before, '$.state') AS state"
    " FROM change c CROSS JOIN act ON act.id = c.act LEFT JOIN agent g ON g.id = act.agent_id"
    " WHERE c.tbl = 'orders' AND c.key = o.id AND c.act > t.id AND c.before IS NOT NULL"
    f" ORDER BY c.act DESC, c.seq DESC LIMIT {MOST}"
)
ORDERS: Final = (
    f"(SELECT json_group_array(json_array(t.id, t.number, o.flag, o.state, json({packed(OrderStep._fields, _STEPS)})))"
    " FROM cte_whole CROSS JOIN ticket t ON t.id = cte_whole.id CROSS JOIN orders o ON o.id = t.order_id)"
)
"""SQL for the orders of the tickets in ``cte_whole``: how each stands and its changes since that ticket was opened."""


def order_lines(found: str, below: int) -> list[list[Any]]:
    """Return what ``ORDERS`` gave as rows of a timeline with keys under ``below``; an order of two tickets once."""
    lines: dict[tuple[int, str], list[Any]] = {}
    for ticket, number, flag, state, steps in json.loads(found):
        for line in _moved(map(OrderStep._make, steps), flag, state):
            *columns, undo = line
            if line[0] < below:
                lines.setdefault((line[1], line[2]), [*columns, ticket, number, undo, []])
    return list(lines.values())


def _moved(steps: Iterable[OrderStep], flag: int, state: str) -> Iterator[list[Any]]:
    """Each act that changed flag or state, newest first; ``flag`` and ``state`` are how the order stands.

    A bulk act may reach an order after an act that began later: it is the numbers of the changes that are in order.
    """
    newest_first = sorted(steps, key=attrgetter("seq"), reverse=True)
    for _act, group in groupby(newest_first, key=attrgetter("act")):
        *_, step = group
        if step.told and step.state != state:
            yield _line(step, "order_state", step.state, state)
        if step.told and step.flag != flag:
            yield _line(step, "flag", str(step.flag), str(flag))
        flag, state = step.flag, step.state


def _line(step: OrderStep, kind: str, before: str, after: str) -> list[Any]:
    """The columns of an ``EventRow`` up to the moment, and the act that takes it back."""
    return [step.act, step.seq, kind, step.agent_id, step.author, step.command, before, after, step.at, step.undo]
