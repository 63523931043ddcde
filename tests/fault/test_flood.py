"""Simulated buyers write while an agent types in the real window: nothing lost, everything shown true, no stall.

The short form floods a small shop for some seconds at the rate of the long one, whose minute brings 10,000 messages.
The tests of every day keep the flood over sockets, which goes through all that the others do.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fault.flood.report import Flooded, read
from tests.fault.tally import long_form, record

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="waits are read as Linux tells them"),
]
RUN = Path(__file__).with_name("flood") / "run.py"
# Milliseconds net. A machine that is shared may be slower than any limit: the short form judges long stalls only.
MOST_STALL = 50 if long_form() else 1_000
SIZE = "1" if long_form() else "0.2"


def flooded(folder: Path, buyers: int, messages: int, *more: str) -> Flooded:
    """One flood in a process of its own; what it wrote lies in ``folder``."""
    folder.mkdir()
    order = ["--buyers", str(buyers), "--messages", str(messages), "--folder", str(folder), *more]
    done = subprocess.run([sys.executable, str(RUN), *order], capture_output=True, timeout=300, check=False)
    (folder / "stderr.txt").write_bytes(done.stderr)
    said = done.stdout.decode().strip().splitlines()
    assert said, f"the flood died with {done.returncode}: {done.stderr.decode()[-4000:]}"
    return read(said[-1])


def judged(found: Flooded, began: float) -> None:
    """Record a flood and assert what must hold of each."""
    note = f"{found.messages:,} messages, {found.keys} keys, longest stall {found.longest} ms net"
    record("flood", 1, found.lost, len(found.wrong), None, time.perf_counter() - began, note)
    assert found.lost == 0
    assert found.wrong == []
    assert found.exceptions == []
    assert found.warnings == []
    assert found.keys > 20
    assert [each for each in found.stalls if each.net > MOST_STALL] == []


@pytest.mark.slow
def test_fifty_buyers_write_twenty_messages_each_while_the_agent_types(tmp_path: Path) -> None:
    began = time.perf_counter()
    rate = "2000" if long_form() else "10000"
    judged(flooded(tmp_path / "flood", 50, 20, "--per-minute", rate, "--size", SIZE), began)


def test_fifty_buyers_write_over_real_sockets_while_the_agent_types(tmp_path: Path) -> None:
    began = time.perf_counter()
    rate, messages = ("2000", 20) if long_form() else ("6000", 8)
    judged(flooded(tmp_path / "flood", 50, messages, "--web", "--per-minute", rate, "--size", SIZE), began)


@pytest.mark.slow
def test_ten_thousand_messages_a_minute(tmp_path: Path) -> None:
    began = time.perf_counter()
    buyers = 500 if long_form() else 25
    judged(flooded(tmp_path / "flood", buyers, 20, "--per-minute", "10000", "--size", SIZE), began)


@pytest.mark.parametrize("fault", ["lose", pytest.param("deaf", marks=pytest.mark.slow)])
def test_a_flood_reports_what_is_lost_or_shown_wrong(tmp_path: Path, fault: str) -> None:
    """``lose``: a channel that loses words; ``deaf``: a list that hears of no change."""
    began = time.perf_counter()
    found = flooded(tmp_path / "flood", 20, 20, "--per-minute", "10000", "--size", "0.05", "--put", fault)
    noticed = found.lost == 4 if fault == "lose" else any("the list shows" in each for each in found.wrong)
    record("flood", 0, 0, 0, noticed, time.perf_counter() - began)
    assert noticed, found
