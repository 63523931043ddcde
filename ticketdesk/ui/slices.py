"""Long work of the window's thread, a slice a turn of the event loop."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.turns import next_turn

SLICE: Final = 0.012
"""Seconds that a slice may take before the next event is heard; its last step may take longer."""

_PAINT: Final = 0.004
"""The same for parts that are painted: a table takes 30 ms, so it shall not come in the turn of much else."""

_JUMP: Final = 200


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
        next_turn(part, partial(_let_paint, part))


def _let_paint(part: QWidget) -> None:
    if shiboken6.isValid(part):
        part.setUpdatesEnabled(True)


def jumps(event: QResizeEvent) -> bool:
    """Whether a window takes another size in one go (maximised, set beside another one): what is drawn by its edge
    comes in small steps, and would flicker if it were painted in turns.
    """
    old, new = event.oldSize(), event.size()
    return old.isValid() and abs(new.width() - old.width()) + abs(new.height() - old.height()) > _JUMP


def paint_in_turns(owner: QWidget, parts: Sequence[QWidget]) -> None:
    """Paint the ``parts`` of ``owner`` that are in sight each in a turn of its own; small ones together.

    A window painted whole takes as long as all its parts together; what is typed meanwhile is heard in between.
    """
    still = Qt.WidgetAttribute.WA_ForceUpdatesDisabled
    waiting = [part for part in parts if part.isVisible() and not part.testAttribute(still)]
    for part in waiting:
        part.setUpdatesEnabled(False)
    next_turn(owner, partial(_paint_some, owner, _painted(waiting)))


def _paint_some(owner: QWidget, parts: Iterator[None]) -> None:
    if run_slice(parts, _PAINT):
        next_turn(owner, partial(_paint_some, owner, parts))


def _painted(parts: Sequence[QWidget]) -> Iterator[None]:
    for part in parts:
        if shiboken6.isValid(part):
            part.setUpdatesEnabled(True)
            part.repaint()
            yield
