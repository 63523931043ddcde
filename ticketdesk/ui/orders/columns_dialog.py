"""The dialog in which an agent chooses the columns of the order list, their order and their width."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSpinBox, QVBoxLayout, QWidget

from ticketdesk.ui.models.snapshot import Column
from ticketdesk.ui.orders.order_columns import ALWAYS, NARROWEST, USUAL, WIDEST, Columns
from ticketdesk.ui.orders.order_model import PRODUCT
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.modal import ModalDialog
from ticketdesk.words import tr

_PLACE: Final = int(Qt.ItemDataRole.UserRole)
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnsDialog(ModalDialog):
    """``chosen(Columns)`` by Apply or Ctrl+Enter. Space shows or hides a column, Alt with an arrow moves it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, columns: tuple[Column, ...], shown: Columns) -> None:
        super().__init__(parent, tr("Columns of the order list"), tr("for you alone"), width=440)
        self._titles = [column.title for column in columns]
        self._own = [column.width for column in columns]
        self._widths: dict[int, int] = {}
        self.list = _Columns()
        self.list.setAccessibleName(tr("Columns"))
        self.width_field = QSpinBox()
        self.width_field.setRange(NARROWEST, WIDEST)
        self.width_field.setSingleStep(10)
        self.width_field.setSuffix(" px")
        self.width_field.setAccessibleName(tr("Width of the column"))
        self.up, self.down = button(tr("Move up"), small=True), button(tr("Move down"), small=True)
        self.usual = button(tr("As they were at first"), kind="link", small=True)
        self._place()
        self._connect()
        self._show(shown)
        self.list.setMinimumHeight(self.list.sizeHintForRow(0) * (self.list.count() + 1))
        self.list.setFocus()

    def columns(self) -> Columns:
        """What is chosen now."""
        items = [self.list.item(row) for row in range(self.list.count())]
        shown = tuple(each.data(_PLACE) for each in items if each.checkState() == Qt.CheckState.Checked)
        made = Columns(shown)
        for place, width in sorted(self._widths.items()):
            made = made.wide(place, width)
        return made

    def _place(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(SIZES.s)
        for part in (self.up, self.down, label(tr("Width"), role="second"), self.width_field):
            side.addWidget(part)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SIZES.m)
        row.addWidget(self.list, 1)
        row.addLayout(side)
        self.body.addLayout(row)
        hint = tr("Space shows or hides one, Alt with ↑ or ↓ moves it")
        self.body.addWidget(label(hint, role="third", wrap=True))
        cancel, self.take = button(tr("Cancel")), button(tr("Apply  Ctrl+Enter"), kind="primary", name=tr("Apply"))
        self.footer.addWidget(self.usual)
        self.footer.addStretch(1)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.take)
        cancel.clicked.connect(self.reject)

    def _connect(self) -> None:
        self.take.clicked.connect(self._take)
        self.submitted.connect(self._take)
        self.up.clicked.connect(lambda: self.list.shift(-1))
        self.down.clicked.connect(lambda: self.list.shift(1))
        self.usual.clicked.connect(lambda: self._show(USUAL))
        self.list.currentRowChanged.connect(self._weigh)
        self.width_field.valueChanged.connect(self._widen)

    def _show(self, columns: Columns) -> None:
        self._widths = dict(columns.widths)
        rest = (place for place in range(len(self._titles)) if place not in columns.shown)
        self.list.clear()
        for place in (*columns.shown, *rest):
            item = QListWidgetItem(self._titles[place])
            item.setData(_PLACE, place)
            fixed = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(fixed if place in ALWAYS else fixed | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if place in columns.shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _weigh(self, _row: int = 0) -> None:
        """The product has no width of its own: it takes what is left."""
        item = self.list.currentItem()
        if item is None:
            return
        place = item.data(_PLACE)
        blocked = self.width_field.blockSignals(True)
        self.width_field.setValue(self._widths.get(place, self._own[place]))
        self.width_field.blockSignals(blocked)
        self.width_field.setEnabled(place != PRODUCT)
        self.up.setEnabled(self.list.currentRow() > 0)
        self.down.setEnabled(self.list.currentRow() + 1 < self.list.count())

    def _widen(self, width: int) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._widths[item.data(_PLACE)] = width

    def _take(self) -> None:
        self.chosen.emit(self.columns())
        self.accept()


class _Columns(QListWidget):
    """The columns; Alt with an arrow moves the current one."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shift(step)
        else:
            super().keyPressEvent(event)

    def shift(self, step: int) -> None:
        """Put the current column one place further."""
        row = self.currentRow()
        if 0 <= row + step < self.count():
            self.insertItem(row + step, self.takeItem(row))
            self.setCurrentRow(row + step)
