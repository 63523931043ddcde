"""The table of the workshop: code, words, group, validity, use."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter

from ticketdesk.store.queries.phrases import PhraseRow
from ticketdesk.ui.delegates.cells import CellDelegate, Index, paint_text, row_of, text_of
from ticketdesk.ui.delegates.chips import HEIGHT, ChipText, paint_chip
from ticketdesk.ui.models.snapshot import Column, SnapshotModel
from ticketdesk.ui.override import override
from ticketdesk.ui.phrases.shelf import SOON_MS, Shelf
from ticketdesk.ui.phrases.validity import validity_level, validity_words
from ticketdesk.ui.safe_text import one_line
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.words import tr

CODE, TEXT, GROUP, VALID, USES = range(5)


class PhraseTableModel(SnapshotModel):
    """Rows of a shelf in the order of a view."""

    def __init__(self, now: Callable[[], int], parent: QObject | None = None) -> None:
        columns = (
            Column(tr("Code"), width=92), Column(tr("Text"), width=250), Column(tr("Group"), width=92),
            Column(tr("Validity"), width=118), Column(tr("Used"), width=52, align="right"),
        )  # fmt: skip
        self._rows_by_id: dict[int, PhraseRow] = {}
        self._now = now
        super().__init__(columns, self._found, self._words, parent)

    def show(self, shelf: Shelf, ids: array[int], *, fresh: bool) -> None:
        """Show these phrases of a shelf; ``fresh`` as another list."""
        self._rows_by_id = shelf.rows
        if fresh:
            self.reset_ids(ids)
        else:
            self.set_ids(ids)
            self.refresh_all()

    def phrase(self, number: int | None) -> PhraseRow | None:
        """The phrase of an id."""
        return self._rows_by_id.get(number) if number is not None else None

    def ink(self, row: PhraseRow) -> str:
        """The colour of a phrase's validity."""
        return validity_level(row.valid_from, row.valid_to, self._now(), SOON_MS)

    def _found(self, ids: Sequence[int]) -> list[PhraseRow]:
        return [self._rows_by_id[key] for key in ids if key in self._rows_by_id]

    def _words(self, row: PhraseRow) -> tuple[str, ...]:
        valid = validity_words(row.valid_from, row.valid_to, self._now())
        return one_line(row.code, 40), one_line(row.text), one_line(row.grouping, 40), valid, f"{row.uses or ''}"


class PhraseTable(TableView):
    """Several rows can be chosen; the code is a chip, one's own has a pin before its words."""

    def __init__(self, model: PhraseTableModel) -> None:
        super().__init__(model, tr("Phrases"), multiple=True)
        self.passing = False  # while Tab comes here: Qt makes the first row the current one then
        self.setItemDelegateForColumn(CODE, _CodeCell(self))
        self.setItemDelegateForColumn(TEXT, _TextCell(self))
        self.setItemDelegateForColumn(VALID, _ValidCell(self))
        for column in (GROUP, USES):
            self.setItemDelegateForColumn(column, CellDelegate(self, ink="text.second"))
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(TEXT, head.ResizeMode.Stretch)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.passing = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.passing = False


class _CodeCell(CellDelegate):
    """The code as a chip."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint it, nothing where there is no code."""
        if code := text_of(index):
            paint_chip(painter, area.x(), area.y() + (area.height() - HEIGHT) // 2, ChipText(code), area.width())


class _TextCell(CellDelegate):
    """The words, before them a chip that says whose they are."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint chips for own and picture, then the words."""
        row: PhraseRow | None = row_of(index)
        chips = []
        if row is not None and row.owner_id is not None:
            chips.append(ChipText(tr("Mine"), "accent"))
        if row is not None and row.picture:
            chips.append(ChipText("", "plain", "image"))
        left = area.x()
        for chip in chips:
            left += paint_chip(painter, left, area.y() + (area.height() - HEIGHT) // 2, chip, 80) + 6
        room = QRect(left, area.y(), area.right() - left, area.height())
        painter.setPen(current_theme().color("text"))
        paint_text(painter, room, text_of(index), current_theme().font())


class _ValidCell(CellDelegate):
    """The validity in the ink of its urgency."""

    def paint_cell(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Paint the words."""
        row, model = row_of(index), index.model()
        ink = model.ink(row) if row is not None and isinstance(model, PhraseTableModel) else "text.second"
        painter.setPen(current_theme().color(ink))
        paint_text(painter, area, text_of(index), current_theme().font())
