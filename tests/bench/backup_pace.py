"""How long backup, check and restore take, and what an act waits meanwhile: python tests/bench/backup_pace.py STORE.

The plain backup beside it is SQLite's own in one step with one sync, into a file of the same folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import apsw

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from ticketdesk.desk.commands.phrases import AddPhrase  # noqa: E402
from ticketdesk.desk.desk import Desk  # noqa: E402
from ticketdesk.store.backup.check import check  # noqa: E402
from ticketdesk.store.backup.restore import restore  # noqa: E402
from ticketdesk.store.backup.take import Watch, backup  # noqa: E402
from ticketdesk.store.queries.agents import owner_id  # noqa: E402
from ticketdesk.store.store import STORE_NAME, Store  # noqa: E402


def now_ms() -> int:
    """UTC ms."""
    return time.time_ns() // 1_000_000


def plain(store: Path, to: Path) -> float:
    """Seconds of SQLite's own backup in one step, synced."""
    begun = time.perf_counter()
    source = apsw.Connection(f"{store.as_uri()}?mode=ro", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    target = apsw.Connection(str(to))
    with target.backup("main", source, "main") as copying:
        copying.step(-1)
    target.close()
    source.close()
    with to.open("rb+") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - begun


def waits(desk: Desk, over: Callable[[], bool]) -> list[float]:
    """Milliseconds that acts wait for their commit, one every 20 ms until ``over``."""
    found: list[float] = []
    while not over():
        begun = time.perf_counter()
        desk.run(AddPhrase(code=f"b{len(found)}", text="话"))
        found.append((time.perf_counter() - begun) * 1_000)
        time.sleep(0.02)
    return found


def told(name: str, found: Sequence[float]) -> None:
    """Print median, 99 % and the worst."""
    line = sorted(found)
    print(f"{name}: median {line[len(line) // 2]:.2f}, 99 % {line[int(len(line) * 0.99)]:.2f}, worst {line[-1]:.2f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    store = Store(parser.parse_args().store.absolute())
    desk = Desk(store, now_ms, owner_id(store.reader))
    deadline = time.perf_counter() + 5
    told("an act, nothing beside it", waits(desk, lambda: time.perf_counter() > deadline))
    with tempfile.TemporaryDirectory(dir=store.path.parent) as folder:
        file, moments = Path(folder) / "a.zip", {}
        begun = time.perf_counter()

        def take() -> None:
            copied = Watch(copied=lambda: moments.setdefault("copied", time.perf_counter() - begun))
            backup(store.path, file, now=now_ms(), reason="saved", watch=copied)
            moments["verified"] = time.perf_counter() - begun

        thread = threading.Thread(target=take)
        thread.start()
        told("an act beside the backup", waits(desk, lambda: not thread.is_alive()))
        thread.join()
        seconds = plain(store.path, Path(folder) / "plain.db")
        print(f"plain {seconds:.1f} s, copied {moments['copied']:.1f} s (ratio {moments['copied'] / seconds:.2f}),")
        print(f"verified {moments['verified']:.1f} s (ratio {moments['verified'] / seconds:.1f})")
        begun = time.perf_counter()
        check(file)
        print(f"check {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        restore(file, Path(folder) / "back" / STORE_NAME, now=now_ms())
        print(f"restore {time.perf_counter() - begun:.1f} s")
    store.close()


if __name__ == "__main__":
    main()
