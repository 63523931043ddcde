"""How the C library keeps what is freed: on Linux the ids of a long list would stay with the program for good."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sized
from concurrent.futures import Future, wait
from typing import Final

_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of malloc.h
_LARGE: Final = 1 << 20
_LONG: Final = 50_000  # ids
# Seconds of CPU time at work since what lies free was given back: after so many (opening every page takes twice that)
# the next quiet moment is taken, after the longer time it is not waited for. Giving back takes 5 to 20 ms.
_WORTH: Final = 0.5
_LONGEST: Final = 10.0
_A_MOMENT: Final = 0.2  # seconds
_QUIET: Final = 0.1  # seconds of CPU time in one beat of a second
_REST: Final = 0.01  # less than this in a beat is no work: a window at rest all day would give back all day


def let_large_go() -> bool:
    """Give back to the system at once what is larger than a megabyte; False where the system does so by itself.

    glibc raises its own limit to 32 MB as soon as one large block was freed, and keeps whatever is smaller: a list of a
    million ids (8 MB) then leaves holes behind that nothing else fits into.
    """
    if sys.platform != "linux":
        return False
    import ctypes  # read after the first picture only

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    return mallopt is not None and bool(mallopt(_MMAP_THRESHOLD, _LARGE))


def trim_after(ids: Sized) -> None:
    """Give back to the system what the reading of a long list has left free, on the worker's thread that read it.

    glibc keeps the free room of each thread's heap for that thread, which may not read another list for hours.
    """
    if len(ids) >= _LONG:
        give_back()


def give_back_after(done: Future[None]) -> None:
    """Give back what lies free, and what ``done`` is about to free unless that takes long, on the thread that calls."""
    wait((done,), _A_MOMENT)
    give_back()


def give_back() -> None:
    """Give back to the system whatever lies free; nothing where the system does so by itself.

    glibc gives back only what is free at the end of its heap: a page or a dialog that is gone leaves its room behind
    for as long as anything that was made after it lives. Any thread may ask; the others wait where they want memory.
    """
    if sys.platform != "linux":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
    if trim is not None:
        trim(0)


class GivingBack:
    """Gives back what lies free when the window has worked and is quiet, or has worked for long; at rest never.

    ``act`` does it; ``clock`` tells the CPU time of the process in seconds.
    """

    def __init__(self, act: Callable[[], object], clock: Callable[[], float] = time.process_time) -> None:
        self._act, self._clock = act, clock
        self._beaten, self._worked = clock(), 0.0

    def beat(self) -> None:
        """Look, once a second, whether it is time."""
        now = self._clock()
        spent, self._beaten = now - self._beaten, now
        if spent > _REST:
            self._worked += spent
        if self._worked > _LONGEST or (spent < _QUIET and self._worked > _WORTH):
            self._worked = 0.0
            self._act()
