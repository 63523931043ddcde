"""Rows 1, 2, 16 and 17: the program as a process of its own: its start, its memory, and what it does when idle."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.measure import Result, interleaved, median, ms

ROOT = Path(__file__).resolve().parents[2]
CHILD = ROOT / "tests" / "bench" / "child.py"
IDLE_S = 10.0


def _run(*words: str) -> list[float]:
    """Run the child and return the numbers it prints; the first is told the moment of its birth."""
    # A program that is installed has its modules compiled; the first, dropped round compiles them here.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ = {**kept, "QT_QPA_PLATFORM": "offscreen", "TICKETDESK_BORN": str(time.monotonic())}
    done = subprocess.run([sys.executable, str(CHILD), *words], cwd=ROOT, env=environ, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return [float(word) for word in done.stdout.split()]


def starting(bench: Bench) -> Iterator[Result]:
    """Row 1: start to the first paint with rows of the store, against a bare window."""
    paths = [bench.copy(name) for name in bench.names]
    taken = interleaved(
        bench.rounds, lambda: _run("bare")[0], *(lambda path=path: _run("start", str(path))[0] for path in paths)
    )
    bare, small, large = taken[0], taken[1], taken[-1]
    ratio, grown = median(large) / median(bare), median(large) / median(small)
    yield Result("1", "start → first paint with rows of the store", f"bare PySide6 window {ms(median(bare))}",
                 ms(median(large)), f"{ratio:.2f}, G {grown:.2f}", "R ≤ 1.6, G ≤ 1.05",
                 ratio <= 1.6 and grown <= 1.05)  # fmt: skip


def memory(bench: Bench) -> Iterator[Result]:
    """Row 16: proportional set size with the million in sight, against 10,000, and after a day of clicks; at rest."""
    _run("memory", str(bench.copy(bench.names[0])))  # dropped: it compiles what an installed program has compiled
    bare = _run("memory", "")[0]
    bench.drop(bench.names[0])
    found = {name: _run("memory", str(bench.copy(name))) for name in bench.names}
    for name in bench.names:
        # The day answers everybody who waits in the small shop: row 3 would wait for a list that has no row to paint.
        bench.drop(name)
    small, large = found[bench.names[0]], found[bench.large]
    yield Result("16", "memory (PSS), every list open", f"bare window {bare:.0f} MB", f"{large[0]:.0f} MB",
                 f"{large[0] / bare:.2f}", "≤ 125 MB", large[0] <= 125)  # fmt: skip
    yield Result("16", "memory from S to L", f"{small[0]:.0f} MB", f"+{large[0] - small[0]:.0f} MB", "", "≤ +12 MB",
                 large[0] - small[0] <= 12)  # fmt: skip
    yield Result("16", "memory after a scripted day", f"{large[0]:.0f} MB", f"+{large[1] - large[0]:.0f} MB", "",
                 "≤ +25 MB", large[1] - large[0] <= 25)  # fmt: skip


def idle(bench: Bench) -> Iterator[Result]:
    """Row 17: a window nobody touches."""
    share, wakes = _run("idle", str(bench.copy(bench.large)), str(3.0 if bench.quick else IDLE_S))
    yield Result("17", "idle: share of a core", "", f"{share:.2f} %", "", "≤ 0.5 %", share <= 0.5)
    yield Result("17", "idle: wake-ups a second", "", f"{wakes:.1f}", "", "≤ 2", wakes <= 2)
