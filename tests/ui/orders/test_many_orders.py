"""One remark on all orders that are chosen: asked in a dialog, counted in the bar, stopped there, undone in one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.desk.builders import add_colleague, unguarded
from tests.ui.order_files import Sold, number, write_list
from tests.ui.orders.hands import ctrl_enter, opened, order
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.people import SetAgentRole
from ticketdesk.desk.commands.roles import AddRole
from ticketdesk.store.queries import orders
from ticketdesk.ui.orders.remark_many_dialog import RemarkManyDialog
from ticketdesk.ui.widgets.lines_dialog import LinesDialog


@pytest.fixture
def filled(tmp_path, desk):
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", [Sold(number(n)) for n in range(5)]))))
    return desk


@pytest.fixture
def page(qtbot, world, filled):
    return shown_page(qtbot, world)


def said(world, n):
    return [row.text for row in orders.remarks(world.reader, order(world, n))]


def all_chosen(qtbot, page):
    page.table.setFocus()
    page.table.selectAll()
    qtbot.waitUntil(page.bar.isVisible)


def test_by_key_and_by_button_it_is_asked_for_all_that_are_chosen(qtbot, world, filled, page):
    all_chosen(qtbot, page)
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    shown = opened(qtbot, page, RemarkManyDialog)
    assert not shown.take.isEnabled() and shown.flags.picked() is None
    shown.reject()
    page.bar.remark.click()
    shown = opened(qtbot, page, RemarkManyDialog)
    shown.flags.buttons[1].click()
    assert shown.flags.picked() == 1
    shown.text.setPlainText("送赠品")
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: all(said(world, n) == ["送赠品"] for n in range(5)))
    assert {row.flag for row in orders.rows(world.reader, [order(world, n) for n in range(5)])} == {1}
    qtbot.waitUntil(lambda: page.many._stop is None)
    assert page.bar.remark.isVisible() and not page.bar.stop.isVisible()
    filled.undo().result()
    assert said(world, 0) == []


def test_who_has_no_room_is_told_before(qtbot, world, filled, page):
    filled.run(AddRemark(order_id=order(world, 2), text="换" * 320))
    all_chosen(qtbot, page)
    page.bar.remark.click()
    shown = opened(qtbot, page, RemarkManyDialog)
    shown.text.setPlainText("送赠品")
    qtbot.waitUntil(shown.left_out.isVisible)
    assert number(2)[-4:] in shown.left_out.text() and len(shown.ids) == 4
    shown.take.click()
    qtbot.waitUntil(lambda: said(world, 0) == ["送赠品"] and page.many._stop is None)
    assert len(said(world, 2)) == 1
    assert not any(each.isVisible() for each in page.window().findChildren(LinesDialog)), "it was told before"


def test_a_remark_that_is_too_long_for_any_is_not_offered(qtbot, page):
    all_chosen(qtbot, page)
    page.bar.remark.click()
    shown = opened(qtbot, page, RemarkManyDialog)
    shown.text.setPlainText("换" * 334)
    qtbot.waitUntil(lambda: not shown.unread)
    assert not shown.take.isEnabled()


def test_the_gate_s_refusals_are_listed(qtbot, world, filled, page):
    for text in ("换M码", "换L码"):
        filled.run(AddRemark(order_id=order(world, 3), text=text))
    all_chosen(qtbot, page)
    page.bar.remark.click()
    shown = opened(qtbot, page, RemarkManyDialog)
    shown.flags.buttons[2].click()
    shown.text.setPlainText("已打单")
    qtbot.waitUntil(shown.take.isEnabled)
    shown.take.click()
    told = opened(qtbot, page, LinesDialog)
    assert number(3) in told.lines.toPlainText() and said(world, 0) == ["已打单"]


def test_while_it_goes_on_only_its_end_is_offered(qtbot, world, page):
    all_chosen(qtbot, page)
    page.many.working.emit(5)
    assert page.bar.stop.isVisible() and not page.bar.remark.isVisible() and not page.bar.ship.isVisible()
    page.many.stepped.emit(3)
    assert page.bar.chosen.text() == "3 of 5 done"
    page.many.working.emit(0)
    assert page.bar.remark.isVisible() and not page.bar.stop.isVisible() and page.bar.chosen.text() == "5 chosen"


def test_who_may_not_remark_is_told_why(qtbot, world, filled, page):
    role = filled.run(AddRole(role_name="见习", permissions=("order.ship",))).result
    trainee = add_colleague(filled)
    with unguarded(filled):
        filled.run(SetAgentRole(agent_id=trainee, role_id=role))
    filled.agent_id = trainee
    world.session_changed.emit()
    all_chosen(qtbot, page)
    assert not page.bar.remark.isEnabled() and page.bar.remark.toolTip() and page.bar.ship.isEnabled()
    told = []
    world.notices.refused.connect(told.append)
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    assert [error.key for error in told] == ["denied"]
    assert not any(each.isVisible() for each in page.window().findChildren(RemarkManyDialog))
