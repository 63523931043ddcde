"""The filter row of the orders page: criteria that combine, their memory, keys, and lists that come in two steps."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QDate, Qt

from tests.ui.order_files import SHIPPED, Sold, number, write_list
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import EditAddress, SetFlag
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import DAY
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.order_filter import AMOUNT, DUE
from ticketdesk.ui.orders import filter_state
from ticketdesk.ui.orders.days_dialog import DaysDialog
from ticketdesk.ui.orders.filter_state import Chosen, asked, bounds, keep, recall, setting
from ticketdesk.ui.orders.order_model import OrderView
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.world import Place

NOON = 1_795_242_368_000  # 2026-11-21 14:26:08 in the shop's zone


@pytest.fixture
def filled(tmp_path, desk):
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(4)] + [Sold(number(9), state=SHIPPED, title="苎麻桌布")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    return desk


@pytest.fixture
def page(qtbot, filled, world):
    return shown_page(qtbot, world)


def order(world, n):
    return orders.id_of_number(world.reader, number(n))


def shown(page):
    return set(page.model.ids())


def test_words_find_goods_buyers_and_the_end_of_a_number(qtbot, world, page):
    for words, found in (("苎麻", {9}), ("tb2", {2}), (number(3)[-6:], {3}), ("没有这个", set())):
        page.filter.field.setText(words)
        qtbot.waitUntil(lambda found=found: shown(page) == {order(world, n) for n in found})
    qtbot.waitUntil(lambda: page.empty.isVisible())
    assert page.empty.title.text() == "No orders found" and page.empty.action.text() == "Clear all"
    page.empty.action.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert page.filter.field.text() == "" and page.filter.clear.isHidden()


def test_criteria_combine(qtbot, desk, world, page):
    desk.run(SetFlag(order_ids=(order(world, 1), order(world, 2)), flag=4))
    desk.run(CreateTicket(type="exchange", title="换货", order_id=order(world, 2)))
    desk.run(EditAddress(order_id=order(world, 1), receiver="", mobile="", address="浙江省 杭州市 某路 2 号"))
    page.filter.flag._pick(page.filter.flag._menu.actions()[4])
    qtbot.waitUntil(lambda: shown(page) == {order(world, 1), order(world, 2)})
    assert page.filter.flag.text().startswith("Flag: Blue") and page.filter.flag.isChecked()
    page.filter.toggles["ticketed"].click()
    qtbot.waitUntil(lambda: shown(page) == {order(world, 2)})
    page.filter.toggles["readdressed"].click()
    qtbot.waitUntil(lambda: shown(page) == set())
    page.filter.toggles["ticketed"].click()
    qtbot.waitUntil(lambda: shown(page) == {order(world, 1)})


def test_a_ticket_that_opens_comes_into_a_list_of_open_tickets(qtbot, desk, world, page):
    page.filter.toggles["ticketed"].click()
    qtbot.waitUntil(lambda: shown(page) == set())
    desk.run(CreateTicket(type="exchange", title="换货", order_id=order(world, 0)))
    qtbot.waitUntil(lambda: shown(page) == {order(world, 0)})


def test_what_the_view_says_the_row_does_not_ask_again(qtbot, page):
    page.show_view("state:WAIT_SELLER_SEND_GOODS")
    assert page.filter.state.isHidden() and not page.filter.flag.isHidden()
    page.show_view("flag:1")
    assert page.filter.flag.isHidden() and not page.filter.state.isHidden()


def test_the_row_is_kept_for_the_agent_but_not_the_words(qtbot, world, page):
    page.filter.field.setText("苎麻")
    page.filter.toggles["refunded"].click()
    qtbot.waitUntil(lambda: len(page.filter.search.query.terms) == 1)
    again = OrdersPage(world)
    qtbot.addWidget(again)
    assert again.filter.chosen == Chosen(refunded=True) and not again.filter.search.query.terms
    assert again.filter.toggles["refunded"].isChecked()
    assert world.kept.get(setting((world.agent_id or 0) + 1)) == ""
    page.filter.clear.click()
    assert recall(world.kept, world.agent_id) == Chosen()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"flag": "9"}', '{"flag": 3}', '{"order": "colour"}', '{"x": 1}'])
def test_a_spoilt_memory_asks_for_nothing(text):
    kept = Settings()
    kept.put(setting(1), text)
    assert recall(kept, 1) == Chosen()


def test_a_memory_comes_back_whole():
    kept, chosen = Settings(), Chosen(state="TRADE_CLOSED", flag="0", days="week", ticketed=True, order=AMOUNT)
    keep(kept, 7, chosen)
    assert recall(kept, 7) == chosen


def test_headings_sort_by_amount_and_deadline(qtbot, world, page):
    page.table.sort_requested.emit(AMOUNT, False)
    assert page.filter.chosen.order == AMOUNT and page.filter.chosen.descending
    page.table.sort_requested.emit(AMOUNT, False)
    assert not page.filter.chosen.descending
    page.table.sort_requested.emit(DUE, True)
    assert page.filter.chosen.order == DUE and not page.filter.chosen.descending
    qtbot.waitUntil(lambda: not world.tasks.running("orders.list"))
    assert page.model.rowCount() == 5


def test_keys_reach_the_words_go_back_and_flag(qtbot, world, page):
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 0))
    current = page.table.current_id()
    qtbot.keyClicks(page.table, "/")
    qtbot.waitUntil(lambda: page.filter.field.hasFocus())
    qtbot.keyClick(page.filter.field, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    with qtbot.waitSignal(world.notices.said):
        qtbot.keyClick(page.table, Qt.Key.Key_3)
    assert {row.id: row.flag for row in orders.rows(world.reader, [current])} == {current: 3}
    qtbot.keyClick(page.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    page.table.selectionModel().clear()
    qtbot.keyClick(page.table, Qt.Key.Key_5)
    assert orders.rows(world.reader, [current])[0].flag == 3


def test_a_place_that_the_row_leaves_out_is_shown_all_the_same(qtbot, world, page):
    page.filter.toggles["refunded"].click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.open_place(Place("order", order(world, 9)))
    qtbot.waitUntil(lambda: page.table.current_id() == order(world, 9))


def test_two_days_are_asked_for(qtbot, world, page):
    page.filter._pick_days("other")
    dialog = page.filter.findChild(DaysDialog)
    qtbot.waitUntil(dialog.updatesEnabled)  # dressed and painted in the turns after it was opened
    dialog.first.setDate(QDate(2026, 11, 20))
    dialog.last.setDate(QDate(2026, 11, 1))
    dialog.submitted.emit()
    assert page.filter.chosen.days == "2026-11-01..2026-11-20"
    assert page.filter.days.text().startswith("Days: 2026-11-01 – 2026-11-20")


def test_days_are_whole_days_of_the_shop():
    midnight = NOON - 14 * 3_600_000 - 26 * 60_000 - 8_000
    assert bounds("today", NOON) == (midnight, None)
    assert bounds("week", NOON) == (midnight - 6 * DAY, None)
    assert bounds("this_month", NOON) == (midnight - 20 * DAY, None)
    assert bounds("last_month", NOON) == (midnight - 51 * DAY, midnight - 20 * DAY)
    assert bounds("2026-11-20..2026-11-20", NOON) == (midnight - DAY, midnight)
    assert bounds("", NOON) == (None, None)


def test_a_view_decides_before_the_row():
    row = Chosen(state="TRADE_CLOSED", flag="2")
    assert asked(OrderView("state", "TRADE_FINISHED"), row, NOON).state == "TRADE_FINISHED"
    assert asked(OrderView("flag", 5), row, NOON).flag == 5
    due = asked(OrderView("due"), Chosen(), NOON)
    assert due.due_only and due.order == DUE and not due.descending
    assert filter_state.asked(OrderView("all"), Chosen(order=AMOUNT), NOON).descending


def test_the_first_rows_of_another_list_come_early_and_those_of_the_same_do_not(qtbot, page):
    page.filter.toggles["refunded"].click()
    page._first(array("q", [7]))
    assert list(page.model.ids()) == [7]
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page._first(array("q", [7]))
    assert page.model.rowCount() == 0


def test_a_list_that_one_index_has_in_order_stands_at_once(page):
    page.show_view("all")
    assert page.model.rowCount() == 5
    assert not page.busy.isVisible()
