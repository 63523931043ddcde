"""Long work of the window's thread, a slice a turn of the event loop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

SLICE: Final = 0.012
"""Seconds that a slice may take before the next event is heard; its last step may take longer."""


def run_slice(steps: Iterator[object], seconds: float = SLICE) -> bool:
    """Take steps until ``seconds`` are over; False where there are none left."""
    until = time.perf_counter() + seconds
    return any(time.perf_counter() >= until for _step in steps)


def paint_next_turn(part: QWidget) -> None:
    """Let what has just been made visible be laid out in this turn and painted in the next one: both take as long as
    a large page or dialog takes, and what was typed meanwhile is heard in between.
    """
    if part.updatesEnabled():
        part.setUpdatesEnabled(False)
        QTimer.singleShot(0, part, partial(_let_paint, part))


def _let_paint(part: QWidget) -> None:
    if shiboken6.isValid(part):
        part.setUpdatesEnabled(True)
