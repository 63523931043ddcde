"""Listens to every reply that is written, and measures how fast."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from ticketdesk.domain.practice import Meter


class TypingEar(QObject):
    """Follows the field ``kind`` that has the focus; only the length of its text is looked at."""

    def __init__(self, kind: type[QPlainTextEdit], clock: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.meter = Meter()
        self._kind, self._clock = kind, clock
        self._field: QPlainTextEdit | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)
        self._follow(QApplication.focusWidget())

    def stop(self) -> None:
        """Hear nothing more."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._moved)
        self._follow(None)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not self._field:
            self._follow(new)

    def _follow(self, widget: QWidget | None) -> None:
        if self._field is not None:
            self._field.document().contentsChange.disconnect(self._changed)
        self._field = widget if isinstance(widget, self._kind) else None
        if self._field is not None:
            self.meter.begin(self._length())
            self._field.document().contentsChange.connect(self._changed)

    def _length(self) -> int:
        # A document counts the end of its last paragraph too.
        return 0 if self._field is None else self._field.document().characterCount() - 1

    def _changed(self, _at: int, _removed: int, _added: int) -> None:
        self.meter.heard(self._length(), self._clock())
