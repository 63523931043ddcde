"""No buyer's name, address, number or word outside the store: not in logs, temporary files, reports, or output."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.soak.words import CANARIES
from tests.fault.tally import long_form, record

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the soak reads memory and waits as Linux tells"),
]
RUN = Path(__file__).with_name("soak") / "run.py"
SECONDS = 60.0 if long_form() else 4.0
# What holds buyers' data by its nature: the store, and the files that are taken in and written for the agent.
MEANT = ("store", "files", "canary.csv", "bulk.csv")
FAULTS = ("exception", "task", "command") if long_form() else ("task",)


def start(folder: Path, fault: str) -> subprocess.Popen[bytes]:
    """Begin a soak whose every place to write lies in ``folder``."""
    (folder / "tmp").mkdir(parents=True)
    homes = {name: str(folder / "home") for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")}
    environ = {**os.environ, **homes, "TMPDIR": str(folder / "tmp")}
    order = ["--seed", "5", "--seconds", str(SECONDS), "--size", "0.02", "--folder", str(folder), "--put", fault]
    with (folder / "output.txt").open("wb") as output:
        return subprocess.Popen([sys.executable, str(RUN), *order], stdout=output, stderr=output, env=environ)


def found_in(folder: Path) -> list[str]:
    """The files outside the store in which a canary stands, in whatever encoding."""
    wanted = [canary.encode(codec) for canary in CANARIES for codec in ("utf-8", "utf-16-le")]
    return [path.relative_to(folder).as_posix() for path in _files(folder) if _holds(path, wanted)]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] not in MEANT:
            yield path


def _holds(path: Path, wanted: list[bytes]) -> bool:
    content = path.read_bytes()
    return any(each in content or each.decode("latin-1") in path.name for each in wanted)


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_of_a_buyer_is_written_beside_the_store(tmp_path: Path, fault: str) -> None:
    folder, began = tmp_path / "soak", time.perf_counter()
    with start(folder, fault) as running:
        assert running.wait(SECONDS + 180) in (0, 1)
    log = (folder / "log" / "ticketdesk.log").read_text(encoding="utf-8")
    hits = found_in(folder)
    record("canary", 1, 0, len(hits), None, time.perf_counter() - began)
    assert "a bug" in log
    assert hits == []
    store = b"".join(path.read_bytes() for path in (folder / "store").rglob("*") if path.is_file())
    assert all(canary.encode() in store for canary in CANARIES)


@pytest.mark.slow
def test_nothing_of_a_buyer_is_left_by_a_program_that_was_killed(tmp_path: Path) -> None:
    folder, began = tmp_path / "soak", time.perf_counter()
    with start(folder, "exception") as running:
        deadline = time.monotonic() + 120
        log = folder / "log" / "ticketdesk.log"
        while not (log.exists() and b"a bug" in log.read_bytes()):
            assert running.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
    hits = found_in(folder)
    record("canary", 1, 0, len(hits), None, time.perf_counter() - began)
    assert hits == []


@pytest.mark.slow
def test_a_careless_line_is_found(tmp_path: Path) -> None:
    with start(tmp_path / "soak", "careless") as running:
        assert running.wait(SECONDS + 180) in (0, 1)
    hits = found_in(tmp_path / "soak")
    record("canary", 0, 0, 0, hits == ["log/ticketdesk.log"], 0.0)
    assert hits == ["log/ticketdesk.log"]
