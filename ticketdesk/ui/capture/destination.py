"""Somewhere a captured picture can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QImage


class Destination(NamedTuple):
    """The words of its button and what takes the picture; ``first`` is the usual one, which Ctrl+Enter means."""

    text: str
    give: Callable[[QImage], None]
    icon: str = ""
    first: bool = False
