"""The list itself as a view: rows of 77 px, several of which can be chosen, with a menu."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.override import override
from ticketdesk.ui.reception.conversation_model import ConversationModel
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.table_view import TableView


class ConversationView(TableView):
    """One column without a head. ``menu_wanted(QPoint)`` by the right button or the Menu key, in global pixels.

    ``quiet``: no chat changes with the current row.
    """

    menu_wanted = Signal(object)

    quiet = False

    def __init__(self, model: ConversationModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, multiple=True, parent=parent)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(SIZES.conversation_row)
        rows.setDefaultSectionSize(SIZES.conversation_row)

    @override
    def setCurrentIndex(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Choose this row alone: Qt would add it to the chosen ones while Ctrl is down, as for Ctrl+Up."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            if self.indexAt(event.pos()).isValid():
                self.menu_wanted.emit(event.globalPos())
        elif self.currentIndex().isValid():
            corner = self.visualRect(self.currentIndex()).topLeft() + QPoint(SIZES.conversation_row, 40)
            self.menu_wanted.emit(self.viewport().mapToGlobal(corner))
