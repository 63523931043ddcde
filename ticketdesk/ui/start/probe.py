"""What a started program tells of itself for the checks of a built one: that it has painted, and what it works with."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.later import AfterPaint


def tell_first_paint(window: QWidget) -> None:
    """Write one line of JSON when ``window`` has painted for the first time, then close it."""
    AfterPaint(window, lambda: _tell(window), pause=0)


def facts() -> dict[str, object]:
    """What the program works with: Qt's own word for Cancel, the decoders of pictures, where plug-ins come from."""
    return {
        "cancel": QCoreApplication.translate("QPlatformTheme", "Cancel"),
        "pictures": sorted(bytes(kind.data()).decode("ascii") for kind in QImageReader.supportedImageFormats()),
        "platform": QGuiApplication.platformName(),
        "plugins": QCoreApplication.libraryPaths(),
    }


def _tell(window: QWidget) -> None:
    sys.stdout.write(json.dumps(facts(), ensure_ascii=False) + "\n")
    sys.stdout.flush()
    window.close()
