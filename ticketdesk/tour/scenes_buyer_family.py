"""What belongs to a buyer: level and coupons, who may be the same person, and one made of two."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from ticketdesk.desk.commands.buyer_family import EditBuyerCard, GiveCoupon
from ticketdesk.desk.commands.marks import BlockBuyer
from ticketdesk.desk.commands.orders import EditAddress
from ticketdesk.domain.moments import DAY
from ticketdesk.store.queries import buyer_family, buyers, orders
from ticketdesk.store.queries.personal import of_order
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.sample_orders import BASE
from ticketdesk.tour.sample_talks import DEER
from ticketdesk.tour.scenes import clear
from ticketdesk.tour.story import DEER_ORDER
from ticketdesk.ui.buyers.card_dialog import BuyerCardDialog
from ticketdesk.ui.buyers.merge_dialog import MergeBuyersDialog
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr

_TWIN = "安安静静"


def _known(agent: Agent) -> None:
    """A buyer with level and coupon, and another whose parcel goes to the same hands."""
    clear(agent)
    desk, deer = agent.parts.desk, _buyer(agent, DEER.nick)
    desk.run(EditBuyerCard(buyer_id=deer, level="L3", membership="member"))
    desk.run(GiveCoupon(buyer_id=deer, title="满 100 减 10", amount_cents=1_000, until=BASE + 30 * DAY))
    order = agent.there(lambda: orders.id_of_number(agent.reader, DEER_ORDER), "the order is there")
    person = of_order(agent.reader, order)
    twin = orders.ids_of_buyer(agent.reader, _buyer(agent, _TWIN))[0]
    desk.run(EditAddress(order_id=twin, receiver=person.receiver, mobile=person.mobile, address=person.address))
    _open(agent)


def _open(agent: Agent) -> None:
    agent.goes_to("buyers")
    deer = _buyer(agent, DEER.nick)
    agent.world.go.emit(Place("buyer", deer))
    agent.chooses_row(tr("Buyers"), deer)
    agent.sees(bool(buyer_family.twins(agent.reader, deer)), "somebody may be the same")


def _buyer(agent: Agent, nick: str) -> int:
    return agent.there(lambda: buyers.id_of_nick(agent.reader, nick), f"{nick} is there")


def _card(agent: Agent) -> None:
    agent.press(tr("Level, membership and coupons"))
    agent.dialog(tr("Level, membership and coupons"))


def _merge(agent: Agent) -> None:
    clear(agent)
    agent.press(tr("Merge…"))
    agent.dialog(tr("Merge buyers"))
    next(agent.shown(QCheckBox)).click()


def _merged(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: _buyer(agent, _TWIN) == _buyer(agent, DEER.nick), "both are one")
    agent.settle()


def _blocked(agent: Agent) -> None:
    agent.parts.desk.run(BlockBuyer(buyer_id=_buyer(agent, "tb0093311"), reason="广告"))
    agent.press(tr("Blocked"))
    agent.settle()


FAMILY_SCENES: tuple[Scene, ...] = (
    Scene("buyer-known", mark("A buyer with level, coupons, and perhaps a second name"), _known),
    Scene("buyer-card", mark("Level, membership and coupons"), _card, (BuyerCardDialog,)),
    Scene("buyer-merge", mark("Two buyers are made one"), _merge, (MergeBuyersDialog,)),
    Scene("buyer-merged", mark("The other name stays known"), _merged),
    Scene("buyers-blocked", mark("The buyers who are blocked"), _blocked),
)
