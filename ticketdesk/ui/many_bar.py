"""The bar under a list: what is done to all that are chosen there, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ticketdesk.ui.many_acts import ManyActs
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.marks import Divider
from ticketdesk.words import tr


class ManyBar(QWidget):
    """While one of ``many`` goes on only its stop is offered; its own buttons are put there by ``place``."""

    def __init__(self, many: ManyActs, name: str) -> None:
        super().__init__()
        self._total = 0
        self._acts: tuple[QPushButton, ...] = ()
        self.setAccessibleName(name)
        self.chosen = label(role="strong")
        self.stop = button(tr("Stop"), "x", small=True, name=tr("Stop, and leave everything as it was"))
        self.stop.clicked.connect(many.break_off)
        many.working.connect(self._work)
        many.stepped.connect(self._step)

    def follow(self) -> None:
        """Offer acts on what is chosen in the list."""
        raise NotImplementedError

    def place(self, acts: Sequence[QPushButton]) -> None:
        """Put the buttons beside the count, in their order."""
        self._acts = tuple(acts)
        row = QWidget()
        flow = FlowLayout(row, spacing=SIZES.s, line_spacing=SIZES.s)
        flow.setContentsMargins(SIZES.l, SIZES.s, SIZES.l, SIZES.s)
        self.chosen.setFixedHeight(self.stop.sizeHint().height())
        for each in (self.chosen, *self._acts, self.stop):
            flow.addWidget(each)
        self.stop.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        column.addWidget(row)
        self.hide()

    def _work(self, count: int) -> None:
        """An act on so many begins, or is over."""
        self._total = count
        for each in self._acts:
            each.setVisible(not count)
        self.stop.setVisible(count > 0)
        if count:
            self._step(0)
            self.show()
        else:
            self.follow()

    def _step(self, done: int) -> None:
        if self._total:
            self.chosen.setText(tr("{0} of {1} done", f"{done:,}", f"{self._total:,}"))
