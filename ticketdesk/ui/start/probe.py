"""What a started program tells of itself for the checks of a built one: that it has painted, and what it works with."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtWidgets import QWidget


def tell_first_paint(window: QWidget) -> None:
    """Write one line of JSON when ``window`` has painted for the first time, then close it."""
    _FirstPaint(window)


def facts() -> dict[str, object]:
    """What the program works with: Qt's own word for Cancel, the decoders of pictures, where plug-ins come from."""
    return {
        "cancel": QCoreApplication.translate("QPlatformTheme", "Cancel"),
        "pictures": sorted(bytes(kind.data()).decode("ascii") for kind in QImageReader.supportedImageFormats()),
        "platform": QGuiApplication.platformName(),
        "plugins": QCoreApplication.libraryPaths(),
    }


class _FirstPaint(QObject):
    """Waits on one window alone; the line is written after the paint, when its picture stands."""

    _painted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._painted.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the paint go by."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._painted.emit()
        return False

    def _tell(self) -> None:
        sys.stdout.write(json.dumps(facts(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
        self._window.close()
