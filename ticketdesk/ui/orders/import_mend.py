"""The line below the problem rows in which the chosen row's wrong cell is written anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ticketdesk.ui.orders.import_model import ProblemRow
from ticketdesk.ui.safe_text import as_typed, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.words import tr

_MOST = 2_000


class MendLine(QWidget):
    """Asks for the right text of one cell; ``mended(id, text)`` by Enter or the button."""

    mended = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._row: ProblemRow | None = None
        self.what = label(role="second")
        self.field = QLineEdit()
        self.field.setMaxLength(_MOST)
        self.take = button(tr("Take this"), "check", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.m)
        row.addWidget(self.what)
        row.addWidget(self.field, 1)
        row.addWidget(self.take)
        self.field.returnPressed.connect(self._take)
        self.take.clicked.connect(self._take)
        self.show_row(None)

    def show_row(self, row: ProblemRow | None) -> None:
        """Offer the wrong cell of ``row``, and nothing where the row as a whole is wrong."""
        self._row = row if row is not None and row.column else None
        offered = self._row is not None
        if self._row is not None:
            name = one_line(self._row.column, 40)
            words = tr("Line {0}, “{1}”:", self._row.problem.line, name)
            self.what.setText(words)
            self.field.setAccessibleName(words)
            suggestion = self._row.problem.suggestion
            self.field.setText(as_typed(self._row.typed or suggestion or self._row.cell, _MOST))
        else:
            self.what.setText(tr("Choose a row with a wrong cell to write it anew."))
            self.field.setAccessibleName(tr("The right text of the cell"))
            self.field.clear()
        self.field.setEnabled(offered)
        self.take.setEnabled(offered)

    def _take(self) -> None:
        if self._row is not None:
            self.mended.emit(self._row.id, self.field.text().strip())
