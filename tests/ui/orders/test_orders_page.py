"""The orders page: views, table, flags of many, places, empty state, export."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from tests.desk.builders import add_colleague
from tests.ui.order_files import SHIPPED, Sold, number, write_list
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.store.queries import orders
from ticketdesk.ui import labels
from ticketdesk.ui.orders.order_model import DUE, NUMBER, PRODUCT, STATE, OrderModel, parcel_text, view_of
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.world import Place


@pytest.fixture
def filled(tmp_path, desk):
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(4)]
    sold += [Sold(number(9), state=SHIPPED, title="<b>粗体</b>")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    return desk


@pytest.fixture
def page(qtbot, world):
    return shown_page(qtbot, world)


def test_an_empty_shop_offers_the_import(qtbot, page):
    assert page.empty.isVisible() and page.empty.action.text() == "Import orders"
    assert not page.export.button.isEnabled()


def test_rows_are_ready_text_and_markup_stays_text(filled, page):
    texts = {page.model.index(row, PRODUCT).data() for row in range(5)}
    assert "<b>粗体</b>" in texts
    assert page.model.index(0, NUMBER).data() == "2026…330000009"
    assert {page.model.index(row, STATE).data() for row in range(5)} == {"To ship", "Shipped"}
    assert page.model.index(0, DUE).data() == ""


def test_views_count_and_filter(qtbot, filled, page):
    counts = {entry.key: entry.count for entry in page.nav._model.entries}
    assert counts["all"] == 5 and counts["state:WAIT_SELLER_SEND_GOODS"] == 4 and counts["flag:0"] == 5
    for key, rows in (("state:WAIT_BUYER_CONFIRM_GOODS", 1), ("due", 4), ("flag:3", 0), ("all", 5)):
        page.nav.chosen.emit(key)
        qtbot.waitUntil(lambda rows=rows: page.model.rowCount() == rows and not page.busy.isVisible())
    page.show_view("flag:3")
    qtbot.waitUntil(lambda: page.empty.isVisible())
    assert page.empty.action.isHidden()


def test_the_count_stays_whole_in_a_narrow_middle(qtbot, filled, page):
    middle = page.splitter.widget(1)
    page.resize(170 + 578, 700)  # at 1280 with the views and an order beside it
    page.splitter.setSizes([170, 578])
    qtbot.waitUntil(lambda: page.model.rowCount() == 5 and middle.width() < 600)
    qtbot.waitUntil(lambda: page.count.contentsRect().width() >= page.count.wide > 0)
    assert page.filter.field.geometry().right() < page.count.geometry().left()


def test_a_flag_for_many_is_one_step(qtbot, filled, world, page):
    page.table.setFocus()
    page.table.selectAll()
    assert "5 of 5" in page.count.text()
    menu = page.flagging.button.menu()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(world.notices.said) as said:
        menu.actions()[0].trigger()
    assert said.args[0].startswith("5 orders: Red") and said.args[1] is True
    assert all(row.flag == 1 for row in orders.rows(world.reader, orders.snapshot(world.reader)))
    qtbot.waitUntil(lambda: page.model.index(0, 0).data() == labels.flag_name(1))
    world.undo().result()
    qtbot.waitUntil(lambda: page.model.index(0, 0).data() == labels.flag_name(0))


def test_the_current_order_stands_at_the_right_and_escape_closes_it(qtbot, filled, page):
    assert page.detail.isHidden() and not page.flagging.button.isEnabled()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.detail.isHidden()  # the row is painted first
    qtbot.waitUntil(page.detail.isVisible)
    assert page.detail.sidebar.cards()
    assert page.flagging.button.isEnabled()
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.detail.isHidden()


def test_a_place_is_found_in_whatever_view(qtbot, filled, world, page):
    page.show_view("flag:3")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    wanted = orders.id_of_number(world.reader, number(9))
    page.open_place(Place("order", wanted))
    qtbot.waitUntil(lambda: page.table.current_id() == wanted)
    assert page.detail.isVisible()
    page.open_place(Place("orders", 1))
    assert page.nav.current() == "flag:1"


def test_an_import_shows_and_its_undo_takes_it_out(qtbot, tmp_path, desk, world, page):
    desk.run(ImportOrders(path=str(write_list(tmp_path / "a.csv", [Sold(number(1))]))))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.table.isVisible())
    world.undo().result()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0 and page.empty.isVisible())


def test_export_writes_what_was_imported_and_is_recorded(qtbot, tmp_path, filled, world, page):
    target = tmp_path / "订单.csv"
    with qtbot.waitSignal(world.notices.said):
        page.export.write(target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert sum(number(9) in "".join(row) for row in rows) == 1 and len(rows) == 6
    assert world.reader.rows("SELECT COUNT(*) FROM act WHERE command = 'RecordExport'") == [(1,)]


def test_who_may_not_export_sees_no_button(qtbot, filled, world):
    filled.agent_id = add_colleague(filled, "阿泽", "warehouse")
    made = OrdersPage(world)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not world.tasks.running("orders.list"))
    assert made.export.button.isHidden() and made.import_button.isHidden()


def test_a_narrow_table_gives_up_columns_before_the_product(qtbot, filled, page):
    page.table.resize(560, 400)
    page.table._fit(560)
    assert not page.table.isColumnHidden(PRODUCT) and not page.table.isColumnHidden(DUE)
    assert page.table.isColumnHidden(8)
    page.table._fit(1400)
    assert not any(page.table.isColumnHidden(column) for column in range(9))


def test_the_model_holds(qtmodeltester, filled, world):
    model = OrderModel(world)
    model.reset_ids(orders.snapshot(world.reader))
    qtmodeltester.check(model)


def test_parcels_and_views_are_read():
    assert parcel_text("顺丰", "SF1528839031123") == "顺丰 SF15…1123"
    assert parcel_text("", "") == "" and view_of("flag:2") == ("flag", 2) and view_of("due") == ("due", None)
