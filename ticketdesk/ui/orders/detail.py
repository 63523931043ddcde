"""The chosen order at the right of the orders page: the order sidebar, shown only while an order is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ticketdesk.ui.orders.sidebar import OrderSidebar
from ticketdesk.ui.override import override
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.turns import Turn
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class OrderDetail(QWidget):
    """Hidden until an order is shown; Esc asks to close it (``closed``)."""

    closed = Signal()

    def __init__(self, world: World) -> None:
        super().__init__()
        self._order: int | None = None
        self._next: int | None = None
        self._turn = Turn(self, self._show_next)
        self.setAccessibleName(tr("Order"))
        self.setMinimumWidth(300)
        self.sidebar = OrderSidebar(world)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sidebar)
        self.resize(SIZES.sidebar, self.height())
        self.hide()

    def follow(self, order_id: int | None) -> None:
        """Show this order in a turn of its own, after the paint of the row that was chosen; None leaves what is shown.

        Of the rows that a held key passes, only the one that stands when the turn comes is shown.
        """
        self._next = order_id
        self._turn.start()

    def show_order(self, order_id: int | None) -> None:
        """Show this order; None leaves what is shown."""
        self._turn.stop()
        if order_id is None:
            return
        if order_id != self._order or self.isHidden():
            self._order = order_id
            self.sidebar.show_order(order_id)
        self.show()

    def _show_next(self) -> None:
        self.show_order(self._next)

    def tick(self, now: int) -> None:
        """Let the clocks of the cards run."""
        if self.isVisible():
            self.sidebar.tick(now)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
