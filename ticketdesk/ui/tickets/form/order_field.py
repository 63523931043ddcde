"""The order of a new ticket: shown in short, or found by its number, its last digits or its buyer.

Of an order of several items the ticket may be about one.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ticketdesk.store.queries import buyers, orders, search
from ticketdesk.store.queries.orders import LineRow, OrderCard
from ticketdesk.ui import labels
from ticketdesk.ui.orders.card_parts import flag_mark
from ticketdesk.ui.safe_text import ElidedLabel, label, one_line
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr

MOST: Final = 8


class OrderField(QWidget):
    """`changed` when another order or item is named; `card()` is that order or None."""

    changed = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._card: OrderCard | None = None
        self._nick = ""
        self._order_line: QWidget | None = None
        self.number = QLineEdit()
        self.number.setAccessibleName(tr("Order number"))
        self.number.setMaxLength(200)
        self.number.setPlaceholderText(tr("Order number or its last 4 digits, then Enter"))
        self.choose = IconButton("chevron-down", tr("Orders of the buyer"), size=16)
        self.clear = IconButton("x", tr("Without an order"), size=14)
        self.menu = QMenu(self)
        self.item = QComboBox()
        self.item.setAccessibleName(tr("About which item"))
        self.item.setMinimumContentsLength(12)
        self.item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.hint = label(role="bad")
        self.hint.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(SIZES.xs)
        for widget in (self.number, self.choose, self.clear):
            self._row.addWidget(widget)
        self._row.setStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.xs)
        column.addLayout(self._row)
        column.addWidget(self.item)
        column.addWidget(self.hint)
        self.item.activated.connect(self.changed)
        self.number.returnPressed.connect(self._find)
        self.choose.clicked.connect(self._offer_own)
        self.clear.clicked.connect(self._drop)
        self.menu.triggered.connect(self._take)
        self.set_order(None)

    def card(self) -> OrderCard | None:
        """The order named."""
        return self._card

    def product(self) -> str:
        """What the ticket is about: the item chosen, else what stands for the whole order; "" without one."""
        if self._card is None:
            return ""
        place = self.item.currentIndex()
        return item_words(self._card.lines[place - 1]) if place > 0 else product_of(self._card)

    def item_title(self) -> str:
        """The title of the item chosen, "" for the whole order."""
        place = self.item.currentIndex()
        return self._card.lines[place - 1].title if self._card is not None and place > 0 else ""

    def item_place(self) -> str:
        """Which item is chosen, counted from 1; "" for the whole order."""
        return str(self.item.currentIndex()) if self.item.currentIndex() > 0 else ""

    def set_item(self, place: str) -> None:
        """Choose an item by its place, the whole order by ""; silent."""
        found = int(place) if place.isdecimal() else 0
        if self.item.count():
            self.item.setCurrentIndex(found if found < self.item.count() else 0)

    def set_nick(self, nick: str) -> None:
        """The buyer whose orders are offered."""
        self._nick = nick

    def set_order(self, order_id: int | None) -> None:
        """Show an order, None for the field to type a number; silent."""
        self._card = orders.card(self._world.reader, order_id) if order_id is not None else None
        if self._order_line is not None:
            self._row.removeWidget(self._order_line)
            self._order_line.hide()
            self._order_line.deleteLater()
            self._order_line = None
        if self._card is not None:
            self._order_line = _order_line(self._card)
            self._row.insertWidget(0, self._order_line, 1)
        self._offer_items()
        self.hint.hide()
        self.number.setVisible(self._card is None)
        self.choose.setVisible(self._card is None)
        self.clear.setVisible(self._card is not None)

    def _offer_items(self) -> None:
        """The items of an order of several, the whole order first."""
        lines = self._card.lines if self._card is not None and len(self._card.lines) > 1 else ()
        self.item.clear()
        if lines:
            self.item.addItem(tr("About the whole order"))
        for line in lines:
            self.item.addItem(one_line(item_words(line), 80))
        self.item.setVisible(bool(lines))

    def _find(self) -> None:
        """Name the order typed; where several end alike, offer them."""
        typed = self.number.text().strip()
        if not typed:
            return
        found = orders.ids_of_number(self._world.reader, typed)
        found = found or [hit.id for hit in search.hits(self._world.reader, "orders", typed, limit=MOST)]
        if len(found) == 1:
            self._name(found[0])
        else:
            self._offer(found, tr("No order has this number. Import the newest order list, or leave it empty."))

    def _offer_own(self) -> None:
        buyer = buyers.id_of_nick(self._world.reader, self._nick) if self._nick else None
        found = orders.ids_of_buyer(self._world.reader, buyer, MOST) if buyer is not None else []
        self._offer(found, tr("No orders of this buyer are known."))

    def _offer(self, ids: list[int], none: str) -> None:
        self.hint.setText(none)
        self.hint.setVisible(not ids)
        rows = {row.id: row for row in orders.rows(self._world.reader, ids)} if ids else {}
        self.menu.clear()
        for order_id in ids:
            if order_id in rows:
                row = rows[order_id]
                words = f"{labels.short_number(row.number)}  {labels.order_state(row.state).text}  {row.titles}"
                action = QAction(one_line(words, 60).replace("&", "&&"), self.menu)
                action.setData(order_id)
                self.menu.addAction(action)
        if rows:
            self.menu.popup(self.number.mapToGlobal(self.number.rect().bottomLeft()))

    def _take(self, action: QAction) -> None:
        self._name(int(action.data()))

    def _name(self, order_id: int) -> None:
        self.set_order(order_id)
        self.clear.setFocus()
        self.changed.emit()

    def _drop(self) -> None:
        self.set_order(None)
        self.number.setFocus()
        self.changed.emit()


def product_of(card: OrderCard) -> str:
    """Return what an order is about: the first item with attributes and quantity, else the titles of the list."""
    if not card.lines:
        return one_line(card.row.titles, 120)
    return item_words(card.lines[0])


def item_words(line: LineRow) -> str:
    """Return an item with attributes and quantity."""
    amount = f"×{line.quantity}" if line.quantity is not None else ""
    return one_line(" ".join(part for part in (line.title, line.attributes, amount) if part), 120)


def _order_line(card: OrderCard) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    words = ElidedLabel(f"{labels.short_number(card.row.number)} · {product_of(card)}")
    words.setAccessibleName(card.row.number)
    row.addWidget(words, 1)
    if card.row.flag:
        row.addWidget(flag_mark(card.row.flag))
    state = labels.order_state(card.row.state)
    row.addWidget(Chip(state.text, state.level))
    return made
