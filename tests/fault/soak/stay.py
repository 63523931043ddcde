"""Keeps the soaked window open: a driver that finds "Quit" in a menu would end the run, one that closes it is told of.

A run that ended early would have looked at less than it says. Only a capture of the screen ever hides the window.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject

from ticketdesk.ui.capture.capture import Capture
from ticketdesk.ui.main_window import MainWindow


class Stay(QObject):
    """Takes "Quit" away from every menu and list, and complains of any other way in which the window closes."""

    def __init__(self, window: MainWindow, complain: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window, self._complain = window, complain
        self._ended = False
        window.actions_table.of("quit").triggered.disconnect()
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Refuse to close before the end."""
        if self._ended or event.type() != QEvent.Type.Close:
            return False
        event.ignore()
        self._complain("the window closed by itself: " + " < ".join(traceback.format_stack(limit=12)))
        return True

    def end(self) -> None:
        """Let the window go; what still captures the screen gives it back first."""
        for capture in self._window.findChildren(Capture):
            capture.stop()
        if not self._window.isVisible():
            self._complain("the window was hidden, and nothing captures the screen")
        self._ended = True
