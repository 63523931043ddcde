"""What becomes of its order stands in the timeline of a ticket in words, with its undo."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from ticketdesk.desk.changes import Changes
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.domain.flags import Flag
from ticketdesk.store.queries import orders
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.ui.tickets.detail.event_views import ChangedView
from ticketdesk.ui.tickets.detail.event_words import icon_of, line_of, token_of
from ticketdesk.words import use_language

ORDER = "2026112700000000001"


def changes(panel):
    shown = [each for each in panel.timeline.findChildren(ChangedView) if not each.isHidden()]
    return [(each._words.text(), each) for each in sorted(shown, key=panel.timeline._column.indexOf)]


def moved(kind, before, after, command, author="小满"):
    return EventRow(1, 1, kind, 1, author, command, before, after, 0, 1, "T-1", None)


def test_a_flag_set_elsewhere_comes_to_the_ticket_shown_and_is_taken_back_there(qtbot, world, desk, make, panel):
    order = make.order(ORDER)
    ticket = make.ticket("换", order_id=order)
    panel.show_ticket(ticket)
    assert changes(panel) == []
    desk.run(SetFlag(order_ids=(order,), flag=Flag.RED))
    qtbot.waitUntil(lambda: len(changes(panel)) == 1)
    words, view = changes(panel)[0]
    assert words.startswith("小满 changed the order's flag Grey → Red")
    undo = next(each for each in view.findChildren(QPushButton) if not each.isHidden())
    assert undo.accessibleName() == "Undo: 小满 changed the order's flag Grey → Red"
    undo.click()
    qtbot.waitUntil(lambda: orders.rows(world.reader, [order])[0].flag == Flag.GREY)
    qtbot.waitUntil(lambda: changes(panel) == [])


def test_a_later_flag_must_be_taken_back_first(qtbot, world, desk, make, panel):
    order = make.order(ORDER)
    panel.show_ticket(make.ticket("换", order_id=order))
    for code in (Flag.RED, Flag.BLUE):
        desk.run(SetFlag(order_ids=(order,), flag=code))
    qtbot.waitUntil(lambda: len(changes(panel)) == 2)
    with qtbot.waitSignal(world.notices.said) as said:
        changes(panel)[0][1]._foot._undo.click()
    assert "cannot be undone" in said.args[0]
    assert orders.rows(world.reader, [order])[0].flag == Flag.BLUE and len(changes(panel)) == 2


def test_the_order_of_a_merged_ticket_is_followed_too(qtbot, desk, make, panel):
    first, second = make.order(ORDER), make.order("2026112700000000002")
    winner, loser = make.ticket("一", order_id=first), make.ticket("二", order_id=second)
    desk.run(MergeTickets(winner_id=winner, loser_ids=(loser,)))
    panel.show_ticket(winner)
    desk.run(SetFlag(order_ids=(second,), flag=Flag.RED))
    qtbot.waitUntil(lambda: any("order's flag" in words for words, _view in changes(panel)))


def test_very_many_orders_that_were_written_may_hold_that_of_the_ticket(world, desk, make, panel):
    order = make.order(ORDER)
    panel.show_ticket(make.ticket("换", order_id=order))
    world.changed.disconnect(panel.follow)
    desk.run(SetFlag(order_ids=(order,), flag=Flag.RED))
    panel.follow(Changes(1, "SetFlag", {"orders": (order + 1,)}))
    assert changes(panel) == []
    panel.follow(Changes(1, "SetFlag", {"orders": None}))
    assert len(changes(panel)) == 1


@pytest.mark.parametrize(
    ("event", "english", "chinese"),
    [
        (
            moved("flag", "0", "4", "SetFlag"),
            "小满 changed the order's flag Grey → Blue",
            "小满 将订单 灰旗 → 蓝旗",
        ),
        (
            moved("order_state", "WAIT_SELLER_SEND_GOODS", "TRADE_CLOSED", "ImportOrders"),
            "A file that 小满 imported changed the order's state To ship → Closed",
            "小满 导入的文件将订单状态 待发货 → 已关闭",
        ),
        (
            moved("flag", "5", "0", "Undo", ""),
            "The desk took an act back: the order's flag Purple → Grey",
            "系统 撤销操作：订单 紫旗 → 灰旗",
        ),
        (
            moved("order_state", "", "FROM_A_NEWER_PLATFORM", "Mend"),
            "小满 changed the order's state State unknown → FROM_A_NEWER_PLATFORM",
            "小满 将订单状态 状态未知 → FROM_A_NEWER_PLATFORM",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(event, english, chinese):
    assert line_of(event) == english
    use_language("zh_CN")
    assert line_of(event) == chinese


def test_a_flag_wears_its_colour_and_no_flag_none():
    assert (icon_of(moved("flag", "0", "1", "")), token_of(moved("flag", "0", "1", ""))) == ("flag", "flag.red")
    assert token_of(moved("flag", "1", "0", "")) == "text.third"
    assert token_of(moved("order_state", "", "X", "")) == "text.third"


def test_the_line_is_read_with_its_moment(qtbot, world, desk, make, panel):
    order = make.order(ORDER)
    panel.show_ticket(make.ticket("换", order_id=order))
    desk.run(SetFlag(order_ids=(order,), flag=Flag.YELLOW))
    qtbot.waitUntil(lambda: len(changes(panel)) == 1)
    label = next(each for each in changes(panel)[0][1].findChildren(QLabel) if "Yellow" in each.text())
    assert label.text().endswith("14:26") and "Today" in label.toolTip()
