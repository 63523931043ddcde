"""The watch over the window's thread: how long it did not answer, where it stood then, and how much memory is used."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

from tests.fault.soak.machine import Delay, overlap

BEAT_MS = 2
STALL = 0.050
_LOOK = 0.010
# Seconds of a gap at which it is looked where the thread stands: close together where a stall begins, and far apart
# after, so that a long one tells of more than what came before it.
_LOOKS = (0.03, 0.04, 0.05, 0.06, 0.12, 0.25, 0.5, 1.0)
_DEPTH = 14
# Share of a gap that the other threads may have worked for it still to be the machine's.
_QUIET = 0.15
_MEMORY_EVERY = 0.5


class Pulse(NamedTuple):
    """A moment of the window's thread: clock, its CPU time and that of all threads, how often it gave its core away of
    its own accord and by force, and the seconds that it was ready and had no core (None where the system does not
    tell)."""

    at: float
    cpu: float
    all_cpu: float
    waits: int
    forced: int
    queued: float | None = None


class Gap(NamedTuple):
    """From one pulse to the next the thread did not answer; ``during`` is what the driver did, ``stacks`` where it
    stood."""

    before: Pulse
    after: Pulse
    during: str
    stacks: tuple[str, ...]

    @property
    def seconds(self) -> float:
        """How long."""
        return self.after.at - self.before.at

    def net(self, delays: Sequence[Delay]) -> float:
        """How long without what the machine itself was late.

        Where the system tells how long the thread was ready and had no core, that is taken off, and of what the host
        of a virtual machine took away from the sleeping process beside it the part that goes beyond it: the
        same moment is never given back twice. Waiting for the interpreter's lock, for the disk or in a sleep counts in
        full, whoever else wanted the core meanwhile. Without that word it is guessed, see `_guessed`. A thread that
        never waited has only computed: its own CPU time is what it took.
        """
        if self.before.queued is None or self.after.queued is None:
            return self._guessed(delays)
        queued = self.after.queued - self.before.queued
        rest = self.seconds - max(queued, overlap(delays, self.before.at, self.after.at, Delay.by_host))
        return min(rest, self._cpu) if self.after.waits == self.before.waits else rest

    @property
    def _cpu(self) -> float:
        return self.after.cpu - self.before.cpu

    def _guessed(self, delays: Sequence[Delay]) -> float:
        """The same from how often the thread gave its core away: one that was driven from its core while no other
        thread of the program worked has computed as well. From any other gap, all is taken off that the sleeping
        process was late.
        """
        rest = self.seconds - overlap(delays, self.before.at, self.after.at)
        if self.after.waits == self.before.waits:
            return min(rest, self._cpu)
        others = self.after.all_cpu - self.before.all_cpu - self._cpu
        if self.after.forced > self.before.forced and others < _QUIET * self.seconds:
            return min(rest, self._cpu + others)
        return rest


class Queue:
    """How long the thread that made it was ready and had no core, as Linux tells it (``run_delay`` of schedstat)."""

    def __init__(self) -> None:
        path = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        try:
            self._file: int | None = os.open(path, os.O_RDONLY)
        except OSError:
            self._file = None

    def seconds(self) -> float | None:
        """Seconds since the thread began; None where the system does not tell."""
        if self._file is None:
            return None
        return int(os.pread(self._file, 100, 0).split()[1]) / 1e9

    def close(self) -> None:
        """Ask no more."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def pulse(queue: Queue) -> Pulse:
    """Feel the pulse of the calling thread, which made ``queue``."""
    used = resource.getrusage(resource.RUSAGE_THREAD)
    waited = queue.seconds()
    return Pulse(time.monotonic(), time.thread_time(), time.process_time(), used.ru_nvcsw, used.ru_nivcsw, waited)


@dataclass
class Tape:
    """What the watch has seen; ``memory`` holds (seconds since the start, own memory in bytes)."""

    gaps: list[Gap] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


class Watch(QObject):
    """Beats on the window's thread and looks at it from another one. ``during`` says what the driver does now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tape = Tape()
        self.during = ""
        self.on_beat: Callable[[float], None] = lambda _now: None
        self._thread_id = threading.get_ident()
        self._begun = time.monotonic()
        self._queue = Queue()
        self._last = pulse(self._queue)
        self._stacks: list[str] = []
        self._blind = False
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._tick)
        self._looker = threading.Thread(target=self._look, name="watch", daemon=True)

    @property
    def now(self) -> float:
        """When the window's thread beat last, in seconds of the monotonic clock."""
        return self._last.at

    @property
    def seconds(self) -> float:
        """The time of the tape: seconds since it began."""
        return time.monotonic() - self._begun

    def start(self) -> None:
        """Begin to beat."""
        self._before = signal.signal(signal.SIGUSR1, self._noted)
        self._last = pulse(self._queue)
        self._timer.start()
        self._looker.start()

    def stop(self) -> None:
        """End; the tape stays."""
        self._timer.stop()
        self._stop.set()
        self._looker.join()
        self._queue.close()
        signal.signal(signal.SIGUSR1, self._before)

    def beat(self) -> None:
        """The window's thread answers; what passed since the last beat is a gap where it was too long."""
        now = pulse(self._queue)
        if now.at - self._last.at > STALL and not self._blind:
            self.tape.gaps.append(Gap(self._last, now, self.during, tuple(self._stacks)))
        self._last = now
        self._stacks.clear()

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """What the driver itself needs to look around is no stall of the window."""
        self.beat()
        self._blind = True
        try:
            yield
        finally:
            self.beat()
            self._blind = False

    def _tick(self) -> None:
        self.beat()
        self.on_beat(self._last.at)

    def _look(self) -> None:
        due = 0.0
        while not self._stop.wait(_LOOK):
            now = time.monotonic()
            late = now - self._last.at
            looks = len(self._stacks)
            if looks < len(_LOOKS) and late > _LOOKS[looks] and not self._blind:
                signal.pthread_kill(self._thread_id, signal.SIGUSR1)
            if now >= due:
                due = now + _MEMORY_EVERY
                self.tape.memory.append((now - self._begun, used_memory()))

    def _noted(self, _signal: int, _frame: FrameType | None) -> None:
        """Note where every thread stands. Runs on the window's thread, between two of its own steps: a frame that
        another thread holds keeps its painters alive, and destroys them there, which ends the program.
        """
        late = time.monotonic() - self._last.at
        stands = {ident: _lines(frame) for ident, frame in sys._current_frames().items()}
        named = {thread.ident: thread.name for thread in threading.enumerate()}
        told = [f"after {late * 1000:.0f} ms"]
        for ident, lines in stands.items():
            if ident == self._thread_id or not _idle(lines[0]):
                told.append(f"  {named.get(ident, '?')}: " + " < ".join(lines))
        self._stacks.append("\n".join(told))


def _lines(frame: FrameType | None) -> list[str]:
    """The innermost places of a stack."""
    places: list[tuple[str, int, str]] = []
    while frame is not None and len(places) < _DEPTH:
        places.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return [f"{Path(file).name}:{line} {name}" for file, line, name in places]


def _idle(innermost: str) -> bool:
    return " wait" in innermost or " _worker" in innermost or " get" in innermost


def used_memory() -> int:
    """The process's own memory in bytes, 0 where the system does not tell it: its proportional share (what was swapped
    out included) without the pages of files, which it shares with whatever else runs on the machine: of the libraries
    25 MB come and go with other programs that have read them.
    """
    try:
        text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    parts = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in text.splitlines()[1:]}
    return parts["Pss"] + parts["SwapPss"] - parts.get("Pss_File", 0)
