"""Long work of the window's thread, a slice a turn of the event loop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

SLICE: Final = 0.012
"""Seconds that a slice may take before the next event is heard; its last step may take longer."""


def run_slice(steps: Iterator[object], seconds: float = SLICE) -> bool:
    """Take steps until ``seconds`` are over; False where there are none left."""
    until = time.perf_counter() + seconds
    return any(time.perf_counter() >= until for _step in steps)
