"""The table of tickets: its cells, which columns fit, and headings of groups across all columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ticketdesk.ui.delegates.cells import CellDelegate, Index, paint_text, row_of
from ticketdesk.ui.delegates.ticket import BuyerCell, DeadlineCell, PriorityCell, StateCell
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.tickets.list import ticket_model
from ticketdesk.ui.tickets.list.ticket_groups import Heading
from ticketdesk.ui.tickets.list.ticket_model import TicketModel
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr


class TicketTable(TableView):
    """``folded(heading id)`` by a click or Enter on the heading of a group; of headings it tells nothing else."""

    folded = Signal(object)
    asked = Signal(object)

    def __init__(self, model: TicketModel, now: int, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Tickets"), multiple=True, parent=parent)
        self._model = model
        self._left_out: frozenset[int] = frozenset()
        self._spanned = False
        self._deadlines, self._states = DeadlineCell(self), _StateOrHeading(self)
        self._deadlines.now = self._states.now = now
        self._dress_cells()
        self.opened.connect(self._sort_out)
        self.clicked.connect(self._clicked)

    def tick(self, now: int) -> None:
        """Repaint what is left, only where it is in sight; ``now`` is UTC ms."""
        self._deadlines.now = self._states.now = now
        x, ground = self.columnViewportPosition(ticket_model.DEADLINE), self.viewport()
        ground.update(x, 0, self.columnWidth(ticket_model.DEADLINE), ground.height())

    def selected_ids(self) -> list[int]:
        """Ids of the selected tickets from the top; headings are none."""
        return [number for number in super().selected_ids() if number > 0]

    def selected_count(self) -> int:
        """How many rows are selected, headings as well where there are any."""
        return len(self.selected_ids()) if self._spanned else super().selected_count()

    def id_at(self, row: int) -> int | None:
        """The id of a row; below zero for a heading."""
        return self._model.id_at(row)

    def chosen_id(self) -> int | None:
        """The first selected ticket."""
        found = self.selected_ids()
        return found[0] if found else None

    def stand_at(self, place: int) -> None:
        """Leave the keyboard before where a vanished row stood, without choosing its neighbour: the next one is next.

        Below zero it stands before all rows.
        """
        if self._model.rowCount() and place >= 0:
            index = self._model.index(min(place, self._model.rowCount() - 1), 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Clear)

    def set_headings(self, places: Iterable[int]) -> None:
        """Let the rows at ``places`` reach across all columns."""
        if self._spanned:
            self.clearSpans()
        self._spanned = False
        for place in places:
            self._spanned = True
            self.setSpan(place, 0, 1, len(self._model.columns))

    def leave_out(self, columns: Collection[int]) -> None:
        """Never show these columns."""
        self._left_out = frozenset(columns)
        self.fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Hide what shall not be seen, and columns that leave the title no room."""
        columns = self._model.columns
        shown = [place for place in range(len(columns)) if place not in self._left_out]
        need = sum(columns[place].width for place in shown)
        for place in ticket_model.GIVEN_UP:
            if place in shown and need > self.width():
                shown.remove(place)
                need -= columns[place].width
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in shown)

    def _sort_out(self, number: int) -> None:
        (self.folded if number < 0 else self.asked).emit(number)

    def _clicked(self, index: QModelIndex) -> None:
        number = self._model.id_at(index)
        if number is not None and number < 0:
            self.folded.emit(number)

    def _dress_cells(self) -> None:
        cells: dict[int, CellDelegate] = {
            ticket_model.STATE: self._states,
            ticket_model.NUMBER: CellDelegate(self, ink="text.second"),
            ticket_model.TITLE: CellDelegate(self, bold=True),
            ticket_model.BUYER: BuyerCell(self),
            ticket_model.PRIORITY: PriorityCell(self),
            ticket_model.DEADLINE: self._deadlines,
            ticket_model.UPDATED: CellDelegate(self, ink="text.third"),
        }
        for column, cell in cells.items():
            self.setItemDelegateForColumn(column, cell)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(ticket_model.TITLE, QHeaderView.ResizeMode.Stretch)


class _StateOrHeading(StateCell):
    """The state of a ticket; of a heading its words with the mark of folding."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        row = row_of(index)
        if not isinstance(row, Heading):
            super().paint_cell(painter, area, index)
            return
        theme = current_theme()
        mark = QRect(area.x(), area.center().y() - 7, 14, 14)
        paint_icon(painter, mark, "chevron-right" if row.folded else "chevron-down", "text.third")
        painter.setPen(theme.color("text.second"))
        paint_text(painter, area.adjusted(20, 0, 0, 0), row.words, theme.font("small", bold=True))
