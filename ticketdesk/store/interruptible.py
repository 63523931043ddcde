"""One question to the reader that another thread may break off in the middle of a statement."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ticketdesk.store.reader import Reader
from ticketdesk.store.sql import Value


class Stopped(Exception):
    """The question was broken off before its next statement."""


class Interruptible:
    """Reads like a ``Reader``; ``stop`` breaks off what it reads and nothing else that the same thread does later."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._guard = threading.Lock()
        self._thread: int | None = None
        self._stopped = False

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return every row of the statement; raises ``Stopped`` or apsw.InterruptError once it was stopped."""
        with self._running():
            return self._reader.rows(sql, values)

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of the statement, as ``rows`` does."""
        with self._running():
            yield from self._reader.each(sql, values)

    def stop(self) -> None:
        """Break off the statement that runs and begin no other; callable from any thread, also more than once."""
        with self._guard:
            self._stopped = True
            if self._thread is not None:
                self._reader.interrupt(self._thread)

    @contextmanager
    def _running(self) -> Iterator[None]:
        with self._guard:
            if self._stopped:
                raise Stopped
            self._thread = threading.get_ident()
        try:
            yield
        finally:
            # Under the guard, so that no late stop can hit what this thread reads next.
            with self._guard:
                self._thread = None
