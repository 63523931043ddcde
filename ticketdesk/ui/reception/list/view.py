"""The list itself as a view: rows of 77 px, several of which can be chosen, with a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.ui.reception.conversation_model import ConversationModel
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.table_view import TableView

Later = Callable[[Callable[[], object]], object]


class ConversationView(TableView):
    """One column without a head. ``menu_wanted(QPoint)`` by the right button or the Menu key, in global pixels.

    ``after_chat`` does something once the chat of a row stands painted; a row that becomes current out of sight is
    brought into it only then. ``quiet``: no chat changes with the current row.
    """

    menu_wanted = Signal(object)

    after_chat: Later | None = None
    quiet = False
    _behind = False

    def __init__(self, model: ConversationModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, multiple=True, parent=parent)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(SIZES.conversation_row)
        rows.setDefaultSectionSize(SIZES.conversation_row)

    def setCurrentIndex(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Choose this row alone: Qt would add it to the chosen ones while Ctrl is down, as for Ctrl+Up."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        # Qt would scroll at once; not by an override of scrollTo, in whose call from there the program ended.
        late = self._comes_later(current)
        self.setAutoScroll(not late)
        super().currentChanged(current, previous)
        self.setAutoScroll(True)
        if late and not self._behind and self.after_chat is not None:
            self._behind = True
            self.after_chat(self._catch_up)

    def bring(self, index: QModelIndex) -> None:
        """Bring a row into sight: all its neighbours are painted with it, so the chat comes first."""
        if not (self._behind and index == self.currentIndex()):
            super().bring(index)

    def _comes_later(self, index: QModelIndex) -> bool:
        wanted = not self.quiet and self.after_chat is not None and index.isValid() and self.isVisible()
        return wanted and not self.viewport().rect().contains(self.visualRect(index))

    def _catch_up(self) -> None:
        self._behind = False
        if self.currentIndex().isValid():
            self.bring(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            if self.indexAt(event.pos()).isValid():
                self.menu_wanted.emit(event.globalPos())
        elif self.currentIndex().isValid():
            corner = self.visualRect(self.currentIndex()).topLeft() + QPoint(SIZES.conversation_row, 40)
            self.menu_wanted.emit(self.viewport().mapToGlobal(corner))
