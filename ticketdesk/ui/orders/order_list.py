"""The table of orders: its cells, which columns fit, and the keys of rows."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui import labels
from ticketdesk.ui.delegates.cells import CellDelegate
from ticketdesk.ui.delegates.order import ChipCell, DeadlineCell, FlagCell, MarkedCell
from ticketdesk.ui.labels import Label
from ticketdesk.ui.models.snapshot import Column
from ticketdesk.ui.orders.order_columns import ALWAYS, USUAL, Columns
from ticketdesk.ui.orders.order_model import (
    BUYER,
    DUE,
    FLAG,
    NUMBER,
    PAID,
    PARCEL,
    PRODUCT,
    REMARK,
    STATE,
    OrderModel,
)
from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.table_view import TableView
from ticketdesk.ui.world import World
from ticketdesk.words import tr

# What goes first where the window is narrow: it stands in the sidebar as well. Of chosen columns the last one does.
_GIVEN_UP: Final = (PARCEL, BUYER, REMARK, PAID)
_LEAST_PRODUCT: Final = 150
_NO_CHIP: Final = Label("")
_DIGITS: Final = tuple("012345")
_ACTS: Final = MappingProxyType(
    {
        "r": "remark", "g": "change", "s": "ship", "j": "share", "a": "address", "p": "price", "d": "conclude",
        "c": "copy", "m": "note",
    }
)  # fmt: skip


class OrderList(TableView):
    """Shows an OrderModel; ``escaped`` by Esc, ``filter_pressed`` by /, ``flag_pressed(code)`` by a digit 0 to 5.

    ``act_pressed(name)`` by the letter of an act of ``order_acts.ACTS``; ``rearranged(Columns)`` where headings were
    dragged to another place or width.
    """

    escaped = Signal()
    filter_pressed = Signal()
    flag_pressed = Signal(object)
    act_pressed = Signal(str)
    rearranged = Signal(object)

    def __init__(self, world: World, model: OrderModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Orders"), multiple=True, parent=parent)
        self._model = model
        self._columns, self._arranging = USUAL, False
        self.setItemDelegate(CellDelegate(self, ink="text.second"))
        for column, cell in {
            FLAG: FlagCell(self),
            STATE: ChipCell(_state_chip, self),
            PRODUCT: MarkedCell(self._beside_product, self, ink="text", bold=True),
            REMARK: MarkedCell(_conflict_chip, self),
            NUMBER: CellDelegate(self, ink="text.second"),
            PAID: CellDelegate(self),
            DUE: DeadlineCell(world.clock, _paid_at, self),
        }.items():
            self.setItemDelegateForColumn(column, cell)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(PRODUCT, header.ResizeMode.Stretch)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(True)
        header.sectionMoved.connect(self._moved)
        header.sectionResized.connect(self._resized)

    def columns(self) -> tuple[Column, ...]:
        """All columns that there are."""
        return self._model.columns

    def arrange(self, columns: Columns) -> None:
        """Show these columns, in their order and as wide as they say."""
        self._columns = columns
        header, every = self.horizontalHeader(), self._model.columns
        rest = (place for place in range(len(every)) if place not in columns.shown)
        widths = dict(columns.widths)
        self._arranging = True
        for at, place in enumerate((*columns.shown, *rest)):
            header.moveSection(header.visualIndex(place), at)
        for place, column in enumerate(every):
            if place != PRODUCT:
                self.setColumnWidth(place, widths.get(place, column.width))
        self._arranging = False
        self._fit(self.viewport().width())

    def tick(self) -> None:
        """Let the clocks of the deadlines run."""
        self._model.repaint_column(DUE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif typed == "/":
            self.filter_pressed.emit()
        elif bare and typed in _DIGITS and self.selectionModel().hasSelection():
            self.flag_pressed.emit(int(typed))
        elif bare and typed in _ACTS and self.selectionModel().hasSelection():
            self.act_pressed.emit(_ACTS[typed])
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())
        super().resizeEvent(event)

    def _beside_product(self, row: Any) -> Label:
        """The contradiction stands here where the remarks have no room, else that it leaves with others."""
        if row.remark_conflict and self.isColumnHidden(REMARK):
            return _conflict_chip(row)
        return labels.shared_parcel(row.parcel_group, row.state)

    def _fit(self, width: int) -> None:
        """Hide columns until the product has room, and those that were not chosen."""
        shown, own = set(self._columns.shown), dict(self._columns.widths)
        wide = [own.get(place, column.width) for place, column in enumerate(self._model.columns)]
        wide[PRODUCT] = _LEAST_PRODUCT
        need = sum(wide[place] for place in shown)
        own_order = (place for place in reversed(self._columns.shown) if place not in ALWAYS)
        for place in _GIVEN_UP if self._columns.shown == USUAL.shown else own_order:
            if need > width:
                shown.remove(place)
                need -= wide[place]
        self._arranging = True
        for place in range(len(wide)):
            self.setColumnHidden(place, place not in shown)
        self._arranging = False

    def _moved(self, *_places: int) -> None:
        if not self._arranging:
            shown = tuple(sorted(self._columns.shown, key=self.horizontalHeader().visualIndex))
            self._rearrange(Columns(shown, self._columns.widths))

    def _resized(self, place: int, before: int, width: int) -> None:
        if not self._arranging and before and width and place != PRODUCT:
            self._rearrange(self._columns.wide(place, width))

    def _rearrange(self, columns: Columns) -> None:
        self._columns = columns
        self.rearranged.emit(columns)


def _state_chip(row: Any) -> Label:
    return labels.order_state(row.state)


def _conflict_chip(row: Any) -> Label:
    return labels.remark_conflict(row.remark_conflict)


def _paid_at(row: Any) -> int | None:
    return row.paid_at  # type: ignore[no-any-return]
