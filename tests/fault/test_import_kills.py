"""kill -9 in the middle of an import, or of its undo: the next start shows the store as it was before."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.desk.builders import Clock, big_list, open_shop
from tests.desk.soundness import assert_sound
from tests.fault.killing import PATIENCE, Nursery
from tests.fault.tally import long_form, record
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.store.compare import digest
from ticketdesk.store.store import Store

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed children are forked, which this system cannot"),
]
ROWS = 20_000
ROUNDS = 30 if long_form() else 2


class Shop:
    """A store and a large file beside it."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.path = folder / "ticketdesk.db"
        self.rows = rows
        self.file = big_list(folder / "订单.csv", rows)
        self.store = Store(self.path)
        open_shop(Desk(self.store, Clock()))
        self.before = digest(self.store.reader)

    @property
    def desk(self) -> Desk:
        now = self.store.reader.rows("SELECT MAX(at) FROM act")[0][0]
        owner = self.store.reader.rows("SELECT MIN(id) FROM agent")[0][0]
        return Desk(self.store, Clock(now), owner)

    def killed(self, nursery: Nursery, what: str, seconds: float, last: int) -> int:
        """Let a child work, kill it ``seconds`` after its first chunk; return the rows it had committed (-1: all).

        After its chunk ``last`` it goes no further: a killer who comes late finds the act still open.
        """
        self.store.close()
        order: dict[str, Any] = {"path": str(self.path), "file": str(self.file), "rows": self.rows, "seed": 1}
        order["last"] = last
        nursery.start(what=what, **order)
        said = [nursery.hear(PATIENCE)]
        while (more := nursery.hear(seconds)) is not None and more["rows"] >= 0:
            said.append(more)
            seconds *= 0.3
        rows = [line["rows"] for line in [*said, more, *nursery.kill()] if line is not None]
        self.store = Store(self.path)
        return min(rows) if -1 in rows else max(rows)


def test_an_import_that_was_killed_has_never_been(tmp_path: Path) -> None:
    shop, rng, begun, half = Shop(tmp_path, ROWS), random.Random(), time.monotonic(), 0
    with Nursery() as nursery:
        for _ in range(ROUNDS):
            assert 0 < shop.killed(nursery, "imports", rng.random() * 0.6, last=4) <= ROWS
            assert len(shop.store.rolled_back) == 1
            half += digest(shop.store.reader) != shop.before
    record("kill -9 in an import", ROUNDS, 0, half, None, time.monotonic() - begun)
    assert half == 0
    assert_sound(shop.store, "亚麻", "买家9")
    some = big_list(tmp_path / "订单2.csv", 50)
    assert shop.desk.run(ImportOrders(path=str(some))).result.new == 50
    shop.store.close()


def test_an_undo_that_was_killed_has_never_been(tmp_path: Path) -> None:
    shop, rng = Shop(tmp_path, 7_000), random.Random()
    shop.desk.run(ImportOrders(path=str(shop.file)))
    imported = digest(shop.store.reader)
    begun, half = time.monotonic(), 0
    with Nursery() as nursery:
        for _ in range(2):
            assert shop.killed(nursery, "undoes", rng.random() * 0.05, last=2) > 0
            assert len(shop.store.rolled_back) == 1
            half += digest(shop.store.reader) != imported
    record("kill -9 in an import", 2, 0, half, None, time.monotonic() - begun, "2 of them in its undo")
    assert half == 0
    assert_sound(shop.store, "亚麻", "买家9")
    shop.desk.undo().result()
    assert digest(shop.store.reader) == shop.before
    assert_sound(shop.store)
    shop.store.close()


def test_control_a_store_left_in_the_middle_differs_from_its_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same kill, but the next start takes nothing back."""
    begun, shop = time.monotonic(), Shop(tmp_path, ROWS)
    monkeypatch.setattr(Store, "_roll_back_open", lambda _store: [])
    with Nursery() as nursery:
        shop.killed(nursery, "imports", 0.05, last=4)
    noticed = digest(shop.store.reader) != shop.before
    shop.store.close()
    record("kill -9 in an import", 0, 0, 0, noticed, time.monotonic() - begun)
    assert noticed
