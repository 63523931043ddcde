"""Searching the list of orders: chips, completion, what is wrong with a query, all by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.order_files import SHIPPED, Sold, number, write_list
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.store.queries import orders


@pytest.fixture
def page(qtbot, tmp_path, desk, world):
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(4)] + [Sold(number(9), state=SHIPPED, title="苎麻桌布")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    desk.run(SetFlag(order_ids=(order(world, 1), order(world, 2)), flag=4))
    made = shown_page(qtbot, world)
    made.table.setFocus()
    qtbot.keyClicks(made.table, "/")
    qtbot.waitUntil(made.filter.field.hasFocus)
    return made


def order(world, n):
    return orders.id_of_number(world.reader, number(n))


def write(field, text):
    for char in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def chips(page):
    return [chip.accessibleName().removeprefix("Remove ") for chip in page.filter.search.chips.chips]


def shows(qtbot, world, page, *numbers):
    wanted = {order(world, n) for n in numbers}
    qtbot.waitUntil(lambda: set(page.model.ids()) == wanted and not page.busy.isVisible())


def test_what_is_written_narrows_the_view_and_enter_makes_chips(qtbot, world, page):
    field = page.filter.field
    write(field, "旗:蓝")
    shows(qtbot, world, page, 1, 2)
    assert chips(page) == [] and page.filter.clear.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chips(page) == ["flag:blue"] and field.text() == ""
    write(field, f"-编号:…{number(1)[-6:]} ")
    qtbot.waitUntil(lambda: len(chips(page)) == 2)
    shows(qtbot, world, page, 2)
    qtbot.keyClick(field, Qt.Key.Key_Left)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Delete)
    shows(qtbot, world, page, 1, 2)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Delete)
    shows(qtbot, world, page, 0, 1, 2, 3, 9)
    assert chips(page) == [] and page.focusWidget() is field and page.filter.clear.isHidden()


def test_chips_of_the_row_and_the_query_narrow_together(qtbot, world, page):
    write(page.filter.field, "苎麻")
    qtbot.keyClick(page.filter.field, Qt.Key.Key_Return)
    shows(qtbot, world, page, 9)
    page.filter.flag._pick(page.filter.flag._menu.actions()[4])
    shows(qtbot, world, page)
    qtbot.waitUntil(page.empty.isVisible)
    page.empty.action.click()
    shows(qtbot, world, page, 0, 1, 2, 3, 9)
    assert chips(page) == []


def test_words_are_completed_at_the_caret(qtbot, world, page):
    field = page.filter.field
    write(field, "sta")
    popup = field.popup
    assert popup.isVisible() and popup._model.offers[0].text == "state:"
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "state:"
    write(field, "shi")
    assert [offer.text for offer in popup._model.offers] == ["shipped"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chips(page) == ["state:shipped"]
    shows(qtbot, world, page, 9)
    write(field, "buyer:tb")
    assert {offer.text for offer in popup._model.offers} >= {"tb0", "tb3"}


def test_what_is_wrong_is_said_and_marked_and_the_list_stays(qtbot, world, page):
    field = page.filter.field
    write(field, "amount>much")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "“much” (character 8)" in page.filter.search.error.text() and page.filter.search.error.isVisible()
    assert field.selectedText() == "much"
    shows(qtbot, world, page, 0, 1, 2, 3, 9)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.filter.search.isHidden)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_what_hangs_on_an_order_brings_it_into_the_list(qtbot, desk, world, page):
    write(page.filter.field, "工单:是")
    qtbot.keyClick(page.filter.field, Qt.Key.Key_Return)
    shows(qtbot, world, page)
    desk.run(CreateTicket(type="exchange", title="换货", order_id=order(world, 3)))
    shows(qtbot, world, page, 3)


def test_lines_of_an_order_that_change_ask_the_search_again(qtbot, desk, world, page, monkeypatch):
    loads = []
    write(page.filter.field, "苎麻")
    qtbot.keyClick(page.filter.field, Qt.Key.Key_Return)
    shows(qtbot, world, page, 9)
    load = page._load
    monkeypatch.setattr(page, "_load", lambda: (loads.append(1), load()))
    page._follow(Changes(1, "ImportOrders", {"order_line": (1,)}))
    assert loads == [1]
    page._follow(Changes(2, "SetFlag", {"agent": (1,)}))
    assert loads == [1]


def test_another_view_keeps_the_query_and_names_itself(qtbot, world, page):
    write(page.filter.field, "旗:蓝")
    qtbot.keyClick(page.filter.field, Qt.Key.Key_Return)
    page.show_view("state:WAIT_BUYER_CONFIRM_GOODS")
    shows(qtbot, world, page)
    assert page.filter.field.placeholderText() == "Search “Shipped”: state:to-ship flag:red"
    page.show_view("flag:4")
    shows(qtbot, world, page, 1, 2)
