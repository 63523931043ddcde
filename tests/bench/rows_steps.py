"""Row 18: what noise cannot touch: SQLite's own steps of every question of a screen, at both sizes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from tests.bench.bench import Bench
from tests.bench.clicks import GOAL, clicks
from tests.bench.measure import Result
from tests.bench.steps import QUESTIONS, grown, steps_of, too_steep
from ticketdesk.store.reader import Reader


def growing(bench: Bench) -> Iterator[Result]:
    """The steps of each question on the large shop to those on the small one."""
    counted: dict[str, dict[str, int]] = {}
    for name in bench.names:
        with closing(Reader(bench.stores[name])) as reader:
            counted[name] = steps_of(reader)
    small, large = counted[bench.names[0]], counted[bench.large]
    worst = grown(small, large)
    yield Result("18", f"SQLite steps of {len(QUESTIONS)} questions, S to L", f"{sum(small.values()):,}",
                 f"{sum(large.values()):,}", f"{max(worst.values()):.2f} ({max(worst, key=worst.__getitem__)})",
                 "each ≤ 1.1", not too_steep(worst))  # fmt: skip
    asked = clicks(bench.stage(bench.large))
    before = ", ".join(f"{name} {n.before}" for name, n in asked.items())
    rested = ", ".join(f"{name} {n.rested}" for name, n in asked.items())
    good = all(n.before <= GOAL for n in asked.values())
    yield Result("18", "statements before a click's frame", "", before, "", f"≤ {GOAL}", good)
    yield Result("18", "statements until the window rests", "", rested, "", "", None)
