"""500 random acts, everything undone: the store equals its start, in one run and after a restart."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.desk.builders import Clock, People, open_shop
from tests.desk.player import Player
from tests.desk.soundness import assert_sound
from ticketdesk.desk.desk import Desk
from ticketdesk.store.compare import digest
from ticketdesk.store.store import Store

LONG = os.environ.get("TICKETDESK_LONG") == "1"
RUNS = [(seed, again) for seed in range(30) for again in (False, True)] if LONG else [(1, False), (2, True)]
WORDS = ("退款", "亚麻", "what", "尺码偏小", "买家1", "谷雨", "款")


class Run:
    """A store with 500 random acts done, and how it was before them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.path = folder / "ticketdesk.db"
        self.clock = Clock()
        self.store = Store(self.path)
        desk = Desk(self.store, self.clock)
        self.people: People = open_shop(desk)
        self.start = digest(self.store.reader)
        self.store.submit(self._begin, 0).result()
        self.player = Player(desk, self.people, folder, self.clock, random.Random(seed))

    def _begin(self) -> None:
        """What made the shop is no act of the game; sealing begins after it."""
        connection = self.store._connection
        connection.execute("UPDATE act SET undoable = 0").fetchall()
        connection.execute("DELETE FROM seal WHERE id > 1").fetchall()
        newest = "act = (SELECT MAX(id) FROM act), last_seq = (SELECT MAX(seq) FROM change)"
        connection.execute(f"UPDATE seal SET {newest}").fetchall()

    def reopen(self) -> None:
        self.store.close()
        self.store = Store(self.path)
        self.player.desk = Desk(self.store, self.clock)


@pytest.mark.parametrize(("seed", "restart"), RUNS)
def test_500_random_acts_undone_leave_the_store_as_it_was(tmp_path: Path, seed: int, restart: bool) -> None:
    run = Run(tmp_path, seed)
    try:
        for at in range(500):
            run.player.act()
            if at % 100 == 99:
                assert_sound(run.store, *WORDS)
        assert digest(run.store.reader) != run.start
        if restart:
            run.reopen()
        assert run.player.undo_all() > 30
        assert digest(run.store.reader) == run.start
        assert_sound(run.store, *WORDS)
    finally:
        run.store.close()
