"""Orders by keys alone: a buyer wants another size at each flag, and fifty orders go from a file into their parcels."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.typist import Typist
from tests.ui.order_files import Sold, number, write_list
from ticketdesk.store.queries import orders, tickets
from ticketdesk.store.queries.order_filter import OrderFilter, ids
from ticketdesk.store.queries.tickets import TicketDetail, TicketView
from ticketdesk.ui.orders.conclude_dialog import ConcludeDialog
from ticketdesk.ui.orders.gate_dialog import GateDialog
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.orders.ship_many_dialog import ShipManyDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
WISH = "换 L 码"
WAITS, GONE = "WAIT_SELLER_SEND_GOODS", "WAIT_BUYER_CONFIRM_GOODS"


def quiet(agent: Typist) -> orders.OrderRow:
    """An order that waits to be shipped, and of which nobody wrote anything yet."""
    rows = orders.rows(agent.reader, list(ids(agent.reader, OrderFilter(state=WAITS, flag=0))))
    return next(row for row in rows if not row.last_remark)


def page_of(agent: Typist) -> OrdersPage:
    page = agent.window.page("orders")
    assert isinstance(page, OrdersPage)
    return page


def finds(agent: Typist, order: orders.OrderRow) -> OrdersPage:
    """Look an order up by its number; the list has the keyboard then."""
    agent.keys("Ctrl+K")
    agent.until(agent.window.top.search.hasFocus, "the search field has the keyboard")
    agent.write(order.number)
    palette = agent.window.palette_list
    agent.until(lambda: palette.answered() == order.number and palette.current() is not None, "it is found")
    agent.settle()
    agent.keys("Return")
    agent.until(lambda: agent.window.current_page() == "orders", "the orders are shown")
    page = page_of(agent)
    agent.until(lambda: page.table.current_id() == order.id and page.table.hasFocus(), "its row has the keyboard")
    return page


def row(agent: Typist, order: int) -> orders.OrderRow:
    return orders.rows(agent.reader, [order])[0]


def ticket_of(agent: Typist, order: int) -> TicketDetail | None:
    found = tickets.rows(agent.reader, tickets.snapshot(agent.reader, TicketView("all")))
    key = next((each.id for each in found if each.order_id == order), None)
    return tickets.detail(agent.reader, key) if key is not None else None


@pytest.mark.parametrize(
    ("flag", "kind"),
    [(0, None), (1, None), (2, "change_address"), (3, "logistics"), (4, "logistics"), (5, None)],
)
def test_a_buyer_wants_another_size(typist: Typist, flag: int, kind: str | None) -> None:
    order = quiet(typist)
    finds(typist, order)
    if flag:
        typist.keys(str(flag))
        typist.until(lambda: row(typist, order.id).flag == flag, "the order has its flag")
        typist.settle()
    typist.keys("G")
    typist.dialog("The buyer wants a change")
    typist.write(WISH)
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    typist.until(lambda: row(typist, order.id).last_remark == WISH, "it stands in the remarks")
    found = ticket_of(typist, order.id)
    assert (found.row.type if found else None) == kind
    typist.settle()
    typist.keys("Ctrl+Z")
    typist.until(lambda: row(typist, order.id).last_remark == "", "one key takes it back")
    assert ticket_of(typist, order.id) is None


def test_what_contradicts_is_settled_and_then_printed(typist: Typist) -> None:
    (key,) = ids(typist.reader, OrderFilter(contradicting=True))
    finds(typist, row(typist, key))
    typist.keys("2")
    gate = typist.dialog("Not to be printed or shipped yet")
    assert isinstance(gate, GateDialog)
    typist.keys("Esc")
    typist.no_dialog()
    typist.keys("D")
    shown = typist.dialog("Decide which remark counts")
    assert isinstance(shown, ConcludeDialog) and shown.take.isEnabled()
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    typist.until(lambda: row(typist, key).remark_conflict == 0, "the remarks agree")
    typist.settle()
    typist.keys("2")
    typist.until(lambda: row(typist, key).flag == 2, "it is printed")


def test_from_the_exported_file_to_fifty_orders_shipped(typist: Typist, tmp_path: Path) -> None:
    file = write_list(tmp_path / "ExportOrderList.csv", [Sold(number(n), nick=f"zz{n:03d}") for n in range(50)])
    typist.goes_to("orders")
    typist.presses("import_orders")
    typist.dialog("Import orders")
    typist.tabs_near("Choose file…")
    typist.keys("Space")
    typist.names_file(file)
    typist.dialog("Import orders")
    typist.settle()
    typist.keys("Ctrl+Return")
    typist.until(lambda: orders.id_of_number(typist.reader, number(49)) is not None, "the orders are there")
    typist.settle()
    typist.keys("Esc")
    typist.no_dialog()
    page = page_of(typist)
    typist.keys("Ctrl+F")
    typist.write("zz0")
    typist.until(lambda: page.model.rowCount() == 50 and not page.busy.isVisible(), "the fifty are listed")
    typist.keys("Down", "Ctrl+A", "S")
    shown = typist.dialog("Ship from a list")
    assert isinstance(shown, ShipManyDialog)
    typist.copies("\n".join(f"{number(n)}\t中通快递\t7539{n:010d}" for n in range(50)))
    typist.keys("Ctrl+V")
    typist.until(lambda: len(shown.parcels) == 50, "all parcels are understood")
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    keys = [orders.id_of_number(typist.reader, number(n)) or 0 for n in range(50)]
    typist.until(lambda: {each.state for each in orders.rows(typist.reader, keys)} == {GONE}, "all are shipped")
    assert sorted(each.tracking for each in orders.rows(typist.reader, keys)) == [f"7539{n:010d}" for n in range(50)]
