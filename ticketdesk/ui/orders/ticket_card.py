"""A ticket of the buyer as a card of the sidebar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.ui import labels
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import ElidedLabel, label
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.words import tr


class TicketCard(Card):
    """One ticket in short; a click or Enter opens it, Delete or its button asks to cancel it (trade.md A.1-8)."""

    opened = Signal(object)
    cancel_asked = Signal(object)

    def __init__(self, row: TicketRow, now: int, parent: QWidget | None = None) -> None:
        super().__init__(margin=10, spacing=4, parent=parent)
        self._id = row.id
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        state = labels.ticket_state(row.state)
        self.setAccessibleName(f"{row.number} {row.title} {state.text}")
        head = QHBoxLayout()
        head.addWidget(label(row.number, role="third"))
        head.addStretch(1)
        head.addWidget(Chip(state.text, state.level))
        self.cancel = IconButton("circle-x", tr("Cancel {0}…", row.number), size=14)
        self.cancel.setVisible(row.closed_at is None)
        self.cancel.clicked.connect(self._ask)
        head.addWidget(self.cancel)
        self.body.addLayout(head)
        self.body.addWidget(ElidedLabel(row.title, role="strong"))
        parts = [labels.ticket_type(row.type), row.assignee_name]
        if row.closed_at is None and row.due_at is not None:
            parts.append(labels.remaining(row.due_at, now))
        self.body.addWidget(ElidedLabel(" · ".join(part for part in parts if part), role="third"))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self._id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._id)
        elif event.key() == Qt.Key.Key_Delete and not self.cancel.isHidden():
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self.cancel_asked.emit(self._id)
