"""What commands write is what they declare: each table at run time, each column over the journal of a random day."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make, People, open_shop
from tests.desk.player import Player
from tests.desk.samples import SAMPLES, Sampler
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.registry import commands
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.store import Store

_OWN = frozenset({"id", "version"})


def written(store: Store) -> dict[str, set[str]]:
    """Return what every kind of act has written: "table.+" for a new row, "table.column" for a change."""
    reader = store.reader
    found: dict[str, set[str]] = {}
    names: dict[str, list[str]] = {}
    later: dict[tuple[str, int], dict[str, object]] = {}
    sql = "SELECT c.tbl, c.key, c.before, a.command FROM change c JOIN act a ON a.id = c.act ORDER BY c.seq DESC"
    for table, key, before, command in reader.rows(sql):
        if table not in names:
            names[table] = [row[1] for row in reader.rows(f"PRAGMA table_info({table})")]
        if (table, key) not in later:
            now = reader.rows(f"SELECT {', '.join(names[table])} FROM {table} WHERE id = ?", (key,))[0]
            later[table, key] = dict(zip(names[table], now, strict=True))
        after = later[table, key]
        image = json.loads(before) if before is not None else {}
        changed = {f"{table}.{name}" for name in image if name not in _OWN and image[name] != after[name]}
        found.setdefault(command, set()).update({f"{table}.+"} if before is None else changed)
        later[table, key] = image
    return found


def undeclared(store: Store) -> list[str]:
    kinds = commands()
    wrong = []
    for command, fields in written(store).items():
        if command not in kinds:  # undo and redo write what the act they take back has written
            continue
        declared = kinds[command].fields or frozenset()
        wrong += [f"{command}: {name}" for name in sorted(fields)
                  if name not in declared and f"{name.partition('.')[0]}.*" not in declared]  # fmt: skip
    return wrong


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory):
    """A store after 800 random acts."""
    folder: Path = tmp_path_factory.mktemp("day")
    store, clock = Store(folder / "ticketdesk.db"), Clock()
    desk = Desk(store, clock)
    people = open_shop(desk)
    # What made the shop is no act of the game, else a day would end with its people taken back.
    store.submit(lambda: store._connection.execute("UPDATE act SET undoable = 0").fetchall(), 0).result()
    player = Player(desk, people, folder, clock, random.Random(11))
    for _ in range(800):
        player.act()
    yield store
    store.close()


def test_no_command_wrote_a_column_that_it_does_not_declare(day: Store) -> None:
    assert undeclared(day) == []
    assert len(set(written(day)) & set(commands())) > 40


def test_no_sample_of_any_command_writes_what_it_does_not_declare(desk: Desk, make: Make, people: People) -> None:
    make.imported(2)
    sample = Sampler(make, people, people.owner)
    for name in SAMPLES:
        with suppress(DeskError):
            desk.run(sample(name, "own"), agent_id=people.owner)
    assert undeclared(desk.store) == []


def test_control_a_column_taken_out_of_a_declaration_is_seen(day: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands()["SetFlag"], "fields", frozenset({"orders.edited", "message.+"}))
    assert undeclared(day) == ["SetFlag: orders.flag"]


def test_a_table_that_is_not_declared_is_never_written(desk: Desk, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make.imported(1)
    make.transcript("买家0")
    order = make.order_id(0)
    monkeypatch.setattr(commands()["SetFlag"], "fields", frozenset({"orders.flag", "orders.edited"}))
    before = desk.store.reader.rows("SELECT flag FROM orders"), desk.store.reader.rows("SELECT COUNT(*) FROM act")
    with pytest.raises(RuntimeError, match="undeclared tables: message"):
        desk.run(SetFlag(order_ids=(order,), flag=3))
    assert (
        desk.store.reader.rows("SELECT flag FROM orders"),
        desk.store.reader.rows("SELECT COUNT(*) FROM act"),
    ) == before
    desk.run(AddPhrase(text="亲"))  # the desk goes on
