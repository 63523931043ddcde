"""The orders at work: contradictions, changes sent to whoever has the parcel, the gate, shipping, settings."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.order_states import OrderState
from ticketdesk.store.queries import badges, orders
from ticketdesk.store.queries.order_filter import OrderFilter, ids
from ticketdesk.tour.agent import Agent, Entry
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes_buyers import leave
from ticketdesk.ui.orders.change_dialog import ChangeDialog
from ticketdesk.ui.orders.conclude_dialog import ConcludeDialog
from ticketdesk.ui.orders.gate_dialog import GateDialog
from ticketdesk.ui.orders.money_dialogs import CloseDialog, PriceDialog
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.orders.remark_many_dialog import RemarkManyDialog
from ticketdesk.ui.orders.ship_dialog import ShipDialog
from ticketdesk.ui.orders.ship_many_dialog import ShipManyDialog
from ticketdesk.ui.settings.order_section import OrderSection
from ticketdesk.ui.world import Place
from ticketdesk.words import mark, tr


def order_page(agent: Agent, view: str) -> OrdersPage:
    """Go to the orders and show one of their views, without a filter."""
    leave(agent)
    agent.goes_to("orders")
    page = agent.there(lambda: next(agent.shown(OrdersPage), None), "the orders are shown")
    page.filter.reset()
    page.show_view(view)
    agent.settle()
    return page


def _contradiction(agent: Agent) -> None:
    order_page(agent, "contradicting")
    (order,) = ids(agent.reader, OrderFilter(contradicting=True))
    agent.chooses_row(tr("Orders"), order)
    agent.find(QAbstractButton, tr("Decide which remark counts"))


def _decide(agent: Agent) -> None:
    agent.press(tr("Decide which remark counts"))
    agent.dialog(tr("Decide which remark counts"))


def _concluded(agent: Agent) -> None:
    (order,) = ids(agent.reader, OrderFilter(contradicting=True))
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: not ids(agent.reader, OrderFilter(contradicting=True)), "nothing contradicts any more")
    agent.sees(any(row.concludes for row in orders.remarks(agent.reader, order)), "one remark concludes")


def _on(agent: Agent, flag: Flag, key: str) -> int:
    """Press a key on the first order to be shipped that has this flag."""
    order_page(agent, f"flag:{int(flag)}")
    order = next(iter(ids(agent.reader, OrderFilter(flag=int(flag)))))
    agent.chooses_row(tr("Orders"), order)
    agent.keys(key)
    return order


def _change(agent: Agent) -> None:
    _on(agent, Flag.GREEN, "G")
    agent.dialog(tr("The buyer wants a change"))
    agent.fills(Entry(tr("Wish of the buyer"), "换 L 码，原来拍的 M"))


def _changed(agent: Agent) -> None:
    before = badges.badges(agent.reader).of("ticket.all")
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.until(lambda: badges.badges(agent.reader).of("ticket.all") == before + 1, "a ticket is opened")


def _gate(agent: Agent) -> None:
    order = _on(agent, Flag.RED, "Home")
    for text in ("换 M 码", "换 L 码"):
        agent.parts.desk.run(AddRemark(order_id=order, text=text))
    agent.keys("2")
    agent.dialog(tr("Not to be printed or shipped yet"))
    agent.fills(Entry(tr("Why they may pass"), "买家电话里确认 L 码"))


def _ship(agent: Agent) -> None:
    _on(agent, Flag.YELLOW, "S")
    agent.dialog(tr("Mark as shipped"))
    agent.fills(Entry(tr("Parcel number"), "SF1390226418802"))
    agent.sees(next(agent.shown(ShipDialog)).carrier.currentText() != "", "the number tells its courier")


def _shipped(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.settle()


def _many(agent: Agent) -> None:
    page = order_page(agent, f"state:{OrderState.WAIT_SHIP.value}")
    page.table.setFocus(Qt.FocusReason.TabFocusReason)
    agent.keys("Ctrl+Home", "Shift+Down", "Shift+Down", "Shift+Down")
    agent.until(page.bar.isVisible, "the bar is there")


def _remark_many(agent: Agent) -> None:
    agent.keys("R")
    agent.dialog(tr("Flag and remark"))
    dialog = next(agent.shown(RemarkManyDialog))
    agent.parts.desk.run(AddRemark(order_id=dialog.ids[1], text="已按买家要求改发，务必轻拿轻放。" * 20))
    agent.fills(Entry(tr("Remark"), "已电话核实，今天 17 点前发出"))
    agent.until(dialog.left_out.isVisible, "one memo has no room for it")


def _remarked_many(agent: Agent) -> None:
    agent.keys("Ctrl+Return")
    agent.no_dialog()
    agent.settle()


def _list(agent: Agent) -> None:
    agent.keys("S")
    agent.dialog(tr("Ship from a list"))
    agent.fills(Entry(tr("Parcels, one a line"), "75310000004401\n圆通 YT8812345678901\n12\nSF1390226418803"))
    dialog = next(agent.shown(ShipManyDialog))
    agent.until(lambda: len(dialog.parcels) == 3, "three of four are understood")


def _price(agent: Agent) -> None:
    order_page(agent, f"state:{OrderState.WAIT_PAY.value}")
    order = next(iter(ids(agent.reader, OrderFilter(state=OrderState.WAIT_PAY.value))))
    agent.chooses_row(tr("Orders"), order)
    agent.keys("P")
    agent.dialog(tr("Change the price"))
    agent.fills(Entry(tr("Price with postage"), "88.00"))


def _close(agent: Agent) -> None:
    order_page(agent, f"state:{OrderState.WAIT_PAY.value}")
    order = next(iter(ids(agent.reader, OrderFilter(state=OrderState.WAIT_PAY.value))))
    agent.chooses_row(tr("Orders"), order)
    agent.press(tr("More acts on the order"))
    menu = agent.there(lambda: cast("QMenu | None", QApplication.activePopupWidget()), "the menu of further acts opens")
    for _each in menu.actions():
        if menu.activeAction().text() != tr("Close the order…"):
            agent.keys("Down")
    agent.keys("Return")
    agent.dialog(tr("Close the order"))
    agent.fills(Entry(tr("Reason"), "买家重复下单"))


def _settings(agent: Agent) -> None:
    leave(agent)
    agent.window.go(Place("settings.orders"))
    agent.until(lambda: any(agent.shown(OrderSection)), "the section is shown")


ORDER_SCENES: tuple[Scene, ...] = (
    Scene("orders-contradiction", mark("Two remarks contradict each other: both, who wrote them and when"),
          _contradiction),
    Scene("remark-conclude", mark("It is decided which remark counts"), _decide, (ConcludeDialog,)),
    Scene("remark-concluded", mark("One concluding remark, and nothing contradicts any more"), _concluded),
    Scene("order-change", mark("A change is asked for while the parcel is packed"), _change, (ChangeDialog,)),
    Scene("order-change-sent", mark("It went to whoever finds the parcel, with courier and number"), _changed),
    Scene("order-gate", mark("The gate holds back an order that contradicts itself"), _gate, (GateDialog,)),
    Scene("order-ship", mark("A parcel's number tells its courier"), _ship, (ShipDialog,)),
    Scene("order-shipped", mark("The order is on its way"), _shipped),
    Scene("orders-bulk", mark("Several orders are chosen, the bar says what can be done"), _many),
    Scene("orders-remark-many", mark("One remark for all orders chosen; whose memo has no room is told before"),
          _remark_many, (RemarkManyDialog,)),
    Scene("orders-remarked", mark("It stands on each of them, one undo takes it back"), _remarked_many),
    Scene("orders-ship-list", mark("Many parcels from a pasted list"), _list, (ShipManyDialog,)),
    Scene("order-price", mark("The price of an unpaid order is changed"), _price, (PriceDialog,)),
    Scene("order-close", mark("An unpaid order is closed with its reason"), _close, (CloseDialog,)),
    Scene("settings-orders", mark("What flags stand for, and the words by which remarks are read"), _settings,
          (OrderSection,)),
)  # fmt: skip
