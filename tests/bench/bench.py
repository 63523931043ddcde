"""What every row of the table is given: the two shops, how many rounds, windows that are opened once."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measure import QUICK, ROUNDS, Result
from tests.bench.stage import Stage, opened, settled_copy


@dataclass
class Bench:
    """One run. ``names`` are the shops measured, the largest last; ``work`` is a folder of this run alone."""

    stores: dict[str, Path]
    work: Path
    quick: bool = False
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _stages: dict[str, Stage] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.stores)

    @property
    def large(self) -> str:
        """The largest shop of this run."""
        return self.names[-1]

    @property
    def rounds(self) -> int:
        return QUICK if self.quick else ROUNDS

    def stage(self, name: str) -> Stage:
        """The window over a copy of shop ``name``, opened at the first call."""
        if name not in self._stages:
            self._stages[name] = self._open.enter_context(opened(self.stores[name], self.work))
        return self._stages[name]

    def copy(self, name: str) -> Path:
        """The file of the copy that may be written, no window over it."""
        self.close()
        return settled_copy(self.stores[name], self.work / name / self.stores[name].name)

    def drop(self, name: str) -> None:
        """Forget a copy that was lived in: the next row meets the shop as it was made."""
        self.close()
        shutil.rmtree(self.work / name, ignore_errors=True)

    def close(self) -> None:
        """Close every window."""
        self._open.close()
        self._stages.clear()


Row = Callable[[Bench], Iterator[Result]]
