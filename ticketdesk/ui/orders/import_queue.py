"""Files that are imported one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ticketdesk.words import tr


class FileQueue:
    """The files that wait, and how many there are in all."""

    def __init__(self) -> None:
        self._waiting: list[Path] = []
        self._many = 0

    @property
    def more(self) -> bool:
        """Whether a file waits."""
        return bool(self._waiting)

    def start(self, paths: Sequence[Path]) -> Path:
        """Begin with the first of ``paths`` (not empty) and let the others wait."""
        first, *self._waiting = paths
        self._many = len(paths)
        return first

    def next(self) -> Path:
        """Take the file that waits longest."""
        return self._waiting.pop(0)

    def counted(self, text: str) -> str:
        """``text`` about a file, with its place among several."""
        if self._many < 2:
            return text
        return tr("{0} of {1}: {2}", self._many - len(self._waiting), self._many, text)
