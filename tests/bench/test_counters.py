"""Badges are never counted, so they must equal counting after anything: after random acts, undo and redo among them."""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.desk.builders import Clock, open_shop
from tests.desk.player import Player
from tests.desk.soundness import connection_of
from ticketdesk.desk.desk import Desk
from ticketdesk.store import counters
from ticketdesk.store.queries.badges import badges
from ticketdesk.store.store import Store

ACTS, EVERY = (10_000, 500) if os.environ.get("TICKETDESK_LONG") == "1" else (300, 60)


def test_counters_equal_counting_after_random_acts(tmp_path: Path) -> None:
    clock = Clock()
    store = Store(tmp_path / "ticketdesk.db")
    desk = Desk(store, clock)
    player = Player(desk, open_shop(desk), tmp_path, clock, random.Random(18))
    met: set[object] = set()
    try:
        for turn in range(1, ACTS + 1):
            player.act()
            if turn % EVERY == 0:
                shown = {key: n for key, n in badges(store.reader).numbers.items() if n}
                assert shown == counters.recounted(connection_of(store.reader))
                met |= shown.keys()
        assert len(met) > 10
    finally:
        store.close()
