"""What every part of ``Player`` draws from: rows, words, chance."""

from __future__ import annotations

import random


class Draws:
    """``Player`` gives these to its parts."""

    rng: random.Random

    def _some(self, table: str, most: int, where: str = "1") -> tuple[int, ...]:
        raise NotImplementedError

    def _one(self, table: str, where: str = "1") -> int:
        raise NotImplementedError

    def _text(self) -> str:
        raise NotImplementedError
