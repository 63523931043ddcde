"""What an act on many tickets costs, told in statements: noise cannot touch them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.desk.builders import Make, add_colleague
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.desk import Desk
from ticketdesk.store.compare import digest
from ticketdesk.store.writer import Priority

MANY = 40
# Statements on one ticket, those of the triggers apart: with what its deadline is reckoned from, for the type.
MOST = {"priority": 6, "state": 8, "transfer": 8, "type": 14}


@contextmanager
def written(desk: Desk) -> Iterator[list[str]]:
    """The statements of the writing connection meanwhile."""
    said: list[str] = []

    def trace(_cursor: object, sql: str, _values: object) -> bool:
        said.append(sql)
        return True

    def watch(tracer: Callable[..., bool] | None) -> None:
        desk.store._connection.exec_trace = tracer

    desk.store.submit(lambda: watch(trace), Priority.ACT).result()
    yield said
    desk.store.submit(lambda: watch(None), Priority.ACT).result()


def kinds(said: list[str]) -> Counter[str]:
    """How many statements of each kind: the first word, and the table that is written."""
    words = (sql.split() for sql in said)
    return Counter(
        f"{each[0]} {each[1 if each[0] == 'UPDATE' else 2].partition('(')[0]}" for each in words if len(each) > 2
    )


@pytest.mark.parametrize("change", list(MOST))
def test_one_ticket_of_many_costs_few_statements_and_no_full_text(desk: Desk, make: Make, change: str) -> None:
    ids = tuple(make.ticket(f"第{n}张", type="after_sale").id for n in range(MANY))
    value = {"priority": "3", "state": "in_progress", "transfer": "other", "type": "exchange"}[change]
    assignee = add_colleague(desk, "大寒") if change == "transfer" else None
    before = digest(desk.store.reader)
    with written(desk) as said:
        desk.run(ChangeManyTickets(ticket_ids=ids, change=change, value=value, assignee_id=assignee))
    found = kinds(said)
    assert len(said) < MANY * MOST[change] + 60, found
    assert found["UPDATE ticket"] == found["INSERT ticket_event"] == MANY
    assert not [each for each in found if "fts_ticket" in each]
    with written(desk) as said:
        desk.undo().result()
    back = [sql for sql in said if sql.startswith("UPDATE ticket ")]
    assert len(back) == MANY and all("number = ?" not in sql and "updated_at = ?" in sql for sql in back)
    assert not [sql for sql in said if "fts_ticket" in sql]
    assert digest(desk.store.reader) == before
