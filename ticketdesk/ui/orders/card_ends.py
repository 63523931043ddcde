"""Head and foot of an order card, and what unfolds it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.ui import labels
from ticketdesk.ui.orders import card_parts as parts
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import clamp, label, set_tooltip
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import errors, tr


def refusal(world: World, permission: Permission) -> str:
    """Why the agent may not, as a sentence; "" where the agent may."""
    return "" if world.may(permission) else errors.sentence(DeskError("denied", permission=permission.value))


class Unfolding(Card):
    """A card that unfolds by a click, by Enter and by Space."""

    _open = False

    def unfold(self) -> None:
        """Show everything."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.unfold()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._open and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.unfold()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    @override
    def focusOutEvent(self, event: QEvent) -> None:
        self.update()


class OrderHead(QWidget):
    """Number, flag and state of an order; `copied` by the button beside the number."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = parts.bare_row(self, 6)
        self._number, self._copy = label(role="strong"), IconButton("copy", "", size=13)
        self._flag, self._state = parts.flag_mark(None, 13), Chip()
        self._copy.clicked.connect(self.copied)
        line.addWidget(self._number)
        line.addWidget(self._copy)
        line.addStretch(1)
        line.addWidget(self._flag)
        line.addWidget(self._state)

    def fill(self, row: OrderRow) -> None:
        """Head another order."""
        self._number.setText(clamp(labels.short_number(row.number)))
        set_tooltip(self._number, row.number)
        self._number.setAccessibleName(row.number)
        self._copy.set_name(tr("Copy the whole number {0}", row.number))
        if row.flag:
            self._flag.set_flag(labels.flag_token(row.flag), labels.flag_name(row.flag))
        self._flag.setVisible(bool(row.flag))
        state = labels.order_state(row.state)
        self._state.set_chip(state.text, state.level)


class OrderActs(QWidget):
    """What can be done about an order; `history` is only there for who may see it."""

    _NEEDS: Final = (
        Permission.ORDER_REMARK, Permission.ORDER_ADDRESS, Permission.TICKET_HANDLE, Permission.TICKET_HANDLE,
    )  # fmt: skip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, spacing=6, line_spacing=6)
        self.acts = (
            button(tr("Flag and remark"), icon="flag", small=True),
            button(tr("Edit address"), icon="map-pin", small=True),
            button(tr("New ticket"), icon="ticket-plus", small=True),
            button(tr("New refund"), icon="undo-2", small=True),
        )
        self.history = IconButton("history", tr("Who did what here"), size=14)
        for each in (*self.acts, self.history):
            flow.addWidget(each)

    def fill(self, world: World) -> None:
        """Offer what the agent may do, and say why not the rest."""
        for act, permission in zip(self.acts, self._NEEDS, strict=True):
            why = refusal(world, permission)
            act.setEnabled(not why)
            set_tooltip(act, why)
        self.history.setVisible(world.may(Permission.INSIGHTS_VIEW))
