"""The entry of the window in taskbar or dock: a number on it, and the call for attention."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget


class Taskbar(Protocol):
    """What an entry of the taskbar can show."""

    def set_count(self, count: int) -> None:
        """Show a number on the entry; 0 shows none."""

    def call(self, window: QWidget) -> None:
        """Call for attention until ``window`` is looked at."""


class SystemTaskbar:
    """The taskbar or dock as Qt reaches it: where a desktop shows no numbers, nothing happens."""

    def set_count(self, count: int) -> None:
        """Show a number on the entry."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(count)

    def call(self, window: QWidget) -> None:
        """Flash the entry, or let the icon jump."""
        QApplication.alert(window, 0)
