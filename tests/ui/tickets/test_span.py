"""Where the bar of a deadline begins."""

from __future__ import annotations

from pathlib import Path

from tests.desk.builders import Clock, Make
from ticketdesk.desk.commands.deadlines import NoteStart
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui.delegates.ticket import span_start


def row_of(desk: Desk, ticket: int) -> TicketRow:
    (row,) = tickets.rows(desk.store.reader, [ticket])
    return row


def test_it_begins_with_the_step_that_runs(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    clock.step = 0
    ticket = Make(desk, tmp_path, clock).ticket(type="exchange").id
    opened = row_of(desk, ticket).opened_at
    assert span_start(row_of(desk, ticket)) == opened
    clock.now += 5 * HOUR
    desk.run(NoteStart(ticket_id=ticket, event="agreed", at=opened + 3 * HOUR))
    row = row_of(desk, ticket)
    assert (span_start(row), row.due_at) == (opened + 3 * HOUR, opened + 3 * HOUR + 10 * DAY)


def test_of_a_ticket_from_before_it_is_reckoned_from_the_rule(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    row = row_of(desk, Make(desk, tmp_path, clock).ticket(type="exchange").id)
    older = row._replace(due_from=None, due_rule="KS-EX-1", opened_at=row.opened_at - DAY)
    assert row.due_at is not None and span_start(older) == row.due_at - 48 * HOUR
    assert span_start(older._replace(due_rule="")) == older.opened_at
    assert span_start(row._replace(due_at=None, due_from=None)) is None
