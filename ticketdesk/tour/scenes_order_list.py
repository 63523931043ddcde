"""The list of orders: searching it, what is found and what is wrong with a search, its columns."""

from __future__ import annotations

from ticketdesk.domain.orders import OrderState
from ticketdesk.tour.agent import Agent
from ticketdesk.tour.book import Scene
from ticketdesk.tour.scenes_buyers import leave
from ticketdesk.tour.scenes_ticket_list import write
from ticketdesk.ui.kept_views import key_of
from ticketdesk.ui.orders.columns_dialog import ColumnsDialog
from ticketdesk.ui.orders.order_columns import USUAL, Columns
from ticketdesk.ui.orders.order_model import CREATED, DUE, NUMBER, PAID, PRODUCT, REMARK, STATE
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.save_view_dialog import SaveViewDialog
from ticketdesk.words import mark, tr


def _page(agent: Agent) -> OrdersPage:
    leave(agent)
    agent.goes_to("orders")
    page = agent.there(lambda: next(agent.shown(OrdersPage), None), "the orders are shown")
    page.filter.reset()
    page.show_view("all")
    agent.settle()
    agent.keys("Ctrl+F")
    return page


def _completing(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "退款:", "refund:")
    agent.until(page.filter.field.popup.isVisible, "what a refund can be is offered")
    agent.keys("Down", "Down")


def _found(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "状态:待发货,已发货 金额>50 -旗:紫", "state:to-ship,shipped amount>50 -flag:purple")
    agent.keys("Return")
    agent.until(lambda: len(page.filter.search.chips.chips) == 3, "three conditions are chips")
    agent.until(lambda: page.model.rowCount() > 0, "orders are found")


def _wrong(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "待发货 金额>很多", "to-ship amount>much")
    agent.keys("Return")
    agent.until(page.filter.search.error.isVisible, "the wrong word is named")


def _nothing(agent: Agent) -> None:
    page = _page(agent)
    write(agent, "平台:京东 没有这样的商品 ", "platform:jd 没有这样的商品 ")
    agent.keys("Return")
    agent.until(page.empty.isVisible, "no order matches")


def _columns(agent: Agent) -> None:
    page = _page(agent)
    page.columns.show(USUAL)
    agent.keys("Ctrl+Alt+C")
    agent.dialog(tr("Columns of the order list"))
    agent.keys("Down", "Down", "Down", "Down", "Space")


def _chosen(agent: Agent) -> None:
    page = _page(agent)
    page.columns.show(Columns((CREATED, STATE, PRODUCT, NUMBER, DUE, PAID, REMARK)).wide(NUMBER, 150))
    agent.until(lambda: not page.table.isColumnHidden(CREATED), "the moment of the order stands first")


def _as_before(agent: Agent) -> None:
    page = _page(agent)
    page.columns.show(USUAL)
    agent.sees(page.table.isColumnHidden(CREATED), "the usual columns are back")


def _keeping(agent: Agent) -> None:
    page = _page(agent)
    page.show_view(f"state:{OrderState.WAIT_SHIP.value}")
    write(agent, "-旗:紫 金额>50 ", "-flag:purple amount>50 ")
    agent.keys("Return")
    agent.until(lambda: page.model.rowCount() > 0, "orders are found")
    agent.keys("Ctrl+Shift+F")
    agent.dialog(tr("Keep as a view"))
    agent.write("待发大单")


def _kept(agent: Agent) -> None:
    _keeping(agent)
    agent.press(tr("Keep"))
    page = agent.there(lambda: next(agent.shown(OrdersPage), None), "the orders are shown")
    view = agent.there(lambda: next(iter(page.nav.kept.rows), None), "the view stands at the left")
    page.nav.chosen.emit(key_of(view))
    page.nav.scrollToBottom()
    agent.until(lambda: page.model.rowCount() > 0, "its orders are shown")


ORDER_LIST_SCENES: tuple[Scene, ...] = (
    Scene("order-search-completing", mark("What may be written of orders is offered below the caret"), _completing),
    Scene("order-search", mark("Orders are found by conditions"), _found),
    Scene("order-search-wrong", mark("The wrong word of a search for orders is named"), _wrong),
    Scene("order-search-nothing", mark("No order matches a search"), _nothing),
    Scene("order-columns", mark("Columns of the order list, their order and width"), _columns, (ColumnsDialog,)),
    Scene("order-columns-chosen", mark("The list with columns of one's own"), _chosen),
    Scene("order-view-keeping", mark("What the list of orders shows is kept as a view"), _keeping, (SaveViewDialog,)),
    Scene("order-view", mark("A view of orders of one's own"), _kept),
    Scene("order-columns-usual", mark("The usual columns are back"), _as_before),
)
