"""How long to wait before a server is asked again: longer each time, never at the same moment as everybody else."""

from __future__ import annotations

import random
from typing import Final

FIRST: Final = 1.0
LONGEST: Final = 120.0
REFUSED: Final = 300.0
"""Seconds after a refused password: servers lock accounts that are tried again and again."""


class Backoff:
    """Seconds to wait, doubled each time up to ``longest``, with a quarter of chance; ``reset`` once it went well."""

    def __init__(self, first: float = FIRST, longest: float = LONGEST, seed: int | None = None) -> None:
        self._first, self._longest = first, longest
        self._next = first
        self._random = random.Random(seed)

    def reset(self) -> None:
        """Begin anew: the server answered."""
        self._next = self._first

    def seconds(self) -> float:
        """Return how long to wait now."""
        wait = self._next * (0.75 + self._random.random() / 2)
        self._next = min(self._next * 2, self._longest)
        return wait
