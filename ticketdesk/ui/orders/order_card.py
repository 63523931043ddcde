"""One order as a card of the sidebar: a short head that unfolds into items, person, remarks and acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ticketdesk.desk.commands.orders import RevealPersonalData
from ticketdesk.desk.desk import Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.ui import labels
from ticketdesk.ui.orders import card_parts as parts
from ticketdesk.ui.orders.remark_lines import remark_list
from ticketdesk.ui.safe_text import label, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip, Divider
from ticketdesk.ui.world import Place, World
from ticketdesk.words import errors, tr, trn

REVEAL_MS: Final = 60_000


def refusal(world: World, permission: Permission) -> str:
    """Why the agent may not, as a sentence; "" where the agent may."""
    return "" if world.may(permission) else errors.sentence(DeskError("denied", permission=permission.value))


class OrderCardView(Card):
    """Shows one order; folded it is a head and its first item, unfolded everything. Enter or a click unfolds.

    `remark_asked`, `address_asked` and `ticket_asked` carry the order's id first; the second also the personal data
    (`OrderPersonal`) where it stands whole on the screen, else None.
    """

    remark_asked = Signal(object)
    address_asked = Signal(object, object)
    ticket_asked = Signal(object)
    unfolded = Signal(object)

    def __init__(self, world: World, card: OrderCard, agents: Sequence[str], *, open_: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(margin=SIZES.m, spacing=SIZES.s, parent=parent)
        self._world, self._card, self._agents = world, card, agents
        self._open = open_
        self._inner: QWidget | None = None
        self._deadline: parts.DeadlineLine | None = None
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(REVEAL_MS)
        self._hiding.timeout.connect(self._hide_again)
        self._whole: OrderPersonal | None = None
        self._rebuild()

    @property
    def order_id(self) -> int:
        """The order shown."""
        return self._card.row.id

    @property
    def revealed(self) -> bool:
        """Whether the personal data stands whole on the screen."""
        return self._whole is not None

    def refresh(self) -> bool:
        """Read the order again; False where it is gone."""
        card = orders.card(self._world.reader, self.order_id)
        if card is None:
            return False
        if card != self._card:
            self._card = card
            self._hide_again()  # what was shown whole may be of yesterday
        return True

    def tick(self, now: int) -> None:
        """Repaint what depends on the clock (UTC ms)."""
        if self._deadline is not None:
            self._deadline.tick(now)

    def unfold(self) -> None:
        """Show everything of the order."""
        if not self._open:
            self._open = True
            self._rebuild()
            self.unfolded.emit(self.order_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.unfold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._open and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.unfold()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()

    def _rebuild(self) -> None:
        """Build the content anew: an order changes seldom, and no part then shows what another no longer does."""
        kept = _focus_place(self._inner)
        if self._inner is not None:
            self.body.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget(self)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s)
        self._deadline = None
        (self._fill if self._open else self._fill_folded)(column)
        self.body.addWidget(self._inner)
        self._inner.show()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._open else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if self._open else Qt.CursorShape.PointingHandCursor)
        state = labels.order_state(self._card.row.state).text
        self.setAccessibleName(tr("Order {0}, {1}", self._card.row.number, state))
        self.setAccessibleDescription("" if self._open else tr("Enter shows everything"))
        _focus_at(self._inner, kept)

    def _fill_folded(self, column: QVBoxLayout) -> None:
        column.addWidget(self._head())
        for line in self._card.lines[:1]:
            column.addWidget(parts.item_line(line))
        if len(self._card.lines) > 1:
            column.addWidget(
                label(trn(len(self._card.lines) - 1, "and {0} more item", "and {0} more items"), role="third")
            )
        _add(column, parts.shipped_line(self._card))

    def _fill(self, column: QVBoxLayout) -> None:
        card, now = self._card, self._world.clock()
        column.addWidget(self._head())
        self._deadline = parts.ship_line(card, now)
        _add(column, self._deadline)
        for line in card.lines:
            column.addWidget(parts.item_line(line))
        if not card.lines and card.row.titles:
            column.addWidget(label(card.row.titles, wrap=True))
        _add(column, parts.paid_line(card))
        _add(column, self._person())
        _add(column, parts.shipped_line(card))
        if card.buyer_message:
            column.addWidget(label(tr("The buyer says: {0}", card.buyer_message), wrap=True))
        self._fill_remarks(column, now)
        column.addWidget(self._acts())

    def _fill_remarks(self, column: QVBoxLayout, now: int) -> None:
        rows = parts.difference_rows(self._shown())
        if self._card.remarks:
            rows += parts.remark_rows(remark_list(self._card.remarks, now=now, agents=self._agents), now)
        if rows:
            column.addWidget(Divider(dashed=True))
        for row in rows:
            column.addWidget(row)

    def _head(self) -> QWidget:
        row = self._card.row
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        number = label(labels.short_number(row.number), role="strong")
        set_tooltip(number, row.number)
        number.setAccessibleName(row.number)
        line.addWidget(number)
        copy = IconButton("copy", tr("Copy the whole number {0}", row.number), size=13)
        copy.clicked.connect(self._copy)
        line.addWidget(copy)
        line.addStretch(1)
        if row.flag:
            line.addWidget(parts.flag_mark(row.flag, 13))
        state = labels.order_state(row.state)
        line.addWidget(Chip(state.text, state.level))
        return made

    def _person(self) -> QWidget | None:
        if not parts.person_text(self._card):
            return None
        reason = refusal(self._world, Permission.PERSONAL_REVEAL)
        person = parts.PersonLine(self._shown(), revealed=self.revealed, refusal=reason)
        person.reveal_asked.connect(self._turn_mask)
        return person

    def _acts(self) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, spacing=6, line_spacing=6)
        for text, icon, permission, slot in (
            (tr("Flag and remark"), "flag", Permission.ORDER_REMARK, self._ask_remark),
            (tr("Edit address"), "map-pin", Permission.ORDER_ADDRESS, self._ask_address),
            (tr("New ticket"), "ticket-plus", Permission.TICKET_HANDLE, self._ask_ticket),
        ):
            flow.addWidget(_act(self._world, text, icon, permission, slot))
        if self._world.may(Permission.INSIGHTS_VIEW):
            history = IconButton("history", tr("Who did what here"), size=14)
            history.clicked.connect(_opener(self._world, Place("settings.audit.order", self.order_id)))
            flow.addWidget(history)
        return made

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._card.row.number)
        self._world.notices.say(tr("Copied {0}", self._card.row.number))

    def _turn_mask(self) -> None:
        if self.revealed:
            self._hide_again()
        else:
            self._world.post(RevealPersonalData(order_id=self.order_id), self._reveal)

    def _reveal(self, done: Done) -> None:
        if isinstance(done.result, OrderPersonal):
            self._whole = done.result
            self._hiding.start()
            self._rebuild()

    def _hide_again(self) -> None:
        self._hiding.stop()
        self._whole = None
        self._rebuild()

    def _shown(self) -> OrderCard:
        """The order with its personal data masked, or whole for the minute after a look."""
        return self._card if self._whole is None else self._card._replace(**self._whole._asdict())

    def _ask_remark(self) -> None:
        self.remark_asked.emit(self.order_id)

    def _ask_address(self) -> None:
        self.address_asked.emit(self.order_id, self._whole)

    def _ask_ticket(self) -> None:
        self.ticket_asked.emit(self.order_id)


def _add(column: QVBoxLayout, widget: QWidget | None) -> None:
    if widget is not None:
        column.addWidget(widget)


def _focus_place(inner: QObject | None) -> int:
    """Which button of a content has the focus, -1 for none: it shall have it again after building anew."""
    if not isinstance(inner, QWidget):
        return -1
    return next((n for n, each in enumerate(_buttons(inner)) if each.hasFocus()), -1)


def _focus_at(inner: QWidget, place: int) -> None:
    found = _buttons(inner)
    if 0 <= place < len(found):
        found[place].setFocus()


def _buttons(inner: QWidget) -> list[QWidget]:
    return [each for each in inner.findChildren(QWidget) if isinstance(each, IconButton | QPushButton)]


def _act(world: World, text: str, icon: str, permission: Permission, slot: Callable[[], None]) -> QPushButton:
    made = button(text, icon=icon, small=True)
    why = refusal(world, permission)
    made.setEnabled(not why)
    set_tooltip(made, why)
    made.clicked.connect(slot)
    return made


def _opener(world: World, place: Place) -> Callable[[bool], None]:
    def go(_checked: bool) -> None:
        world.go.emit(place)

    return go
