"""Heights of thousands of items as a sum tree: where an item starts and which one is at a pixel, in log n."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Heights:
    """A Fenwick tree over item heights in pixels."""

    def __init__(self, heights: Iterable[float] = ()) -> None:
        self._each = array("d", heights)
        self._build()

    def __len__(self) -> int:
        return len(self._each)

    def __getitem__(self, place: int) -> float:
        return self._each[place]

    def append(self, height: float) -> None:
        """One more item at the end."""
        self._each.append(height)
        place = len(self._each)
        low = place - (place & -place)
        self._sums.append(self.top(place - 1) - self.top(low) + height)

    def prepend(self, heights: Iterable[float]) -> None:
        """More items at the beginning; rebuilds the sums."""
        self._each = array("d", heights) + self._each
        self._build()

    def set(self, place: int, height: float) -> float:
        """Give one item its height; returns the difference."""
        difference = height - self._each[place]
        if difference:
            self._each[place] = height
            node = place + 1
            while node < len(self._sums):
                self._sums[node] += difference
                node += node & -node
        return difference

    def top(self, place: int) -> float:
        """Where item `place` starts; `len(self)` gives the whole height."""
        total, node = 0.0, place
        while node > 0:
            total += self._sums[node]
            node -= node & -node
        return total

    def total(self) -> float:
        """The height of everything."""
        return self.top(len(self._each))

    def at(self, y: float) -> int:
        """The item at pixel `y`, clipped to the first and last; 0 where there are none."""
        place, rest, step = 0, y, 1
        while step * 2 < len(self._sums):
            step *= 2
        while step:
            if place + step < len(self._sums) and self._sums[place + step] <= rest:
                place += step
                rest -= self._sums[place]
            step //= 2
        return max(0, min(place, len(self._each) - 1))

    def _build(self) -> None:
        self._sums = array("d", bytes(8)) + self._each
        for node in range(1, len(self._sums)):
            parent = node + (node & -node)
            if parent < len(self._sums):
                self._sums[parent] += self._sums[node]
