"""The machine's own delays: a process that only sleeps, and remembers when it was woken late.

Run as ``python machine.py OUT``: it writes the beginning and the end of every late waking (seconds of the monotonic
clock, the same in all processes), and how long of it other work had the core, to OUT until its standard input ends.
"""

from __future__ import annotations

import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

PERIOD = 0.002
LATE = 0.004


class Delay(NamedTuple):
    """From when to when the machine did not let a process run that wanted to, and how much of it (``queued``) other
    work of this system had the core, in seconds."""

    start: float
    end: float
    queued: float = 0.0

    def by_host(self) -> float:
        """The share of it that was taken by nobody in this system: by the host of a virtual machine."""
        late = self.end - self.start
        return max(0.0, late - self.queued) / late if late > 0 else 0.0

    def whole(self) -> float:
        """All of it, whoever took it."""
        return 1.0


class Machine:
    """The watching process; leave the context before ``delays`` are read."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._process = subprocess.Popen([sys.executable, str(Path(__file__)), str(out)], stdin=subprocess.PIPE)

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def delays(self) -> list[Delay]:
        """What was remembered, in the order of time."""
        lines = self._out.read_text(encoding="ascii").splitlines()
        return [Delay(*(float(part) for part in line.split())) for line in lines]


def overlap(delays: Sequence[Delay], start: float, end: float, share: Callable[[Delay], float] = Delay.whole) -> float:
    """How many seconds between ``start`` and ``end`` the machine was late; of each delay only its ``share``."""
    return sum(max(0.0, min(end, each.end) - max(start, each.start)) * share(each) for each in delays)


def main(out: Path) -> None:
    """Sleep and wake until nobody listens any more."""
    with out.open("w", encoding="ascii", buffering=1) as file:
        before, queued = time.monotonic(), _queued()
        while not select.select([sys.stdin], [], [], PERIOD)[0]:
            now, waited = time.monotonic(), _queued()
            if now - before > PERIOD + LATE:
                file.write(f"{before + PERIOD} {now} {waited - queued}\n")
            before, queued = now, waited


def _queued() -> float:
    """How long this process was ready and had no core, in seconds; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/schedstat").read_bytes().split()[1]) / 1e9
    except OSError:
        return 0.0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
