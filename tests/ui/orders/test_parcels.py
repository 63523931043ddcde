"""Parcels in the window: several orders in one, one order in several, and words about an order for its buyer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.desk.builders import Make, order_row
from tests.ui.order_files import Sold, number, write_list
from tests.ui.orders.hands import ctrl_enter, opened, order, press, row
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_money import CloseOrder
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.parcel_groups import ShareParcel
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import orders, parcel_groups
from ticketdesk.ui.orders import order_acts
from ticketdesk.ui.orders.gate_dialog import GateDialog
from ticketdesk.ui.orders.order_card import OrderCardView
from ticketdesk.ui.orders.order_model import PRODUCT
from ticketdesk.ui.orders.share_dialog import ShareDialog
from ticketdesk.ui.orders.ship_dialog import ShipDialog

WAITS, PART, GONE = "WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART", "WAIT_BUYER_CONFIRM_GOODS"
ZTO = "75310000002296"


@pytest.fixture
def filled(tmp_path, desk):
    sold = [Sold(number(n), nick="鹿小林") for n in range(3)] + [Sold(number(5), nick="别人")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    return desk


@pytest.fixture
def page(qtbot, world, filled):
    return shown_page(qtbot, world)


def card_of(qtbot, world, n):
    made = OrderCardView(world, orders.card(world.reader, order(world, n)), (), open_=True)
    qtbot.addWidget(made)
    made.show()
    return made


def line(card):
    return [(part.words.text(), part.left.text(), part.choose.isVisible()) for part in card._company.shown()]


def test_the_card_says_who_goes_to_the_same_receiver(qtbot, world, filled):
    card = card_of(qtbot, world, 0)
    assert line(card) == [("3 orders to one receiver", "", True)]
    assert line(card_of(qtbot, world, 5)) == []
    filled.run(ShareParcel(order_ids=(order(world, 0), order(world, 1))))
    assert card.refresh() and "In one parcel with" in line(card)[0][0] and "1 more" in line(card)[0][0]
    filled.run(CloseOrder(order_id=order(world, 1), reason="不要了"))
    assert card.around and card.refresh()
    words, left, choice = line(card)[0]
    assert words == "2 orders to one receiver" and "it is closed" in left and choice
    asked = []
    card.asked.connect(lambda *act: asked.append(act[0]))
    card._company.shown()[0].choose.click()
    assert asked == ["share"]


def test_orders_are_put_in_one_parcel_by_key_and_shipped_together(qtbot, world, filled, page):
    press(qtbot, page, 0, Qt.Key.Key_J)
    shown = opened(qtbot, page, ShareDialog)
    assert len(shown.boxes) == 2 and all(box.isChecked() for box in shown.boxes.values()) and shown.take.isEnabled()
    shown.boxes[order(world, 2)].click()
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: row(world, 1).parcel_group is not None)
    assert row(world, 0).parcel_group == row(world, 1).parcel_group and row(world, 2).parcel_group is None
    assert "In one parcel" in orders.remarks(world.reader, order(world, 1))[0].text
    beside = page.table.itemDelegateForColumn(PRODUCT)._chip
    assert beside(row(world, 0)).text == "One parcel" and beside(row(world, 2)).text == ""
    press(qtbot, page, 0, Qt.Key.Key_S)
    ship = opened(qtbot, page, ShipDialog)
    assert ship.with_it.isVisible() and number(1)[-4:] in ship.with_it.text()
    ship.number.setText(ZTO)
    ctrl_enter(qtbot, ship)
    qtbot.waitUntil(lambda: row(world, 1).state == GONE)
    assert (row(world, 0).state, row(world, 0).tracking, row(world, 2).state) == (GONE, ZTO, WAITS)


def test_who_may_write_no_remark_is_offered_none(qtbot, world, filled, page, monkeypatch):
    may = world.may
    monkeypatch.setattr(world, "may", lambda right: right is not Permission.ORDER_REMARK and may(right))
    press(qtbot, page, 0, Qt.Key.Key_J)
    shown = opened(qtbot, page, ShareDialog)
    assert not shown.remark.isVisible() and not shown.says.isVisible() and shown.command().remark == ""


def test_the_last_tick_taken_away_parts_them(qtbot, world, filled, page):
    filled.run(ShareParcel(order_ids=(order(world, 0), order(world, 1))))
    order_acts.ask(world, page, "share", order(world, 0))
    shown = opened(qtbot, page, ShareDialog)
    assert [box.isChecked() for box in shown.boxes.values()] == [True, False] and not shown.take.isEnabled()
    shown.boxes[order(world, 1)].click()
    assert shown.take.isEnabled() and not shown.says.isVisible()
    shown.take.click()
    qtbot.waitUntil(lambda: row(world, 1).parcel_group is None)
    assert row(world, 0).parcel_group is None


def test_who_is_alone_is_told_so(qtbot, world, page):
    told = []
    world.notices.said.connect(lambda text, _undoable: told.append(text))
    order_acts.ask(world, page, "share", order(world, 5))
    assert told == ["No other order that waits goes to this receiver"]


@pytest.fixture
def several(world, desk, tmp_path, clock):
    """An order of three items, ×1, ×2 and ×3."""
    make = Make(desk, tmp_path, clock)
    make.imported([order_row(2, make.rng, 1, 订单备注="", 物流单号="", 物流公司="")])
    desk.run(ImportOrders(path=str(make.detail_file([2]))))
    return make.order_id(2)


def test_an_order_is_shipped_in_parts(qtbot, world, window, several):
    order_acts.ask(world, window, "ship", several)
    ship = next(each for each in window.findChildren(ShipDialog) if each.isVisible())
    ship.number.setText(ZTO)
    assert ship.take.isEnabled() and not next(iter(ship.part.counts.values())).isVisible()
    ship.part.part.click()
    assert not ship.take.isEnabled() and len(ship.part.counts) == 3
    first, second, _third = ship.part.counts.values()
    assert (first.count(), second.count()) == (2, 3)
    second.setCurrentIndex(1)
    ctrl_enter(qtbot, ship)
    qtbot.waitUntil(lambda: orders.rows(world.reader, [several])[0].state == PART)
    assert sum(parcel_groups.pieces_left(world.reader, several).values()) == 5
    card = OrderCardView(world, orders.card(world.reader, several), (), open_=True)
    qtbot.addWidget(card)
    card.show()
    assert line(card) == [("5 pieces are still here", "", False)]
    order_acts.ask(world, window, "ship", several)
    qtbot.waitUntil(lambda: sum(each.isVisible() for each in window.findChildren(ShipDialog)) == 1)
    again = next(each for each in window.findChildren(ShipDialog) if each.isVisible())
    assert [count.count() for count in again.part.counts.values()] == [2, 2, 4]
    again.number.setText("75310000002297")
    ctrl_enter(qtbot, again)
    qtbot.waitUntil(lambda: orders.rows(world.reader, [several])[0].state == GONE)


def test_a_part_meets_the_gate(qtbot, world, window, desk, several):
    for text in ("换M码", "换L码"):
        desk.run(AddRemark(order_id=several, text=text))
    order_acts.ask(world, window, "ship", several)
    ship = next(each for each in window.findChildren(ShipDialog) if each.isVisible())
    ship.number.setText(ZTO)
    ship.part.part.click()
    next(iter(ship.part.counts.values())).setCurrentIndex(1)
    ship.take.click()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(GateDialog)))
    gate = next(each for each in window.findChildren(GateDialog) if each.isVisible())
    gate.reason.setText("已电话确认")
    gate.let.click()
    qtbot.waitUntil(lambda: orders.rows(world.reader, [several])[0].state == PART)


def test_words_for_the_buyer_go_into_his_conversation(qtbot, world, filled, page):
    places = []
    world.go.connect(places.append)
    for act in ("note", "check"):
        order_acts.ask(world, page, act, order(world, 0))
        assert places == [] and number(0) in QGuiApplication.clipboard().text()
    made = filled.run(ReceiveTranscript(buyer_nick="鹿小林", messages=(Heard("in", "鹿小林", 1, "在吗"),))).result
    for act in ("note", "check"):
        order_acts.ask(world, page, act, order(world, 0))
        assert number(0) in world.handed.pop(made.conversation_id)
    assert [(place.kind, place.id) for place in places] == [("words", made.conversation_id)] * 2
