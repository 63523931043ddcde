"""Python's cyclic garbage is collected on the window's thread only.

A collection may run on any thread that allocates, and destroys whatever cycles it finds: a dialog or delegate
destroyed on the writer's or a task's thread crashes Qt. So the collector is switched off while a window is open and
asked from a timer instead.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_EVERY_MS: Final = 2_000


class Sweeper(QObject):
    """Collects in the same generations and at the same counts as Python would, between two events of the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Collect the oldest generation whose count has passed Python's own limit; nothing where none has."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Destroy what waits for it, collect everything here, and let Python collect by itself again."""
        self._timer.stop()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        if self._was_enabled:
            gc.enable()
