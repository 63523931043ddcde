"""A reference to a kept file, as commands carry it."""

from __future__ import annotations

from typing import NamedTuple


class FileRef(NamedTuple):
    """A file already kept by the file store; ``size`` in bytes, ``width`` and ``height`` in pixels (0: no picture)."""

    sha256: str
    name: str
    media_type: str
    size: int
    width: int = 0
    height: int = 0
