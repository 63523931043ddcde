"""What a soak has to say: how it is judged, and the line that it prints."""

from __future__ import annotations

import json
import statistics
from bisect import bisect
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

from tests.fault.soak.machine import Delay
from tests.fault.soak.watch import STALL, Gap

_WARM = 0.25
# Short runs still fill caches: a slope says little, so the growth itself is judged.
_SHORT = 60.0
MOST_GROWTH = 80 << 20
MOST_SLOPE = 2 << 20
LEAST_GROWTH = 12 << 20
# Every page with all that can be opened in it comes to 2,000 widgets (docs/soak.md): more than this do not go away.
MOST_WIDGETS = 3_000


@dataclass(frozen=True, slots=True)
class Stall:
    """The window did not answer for ``ms``, ``net`` of it by its own doing."""

    ms: int
    net: int
    cpu: int
    during: str
    stacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Soaked:
    """One soak. Memory in bytes: after warming up, at the end, and how it rose per minute.

    ``memory_net`` is what it rose per minute beside what the widgets that stood open held; ``widgets`` are these after
    warming up, at the end, and the most.
    """

    seed: int
    seconds: float
    acts: int
    kinds: dict[str, int]
    seen: list[str]
    exceptions: list[str]
    warnings: list[str]
    stalls: list[Stall]
    dressing: list[Stall]
    making: list[Stall]
    forgiven: list[Stall]
    freed: int
    memory_start: int
    memory_end: int
    memory_slope: int
    memory_net: int
    widgets: tuple[int, int, int]
    machine_late: float
    notes: list[str] = field(default_factory=list)

    @property
    def leaks(self) -> bool:
        """Whether memory does not stay flat."""
        if self.seconds < _SHORT:
            return self.memory_end - self.memory_start > MOST_GROWTH
        grown = self.memory_end - self.memory_start > LEAST_GROWTH
        # A page that is open holds 30 kB a widget, and which pages are open is the seed's choice.
        slope = min(self.memory_slope, self.memory_net)
        return (slope > MOST_SLOPE and grown) or self.widgets[2] > MOST_WIDGETS

    def line(self) -> str:
        """The report as one line of JSON."""
        return json.dumps({**asdict(self), "leaks": self.leaks}, ensure_ascii=False)


def read(line: str) -> Soaked:
    """The report of such a line."""
    found = json.loads(line)
    del found["leaks"]
    for name in ("stalls", "dressing", "making", "forgiven"):
        found[name] = [Stall(**{**each, "stacks": tuple(each["stacks"])}) for each in found[name]]
    found["widgets"] = tuple(found["widgets"])
    return Soaked(**found)


class Sorted(NamedTuple):
    """Gaps by whose they are: the window's own, those of two things that Qt does in one go, and the machine's."""

    own: list[Stall]
    dressing: list[Stall]
    making: list[Stall]
    machine: list[Stall]


def stalls(gaps: Sequence[Gap], delays: Sequence[Delay]) -> Sorted:
    """Sort the gaps, the longest first.

    Turning to light or dark dresses every widget in one go, and a page is made in one go when it is first shown to an
    agent: these have lists and limits of their own, and docs/soak.md tells their figures.
    """
    found = Sorted([], [], [], [])
    for gap in gaps:
        net = gap.net(delays)
        cpu = gap.after.cpu - gap.before.cpu
        told = Stall(round(gap.seconds * 1000), round(net * 1000), round(cpu * 1000), gap.during, gap.stacks)
        if net <= STALL:
            found.machine.append(told)
        elif any("theme.py" in stack and " use <" in stack for stack in gap.stacks):
            found.dressing.append(told)
        elif any(" make_page <" in stack for stack in gap.stacks):
            found.making.append(told)
        else:
            found.own.append(told)
    for each in found:
        each.sort(key=lambda stall: -stall.net)
    return found


def steady(memory: Sequence[tuple[float, int]]) -> tuple[int, int, int]:
    """Memory after the first quarter of the time, at the end (means of a few looks), and the slope in bytes a minute
    of the straight line through what lies between."""
    if len(memory) < 6:
        return (0, 0, 0)
    rest = memory[int(len(memory) * _WARM) :]
    few = max(1, len(rest) // 10)
    start = sum(used for _at, used in rest[:few]) / few
    end = sum(used for _at, used in rest[-few:]) / few
    middle = sum(at for at, _used in rest) / len(rest)
    mean = sum(used for _at, used in rest) / len(rest)
    spread = sum((at - middle) ** 2 for at, _used in rest)
    slope = sum((at - middle) * (used - mean) for at, used in rest) / spread if spread else 0.0
    return round(start), round(end), round(slope * 60)


def beside(
    memory: Sequence[tuple[float, int]], standing: Sequence[tuple[float, int]]
) -> tuple[int, tuple[int, int, int]]:
    """What memory rose in bytes a minute beside what follows the number of widgets, and their number after the first
    quarter of the time, at the end and at most.

    ``standing`` are (seconds, widgets), in order as ``memory`` is. Both the time and the memory are taken net of their
    straight lines over the number of widgets, so what is left of one follows only what is left of the other.
    """
    looks = [(at, count) for at, count in standing if memory and at <= memory[-1][0]]
    looks = looks[int(len(looks) * _WARM) :]
    counts = [float(count) for _at, count in looks]
    if len(looks) < 6 or len(set(counts)) < 2:
        return steady(memory)[2], (0, 0, 0)
    used = [float(memory[min(bisect(memory, (at, 0)), len(memory) - 1)][1]) for at, _count in looks]
    times, rest = _net(counts, [at for at, _count in looks]), _net(counts, used)
    slope = statistics.linear_regression(times, rest).slope if len(set(times)) > 1 else 0.0
    return round(slope * 60), (int(counts[0]), int(counts[-1]), int(max(counts)))


def _net(counts: Sequence[float], values: Sequence[float]) -> list[float]:
    line = statistics.linear_regression(counts, values)
    return [value - line.slope * count - line.intercept for count, value in zip(counts, values, strict=True)]
