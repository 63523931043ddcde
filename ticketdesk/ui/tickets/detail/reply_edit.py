"""The field in which a ticket is answered."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

from ticketdesk.ui.orders.remark_dialog import is_submit
from ticketdesk.ui.override import override
from ticketdesk.ui.widgets.picture_strip import pictures_in
from ticketdesk.ui.widgets.text_box import TextBox


class ReplyEdit(TextBox):
    """A text field: Ctrl+Enter is `submitted`, pasted or dropped pictures are `pictures_given(QMimeData)`."""

    submitted = Signal()
    pictures_given = Signal(object)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_submit(event) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(pictures_in(source)) or super().canInsertFromMimeData(source)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        if pictures_in(source):
            self.pictures_given.emit(source)
        else:
            super().insertFromMimeData(source)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures_in(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if pictures_in(event.mimeData()):
            self.pictures_given.emit(event.mimeData())
            event.acceptProposedAction()
        else:
            super().dropEvent(event)
