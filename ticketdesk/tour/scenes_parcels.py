"""Parcels: several orders to one receiver in one, one order in several; and words about an order for its buyer."""

from __future__ import annotations

from ticketdesk.desk.commands.orders import EditAddress
from ticketdesk.domain.order_states import OrderState
from ticketdesk.store.queries import orders, parcel_groups, personal
from ticketdesk.store.queries.order_filter import OrderFilter, ids
from ticketdesk.store.queries.orders import OrderRow
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes_orders import order_page
from ticketdesk.ui.orders.share_dialog import ShareDialog
from ticketdesk.ui.orders.ship_dialog import ShipDialog
from ticketdesk.ui.reception.composer import Composer
from ticketdesk.words import mark, tr

_WAITS = OrderState.WAIT_SHIP.value


def _waiting(agent: Agent) -> list[OrderRow]:
    found = list(ids(agent.reader, OrderFilter(state=_WAITS)))
    return sorted(orders.rows(agent.reader, found), key=lambda row: found.index(row.id))


def _one_receiver(agent: Agent) -> None:
    order_page(agent, f"state:{_WAITS}")
    rows = _waiting(agent)
    first, other = next((one, two) for one in rows for two in rows if one.id < two.id and one.buyer_id == two.buyer_id)
    home = personal.of_order(agent.reader, first.id)
    for row in (first, other):  # the buyer asked for it
        to = EditAddress(order_id=row.id, receiver=home.receiver, mobile="13800006021", address=home.address)
        agent.parts.desk.run(to)
    agent.settle()
    agent.chooses_row(tr("Orders"), first.id)
    agent.settle()
    found = parcel_groups.around(agent.reader, first.id, first.buyer_id)
    agent.sees(found is not None and len(found.free) == 1, "two orders go to one receiver")


def _to_one_receiver(agent: Agent) -> None:
    page = order_page(agent, "together")
    agent.until(lambda: page.model.rowCount() == 2, "both of them are listed")
    agent.chooses_row(tr("Orders"), page.model.ids()[0])
    agent.settle()


def _share(agent: Agent) -> None:
    one = order_page(agent, "together").model.ids()[0]
    order_page(agent, f"state:{_WAITS}")  # once they leave together they stand in the list of "together" no longer
    agent.chooses_row(tr("Orders"), one)
    agent.keys("J")
    agent.dialog(tr("One parcel for several orders"))


def _together(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.settle()
    agent.sees(any(row.parcel_group for row in _waiting(agent)), "they leave in one parcel")


def _ship_together(agent: Agent) -> None:
    agent.keys("S")
    agent.dialog(tr("Mark as shipped"))
    agent.fills(Entry(tr("Parcel number"), "75310000004488"))
    agent.sees(next(agent.shown(ShipDialog)).with_it.isVisible(), "it says what leaves with it")


def _ship_part(agent: Agent) -> None:
    order_page(agent, f"state:{_WAITS}")
    several = next(row.id for row in _waiting(agent) if len(orders.lines(agent.reader, row.id)) > 1)
    agent.chooses_row(tr("Orders"), several)
    agent.keys("S")
    agent.dialog(tr("Mark as shipped"))
    dialog = next(agent.shown(ShipDialog))
    dialog.part.part.click()
    next(iter(dialog.part.counts.values())).setCurrentIndex(1)
    agent.fills(Entry(tr("Parcel number"), "75310000004499"))
    agent.sees(bool(dialog.part.items()), "one item is chosen")


def _words(agent: Agent) -> None:
    order_page(agent, f"state:{_WAITS}")
    talked = next(row for row in _waiting(agent) if row.buyer_nick == "林小鹿_88")
    agent.chooses_row(tr("Orders"), talked.id)
    agent.keys("M")
    agent.until(lambda: any(talked.number in each.edit.text() for each in agent.shown(Composer)), "the words are there")


PARCEL_SCENES: tuple[Scene, ...] = (
    Scene("order-one-receiver", mark("Orders that wait for one receiver are told beside each of them"), _one_receiver),
    Scene("orders-together", mark("Waiting orders that go to one receiver"), _to_one_receiver),
    Scene("order-share", mark("It is chosen which of them leave in one parcel"), _share, (ShareDialog,)),
    Scene("order-shared", mark("They are marked in the list, one remark stands on each"), _together),
    Scene("order-ship-shared", mark("One number ships all of them"), _ship_together, (ShipDialog,)),
    Scene("order-ship-part", mark("Only a part of an order is in this parcel"), _ship_part, (ShipDialog,)),
    Scene("order-words", mark("Words about an order stand in its buyer's reply, unsent"), _words),
)
