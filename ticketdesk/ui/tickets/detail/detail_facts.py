"""The facts of a ticket: buyer, order, product, demand, description, with the ways to their places."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ticketdesk.domain.masking import mask_phone
from ticketdesk.store.queries.tickets import TicketDetail
from ticketdesk.ui import labels
from ticketdesk.ui.orders.card_parts import flag_mark, row_of
from ticketdesk.ui.orders.refill import Lines
from ticketdesk.ui.refunds.line import RefundLine, Shown
from ticketdesk.ui.safe_text import ElidedLabel, clamp, label, one_line, set_tooltip
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.tickets.detail.deadline_words import step_words
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.long_text import LongText
from ticketdesk.ui.widgets.marks import Chip
from ticketdesk.ui.world import World
from ticketdesk.words import tr

REFUNDING: Final = frozenset({"refund_only", "return_refund", "exchange", "reshipment", "repair"})
"""Types of tickets that are about a refund of the same kind (``domain.refunds.RefundKind``)."""


class DetailFacts(QWidget):
    """`conversation_asked`, `order_asked` and `deadlines_asked` by the links.

    Its lines are made once and shown or hidden: making a dozen widgets anew costs more than all else of a ticket.
    """

    conversation_asked = Signal()
    order_asked = Signal()
    deadlines_asked = Signal()
    refund_asked = Signal()

    def __init__(self, world: World, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SIZES.l, SIZES.m, SIZES.l, SIZES.m)
        self._grid.setHorizontalSpacing(SIZES.l)
        self._grid.setVerticalSpacing(SIZES.xs)
        self._grid.setColumnMinimumWidth(0, 56)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[QLabel, QWidget]] = []
        self._buyer = self._add(tr("Buyer"), self._buyer_line())
        self._order = self._add(tr("Order"), self._order_line())
        self._deadline = self._add(tr("Deadline"), self._deadline_line())
        self._refunds = self._add(tr("Refund"), self._refund_lines(world))
        self._product, self._demand, self._problem = (LongText(most=160, lines=4) for _words in range(3))
        self._texts = [
            (self._add(name, words), words)
            for name, words in (
                (tr("Product"), self._product), (tr("Demand"), self._demand), (tr("Problem"), self._problem),
            )
        ]  # fmt: skip

    def show_ticket(self, detail: TicketDetail, *, conversation: bool) -> None:
        """Show this ticket's facts; ``conversation`` says whether the buyer has one to open."""
        told = [bool(detail.row.buyer_nick), bool(detail.order_number), _running(detail)]
        if told[0]:
            self._show_buyer(detail, conversation=conversation)
        if told[1]:
            self._show_order(detail)
        if told[2]:
            self._show_deadline(detail.row.due_rule)
        for place, shown in zip((self._buyer, self._order, self._deadline), told, strict=True):
            self._turn(place, shown=shown)
        for (place, words), text in zip(self._texts, (detail.product, detail.demand, detail.description), strict=True):
            told.append(bool(text.strip()))
            words.set_text(text.strip())
            self._turn(place, shown=told[-1])
        told.append(self._show_refunds(detail))
        self.setVisible(any(told))

    def _show_refunds(self, detail: TicketDetail) -> bool:
        """The refunds that the ticket follows, or the way to open one where it is about that and follows none."""
        now = self._clock()
        self._found.show([Shown(refund, now) for refund in detail.refunds])
        about = detail.row.type in REFUNDING and detail.row.order_id is not None and detail.row.closed_at is None
        self._new_refund.setVisible(about and not detail.refunds)
        shown = bool(detail.refunds) or not self._new_refund.isHidden()
        self._turn(self._refunds, shown=shown)
        return shown

    def _show_buyer(self, detail: TicketDetail, *, conversation: bool) -> None:
        self._nick.setText(detail.row.buyer_nick)
        self._contact.setText(clamp(mask_phone(detail.contact)))
        self._contact.setVisible(bool(detail.contact))
        self._go.setVisible(conversation)

    def _show_order(self, detail: TicketDetail) -> None:
        self._number.setText(labels.short_number(detail.order_number).replace("&", "&&"))
        self._number.setAccessibleName(tr("Open order {0}", detail.order_number))
        set_tooltip(self._number, detail.order_number)
        flag = detail.row.order_flag
        if flag:
            self._flag.set_flag(labels.flag_token(flag), labels.flag_name(flag))
        self._flag.setVisible(bool(flag))
        state = labels.order_state(detail.order_state)
        self._state.set_chip(state.text, state.level)

    def _show_deadline(self, rule: str) -> None:
        who, duty, lapse = step_words(rule)
        self._duty.setText(one_line(tr("{0}: {1}", who, duty) if who else duty, 200))
        self._lapse.setText(one_line(tr("If the time runs out: {0}", lapse), 200))
        self._lapse.setVisible(bool(lapse))
        set_tooltip(self._duty, duty)

    def _deadline_line(self) -> QWidget:
        """Who must do what, what a lapse does, and the way to the whole chain."""
        self._duty, self._lapse = ElidedLabel(), ElidedLabel(role="third")
        self._steps = button(tr("Steps…"), kind="link", small=True, name=tr("Deadlines of the ticket"))
        self._steps.clicked.connect(self.deadlines_asked)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row_of(self._duty, self._steps))
        column.addWidget(self._lapse)
        return made

    def _refund_lines(self, world: World) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._clock = world.clock
        self._found = Lines(made, column, partial(RefundLine, world), RefundLine.fill)
        self._new_refund = button(tr("Open a refund"), kind="link", small=True)
        self._new_refund.clicked.connect(self.refund_asked)
        column.addWidget(self._new_refund)
        return made

    def tick(self, now: int) -> None:
        """Show what is left of the refunds' time at ``now`` (UTC ms)."""
        for line in self._found.shown():
            line.tick(now)

    def _buyer_line(self) -> QWidget:
        self._nick, self._contact = ElidedLabel(), label(role="third")
        self._go = button(tr("Open conversation"), kind="link", small=True)
        self._go.clicked.connect(self.conversation_asked)
        return row_of(self._nick, self._contact, self._go)

    def _order_line(self) -> QWidget:
        self._number = button("", kind="link", small=True)
        self._number.clicked.connect(self.order_asked)
        self._flag, self._state = flag_mark(0), Chip()
        return row_of(self._number, self._flag, self._state)

    def _add(self, name: str, widget: QWidget) -> int:
        place = len(self._lines)
        head = label(name, role="third")
        many = isinstance(widget, LongText)  # a text of several lines has its name beside the first
        self._grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop if many else Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(widget, place, 1)
        self._lines.append((head, widget))
        return place

    def _turn(self, place: int, *, shown: bool) -> None:
        for part in self._lines[place]:
            part.setVisible(shown)


def _running(detail: TicketDetail) -> bool:
    return bool(detail.row.due_rule) and detail.row.closed_at is None
