"""What an agent does about one order: each act by its name, with the dialog that asks what it needs."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QWidget

from ticketdesk.store.queries import buyers, orders
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.ui.world import TicketSeed, World

Whole = OrderPersonal | None


def _remark(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.remark_dialog import RemarkDialog

    RemarkDialog(world, card.row, parent, card.remarks).open()


def _conclude(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.conclude_dialog import ConcludeDialog

    ConcludeDialog(world, card, parent).open()


def _address(world: World, parent: QWidget, card: OrderCard, whole: Whole) -> None:
    from ticketdesk.ui.orders.address_dialog import AddressDialog

    AddressDialog(world, card, parent, whole=whole).open()


def _ticket(world: World, _parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    nick = card.row.buyer_nick
    if not nick and card.row.buyer_id is not None:
        buyer = buyers.buyer(world.reader, card.row.buyer_id)
        nick = buyer.nick if buyer else ""
    world.new_ticket.emit(TicketSeed(order_id=card.row.id, buyer_nick=nick))


Act = Callable[[World, QWidget, OrderCard, Whole], None]
# Each act imports its dialog itself: no order that is shown needs them.
ACTS: Final = MappingProxyType[str, Act](
    {"remark": _remark, "conclude": _conclude, "address": _address, "ticket": _ticket}
)


def ask(world: World, parent: QWidget, act: str, order_id: int, whole: Whole = None) -> None:
    """Begin an act on an order, where it is still there; ``whole`` is its person where it stands on the screen."""
    card = orders.card(world.reader, order_id)
    if card is not None:
        ACTS[act](world, parent, card, whole)
