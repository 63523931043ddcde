"""The undo of a large import: the store equals its start, also with a restart between; times and memory are printed."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.builders import Clock, Make, big_list, open_shop
from tests.desk.soundness import assert_sound
from ticketdesk.desk import bulk
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.desk import Desk
from ticketdesk.store.compare import digest
from ticketdesk.store.store import Store


def timed(what: str, work: Callable[[], object]) -> None:
    """Do ``work`` and print seconds and the most memory the process has had."""
    start = time.perf_counter()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {time.perf_counter() - start:.1f} s, at most {peak} MB so far")


def undone(folder: Path, rows: int) -> None:
    """Import ``rows`` new orders over some old ones, undo, redo, restart, undo; nothing else remains."""
    path, clock = folder / "ticketdesk.db", Clock()
    store = Store(path)
    desk = Desk(store, clock)
    open_shop(desk)
    make = Make(desk, folder, clock)
    make.imported(40)
    make.transcript("买家3")
    start = digest(store.reader)
    file = str(big_list(folder / "大.csv", rows))
    timed("import", lambda: desk.run(ImportOrders(path=file)))
    imported = digest(store.reader)
    timed("undo", lambda: desk.undo().result())
    assert digest(store.reader) == start
    timed("redo", lambda: desk.redo().result())
    assert digest(store.reader) == imported
    assert_sound(store, "亚麻", "买家9")
    store.close()
    store = Store(path)
    assert store.rolled_back == ()
    desk = Desk(store, clock, desk.agent_id)
    timed("undo after a restart", lambda: desk.undo().result())
    assert digest(store.reader) == start
    assert_sound(store, "亚麻", "买家9")
    assert desk.undo().result().command == "ReceiveTranscript"
    store.close()


def test_the_undo_of_an_import_in_several_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 500)
    undone(tmp_path, 3_000)


@pytest.mark.slow
def test_the_undo_of_an_import_of_100_000_orders(tmp_path: Path) -> None:
    undone(tmp_path, 100_000)
