"""The table of the design over a model: rows of 44, a head of 34, whole rows chosen, sorting asked by signal."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.models.snapshot import SnapshotModel
from ticketdesk.ui.override import override
from ticketdesk.ui.slices import paint_in_turns
from ticketdesk.ui.theme import SIZES, current_theme

_MOST_TOLD = 1_000


class TableView(QTableView):
    """Shows a SnapshotModel; `sort_requested(key, descending)` on a click of a sortable heading.

    `opened(id)` by Enter or double click, `current_changed(id or None)`, `selected_changed()`. It keeps current and
    selection by id through a reset.
    """

    sort_requested = Signal(str, bool)
    opened = Signal(object)
    current_changed = Signal(object)
    selected_changed = Signal()

    def __init__(
        self, model: SnapshotModel, name: str, *, multiple: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # One of our own: asking Qt for the one it makes has every widget class of Qt built, to see which of them it is.
        self.setViewport(QWidget())
        self._rows = model
        self._kept: int | None = None
        self._sorted: tuple[str, bool] = ("", False)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self._dress(multiple=multiple)
        self._dress_heads()
        self._dress_columns()
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        # What comes or goes moves all below it: most of the table is painted anew.
        for told in (model.modelReset, model.ids_changed, model.all_changed):
            told.connect(self._paint_later)

    def current_id(self) -> int | None:
        """The id of the current row."""
        return self._rows.id_at(self.currentIndex()) if self.currentIndex().isValid() else None

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows from the top."""
        stretches = sorted(self._selected_rows(), key=lambda rows: rows.start)
        if sum(map(len, stretches)) <= _MOST_TOLD:
            return [number for rows in stretches for number in map(self._rows.id_at, rows) if number is not None]
        ids, found = self._rows.ids(), list[int]()
        for rows in stretches:
            found.extend(ids[rows.start : rows.stop])
        return found

    def selected_count(self) -> int:
        """How many rows are selected; asks the stretches of the selection, not every row of it."""
        return sum(len(rows) for rows in self._selected_rows())

    def set_current_id(self, number: int | None) -> bool:
        """Make the row of this id current and visible; False where it is not shown (current is then cleared)."""
        index = self._rows.index_of(number) if number is not None else QModelIndex()
        if not index.isValid():
            self.selectionModel().clear()
            return False
        if index.row() != self.currentIndex().row():
            self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def enter(self) -> None:
        """Give the keyboard to the table, on its first row where none is current."""
        self.setFocus()
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0, 0))

    def set_sorted(self, key: str, *, descending: bool) -> None:
        """Show the arrow at the column of `key`; "" shows none."""
        self._sorted = (key, descending)
        places = [place for place, column in enumerate(self._rows.columns) if key and column.key == key]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(bool(places))
        self.horizontalHeader().setSortIndicator(places[0] if places else -1, order)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = self._rows.rowCount() - 1
            if last >= 0:
                self.setCurrentIndex(self._rows.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Typed letters look for nothing here: Qt would ask the rows one after the other, however many there are."""

    @override
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        if current.row() != previous.row() and self._kept is None:
            self.current_changed.emit(self._rows.id_at(current) if current.isValid() else None)

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        brief = [_brief(each) for each in (selected, deselected)]
        super().selectionChanged(*brief)
        if brief != [selected, deselected]:
            self.viewport().update()
        self.selected_changed.emit()

    def _selected_rows(self) -> list[range]:
        """The stretches of selected rows; whole rows are selected, so each is told once, by the first column."""
        # Its stubs forget that a selection can be gone through.
        found = cast("list[QItemSelectionRange]", self.selectionModel().selection())
        # Where headings were moved Qt tells rows that were drawn over once for each column.
        return list(dict.fromkeys(range(each.top(), each.bottom() + 1) for each in found if each.left() == 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ground = QPainter(self.viewport())
        ground.fillRect(event.rect(), current_theme().color("surface"))
        ground.end()
        super().paintEvent(event)

    def _dress(self, *, multiple: bool) -> None:
        # It paints its own ground whole, so a scrolled step moves pixels and paints one row instead of all.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)

    def _dress_heads(self) -> None:
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        # A heading looks whether every row is selected beside it, each time one more is: it sees no selection at all.
        head.setSelectionModel(QItemSelectionModel(self._rows, head))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(SIZES.table_row)
        rows.setDefaultSectionSize(SIZES.table_row)
        head.setFixedHeight(SIZES.table_head)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setStretchLastSection(True)
        head.setMinimumSectionSize(32)
        head.sectionClicked.connect(self._ask_sort)
        head.setAccessibleName(self.accessibleName())

    def _dress_columns(self) -> None:
        for place, column in enumerate(self._rows.columns):
            self.setColumnWidth(place, column.width)

    def _ask_sort(self, section: int) -> None:
        key = self._rows.columns[section].key
        if key:
            self.sort_requested.emit(key, self._sorted == (key, False))

    def _open(self, index: QModelIndex) -> None:
        number = self._rows.id_at(index) if index.isValid() else None
        if number is not None:
            self.opened.emit(number)

    def _remember(self) -> None:
        self._kept = self.current_id()

    def _paint_later(self) -> None:
        """Paint the list in a turn of its own: what led to it, and what follows from it, is done in this one."""
        if self.viewport().updatesEnabled():
            paint_in_turns(self, [self.viewport()])

    def _restore(self) -> None:
        kept = self._kept
        if kept is None:
            return
        index = self._rows.index_of(kept)
        if index.isValid():
            self.setCurrentIndex(index)
        self._kept = None
        if not index.isValid():
            self.current_changed.emit(None)


def _brief(selection: QItemSelection) -> QItemSelection:
    """Return a selection, of a large one only its first row: Qt tells a screen reader of the first of its cells, and
    makes a list of all of them to find it."""
    stretches = cast("list[QItemSelectionRange]", selection)
    if sum(each.height() for each in stretches) <= _MOST_TOLD:
        return selection
    first = next(iter(stretches))
    model, row = first.model(), first.top()
    return QItemSelection(model.index(row, first.left()), model.index(row, first.right()))
