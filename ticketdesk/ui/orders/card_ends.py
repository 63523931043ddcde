"""Head and foot of an order card, and what unfolds it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.ui import labels
from ticketdesk.ui.orders import card_parts as parts
from ticketdesk.ui.orders.order_acts import why_not
from ticketdesk.ui.orders.refusals import refusal as refusal
from ticketdesk.ui.override import override
from ticketdesk.ui.safe_text import clamp, label, set_tooltip
from ticketdesk.ui.widgets.buttons import IconButton, button
from ticketdesk.ui.widgets.flow import FlowLayout
from ticketdesk.ui.widgets.frames import Card
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr


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


class ActsOf(NamedTuple):
    """Whose acts are offered: the order's state, in this world."""

    world: World
    state: str


class OrderActs(QWidget):
    """What can be done about an order, by the names of ``order_acts.ACTS`` (`chosen`); `history` is only there for who
    may see it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tips: dict[str, str] = {}
        flow = FlowLayout(self, spacing=6, line_spacing=6)
        self.acts: dict[str, QPushButton] = {}
        for name, icon, text, keys in (
            ("remark", "flag", tr("Flag and remark"), "R"), ("change", "pencil", tr("Change asked…"), "G"),
            ("ship", "truck", tr("Ship…"), "S"), ("address", "map-pin", tr("Edit address"), "A"),
            ("ticket", "ticket-plus", tr("New ticket"), ""), ("refund", "undo-2", tr("New refund"), ""),
        ):  # fmt: skip
            self.acts[name] = button(text, icon=icon, small=True)
            self._tips[name] = tr("{0} in the list", keys) if keys else ""
        self.more = IconButton("ellipsis", tr("More acts on the order"), size=14)
        self.history = IconButton("history", tr("Who did what here"), size=14)
        for each in (*self.acts.values(), self.more, self.history):
            flow.addWidget(each)
        for name, act in self.acts.items():
            act.clicked.connect(partial(self._choose, name))
        self.more.clicked.connect(self._open_more)

    def fill(self, asked: ActsOf) -> None:
        """Offer what the agent may do to an order in its state, and say why not the rest."""
        self._asked = asked
        for name, act in self.acts.items():
            why = why_not(asked.world, name, asked.state)
            act.setEnabled(not why)
            act.setVisible(name != "ship" or not why)
            set_tooltip(act, why or self._tips[name])
        self.history.setVisible(asked.world.may(Permission.INSIGHTS_VIEW))

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, text, key in (
            ("share", tr("One parcel for several orders…"), "J"), ("price", tr("Change the price…"), "P"),
            ("note", tr("Write to the buyer about it"), "M"), ("check", tr("Ask the buyer whether it is right"), ""),
            ("remind", tr("Remind the buyer to pay"), ""), ("copy", tr("Copy for the buyer"), "C"),
            ("close", tr("Close the order…"), ""),
        ):  # fmt: skip
            # Behind the tab stands the key, as in any menu; the list answers it.
            action = menu.addAction(f"{text}\t{key}" if key else text)
            action.setEnabled(not why_not(self._asked.world, name, self._asked.state))
            action.triggered.connect(partial(self._choose, name))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        menu.setActiveAction(next((each for each in menu.actions() if each.isEnabled()), menu.actions()[0]))
