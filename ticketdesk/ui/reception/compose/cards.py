"""Cards that a reply can be: a product known from orders, one of the buyer's orders, the invitation to rate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ticketdesk.desk.closings import standard
from ticketdesk.domain.text import fold, letters
from ticketdesk.store.queries import conversations, orders
from ticketdesk.store.queries.goods import GoodsRow, goods
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.store.reader import Reader
from ticketdesk.ui import labels
from ticketdesk.ui.delegates import paint
from ticketdesk.ui.icons import paint_icon
from ticketdesk.ui.override import override
from ticketdesk.ui.reception.compose.popup import ComposePopup
from ticketdesk.ui.safe_text import label, one_line
from ticketdesk.ui.tasks import Cancelled, Progress
from ticketdesk.ui.theme import SIZES, current_theme
from ticketdesk.ui.world import World
from ticketdesk.words import tr

_WIDTH: Final = 520
_ROW: Final = 34
_ROWS: Final = 7
_MOST: Final = 50
_MOST_ORDERS: Final = 20


class CardReply(NamedTuple):
    """A card: its kind and JSON, the words a channel without cards shows, what it is found by and shown as."""

    kind: str
    text: str
    data: str
    key: str
    title: str = ""
    note: str = ""


def product(row: GoodsRow) -> CardReply:
    """The card of a product: ``{"title", "code", "price_cents", "currency"}``."""
    price = labels.money(row.price_cents, row.currency)
    key = letters(fold(f"{row.title} {row.code}"))
    note = _joined("  ", row.code, price)
    return CardReply("product", _joined(" ", row.title, price), _json(row._asdict()), key, row.title, note)


def order(row: OrderRow) -> CardReply:
    """The card of an order and its parcel: ``{"order_id", "number", "title", "state", "carrier", "tracking"}``."""
    state = labels.order_state(row.state).text
    parcel = _joined(" ", row.carrier, row.tracking)
    text = _joined(" · ", tr("Order {0}", row.number), row.titles, state, parcel)
    data = {
        "order_id": row.id, "number": row.number, "title": row.titles, "state": row.state, "carrier": row.carrier,
        "tracking": row.tracking,
    }  # fmt: skip
    note = _joined("  ", labels.short_number(row.number), state)
    key = letters(fold(f"{row.number} {row.titles}"))
    return CardReply("logistics", text, _json(data), key, row.titles or row.number, note)


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def invitation() -> CardReply:
    """The invitation to rate the conversation."""
    return CardReply("rating", standard().rating, _json({"event": "invited"}), "")


def offered(reader: Reader, conversation: int) -> list[CardReply]:
    """Return what can be sent as a card in a conversation: the buyer's orders, then goods, newest first."""
    talk = conversations.one(reader, conversation)
    ids = orders.ids_of_buyer(reader, talk.buyer_id, _MOST_ORDERS) if talk is not None else []
    rows = {row.id: row for row in orders.rows(reader, ids)}
    mine = [order(rows[key]) for key in ids if key in rows]
    return [*mine, *(product(row) for row in goods(reader))]


class _Rows(QStyledItemDelegate):
    """A card as a row: what it is, its title, and at the right code and price or number and state."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card, theme = index.data(int(Qt.ItemDataRole.UserRole)), current_theme()
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        icon = QRect(rect.x() + SIZES.m, rect.y(), 16, rect.height())
        paint_icon(painter, icon, "package" if card.kind == "logistics" else "shopping-bag", "text.second")
        note = one_line(card.note, 60)
        wide = QFontMetrics(theme.font("small")).horizontalAdvance(note)
        right = rect.right() - SIZES.m - wide
        room = QRect(icon.right() + SIZES.s, rect.y(), right - SIZES.m - icon.right() - SIZES.s, rect.height())
        paint.text_line(painter, room, one_line(card.title, 120), theme.font("base"), theme.color("text"))
        beside = QRect(right, rect.y(), wide + 2, rect.height())
        paint.text_line(painter, beside, note, theme.font("small"), theme.color("text.second"))
        painter.restore()


class CardPopup(ComposePopup):
    """`chosen(conversation, CardReply)` on Enter or a click; the list is read in a worker."""

    chosen = Signal(object, object)

    def __init__(self, ground: QWidget, world: World) -> None:
        super().__init__(ground, tr("Orders and products"), tr("↑↓ choose   Enter send"), _WIDTH)
        self._world = world
        self._conversation: int | None = None
        self._all: list[CardReply] = []
        self._found: list[CardReply] = []
        self.field.setPlaceholderText(tr("Title, code or order number"))
        self.field.setAccessibleName(tr("Search orders and products"))
        self.field.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setAccessibleName(tr("Orders and products"))
        self.list.itemClicked.connect(self._clicked)
        self._note = label(role="third")
        self._note.setContentsMargins(SIZES.m, 0, SIZES.m, SIZES.m)
        self.column.addWidget(self.list)
        self.column.addWidget(self._note)
        self.column.addSpacing(SIZES.xs)

    def open_for(self, conversation: int, bottom: int) -> None:
        """Open for a conversation; what is chosen goes there."""
        reader = self._world.reader
        if conversation != self._conversation:
            self._all = []
        self._conversation = conversation

        def work(_progress: Progress, _cancelled: Cancelled) -> list[CardReply]:
            return offered(reader, conversation)

        self._world.tasks.start(f"reply.cards.{id(self)}", work, self._take, self._world.notices.refuse)
        self._note.setText(tr("Reading…"))
        self.open_over(bottom)

    def cards(self) -> list[CardReply]:
        """What is shown."""
        return list(self._found)

    def begin(self) -> None:
        self._fill("")

    def _take(self, cards: list[CardReply]) -> None:
        self._all = cards
        self._note.setText(tr("No order or product of this name"))
        self._fill(self.field.text())

    def _fill(self, words: str) -> None:
        wanted = [letters(fold(word)) for word in words.split()]
        self._found = [card for card in self._all if all(word in card.key for word in wanted)][:_MOST]
        self.list.clear()
        for card in self._found:
            item = QListWidgetItem(one_line(f"{card.title} {card.note}", 160))
            item.setData(Qt.ItemDataRole.UserRole, card)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self._found))
        self._note.setVisible(not self._found)
        self.list.setFixedHeight(min(_ROWS, len(self._found)) * _ROW)
        self.fit()

    def steer(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        row = self.list.currentRow()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._found:
            self.list.setCurrentRow((row + (1 if key == Qt.Key.Key_Down else -1)) % len(self._found))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(row)
        else:
            return False
        return True

    def _clicked(self, item: QListWidgetItem) -> None:
        self._choose(self.list.row(item))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._found) and self._conversation is not None:
            card = self._found[row]
            self.close_popup()
            self.chosen.emit(self._conversation, card)


def _json(values: dict[str, object] | Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False)
