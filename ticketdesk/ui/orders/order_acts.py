"""What an agent does about one order: each act by its name, with the dialog that asks what it needs."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, NamedTuple

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.order_states import OrderState
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import buyers, conversations, orders
from ticketdesk.store.queries.orders import OrderCard
from ticketdesk.store.queries.personal import OrderPersonal
from ticketdesk.ui.orders.refusals import refusal
from ticketdesk.ui.world import Place, TicketSeed, World
from ticketdesk.words import tr

Whole = OrderPersonal | None


def _remark(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.remark_dialog import RemarkDialog

    RemarkDialog(world, card.row, parent, card.remarks).open()


def _conclude(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.store.queries import remark_rules
    from ticketdesk.ui.orders.conclude_dialog import ConcludeDialog
    from ticketdesk.ui.orders.remark_lines import remark_list

    # Read anew: what is noted with the order is of the words the shop had then, and older orders have no note.
    rules, names = remark_rules.rules(world.reader), [person.name for person in world.people]
    if remark_list(card.remarks, rules, now=world.clock(), agents=names).conflicts:
        ConcludeDialog(world, card, parent).open()
    else:
        world.notices.say(tr("Its remarks agree"))


def _address(world: World, parent: QWidget, card: OrderCard, whole: Whole) -> None:
    from ticketdesk.ui.orders.address_dialog import AddressDialog

    AddressDialog(world, card, parent, whole=whole).open()


def _ticket(world: World, _parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    nick = card.row.buyer_nick
    if not nick and card.row.buyer_id is not None:
        buyer = buyers.buyer(world.reader, card.row.buyer_id)
        nick = buyer.nick if buyer else ""
    world.new_ticket.emit(TicketSeed(order_id=card.row.id, buyer_nick=nick))


def _refund(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.refunds.line import ask_refund

    ask_refund(world, card.row.id, parent.window())


def _change(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.change_dialog import ChangeDialog

    ChangeDialog(world, card, parent).open()


def _ship(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.ship_dialog import ShipDialog

    ShipDialog(world, card, parent).open()


def _share(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.store.queries import parcel_groups
    from ticketdesk.ui.orders.share_dialog import ShareDialog

    found = parcel_groups.around(world.reader, card.row.id, card.row.buyer_id)
    if found is not None and (found.together or found.free):
        ShareDialog(world, found, parent).open()
    else:
        world.notices.say(tr("No other order that waits goes to this receiver"))


def _price(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.money_dialogs import PriceDialog

    PriceDialog(world, card, parent).open()


def _close(world: World, parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.money_dialogs import CloseDialog

    CloseDialog(world, card, parent).open()


def _copied(world: World, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    world.notices.say(tr("Copied for the buyer"))


def _copy(world: World, _parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.buyer_words import order_words

    _copied(world, order_words(card))


def _written(world: World, card: OrderCard, text: str) -> None:
    """Put words into the reply of the buyer's conversation, unsent; where there is none they are copied."""
    buyer = card.row.buyer_id
    talk = conversations.of_buyer(world.reader, buyer) if buyer is not None else None
    if talk is not None and world.may(Permission.RECEPTION_REPLY):
        world.handed[talk] = text
        world.go.emit(Place("words", talk))
    else:
        QGuiApplication.clipboard().setText(text)
        world.notices.say(tr("Copied for the buyer: there is no conversation to write it into"))


def _note(world: World, _parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.buyer_words import note_words

    _written(world, card, note_words(card))


def _check(world: World, _parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.buyer_words import check_words

    _written(world, card, check_words(card))


def _remind(world: World, _parent: QWidget, card: OrderCard, _whole: Whole) -> None:
    from ticketdesk.ui.orders.buyer_words import reminder_words

    _written(world, card, reminder_words(card))


Act = Callable[[World, QWidget, OrderCard, Whole], None]
# Each act imports its dialog itself: no order that is shown needs them.
ACTS: Final = MappingProxyType[str, Act](
    {
        "remark": _remark,
        "conclude": _conclude,
        "address": _address,
        "ticket": _ticket,
        "refund": _refund,
        "change": _change,
        "ship": _ship,
        "share": _share,
        "price": _price,
        "close": _close,
        "note": _note,
        "copy": _copy,
        "check": _check,
        "remind": _remind,
    }
)


class Offer(NamedTuple):
    """An act as it is offered: its name, its right, and the states of orders it is for (None: all)."""

    act: str
    needs: Permission | None
    states: frozenset[str] | None


_UNPAID: Final = frozenset({OrderState.WAIT_PAY.value, OrderState.UNKNOWN.value})
_TO_SHIP: Final = frozenset({OrderState.WAIT_SHIP.value, OrderState.PART_SHIPPED.value, OrderState.UNKNOWN.value})
OFFERS: Final = MappingProxyType(
    {
        each.act: each
        for each in (
            Offer("remark", Permission.ORDER_REMARK, None),
            Offer("change", Permission.ORDER_REMARK, None),
            Offer("ship", Permission.ORDER_SHIP, _TO_SHIP),
            Offer("share", Permission.ORDER_SHIP, frozenset({OrderState.WAIT_SHIP.value})),
            Offer("conclude", Permission.ORDER_REMARK, None),
            Offer("address", Permission.ORDER_ADDRESS, None),
            Offer("ticket", Permission.TICKET_HANDLE, None),
            Offer("refund", Permission.TICKET_HANDLE, None),
            Offer("price", Permission.ORDER_PRICE, _UNPAID),
            Offer("close", Permission.ORDER_PRICE, _UNPAID | {OrderState.WAIT_SHIP.value}),
            Offer("note", None, None),
            Offer("copy", None, None),
            Offer("check", None, _UNPAID | _TO_SHIP),
            Offer("remind", None, frozenset({OrderState.WAIT_PAY.value})),
        )
    }
)


def why_not(world: World, act: str, state: str) -> str:
    """Return why an act is not offered for an order in ``state``: a sentence, "" where it is."""
    offer = OFFERS[act]
    if offer.states is not None and state not in offer.states:
        return tr("Not for an order in this state")
    return refusal(world, offer.needs) if offer.needs is not None else ""


def ask(world: World, parent: QWidget, act: str, order_id: int, whole: Whole = None) -> None:
    """Begin an act on an order, where it is still there; ``whole`` is its person where it stands on the screen."""
    card = orders.card(world.reader, order_id)
    if card is not None:
        ACTS[act](world, parent, card, whole)
