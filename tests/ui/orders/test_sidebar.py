"""The order sidebar: cards, masks, remarks, what it follows and what it asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from tests.desk.builders import add_colleague
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, SetFlag
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.remark_slots import parse_rules
from ticketdesk.resources import resource_path
from ticketdesk.store.queries import acts, buyers, orders, personal
from ticketdesk.store.queries.orders import RemarkRow
from ticketdesk.store.store import NewAct
from ticketdesk.store.tables import Buyer, Order, OrderLine
from ticketdesk.store.writer import Priority
from ticketdesk.ui.orders.address_dialog import AddressDialog
from ticketdesk.ui.orders.order_card import OrderCardView
from ticketdesk.ui.orders.remark_dialog import RemarkDialog
from ticketdesk.ui.orders.remark_lines import remark_list
from ticketdesk.ui.orders.sidebar import MOST, OrderSidebar
from ticketdesk.ui.widgets.buttons import IconButton
from ticketdesk.ui.widgets.marks import FlagMark
from ticketdesk.words.errors import sentence

NUMBER = "2026111920330281764"
PERSON = {"receiver": "鹿小林", "mobile": "13812346021", "address": "江苏省苏州市姑苏区平江街道平江路18号"}


@pytest.fixture
def add_order(desk, clock):
    """Insert an order as an import leaves it; the newest comes last."""

    def add(number=NUMBER, nick="林小鹿_88", **values):
        def insert():
            with desk.store.act(NewAct(clock(), None, "Seed", "{}", 256, undoable=False)) as frame:
                buyer = buyers.id_of_nick(frame.tx, nick) or frame.tx.insert(Buyer, {"nick": nick})
                paid = clock()
                due = paid + 48 * HOUR
                given = {"state": "WAIT_SELLER_SEND_GOODS", "paid_at": paid, "sort_at": paid, "due_at": due}
                given |= {"number": number, "number_reversed": number[::-1], "buyer_id": buyer, "buyer_nick": nick}
                order = frame.tx.insert(Order, given | PERSON | values)
                line = {"order_id": order, "position": 1, "title": "<b>衬衫</b>", "attributes": "M", "quantity": 1}
                frame.tx.insert(OrderLine, line | {"price_cents": 12900})
            desk.publish(frame.tx.act_id, "Seed", frame.touched)
            return order

        return desk.store.submit(insert, Priority.ACT).result()

    return add


@pytest.fixture
def sidebar(qtbot, world):
    made = OrderSidebar(world)
    qtbot.addWidget(made)
    made.resize(372, 800)
    made.show()
    return made


RULES = parse_rules(resource_path("rules", "remarks.toml").read_text(encoding="utf-8"))


def show(sidebar, world, nick="林小鹿_88"):
    sidebar.show_buyer(buyers.id_of_nick(world.reader, nick))
    return sidebar.cards()


def words(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def act(card, name):
    return next(b for b in card.findChildren(QPushButton) if b.accessibleName() == name and b.isVisible())


def icon(card, start):
    return next(b for b in card.findChildren(IconButton) if b.accessibleName().startswith(start) and b.isVisible())


def test_nobody_chosen_and_nothing_bought_are_told_apart(sidebar, world, desk):
    assert sidebar.empty.isVisible() and "No buyer" in sidebar.empty.title.text()
    desk.run(CreateTicket(type="inquiry", title="x", buyer_nick="新客"))
    assert show(sidebar, world, "新客") == [] and "No orders of this buyer" in sidebar.empty.title.text()


def test_the_newest_order_is_open_and_older_ones_unfold_by_enter(sidebar, world, add_order, qtbot):
    add_order("2026010101010101")
    newest = add_order()
    cards = show(sidebar, world)
    assert cards[0].order_id == newest
    assert "¥129.00" in words(cards[0]) and "Flag and remark" in [
        b.accessibleName() for b in cards[0].findChildren(QPushButton)
    ]
    qtbot.waitUntil(lambda: len(sidebar.cards()) == 2 and sidebar.cards()[1].isVisible())
    cards = sidebar.cards()
    assert not cards[1].findChildren(QPushButton)
    qtbot.keyClick(cards[1], Qt.Key.Key_Return)
    assert act(cards[1], "New ticket")


def test_only_the_newest_thirty_are_shown_but_always_the_wanted_one(qtbot, sidebar, world, add_order):
    first = add_order("2026000000000000000")
    for n in range(MOST):
        add_order(f"20260000000000001{n:02d}")
    assert 0 < len(show(sidebar, world)) < MOST  # what fills the screen at once, the others one a turn
    qtbot.waitUntil(lambda: len(sidebar.cards()) == MOST)
    sidebar.show_order(first)
    assert sidebar.cards()[0].order_id == first
    qtbot.waitUntil(lambda: len(sidebar.cards()) == MOST)
    numbers = [card.order_id for card in sidebar.cards()]
    assert numbers[1:] == sorted(numbers[1:], reverse=True)


def test_of_the_cards_of_a_buyer_with_many_orders_a_few_stay_for_the_next(qtbot, sidebar, world, add_order):
    for n in range(12):
        add_order(f"20260000000000001{n:02d}")
    add_order("2026000000000000099", nick="另一位")
    show(sidebar, world)
    qtbot.waitUntil(lambda: len(sidebar.cards()) == 12)
    assert len(show(sidebar, world, "另一位")) == 1
    qtbot.waitUntil(lambda: len(sidebar.findChildren(OrderCardView)) == 1 + 4)
    assert [card.isHidden() for card in sidebar.findChildren(OrderCardView)] == [False, True, True, True, True]


def test_the_whole_number_is_copied(sidebar, world, add_order):
    add_order()
    icon(show(sidebar, world)[0], "Copy").click()
    assert QGuiApplication.clipboard().text() == NUMBER


def test_personal_data_is_masked_until_a_recorded_look(sidebar, world, add_order, qtbot):
    add_order()
    card = show(sidebar, world)[0]
    assert "138****6021" in words(card) and "13812346021" not in words(card) and "平江路18号" not in words(card)
    icon(card, "Show").click()
    qtbot.waitUntil(lambda: "13812346021" in words(card))
    assert "平江路18号" in words(card) and card._hiding.interval() == 60_000
    assert acts.history(world.reader, None)[0].command == "RevealPersonalData"
    card._hiding.timeout.emit()
    assert "13812346021" not in words(card)


def test_a_look_answered_late_does_not_show_its_person_on_another_buyers_order(sidebar, world, add_order, qtbot):
    add_order()
    other = add_order("2026112000000000001", nick="别人", mobile="13600002222")
    card = show(sidebar, world)[0]
    icon(card, "Show").click()
    assert show(sidebar, world, "别人") == [card] and card.order_id == other  # before the answer comes
    qtbot.waitUntil(lambda: acts.history(world.reader, None)[0].command == "RevealPersonalData")
    qtbot.wait(50)
    assert not card.revealed and "13812346021" not in words(card) and "136****2222" in words(card)
    icon(card, "Show").click()
    qtbot.waitUntil(lambda: "13600002222" in words(card))


def test_who_may_not_reveal_is_told_why(sidebar, world, desk, add_order):
    add_order()
    desk.agent_id = add_colleague(desk, "阿泽")
    eye = icon(show(sidebar, world)[0], "Show")
    assert not eye.isEnabled() and "whole phone numbers" in eye.toolTip()


def test_changes_of_the_order_show_at_once_and_the_file_is_quoted(sidebar, world, desk, add_order, qtbot):
    order = add_order()
    card = show(sidebar, world)[0]
    desk.run(SetFlag(order_ids=(order,), flag=1))
    qtbot.waitUntil(lambda: any(mark.accessibleName().startswith("Red") for mark in card.findChildren(FlagMark)))
    assert "Flag changed here" not in words(card)  # no file named a flag
    desk.run(EditAddress(order_id=order, receiver="鹿", mobile="13900001111", address="浙江省杭州市西湖区一号"))
    qtbot.waitUntil(lambda: "Mobile changed here, the file says: 138****6021" in words(card))
    assert "139****1111" in words(card)


def test_a_new_order_of_the_buyer_comes_in(sidebar, world, add_order, qtbot):
    add_order()
    show(sidebar, world)
    newer = add_order("2026112000000000001")
    qtbot.waitUntil(lambda: sidebar.cards()[0].order_id == newer)


def test_remarks_stand_latest_first_and_the_overruled_is_struck(sidebar, world, desk, add_order, qtbot):
    order = add_order()
    desk.run(AddRemark(order_id=order, text="换M码"))
    desk.run(AddRemark(order_id=order, text="换L码"))
    card = show(sidebar, world)[0]
    found = [label for label in card.findChildren(QLabel) if label.text() in ("换M码", "换L码")]
    assert [label.text() for label in found] == ["换L码", "换M码"]
    assert [label.font().strikeOut() for label in found] == [False, True]


def test_a_memo_of_the_file_is_read_for_its_own_remarks(clock):
    row = RemarkRow(1, "", "换M码 晚班 11-20 22:41\n换L码 小满 11-21 14:23", 1, clock.now, "file", None)
    found = remark_list((row,), RULES, now=clock.now, agents=("晚班", "小满"))
    assert [(line.text, line.who, line.struck) for line in found.lines] == [
        ("换L码", "小满", False), ("换M码", "晚班", True),
    ]  # fmt: skip
    assert (found.contradicting, found.decided) == (2, True)


def test_what_time_does_not_decide_is_not_struck(clock):
    row = RemarkRow(1, "", "换M码 晚班 11-20\n换L码 小满 11-20", None, clock.now, "file", None)
    found = remark_list((row,), RULES, now=clock.now, agents=("晚班", "小满"))
    assert not any(line.struck for line in found.lines) and (found.contradicting, found.decided) == (2, False)


def test_texts_from_outside_stay_text(sidebar, world, desk, add_order):
    order = add_order(buyer_message="<img src=x>")
    desk.run(AddRemark(order_id=order, text="<h1>大</h1>"))
    card = show(sidebar, world)[0]
    for text in ("<b>衬衫</b>", "<h1>大</h1>"):
        assert text in words(card)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in card.findChildren(QLabel))


def test_the_buyers_tickets_open_by_enter(sidebar, world, desk, add_order, qtbot):
    add_order()
    ticket = desk.run(CreateTicket(type="exchange", title="换货", buyer_nick="林小鹿_88")).result
    show(sidebar, world)
    sidebar.tabs.setCurrentIndex(1)
    gone = []
    world.go.connect(gone.append)
    card = sidebar._ticket_column.itemAt(0).widget()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert gone == [("ticket", ticket.id)]


def test_a_new_ticket_starts_from_the_order(sidebar, world, add_order):
    order = add_order()
    seeds = []
    world.new_ticket.connect(seeds.append)
    act(show(sidebar, world)[0], "New ticket").click()
    assert (seeds[0].order_id, seeds[0].buyer_nick) == (order, "林小鹿_88")


def test_flag_and_remark_are_saved_together_by_ctrl_enter(sidebar, world, add_order, qtbot):
    order = add_order()
    dialog = RemarkDialog(world, orders.card(world.reader, order).row, sidebar)
    dialog.open()
    assert not dialog.save.isEnabled()
    dialog.flags.buttons[5].click()
    dialog.text.setPlainText("不要中通")
    assert "不要中通 小满 11-21 14:26" in dialog.preview.text.text()
    assert dialog.preview.count.text().startswith("31 of 1000")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: orders.card(world.reader, order).row.flag == 5)
    assert orders.card(world.reader, order).remarks[0].text == "不要中通"


def test_a_remark_the_platform_would_cut_cannot_be_saved(sidebar, world, add_order):
    dialog = RemarkDialog(world, orders.card(world.reader, add_order()).row, sidebar)
    dialog.open()
    dialog.text.setPlainText("长" * 330)
    assert not dialog.save.isEnabled()
    dialog.text.setPlainText("长" * 300)
    assert dialog.save.isEnabled()
    dialog.reject()


def test_of_two_who_correct_an_address_the_second_is_told(sidebar, world, desk, add_order, qtbot):
    order = add_order()
    dialog = AddressDialog(world, orders.card(world.reader, order), sidebar)
    dialog.open()
    desk.run(EditAddress(order_id=order, address="江苏省 苏州市 姑苏区 平江路9号"))
    dialog.address.setText("浙江省杭州市西湖区一号")
    with qtbot.waitSignal(world.notices.refused) as told:
        dialog.save.click()
    said = sentence(told.args[0])
    assert "changed meanwhile" in said and "平江路9号" not in said
    assert personal.of_order(world.reader, order).address == "江苏省 苏州市 姑苏区 平江路9号"
    assert dialog.save.isEnabled()
    dialog.save.click()
    qtbot.waitUntil(lambda: personal.of_order(world.reader, order).address == "浙江省杭州市西湖区一号")


def test_an_address_is_corrected_without_being_shown(sidebar, world, add_order, qtbot):
    order = add_order()
    dialog = AddressDialog(world, orders.card(world.reader, order), sidebar)
    dialog.open()
    assert dialog.mobile.text() == "" and dialog.mobile.placeholderText() == "138****6021"
    assert not dialog.save.isEnabled()
    dialog.address.setText("浙江省杭州市西湖区一号")
    dialog.save.click()
    qtbot.waitUntil(lambda: personal.of_order(world.reader, order).address == "浙江省杭州市西湖区一号")
    assert personal.of_order(world.reader, order).mobile == "13812346021"
