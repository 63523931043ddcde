"""A migration that dies at any statement, or inside one: the next start finds the old store or the new one, whole."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import pytest

from tests.desk.soundness import connection_of
from tests.fault.tally import long_form, record
from tests.fault.whole import problems
from ticketdesk.store.database import check_kind
from ticketdesk.store.migrations import MIGRATIONS
from ticketdesk.store.store import Store

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the dying children are forked, which this system cannot"),
]
DATA = Path(__file__).parents[1] / "data"
# 0 is no store yet: then all migrations run. A released version without a file of its own would be noticed below.
VERSIONS = (0, *(n for n in range(1, len(MIGRATIONS)) if (DATA / f"store_{n:04d}.db.gz").exists()))
POINTS = 10_000 if long_form() else 5
INSIDE = 100 if long_form() else 2


class Image(NamedTuple):
    """All of a store: its version, its tables, indexes and triggers, and every row."""

    version: int
    schema: dict[str, object]
    rows: dict[str, list[tuple[Any, ...]]]


def image(path: Path) -> Image:
    """Look at a copy, so that the store itself is first opened by the program."""
    with_log = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
    look = path.parent.with_name("look")
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir()
    for each in with_log:
        shutil.copy(each, look)
    connection = apsw.Connection(str(look / path.name))
    try:
        version = connection.pragma("user_version")
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        ]
        others = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE type <> 'table'"
        schema: dict[str, object] = {name: sql for name, sql in connection.execute(others).fetchall()}
        schema |= {name: connection.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in tables}
        plain = [name for name in tables if not name.startswith("fts_")]
        return Image(version, schema, {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in plain})
    finally:
        connection.close()


class Dying:
    """The process whose children die, and the folder they die in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        script = str(Path(__file__).with_name("dying.py"))
        self._process = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def laid(self, version: int) -> Path:
        """A store of that version in a new folder, its path."""
        place = self.folder / "店"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        path = place / "ticketdesk.db"
        if version:
            path.write_bytes(gzip.decompress((DATA / f"store_{version:04d}.db.gz").read_bytes()))
        else:
            path.touch()
        return path

    def opened(self, path: Path, **order: Any) -> dict[str, int]:
        """Let a child open the store and return what it, or its end, told."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write((json.dumps({"path": str(path), **order}) + "\n").encode())
        self._process.stdin.flush()
        told: dict[str, int] = json.loads(self._process.stdout.readline())
        return told

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@pytest.fixture
def dying(tmp_path: Path) -> Iterator[Dying]:
    made = Dying(tmp_path)
    yield made
    made.close()


def deaths(total: dict[str, int]) -> list[dict[str, int]]:
    """The moments to die at: every statement (or some, the last ones among them), and some inside a statement."""
    points = range(1, total["statements"] + 1)  # the last one: right after the COMMIT
    some = points if len(points) <= POINTS else sorted({*random.sample(points, POINTS - 3), *points[-3:]})
    steps = random.sample(range(1, total["steps"] + 1), min(INSIDE, total["steps"]))
    return [*({"statement": n} for n in some), *({"step": n} for n in steps)]


def after_death(dying: Dying, version: int, **order: Any) -> tuple[Path, Image]:
    path = dying.laid(version)
    assert dying.opened(path, **order) == {"code": 9}, order
    return path, image(path)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_migration_killed_anywhere_leaves_the_old_store_or_the_new(dying: Dying, version: int) -> None:
    begun = time.monotonic()
    old = image(dying.laid(version))
    path = dying.laid(version)
    total = dying.opened(path)
    new = image(path)
    assert (old.version, new.version) == (version, len(MIGRATIONS)) and total["statements"] > 14
    between: list[dict[str, int]] = []
    lost: list[tuple[dict[str, int], list[str]]] = []
    moments = deaths(total)
    for moment in moments:
        path, found = after_death(dying, version, **moment)
        if found not in (old, new):
            between.append(moment)
        store = Store(path)
        wrong = problems(connection_of(store.reader))
        store.close()
        if wrong or image(path) != new:
            lost.append((moment, wrong))
    note = f"{version} to {len(MIGRATIONS)}: {total['statements']} statements"
    record("migration killed", len(moments), len(lost), len(between), None, time.monotonic() - begun, note)
    assert (between, lost) == ([], [])


def test_control_a_migration_without_its_transaction_is_noticed(dying: Dying) -> None:
    begun, version = time.monotonic(), VERSIONS[-1]
    old, path = image(dying.laid(version)), dying.laid(version)
    total = dying.opened(path, weakened=True)
    new = image(path)
    for n in range(3, total["statements"], 5):
        _, found = after_death(dying, version, statement=n, weakened=True)
        if found not in (old, new):
            record("migration killed", 0, 0, 0, True, time.monotonic() - begun)
            return
    record("migration killed", 0, 0, 0, False, time.monotonic() - begun)
    pytest.fail("no state between old and new was noticed")


def test_every_released_version_has_a_store_to_migrate(tmp_path: Path) -> None:
    """Each comes out with the tables, indexes and triggers of a fresh store, and sound."""
    fresh = tmp_path / "fresh" / "ticketdesk.db"
    Store(fresh).close()
    wanted = image(fresh).schema
    released = sorted(DATA.glob("store_*.db.gz"))
    acts = {"store_0001.db.gz": 32, "store_0005.db.gz": 33, "store_0006.db.gz": 33, "store_0007.db.gz": 33}
    assert [each.name for each in released] == list(acts)
    for each in released:
        path = tmp_path / each.name[:10] / "ticketdesk.db"
        path.parent.mkdir()
        path.write_bytes(gzip.decompress(each.read_bytes()))
        assert check_kind(path) == int(each.name[6:10])
        store = Store(path)
        assert problems(connection_of(store.reader)) == []
        store.close()
        found = image(path)
        assert found.schema == wanted
        assert len(found.rows["orders"]) == 15 and len(found.rows["act"]) == acts[each.name]
