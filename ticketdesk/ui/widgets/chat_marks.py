"""The messages of a conversation that are marked, to do something with all of them."""

from __future__ import annotations

from collections.abc import Iterable


class Marks:
    """Marked ids; a range is marked from where its marking began."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self._anchor: int | None = None

    def toggle(self, number: int) -> None:
        """Mark it, or no longer."""
        self.ids ^= {number}
        self._anchor = number

    def begin(self, number: int) -> None:
        """A range begins here, unless one is being marked."""
        if self._anchor is None:
            self._anchor = number

    def let_go(self) -> None:
        """The next range begins anew; what is marked stays marked."""
        self._anchor = None

    @property
    def anchor(self) -> int | None:
        """Where the range being marked began."""
        return self._anchor

    def extend(self, numbers: Iterable[int]) -> None:
        """Mark these too."""
        self.ids |= set(numbers)

    def clear(self) -> bool:
        """Mark nothing; False where nothing was marked."""
        had, self._anchor = bool(self.ids), None
        self.ids.clear()
        return had
