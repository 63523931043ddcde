"""Random clicks in the real window: no exception, no stall over 50 ms of its own, memory flat.

The long form (``TICKETDESK_LONG=1``) is ten minutes for each of three seeds; ``TICKETDESK_SOAK_MINUTES`` shortens it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fault.soak.report import Soaked, Stall, read
from tests.fault.tally import long_form, record

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory and waits are read as Linux tells them"),
]
RUN = Path(__file__).with_name("soak") / "run.py"
SECONDS = float(os.environ.get("TICKETDESK_SOAK_MINUTES", "10")) * 60 if long_form() else 8.0
SEEDS = (1, 2, 3) if long_form() else (1,)
# Milliseconds: what Qt does to every widget in one go, see docs/soak.md.
MOST_DRESSING, MOST_MAKING = 1_000, 300
FAULTS = ("block", "exception", "task", "command", "leak")


def soaked(folder: Path, seed: int, seconds: float, *more: str) -> Soaked:
    """One soak in a process of its own; what it wrote lies in ``folder``."""
    folder.mkdir(exist_ok=True)
    order = ["--seed", str(seed), "--seconds", str(seconds), "--folder", str(folder), *more]
    done = subprocess.run([sys.executable, str(RUN), *order], capture_output=True, timeout=seconds + 180, check=False)
    (folder / "stderr.txt").write_bytes(done.stderr)
    said = done.stdout.decode().strip().splitlines()
    assert said, f"the soak died with {done.returncode}: {done.stderr.decode()[-4000:]}"
    return read(said[-1])


def longest(found: list[Stall]) -> int:
    """The longest of them, in ms net."""
    return max((each.net for each in found), default=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_clicks_break_nothing_and_never_stop_the_window(tmp_path: Path, seed: int) -> None:
    began = time.perf_counter()
    found = soaked(tmp_path / "soak", seed, SECONDS, "--size", "1" if long_form() else "0.2")
    note = (
        f"seed {seed}: {found.acts} acts, longest stall {longest(found.stalls)} ms net, "
        f"turning light or dark {longest(found.dressing)} ms, making a page {longest(found.making)} ms, "
        f"memory {found.memory_start >> 20} to {found.memory_end >> 20} MB, "
        f"{found.memory_slope / 2**20:+.2f} MB a minute"
    )
    record("soak", 1, len(found.exceptions), len(found.stalls), None, time.perf_counter() - began, note)
    assert found.exceptions == []
    assert found.warnings == []
    assert found.acts > SECONDS * (3 if long_form() else 1)
    assert not found.leaks, note
    # A machine that is shared may be slower than any limit: the long form judges every stall, the short one long ones.
    limit = 50 if long_form() else 1_000
    assert [each for each in found.stalls if each.net > limit] == []
    assert longest(found.dressing) < (MOST_DRESSING if long_form() else 5 * MOST_DRESSING)
    assert longest(found.making) < (MOST_MAKING if long_form() else 5 * MOST_MAKING)


def test_a_soak_reports_what_is_wrong(tmp_path: Path) -> None:
    """One window with every fault in it: each is told of by its own name, whatever else is wrong."""
    began = time.perf_counter()
    found = soaked(tmp_path / "soak", 7, 8.0, "--size", "0.02", "--put", ",".join(FAULTS))
    noticed = {
        "block": any("_block" in stack for each in found.stalls for stack in each.stacks),
        "exception": any("_raise" in text for text in found.exceptions),
        "task": any("in work" in text or " work" in text for text in found.exceptions),
        "command": any("no_such_refusal" in text for text in found.exceptions),
        "leak": found.leaks,
    }
    record("soak", 0, 0, 0, all(noticed.values()), time.perf_counter() - began)
    assert noticed == dict.fromkeys(FAULTS, True), found
