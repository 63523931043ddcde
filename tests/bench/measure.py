"""Taking times: rounds interleaved with their reference, medians and percentiles, the result of one row."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

ROUNDS = 7
QUICK = 3

Verdict = Literal["met", "missed", "measured"]


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table. ``ours`` and ``reference`` are texts with their units, ``ratio`` what the goal is about.

    ``met`` is None where the row has no goal of its own.
    """

    row: str
    metric: str
    reference: str
    ours: str
    ratio: str
    goal: str
    met: bool | None

    @property
    def verdict(self) -> Verdict:
        """The verdict in one word."""
        return "measured" if self.met is None else "met" if self.met else "missed"


def interleaved(rounds: int, *works: Callable[[], float]) -> list[list[float]]:
    """Run each of ``works`` (which answer their own measure) in turn, ``rounds`` times after a dropped first."""
    found: list[list[float]] = [[] for _work in works]
    for turn in range(rounds + 1):
        for place, work in enumerate(works):
            value = work()
            if turn:
                found[place].append(value)
    return found


def timed(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes, in milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def median(values: Sequence[float]) -> float:
    """Return the middle value."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


def ms(value: float) -> str:
    """Return milliseconds as text, with as many places as they deserve."""
    return f"{value:,.0f} ms" if value >= 100 else f"{value:.1f} ms" if value >= 1 else f"{value:.3f} ms"


def spread(values: Sequence[float]) -> str:
    """Return the median and the 95th percentile as text."""
    return f"median {ms(median(values))}, p95 {ms(p95(values))}"


def growth(small: Sequence[float], large: Sequence[float]) -> float:
    """Return how much the median grows from S to L."""
    return median(large) / median(small)
