"""Searching the list of tickets: chips, completion, what is wrong with a query, all by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.query.parsing import parse
from ticketdesk.store.queries import ticket_search, tickets
from ticketdesk.store.queries.ticket_search import TicketSearch
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.tickets.list.ticket_source import Wanted, search_of
from ticketdesk.ui.tickets.page import TicketsPage


@pytest.fixture
def page(qtbot, world):
    def show():
        made = TicketsPage(world)
        qtbot.addWidget(made)
        made.resize(1300, 800)
        made.show()
        qtbot.waitExposed(made)
        made.list.search.reach()
        return made

    return show


def write(field, text):
    for char in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def shown_ids(page):
    return list(page.list.model.ids())


def chips(page):
    return [chip.accessibleName().removeprefix("Remove ") for chip in page.list.search.chips.chips]


def test_what_is_written_narrows_the_view_and_enter_makes_chips(page, make, qtbot):
    exchange, other = make.ticket("尺码偏小", type="exchange"), make.ticket("发票")
    shown = page()
    field = shown.list.search.field
    write(field, "类型:换货")
    qtbot.waitUntil(lambda: shown_ids(shown) == [exchange])
    assert chips(shown) == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chips(shown) == ["type:exchange"] and field.text() == ""
    qtbot.keyClick(field, Qt.Key.Key_Left)
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown_ids(shown) == [exchange, other])
    assert chips(shown) == [] and shown.focusWidget() is field


def test_a_chip_is_removed_by_the_mouse_and_taken_back_by_backspace(page, make, qtbot):
    make.ticket("尺码偏小", type="exchange")
    shown = page()
    field = shown.list.search.field
    write(field, "type:exchange 尺码")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chips(shown) == ["type:exchange", "尺码"]
    qtbot.mouseClick(shown.list.search.chips.chips[0], Qt.MouseButton.LeftButton)
    assert chips(shown) == ["尺码"]
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert chips(shown) == [] and field.text() == "尺码"


def test_a_condition_and_a_blank_become_a_chip(page, make, qtbot):
    make.ticket()
    shown = page()
    write(shown.list.search.field, "state:open ")
    qtbot.waitUntil(lambda: chips(shown) == ["state:open"])


def test_fields_and_values_are_completed_by_the_keyboard(page, make, qtbot):
    make.ticket(type="exchange")
    shown = page()
    field, popup = shown.list.search.field, shown.list.search.field.popup
    write(field, "ty")
    assert popup.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "type:" and popup.isVisible() and shown.focusWidget() is field
    write(field, "ex")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chips(shown) == ["type:exchange"] and not popup.isVisible()
    write(field, "st")
    assert popup.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not popup.isVisible() and field.text() == "st"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert shown.focusWidget() is shown.list.table


def test_names_of_the_store_are_offered(page, make, qtbot):
    make.ticket()
    make.colleague("阿泽")
    shown = page()
    field = shown.list.search.field
    write(field, "assignee:阿")
    assert [offer.text for offer in field.popup._model.offers] == ["阿泽"]


def test_an_error_names_word_and_place_and_the_list_stands(page, make, qtbot):
    ticket = make.ticket()
    shown = page()
    bar = shown.list.search
    write(bar.field, "state:open colour:red")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.error.isVisible() and "“colour” (character 12)" in bar.error.text()
    assert bar.field.selectedText() == "colour" and shown_ids(shown) == [ticket]
    write(bar.field, "flag")
    qtbot.waitUntil(lambda: not bar.error.isVisible())


def test_what_is_still_being_completed_is_not_called_wrong(page, make, qtbot):
    ticket = make.ticket()
    shown = page()
    bar = shown.list.search
    with qtbot.waitSignal(bar.field.searched):
        write(bar.field, "state:")
    assert bar.field.popup.isVisible() and not bar.error.isVisible() and shown_ids(shown) == [ticket]
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.error.isVisible()


def test_an_unknown_colleague_is_told(page, make, qtbot):
    make.ticket()
    shown = page()
    write(shown.list.search.field, "assignee:谁也不是")
    qtbot.keyClick(shown.list.search.field, Qt.Key.Key_Return)
    assert "谁也不是" in shown.list.search.error.text()


def test_nothing_found_says_how_to_find_more(page, make, qtbot, desk):
    other = make.ticket("尺码偏小", assignee_id=make.colleague())
    shown = page()
    write(shown.list.search.field, "尺码")
    qtbot.keyClick(shown.list.search.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown.list.empty.isVisible() and shown.list.empty.title.text() == "No ticket matches")
    qtbot.mouseClick(shown.list.empty.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown_ids(shown) == [other])
    assert shown.views.list.current() == "all" and chips(shown) == ["尺码"]
    shown.list.search.set_query(parse("没有这样的工单"))
    shown.list.search.changed.emit()
    qtbot.waitUntil(lambda: shown.list.empty.isVisible())
    shown.list.empty.action.click()
    qtbot.waitUntil(lambda: shown_ids(shown) == [other])
    assert chips(shown) == []


def test_another_view_begins_without_conditions(page, make, qtbot):
    make.ticket()
    shown = page()
    write(shown.list.search.field, "已完成")
    qtbot.keyClick(shown.list.search.field, Qt.Key.Key_Return)
    shown.views.list.chosen.emit("all")
    assert chips(shown) == [] and shown.list.model.rowCount() == 1


def test_a_changed_ticket_leaves_the_search(page, make, qtbot, desk):
    from ticketdesk.desk.commands.tickets import SetTicketField

    first, second = make.ticket("甲"), make.ticket("乙")
    shown = page()
    write(shown.list.search.field, "优先级:中")
    qtbot.waitUntil(lambda: sorted(shown_ids(shown)) == [first, second])
    desk.run(SetTicketField(ticket_ids=(first,), field="priority", value="3"))
    qtbot.waitUntil(lambda: shown_ids(shown) == [second])


def test_every_view_says_the_same_as_its_query(world, make, desk, clock):
    order = make.order("2026000000000001764")
    ids = [make.ticket(str(n), type=("exchange", "inquiry")[n % 2]) for n in range(6)]
    make.ticket("别人的", assignee_id=make.colleague())
    make.ticket("没有人", assignee_id=None, order_id=order)
    from ticketdesk.desk.commands.tickets import CancelTicket, SetTicketState

    desk.run(SetTicketState(ticket_ids=(ids[0],), state="done"))
    desk.run(SetTicketState(ticket_ids=(ids[1],), state="waiting_buyer"))
    desk.run(CancelTicket(ticket_id=ids[2], reason="重复"))
    for later in (0, 40 * HOUR, 60 * HOUR):
        now = clock() + later
        for key in ("mine", "unassigned", "today", "overdue", "waiting", "done", "cancelled", "all", "type:exchange"):
            for turned in (False, True):
                view = ticket_views.view_of(key, desk.agent_id, now, turned=turned)
                search = search_of(Wanted(key, turned=turned), desk.agent_id, now)
                assert isinstance(search, TicketSearch)
                assert ticket_search.ids(world.reader, search) == tickets.snapshot(world.reader, view), (key, later)
