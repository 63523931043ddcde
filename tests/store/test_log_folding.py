"""The log is folded beside the writer: it stays short, nobody's commit does it, and trouble there is nobody's loss."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from ticketdesk.store.database import log_of, open_reader, open_writer
from ticketdesk.store.log_folding import LogFolding

MOST_S = 60.0


def until(ready: Callable[[], bool]) -> None:
    last = time.monotonic() + MOST_S
    while not ready():
        assert time.monotonic() < last
        time.sleep(0.002)


class Bench:
    """A file with one table, its writer, and the folding that is tried."""

    def __init__(self, path: Path, fold_pages: int) -> None:
        self.path = path
        self.writer = open_writer(path)
        self.writer.execute("CREATE TABLE t(x)").fetchall()
        self.threads: list[str] = []
        self.folding = LogFolding(self._connect)
        self.folding.fold_pages = fold_pages
        self.folding.watch(self.writer)

    def _connect(self) -> apsw.Connection:
        self.threads.append(threading.current_thread().name)
        return open_writer(self.path)

    def write(self, pages: int = 4) -> None:
        with self.writer:
            self.writer.execute("INSERT INTO t VALUES (zeroblob(?))", (pages * 4_096,))

    def in_file(self) -> int:
        """Rows that the file alone holds, without its log."""
        with open_reader(self.path, immutable=True) as alone:
            return int(alone.execute("SELECT COUNT(*) FROM t").fetchall()[0][0])

    def close(self) -> None:
        self.folding.close()
        self.writer.close()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "a.db", 50)


def test_a_short_log_is_left_alone(bench: Bench) -> None:
    for _ in range(5):
        bench.write()
    assert bench.threads == []
    assert not bench.folding.behind
    bench.close()


def test_a_long_log_is_folded_on_a_thread_of_its_own_and_begun_anew(bench: Bench) -> None:
    for _ in range(60):
        bench.write()
        until(lambda: not bench.folding._busy)
    assert bench.threads == ["store-log"]
    assert bench.in_file() > 40
    assert log_of(bench.path).stat().st_size < 120 * 4_096  # twice as many pages and more went through it
    bench.close()
    assert not log_of(bench.path).exists()


def test_a_reader_that_stays_keeps_the_log_and_nobody_from_writing(bench: Bench) -> None:
    reader = open_reader(bench.path)
    reader.execute("BEGIN").fetchall()
    assert reader.execute("SELECT COUNT(*) FROM t").fetchall() == [(0,)]
    for _ in range(60):
        bench.write()
    until(lambda: not bench.folding._busy)
    assert reader.execute("SELECT COUNT(*) FROM t").fetchall() == [(0,)]
    reader.close()
    bench.write()
    until(lambda: not bench.folding._busy)
    assert bench.in_file() >= 60
    bench.close()


def test_bulk_work_is_told_to_wait_only_while_a_very_long_log_is_being_folded(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ticketdesk.store.log_folding._LONG_PAGES", 120)
    going, asked = threading.Event(), threading.Event()

    def slow(_self: LogFolding, _connection: apsw.Connection) -> None:
        asked.set()
        going.wait(MOST_S)

    monkeypatch.setattr(LogFolding, "_fold", slow)
    for _ in range(12):
        bench.write()
    assert asked.wait(MOST_S)
    assert not bench.folding.behind  # long enough to be folded, not so long that anybody should wait
    for _ in range(12):
        bench.write()
    assert bench.folding.behind
    bench.folding.wait()  # comes back though the folding goes on
    assert bench.folding.behind
    going.set()
    until(lambda: not bench.folding.behind)
    bench.close()


class Full:
    """A connection to a disk that is full."""

    asked = 0

    def wal_checkpoint(self, **_given: object) -> None:
        Full.asked += 1
        raise apsw.FullError

    def close(self) -> None:
        return None


@pytest.mark.parametrize("opens", [True, False])
def test_trouble_while_folding_leaves_the_log_whole_and_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, opens: bool
) -> None:
    tries: list[str] = []

    def connect() -> object:
        tries.append("opened")
        if not opens:
            raise apsw.CantOpenError
        return Full()

    monkeypatch.setattr(bench.folding, "_connect", connect)
    for _ in range(30):
        bench.write()
        until(lambda: not bench.folding._busy)
    assert ("FullError" if opens else "CantOpenError") in caplog.text
    assert (len(tries) == 1 and Full.asked > 1) if opens else len(tries) > 1
    assert bench.writer.execute("SELECT COUNT(*) FROM t").fetchall() == [(30,)]
    bench.close()
    assert bench.in_file() == 30


def test_closing_twice_and_without_a_thread_is_nothing(bench: Bench) -> None:
    bench.folding.close()
    bench.close()
    assert bench.threads == []
