"""A list that takes long says so: a thin bar over its rows, and Esc breaks off."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import set_tooltip
from ticketdesk.ui.widgets.frames import BusyBar
from ticketdesk.words import tr

AFTER_MS: Final = 200
"""What is read sooner needs no bar: it would only flicker."""


class ListBusy(QObject):
    """The bar stands over the upper edge of ``rows``; `cancelled()` on Esc in ``whole`` while it is shown."""

    cancelled = Signal()

    def __init__(self, whole: QWidget, rows: QWidget) -> None:
        super().__init__(whole)
        self._rows = rows
        self.bar = BusyBar(whole)
        set_tooltip(self.bar, tr("Reading the list; Esc breaks off"))
        self.bar.setAccessibleDescription(tr("Reading the list; Esc breaks off"))
        self._after = QTimer(self)
        self._after.setSingleShot(True)
        self._after.setInterval(AFTER_MS)
        self._after.timeout.connect(self._show)
        # While the bar is shown Esc is its own, also in the search, which would only be emptied by it.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), whole)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.cancelled)
        rows.installEventFilter(self)

    def begin(self) -> None:
        """Something is read; one that goes on, asked anew, keeps its bar."""
        if not self.bar.isVisible() and not self._after.isActive():
            self._after.start()

    def end(self) -> None:
        """It has come, or is not wanted any more."""
        self._after.stop()
        self._escape.setEnabled(False)
        self.bar.set_idle()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def _show(self) -> None:
        self._place()
        self.bar.set_busy()
        self.bar.raise_()
        self._escape.setEnabled(True)

    def _place(self) -> None:
        place = self._rows.geometry()
        self.bar.setGeometry(place.x(), place.y(), place.width(), self.bar.height())
