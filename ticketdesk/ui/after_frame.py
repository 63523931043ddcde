"""What can wait until a part of the window stands painted: a frame is over in which the part itself was seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.later import soon
from ticketdesk.ui.override import override
from ticketdesk.ui.turns import next_turn

LATEST_MS: Final = 40
"""What waits is done after so long where the part is not painted at all: hidden, or nothing in it changed."""


class AfterFrame(QObject):
    """Does what waits in turns after ``part`` was painted next.

    A turn alone comes before the paint: Qt asks for a frame behind everything that waits for no time.
    """

    def __init__(self, part: QWidget, owner: QObject | None = None) -> None:
        # A part that belongs to Qt (a viewport) is no owner: what waits belongs to the panel that asked.
        super().__init__(owner if owner is not None else part)
        self._part = part
        self._waiting: list[Callable[[], object]] = []
        self._latest = soon(self, LATEST_MS, self._painted)

    def do(self, work: Callable[[], object]) -> None:
        """Let it be done after the next frame of the part."""
        if not self._waiting:
            self._part.installEventFilter(self)  # never else: each event would be heard twice
        self._waiting.append(work)
        self._latest.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear that the part is painted."""
        if event.type() == QEvent.Type.Paint:
            self._painted()
        return False

    def _painted(self) -> None:
        self._latest.stop()
        self._part.removeEventFilter(self)
        waiting, self._waiting = self._waiting, []
        for work in waiting:
            next_turn(self, work)
