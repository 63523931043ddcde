"""The conditions of a search as chips: each is taken away by a click, by Delete or by Backspace."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.leaving_chip import leaving_chip
from ticketdesk.words import tr

_REMOVING: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class QueryChips(QWidget):
    """``removed(place)``, and ``left()`` where the keyboard shall go back to the field."""

    removed = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Conditions of the search"))
        self._row = FlowLayout(self, spacing=6, line_spacing=6)
        self.chips: list[QPushButton] = []
        self.hide()

    def set_terms(self, terms: Sequence[str]) -> None:
        """Show these conditions; none hides the row."""
        for old in self.chips:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.chips = [leaving_chip(text, partial(self.removed.emit, place), self) for place, text in enumerate(terms)]
        for chip in self.chips:
            self._row.addWidget(chip)
        self.setVisible(bool(terms))
        for chip in self.chips:
            chip.show()  # at once: one that is not seen yet takes no keyboard
        self.updateGeometry()

    def enter(self, place: int = -1) -> None:
        """Give the keyboard to a chip (the last one), to the field where there is none."""
        if self.chips:
            self.chips[min(place, len(self.chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        place = self.chips.index(focused) if isinstance(focused, QPushButton) and focused in self.chips else -1
        step = _STEPS.get(Qt.Key(event.key()))
        if place >= 0 and event.key() in _REMOVING:
            self.removed.emit(place)
            self.enter(place)
        elif place >= 0 and step is not None and place + step < len(self.chips):
            self.chips[max(0, place + step)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape or step == 1:
            self.left.emit()
        else:
            super().keyPressEvent(event)
