"""Saying why no window could be opened."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

_COULD_NOT = 2


def refuse(app: QApplication, sentence: str) -> int:
    """Say ``sentence`` on the console, and in a box where nobody looks at a console; returns the exit code."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    seen = sys.stderr is not None and sys.stderr.isatty()
    if not seen and app.platformName() != "offscreen":
        from PySide6.QtWidgets import QMessageBox

        from ticketdesk.ui.safe_text import message_box

        box = message_box(None, app.applicationName(), sentence, icon=QMessageBox.Icon.Warning)
        box.finished.connect(app.quit)
        app.exec()
    return _COULD_NOT
