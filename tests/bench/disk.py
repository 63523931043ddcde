"""What the disk itself takes, measured beside what waits for it: other programs' writing makes it ten times slower."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measure import timed

_PAGE = b"\x5a" * 4_096


class Disk:
    """A file in the folder of the run that grows by a page at a time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.taken: list[float] = []

    def write(self) -> None:
        """Write 4 kB to the end, wait until the disk has them, and keep the milliseconds."""
        self.taken.append(timed(self._written))

    def _written(self) -> None:
        os.write(self._descriptor, _PAGE)
        os.fsync(self._descriptor)


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Measure the disk on which ``folder`` lies."""
    path = folder / "disk.probe"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        yield Disk(descriptor)
    finally:
        os.close(descriptor)
        path.unlink()
