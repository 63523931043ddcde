"""Taking the platform's own deadlines out of an export of refunds: they win over what the rules reckon."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from ticketdesk.desk.command import Context
from ticketdesk.desk.commands.ticket_events import event, settle
from ticketdesk.desk.imports import ImportReport
from ticketdesk.domain.orders import Problem
from ticketdesk.exchange.refunds import RefundFile, RefundRecord
from ticketdesk.store.queries.deadlines import awaiting_refund
from ticketdesk.store.reader import Rows
from ticketdesk.store.writers import deadlines

_BATCH: Final = 32
FROM_FILE: Final = "imported"
"""What the line of the timeline says in place of a rule's name."""


def decide(source: Rows, item: RefundRecord | Problem, report: ImportReport) -> tuple[int, ...]:
    """Count a row and return the open tickets of its order that do not know its moment yet.

    ``report.older`` are rows that are left alone: the refund has ended, or no open ticket here is about it.
    """
    if isinstance(item, Problem):
        report.add_problem(item)
        return ()
    tickets = () if item.waits_until is None else awaiting_refund(source, item.number)
    fresh = tuple(each.ticket for each in tickets if each.told != item.waits_until)
    if fresh:
        report.new += 1
    elif tickets:
        report.unchanged += 1
    else:
        report.older += 1
    return fresh


def refund_steps(context: Context, file: RefundFile, report: ImportReport) -> Iterator[int]:
    """Write the moments in batches, yielding the rows done."""
    items = file.items()
    while batch := list(islice(items, _BATCH)):
        for item in batch:
            for ticket in decide(context.tx, item, report):
                _take(context, ticket, item)
        yield len(batch)


def _take(context: Context, ticket: int, item: RefundRecord | Problem) -> None:
    """The moment is of the step that runs now; ``settle`` brings the ticket's row up to it."""
    assert isinstance(item, RefundRecord) and item.waits_until is not None
    deadlines.add_term(context.tx, ticket, "imported", "", item.waits_until, context.now, context.actor.agent_id)
    event(context, ticket, "due", text=FROM_FILE, after=str(item.waits_until))
    settle(context, ticket)
