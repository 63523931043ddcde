"""10,000 tickets in one bulk act: it says how far it is, is stopped with nothing done, and is undone as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.make_stores import make
from tests.bench.store_rows import NOW
from tests.desk.soundness import assert_sound
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.many_tickets import ChangeManyTickets
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.tally import Changed
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import agents
from ticketdesk.store.store import STORE_NAME, Store
from ticketdesk.words.errors import sentence

TICKETS = 10_000
HIGH = 3

pytestmark = pytest.mark.slow


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    """A shop of so many tickets, its owner at work."""
    make(TICKETS, tmp_path / "shop", lambda _line: None)
    store = Store(tmp_path / "shop" / STORE_NAME)
    moments = iter(range(NOW, NOW + 10**9, 1_000))
    desk = Desk(store, lambda: next(moments))
    desk.agent_id = agents.agents(store.reader)[0].id
    yield desk
    store.close()


def test_ten_thousand_tickets_in_one_act(shop: Desk) -> None:
    reader = shop.store.reader
    ids = tuple(key for (key,) in reader.rows("SELECT id FROM ticket WHERE deleted = 0 ORDER BY id"))
    assert len(ids) == TICKETS
    fewer = reader.rows("SELECT COUNT(*) FROM ticket WHERE deleted = 0 AND priority <> ?", (HIGH,))[0][0]
    before, told = digest(reader), list[int]()
    command = ChangeManyTickets(ticket_ids=ids, change="priority", value=str(HIGH))

    stopped = refusal(shop.post(command, progress=told.append, cancelled=lambda: len(told) > 2).result)
    assert stopped.key == "cancelled" and sentence(stopped)
    assert 0 < told[-1] < TICKETS
    assert digest(reader) == before

    told.clear()
    again = ChangeManyTickets(ticket_ids=ids, change="priority", value=str(HIGH))
    assert shop.post(again, progress=told.append).result().result == Changed(fewer, ())
    assert told == sorted(told) and told[-1] == TICKETS and len(told) > 10
    assert reader.rows("SELECT DISTINCT priority FROM ticket WHERE deleted = 0") == [(HIGH,)]
    shop.undo().result()
    assert digest(reader) == before
    assert_sound(shop.store)
