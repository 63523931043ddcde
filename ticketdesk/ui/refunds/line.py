"""A refund on one line: on its order's card and on the ticket that follows it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QGridLayout, QWidget

from ticketdesk.store.queries.refund_brief import RefundBrief
from ticketdesk.ui.orders.card_parts import row_of
from ticketdesk.ui.refunds import looks
from ticketdesk.ui.safe_text import ElidedLabel
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr


class Shown(NamedTuple):
    """A refund and the moment (UTC ms) at which it is shown."""

    refund: RefundBrief
    now: int


class RefundLine(QWidget):
    """Kind and amount over state and what is left; the button opens the whole of it."""

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._world = world
        self._refund: RefundBrief | None = None
        self._title, self._state, self._left = ElidedLabel(role="second"), Chip(), Chip(icon="clock")
        self.open = button(tr("View"), kind="link", small=True)
        self.open.clicked.connect(self._open)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.addWidget(IconMark(looks.ICON, "text.third", 14), 0, 0)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self.open, 0, 2)
        grid.addWidget(row_of(self._state, self._left, spacing=6), 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def fill(self, shown: Shown) -> None:
        """Show another refund."""
        self._refund = shown.refund
        title, state = looks.title(shown.refund), looks.chip(shown.refund)
        self._title.setText(title)
        self._state.set_chip(state.text, state.level)
        self.setAccessibleName(tr("Refund: {0}, {1}", title, state.text))
        self.open.setAccessibleName(tr("Open the refund {0}", title))
        self.tick(shown.now)

    def tick(self, now: int) -> None:
        """Show what is left at ``now`` (UTC ms)."""
        left = looks.left(self._refund, now) if self._refund is not None else None
        self._left.setVisible(left is not None)
        if left is not None:
            self._left.set_chip(left.text, left.level, icon="clock")

    def _open(self) -> None:
        if self._refund is not None:
            open_refund(self._world, self._refund.id, self.window())


def open_refund(world: World, refund: int, window: QWidget) -> None:
    """Open the whole of a refund over ``window``; one that is gone is said to be."""
    from ticketdesk.store.queries import refunds  # no order that is shown needs it
    from ticketdesk.ui.refunds.refund_dialog import RefundDialog

    found = refunds.row(world.reader, refund)
    if found is None:
        world.notices.say(tr("This refund is no longer there; what made it may have been taken back."))
    else:
        RefundDialog(world, found, window).open()


def ask_refund(world: World, order: int, window: QWidget, ticket: int | None = None) -> None:
    """Open the form of a new refund for an order; ``ticket`` is the one that shall follow it."""
    from ticketdesk.store.queries import orders
    from ticketdesk.ui.refunds.new_dialog import NewRefundDialog

    card = orders.card(world.reader, order)
    if card is not None:
        NewRefundDialog(world, card, window, ticket).open()
