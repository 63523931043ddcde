"""The writer thread: the one writing connection, fed from a priority queue."""

from __future__ import annotations

import itertools
import math
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from typing import Any, TypeVar

T = TypeVar("T")


class Priority(IntEnum):
    """Who goes first: an agent's act, then bulk work in chunks, then maintenance."""

    ACT = 0
    BULK = 1
    MAINTENANCE = 2


class Writer:
    """Runs jobs one after another on its own thread; a bulk job re-queues itself between chunks."""

    def __init__(self) -> None:
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._waiting_acts = 0
        self._closed = False
        self._guard = threading.Lock()
        self._last_act = -math.inf
        self._stirred = threading.Event()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether nothing more can be queued."""
        return self._closed

    @property
    def act_waiting(self) -> bool:
        """Whether an agent's act waits for the writer; a chunk ends early for it."""
        return self._waiting_acts > 0

    def submit(self, priority: Priority, job: Callable[[], T]) -> Future[T]:
        """Queue ``job`` and return the future of its result; RuntimeError once the writer is closed."""
        if self._closed:
            raise RuntimeError("the store is closed")
        future: Future[Any] = Future()

        def run() -> None:
            if priority is Priority.ACT:
                with self._guard:
                    self._waiting_acts -= 1
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = job()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        if priority is Priority.ACT:
            with self._guard:
                self._waiting_acts += 1
            self._last_act = time.monotonic()
        self._jobs.put((int(priority), next(self._order), run))
        self._stirred.set()
        return future

    def rested(self, seconds: float) -> bool:
        """Whether no act has come for ``seconds``; else wait until that is so or something is queued. For jobs only."""
        left = self._last_act + seconds - time.monotonic()
        if left <= 0:
            return True
        self._stirred.clear()
        if self._jobs.empty():
            self._stirred.wait(left)
        return False

    def close(self) -> None:
        """Finish everything queued, then stop; a bulk job that re-queues itself is finished too."""
        self._jobs.put((99, next(self._order), None))
        self._stirred.set()
        self._thread.join()
        self._closed = True

    def _work(self) -> None:
        while True:
            _, _, job = self._jobs.get()
            if job is None:
                return
            job()
