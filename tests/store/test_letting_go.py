"""Pages of the store that a quiet window lets go of."""

from __future__ import annotations

import apsw

from tests.desk.builders import Make
from ticketdesk.desk.desk import Desk


def _held(connection: apsw.Connection) -> int:
    """Bytes of pages that a connection holds."""
    return connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)[0]


def test_reader_and_writer_let_go_of_their_pages_and_go_on(desk: Desk, make: Make) -> None:
    for n in range(20):
        make.transcript(f"林{n}", *(f"订单 {n} 的第 {line} 句" for line in range(40)))
    store = desk.store
    count = "SELECT COUNT(*), SUM(LENGTH(text)) FROM message"
    before = store.reader.rows(count)
    connections = (store.reader._connection(), store._connection)
    held = [_held(each) for each in connections]
    store.upkeep.let_go(store.reader).result(10)
    assert all(now < was / 2 for now, was in zip([_held(each) for each in connections], held, strict=True)), held
    make.transcript("林0", "还在吗")
    after = store.reader.rows(count)
    assert (after[0][0], before[0][0]) == (801, 800)
