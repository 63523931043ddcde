"""Work of an import that needs no writing: done beside the writer thread, so that nobody's act waits for it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Final, TypeVar

T = TypeVar("T")
_A_MOMENT: Final = 0.005  # seconds


def beside(work: Callable[[], T]) -> Generator[int, None, T]:
    """Do ``work`` on a thread of its own in steps without rows, so that an agent's act need not wait for all of it."""
    with ThreadPoolExecutor(1, "import-reader") as pool:
        found = pool.submit(work)
        while not found.done():
            wait((found,), _A_MOMENT)
            yield 0
    return found.result()
