"""How the C library keeps what is freed: on Linux the ids of a long list would stay with the program for good."""

from __future__ import annotations

import sys
from collections.abc import Sized
from typing import Final

_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of malloc.h
_LARGE: Final = 1 << 20
_LONG: Final = 50_000  # ids


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
    if sys.platform != "linux" or len(ids) < _LONG:
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
