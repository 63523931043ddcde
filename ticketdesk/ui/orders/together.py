"""What an order's parcel has to do with others: orders to one receiver, those it leaves with, what is still here."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ticketdesk.domain.order_states import OrderState
from ticketdesk.store.queries import parcel_groups
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.parcel_groups import Around, Mate
from ticketdesk.ui import labels
from ticketdesk.ui.orders.refill import say
from ticketdesk.ui.safe_text import label
from ticketdesk.ui.theme import SIZES
from ticketdesk.ui.widgets.buttons import button
from ticketdesk.ui.widgets.frames import IconMark
from ticketdesk.ui.world import World
from ticketdesk.words import tr, trn

_GONE = frozenset({OrderState.SHIPPED.value, OrderState.FINISHED.value, OrderState.PART_SHIPPED.value})


class Company(NamedTuple):
    """What a card says of the parcel: a line, what of it went otherwise ("" for nothing), whether there is a choice."""

    words: str
    left: str
    choice: bool


def company_of(world: World, card: OrderCard) -> tuple[Company, ...]:
    """Return what the card of an order says of its parcel, nothing where there is nothing to say."""
    if card.row.state == OrderState.WAIT_SHIP.value:
        found = parcel_groups.around(world.reader, card.row.id, card.row.buyer_id)
        return _around(found) if found is not None else ()
    if card.row.state == OrderState.PART_SHIPPED.value:
        left = sum(parcel_groups.pieces_left(world.reader, card.row.id).values())
        return (
            (Company(trn(left, "{0} piece is still here", "{0} pieces are still here"), "", choice=False),)
            if left
            else ()
        )
    return ()


def _around(found: Around) -> tuple[Company, ...]:
    left = "\n".join(
        tr("{0} left this parcel: {1}", labels.short_number(each.number), _why(each)) for each in found.left
    )
    if found.together:
        words = tr("In one parcel with {0}", numbers(found.together))
        more = len(found.free)
        if more:
            words = tr("{0}; {1} more go to this receiver", words, more)
        return (Company(words, left, choice=True),)
    if found.free:
        count = len(found.free) + 1
        return (Company(trn(count, "{0} order to one receiver", "{0} orders to one receiver"), left, choice=True),)
    return (Company(tr("It leaves by itself"), left, choice=False),) if left else ()


def _why(mate: Mate) -> str:
    if mate.state == OrderState.CLOSED.value:
        return tr("it is closed")
    if mate.state in _GONE:
        return tr("it is on its way already")
    return (
        tr("it goes elsewhere now")
        if mate.state == OrderState.WAIT_SHIP.value
        else tr("it does not wait to be shipped")
    )


def numbers(mates: tuple[Mate, ...]) -> str:
    """Return the numbers of orders as a list in words."""
    return tr(", ").join(labels.short_number(each.number) for each in mates)


class CompanyLine(QWidget):
    """Says it, and offers the choice which orders go in one parcel (`asked`)."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.left = label(wrap=True, role="second"), label(wrap=True, role="warn")
        self.choose = button(tr("Choose…"), kind="link", small=True, name=tr("Choose which orders go in one parcel"))
        self.choose.clicked.connect(self.asked)
        column, row = QVBoxLayout(), QHBoxLayout(self)
        column.setSpacing(1)
        column.addWidget(self.words)
        column.addWidget(self.left)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s)
        row.addWidget(IconMark("package", "text.third", 14))
        row.addLayout(column, 1)
        row.addWidget(self.choose)

    def fill(self, company: Company) -> None:
        """Say it of another order."""
        say(self.words, company.words)
        say(self.left, company.left)
        self.choose.setVisible(company.choice)
