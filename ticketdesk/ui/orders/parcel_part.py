"""What of an order is in one parcel: how many pieces of each item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from ticketdesk.store.queries.orders import LineRow
from ticketdesk.ui.safe_text import ElidedLabel, clamp, label
from ticketdesk.ui.theme import SIZES
from ticketdesk.words import tr

_SEVERAL: Final = 2
_MOST: Final = 2_000  # pieces of an item that are offered one by one


class PartChoice(QWidget):
    """A box "only a part of it", and below it the pieces of each item of which ``left`` says that some are here.

    `changed()` as they are chosen; hidden where there is but one piece.
    """

    changed = Signal()

    def __init__(self, lines: Sequence[LineRow], left: Mapping[int, int]) -> None:
        super().__init__()
        self.part = QCheckBox(tr("Only a part of the order is in this parcel"))
        self.counts: dict[int, QComboBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SIZES.m)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.part, 0, 0, 1, 3)
        self._parts: list[QWidget] = []
        for line in lines:
            if line.id in left:
                self._add(grid, line, left[line.id])
        self._left = dict(left)
        if sum(left.values()) < _SEVERAL:
            self.hide()
        self.part.toggled.connect(self._turn)
        self._turn(on=False)

    def items(self) -> tuple[tuple[int, int], ...]:
        """The pieces of each item in this parcel; () where all that is left is in it."""
        if not self.part.isChecked():
            return ()
        return tuple((line, count.currentIndex()) for line, count in self.counts.items() if count.currentIndex())

    def says(self) -> str:
        """Return why this is no part; "" where it is one, or all is in the parcel."""
        return tr("Choose what is in this parcel.") if self.part.isChecked() and not self.items() else ""

    def _add(self, grid: QGridLayout, line: LineRow, left: int) -> None:
        row = grid.rowCount()
        words = clamp(" ".join(part for part in (line.title, line.attributes) if part))
        count = QComboBox()
        count.addItems([str(pieces) for pieces in range(min(left, _MOST) + 1)])
        count.setAccessibleName(words)
        count.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.counts[line.id] = count
        name, of = ElidedLabel(words), label(tr("of {0}", left), role="third")
        for column, part in enumerate((name, count, of)):
            grid.addWidget(part, row, column)
            self._parts.append(part)

    def _turn(self, on: bool) -> None:
        for each in self._parts:
            each.setVisible(on)
        self.changed.emit()
