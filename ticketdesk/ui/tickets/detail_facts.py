"""The facts of a ticket: buyer, order, product, demand, description, with the ways to their places."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ticketdesk.domain.masking import mask_phone
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui import labels
from ticketdesk.ui.orders.card_parts import flag_mark
from ticketdesk.ui.safe_text import ElidedLabel, label, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.words import tr


class DetailFacts(QWidget):
    """`conversation_asked` and `order_asked` by the links."""

    conversation_asked = Signal()
    order_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        self._grid.setHorizontalSpacing(SIZES.l)
        self._grid.setVerticalSpacing(SIZES.xs)
        self._grid.setColumnMinimumWidth(0, 56)
        self._grid.setColumnStretch(1, 1)

    def show_ticket(self, detail: TicketDetail, *, conversation: bool) -> None:
        """Show this ticket's facts; ``conversation`` says whether the buyer has one to open."""
        self._clear()
        row = detail.row
        if row.buyer_nick:
            self._add(tr("Buyer"), self._buyer(detail, conversation=conversation))
        if detail.order_number:
            self._add(tr("Order"), self._order(detail))
        for name, text in (
            (tr("Product"), detail.product),
            (tr("Demand"), detail.demand),
            (tr("Problem"), detail.description),
        ):
            if text.strip():
                words = label(text.strip(), wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._add(name, words)
        self.setVisible(self._grid.count() > 0)

    def _buyer(self, detail: TicketDetail, *, conversation: bool) -> QWidget:
        parts: list[QWidget] = [ElidedLabel(detail.row.buyer_nick)]
        if detail.contact:
            parts.append(label(mask_phone(detail.contact), role="third"))
        if conversation:
            go = button(tr("Open conversation"), kind="link", small=True)
            go.clicked.connect(self.conversation_asked)
            parts.append(go)
        return _row(parts)

    def _order(self, detail: TicketDetail) -> QWidget:
        number = button(labels.short_number(detail.order_number), kind="link", small=True)
        number.setAccessibleName(tr("Open order {0}", detail.order_number))
        set_tooltip(number, detail.order_number)
        number.clicked.connect(self.order_asked)
        parts: list[QWidget] = [number]
        if detail.row.order_flag:
            parts.append(flag_mark(detail.row.order_flag))
        state = labels.order_state(detail.order_state)
        parts.append(Chip(state.text, state.level))
        return _row(parts)

    def _add(self, name: str, widget: QWidget) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(label(name, role="third"), place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, place, 1)

    def _clear(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _row(parts: list[QWidget]) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SIZES.s)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return made
