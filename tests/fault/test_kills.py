"""kill -9 while the desk works: nothing acknowledged is lost, nothing is half-done, the file stays sound."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

import apsw
import pytest

from tests.desk.builders import Clock, Make, open_shop
from tests.desk.soundness import connection_of
from tests.fault.killing import PATIENCE, Nursery
from tests.fault.tally import long_form, record
from tests.fault.whole import problems
from ticketdesk.desk.desk import Desk
from ticketdesk.store.store import Store

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked, which this system cannot"),
]
ROUNDS = 500 if long_form() else 25


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a few orders, a conversation and a ticket, closed."""
    found = tmp_path / "ticketdesk.db"
    store = Store(found)
    clock = Clock()
    desk = Desk(store, clock)
    open_shop(desk)
    make = Make(desk, tmp_path, clock)
    make.imported(8)
    make.ticket(conversation_id=make.transcript().conversation_id)
    store.close()
    return found


def killed_once(nursery: Nursery, path: Path, rng: random.Random, **order: Any) -> list[dict[str, Any]]:
    """Let a child act and kill it at a random moment; return what it had acknowledged."""
    nursery.start(what="acts", path=str(path), seed=rng.randrange(10**9), **order)
    acked = []
    for _ in range(rng.randrange(12)):
        said = nursery.hear(PATIENCE)
        assert said is not None
        acked.append(said)
    # Not between two acts only: some thousandths of a second into the next one (or into the opening of the store).
    said = nursery.hear(rng.random() * 0.006)
    return [*acked, *([said] if said else []), *nursery.kill()]


def checked(path: Path, acked: list[dict[str, Any]]) -> list[str]:
    """Open the store as a next start does and return what is wrong with it."""
    store = Store(path)
    try:
        return problems(connection_of(store.reader), acked)
    finally:
        store.close()


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(path: Path) -> None:
    rng, begun = random.Random(), time.monotonic()
    every: list[dict[str, Any]] = []
    wrong: list[str] = []
    with Nursery() as nursery:
        for n in range(ROUNDS):
            acked = killed_once(nursery, path, rng)
            every += acked
            wrong += [f"round {n}: {text}" for text in checked(path, acked)]
    wrong += checked(path, every)
    lost = [text for text in wrong if " lost" in text or "is gone" in text]
    note = f"{len(every)} acknowledged acts"
    record("kill -9", ROUNDS, len(lost), len(wrong) - len(lost), None, time.monotonic() - begun, note)
    assert wrong == []
    assert len(every) > 2 * ROUNDS


def test_control_an_act_acknowledged_before_its_commit_is_noticed(path: Path) -> None:
    rng = random.Random(4)
    with Nursery() as nursery:
        for _ in range(60):
            found = checked(path, killed_once(nursery, path, rng, early=True))
            if found:
                record("kill -9", 0, 0, 0, True, 0.0)
                assert all("are lost" in text for text in found)
                return
    record("kill -9", 0, 0, 0, False, 0.0)
    pytest.fail("no loss was noticed in 60 kills of a process that acknowledges too early")


def behind_the_journal(path: Path, *statements: str) -> list[str]:
    connection = apsw.Connection(str(path))
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}").fetchall()
    for sql in statements:
        connection.execute(sql).fetchall()
    found = problems(connection)
    connection.close()
    return found


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DELETE FROM message", "is gone"),
        ("DELETE FROM ticket_event", "without the line that it was made"),
        ("UPDATE conversation SET last_message_id = 1", "not up to its messages"),
        ("UPDATE orders SET last_remark = 'x'", "newest remark"),
        ("UPDATE ticket SET state = 'done'", "counters"),
        ("UPDATE act SET args = '{}' WHERE command = 'CreateTicket'", "chain broken"),
        ("DELETE FROM act WHERE command = 'CreateTicket'", "chain broken"),
        ("DELETE FROM fts_message WHERE rowid = (SELECT MAX(id) FROM message)", "index of messages"),
        ("UPDATE buyer SET deleted = 1", "without parent"),
        ("UPDATE act SET state = 'open' WHERE command = 'CreateTicket'", "left open"),
    ],
)
def test_control_damage_behind_the_journal_is_noticed(path: Path, sql: str, told: str) -> None:
    assert behind_the_journal(path) == []
    assert any(told in text for text in behind_the_journal(path, sql))


def test_control_a_lost_act_is_noticed(path: Path) -> None:
    store = Store(path)
    act, changes = store.reader.rows("SELECT act, COUNT(*) FROM change GROUP BY act")[-1]
    connection = connection_of(store.reader)
    assert problems(connection, [{"act": act, "changes": changes, "text": ""}]) == []
    assert problems(connection, [{"act": act, "changes": changes + 1, "text": ""}])
    assert problems(connection, [{"act": act + 1, "changes": 1, "text": ""}])
    assert problems(connection, [{"act": 0, "changes": 0, "text": "never said"}])
    store.close()
