"""Carries what the desk says after a commit, on any thread, to the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal


class Relay(QObject):
    """One queued signal: give `publish` to the desk as listener and connect models to `changed`."""

    changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: object) -> None:
        """Hand `changes` over from any thread; `changed` tells them in order on the window's thread."""
        if not self._closed:
            self._arrived.emit(changes)

    def close(self) -> None:
        """Tell nothing any more (the window is going away); what is still queued is dropped."""
        self._closed = True

    def _pass_on(self, changes: object) -> None:
        if not self._closed:
            self.changed.emit(changes)
