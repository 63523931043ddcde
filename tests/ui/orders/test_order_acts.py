"""The acts on orders in the window: the gate, shipping one and many, changes, prices, contradictions, settings."""

from __future__ import annotations

from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from tests.desk.builders import add_colleague
from tests.ui.order_files import Sold, number, write_list
from tests.ui.orders.hands import ctrl_enter, dialog, opened, order, press, row
from tests.ui.orders.paging import shown_page
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.order_money import ChangePrice
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.domain.order_settings import SLOT_WORDS, STAGE_LABELS, STAGE_ROUTES
from ticketdesk.domain.remark_slots import SlotName
from ticketdesk.store.queries import orders, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.ui import labels
from ticketdesk.ui.orders import order_acts
from ticketdesk.ui.orders.change_dialog import ChangeDialog
from ticketdesk.ui.orders.conclude_dialog import ConcludeDialog
from ticketdesk.ui.orders.gate_dialog import GateDialog
from ticketdesk.ui.orders.money_dialogs import CloseDialog, PriceDialog
from ticketdesk.ui.orders.order_model import PRODUCT, REMARK
from ticketdesk.ui.orders.page import OrdersPage
from ticketdesk.ui.orders.remark_dialog import RemarkDialog
from ticketdesk.ui.orders.ship_dialog import ShipDialog
from ticketdesk.ui.orders.ship_many_dialog import ShipManyDialog
from ticketdesk.ui.settings.order_section import OrderSection
from ticketdesk.ui.widgets.lines_dialog import LinesDialog
from ticketdesk.ui.world import Place
from ticketdesk.words.errors import sentence

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
UNPAID = "等待买家付款"
WAITS = "WAIT_SELLER_SEND_GOODS"
GONE = "WAIT_BUYER_CONFIRM_GOODS"


@pytest.fixture
def filled(tmp_path, desk):
    sold = [Sold(number(n), nick=f"tb{n}") for n in range(4)]
    sold.append(Sold(number(9), state=UNPAID, paid="", nick="tb9"))
    desk.run(ImportOrders(path=str(write_list(tmp_path / "list.csv", sold))))
    return desk


@pytest.fixture
def page(qtbot, world, filled):
    return shown_page(qtbot, world)


def contradict(desk, key):
    for text in ("换M码", "换L码"):
        desk.run(AddRemark(order_id=key, text=text))


def test_a_contradiction_is_marked_in_the_list_and_has_its_view(qtbot, filled, world, page):
    contradict(filled, order(world, 2))
    entry = next(each for each in page.nav._model.entries if each.key == "contradicting")
    qtbot.waitUntil(lambda: next(e for e in page.nav._model.entries if e.key == "contradicting").count == 1)
    assert entry.count == 0
    page.nav.chosen.emit("contradicting")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and not page.busy.isVisible())
    assert page.model.row_at(0).id == order(world, 2)
    chip = page.table.itemDelegateForColumn(REMARK)._chip(page.model.row_at(0))
    assert (chip.text, chip.level) == ("Contradiction", "bad")
    beside = page.table.itemDelegateForColumn(PRODUCT)._chip
    assert beside(page.model.row_at(0)).text == ""
    page.resize(900, 800)
    qtbot.waitUntil(lambda: page.table.isColumnHidden(REMARK))
    assert beside(page.model.row_at(0)) == chip


@pytest.mark.parametrize(("view", "rows"), [("late", 4), ("readdressed", 0), ("refunded", 0), ("stalled", 0)])
def test_the_views_of_risk_ask_their_question(qtbot, page, view, rows):
    page.nav.chosen.emit(view)
    qtbot.waitUntil(lambda: page.model.rowCount() == rows and not page.busy.isVisible())
    assert page.empty.isVisible() is (rows == 0)


def test_the_latest_is_chosen_and_one_remark_concludes(qtbot, filled, world, page):
    contradict(filled, order(world, 1))
    press(qtbot, page, 1, Qt.Key.Key_D)
    shown = opened(qtbot, page, ConcludeDialog)
    assert shown.chosen() == {SlotName.SIZE: "L"} and shown.take.isEnabled()
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: row(world, 1).remark_conflict == 0)
    said = orders.remarks(world.reader, order(world, 1))
    assert [each.text for each in said if each.concludes] == ["结论：尺码:L"]
    world.undo().result()
    assert row(world, 1).remark_conflict == 1


def test_words_that_the_shop_adds_later_make_a_contradiction(qtbot, filled, world, page):
    for text in ("要月光款", "要晨雾款"):
        filled.run(AddRemark(order_id=order(world, 1), text=text))
    filled.run(SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="月光款=月白色，晨雾款"))
    assert row(world, 1).remark_conflict == 0
    press(qtbot, page, 1, Qt.Key.Key_2)
    opened(qtbot, page, GateDialog).reject()
    press(qtbot, page, 1, Qt.Key.Key_D)
    opened(qtbot, page, ConcludeDialog).reject()


def test_of_a_tie_nothing_is_chosen(qtbot, tmp_path, desk, world):
    sold = [Sold(number(3), remark="小红 换M码 11.20\n小明 换L码 11.20")]
    desk.run(ImportOrders(path=str(write_list(tmp_path / "tie.csv", sold))))
    card = orders.card(world.reader, order(world, 3))
    host = OrdersPage(world)
    qtbot.addWidget(host)
    shown = ConcludeDialog(world, card, host)
    shown.open()
    assert shown.chosen() == {} and not shown.take.isEnabled()
    shown.choices[SlotName.SIZE][0][0].setChecked(True)
    assert shown.take.isEnabled()
    shown.reject()


def test_the_memo_is_copied_with_what_stood_before(qtbot, filled, world, page):
    filled.run(AddRemark(order_id=order(world, 0), text="发顺丰"))
    card = orders.card(world.reader, order(world, 0))
    shown = RemarkDialog(world, card.row, page, card.remarks)
    shown.open()
    shown.text.setPlainText("换码")
    assert "does not say to what" in shown.preview.wanting.text()
    shown.text.setPlainText("换L码")
    assert shown.preview.wanting.isHidden()
    shown.preview.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split(" ")[0] for line in lines] == ["发顺丰", "换L码"]
    shown.reject()


def test_the_gate_names_who_is_held_and_lets_the_others_go(qtbot, filled, world, page):
    contradict(filled, order(world, 1))
    page.table.setFocus()
    page.table.selectAll()
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    gate = opened(qtbot, page, GateDialog)
    assert not gate.let.isEnabled() and gate.without.text() == "Only the other 4"
    gate.without.click()
    qtbot.waitUntil(lambda: row(world, 0).flag == 2)
    assert row(world, 1).flag == 0


def test_a_reason_lets_the_order_pass(qtbot, filled, world, page):
    contradict(filled, order(world, 1))
    press(qtbot, page, 1, Qt.Key.Key_2)
    gate = opened(qtbot, page, GateDialog)
    assert gate.without.isHidden()
    gate.reason.setText("买家电话确认")
    ctrl_enter(qtbot, gate)
    qtbot.waitUntil(lambda: row(world, 1).flag == 2)


def test_who_may_not_let_pass_cannot_give_a_reason(qtbot, filled, world, page):
    contradict(filled, order(world, 1))
    filled.agent_id = add_colleague(filled)
    press(qtbot, page, 1, Qt.Key.Key_2)
    gate = opened(qtbot, page, GateDialog)
    assert not gate.reason.isEnabled() and gate.reason.toolTip()
    gate.reject()
    assert row(world, 1).flag == 0


def test_a_remark_with_a_flag_meets_the_gate_and_keeps_its_words(qtbot, filled, world, page):
    contradict(filled, order(world, 1))
    card = orders.card(world.reader, order(world, 1))
    shown = RemarkDialog(world, card.row, page, card.remarks)
    shown.open()
    shown.flags.buttons[2].click()
    shown.text.setPlainText("打单")
    shown.save.click()
    opened(qtbot, page, GateDialog).reject()
    assert shown.isVisible() and shown.text.toPlainText() == "打单" and shown.save.isEnabled()
    shown.reject()


@pytest.mark.parametrize(("flag", "opens"), [(1, False), (2, True), (3, True), (4, True)])
def test_a_change_is_noted_and_routed(qtbot, filled, world, page, flag, opens):
    filled.run(SetFlag(order_ids=(order(world, 0),), flag=flag))
    press(qtbot, page, 0, Qt.Key.Key_G)
    shown = opened(qtbot, page, ChangeDialog)
    assert labels.flag_name(flag) in shown.rule.text() and not shown.take.isEnabled()
    shown.text.setPlainText("换L码")
    with qtbot.waitSignal(world.notices.said) as said:
        ctrl_enter(qtbot, shown)
    assert ("ticket" in said.args[0]) is opens and said.args[1] is True
    assert orders.remarks(world.reader, order(world, 0))[0].text == "换L码"
    assert len(tickets.snapshot(world.reader, TicketView("all"))) == int(opens)


def test_a_number_finds_its_courier_and_ships(qtbot, world, page):
    press(qtbot, page, 0, Qt.Key.Key_S)
    shown = opened(qtbot, page, ShipDialog)
    assert not shown.take.isEnabled()
    shown.number.setText("12")
    assert "12" in shown.hint.text() and not shown.take.isEnabled()
    shown.number.setText("SF1390226418802")
    assert shown.carrier.currentText() == "顺丰速运" and shown.take.isEnabled()
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: row(world, 0).state == GONE)
    assert (row(world, 0).carrier, row(world, 0).tracking, row(world, 0).flag) == ("顺丰速运", "SF1390226418802", 3)
    world.undo().result()
    assert row(world, 0).state == WAITS


def test_a_courier_that_was_chosen_stays(qtbot, world, page):
    press(qtbot, page, 0, Qt.Key.Key_S)
    shown = opened(qtbot, page, ShipDialog)
    shown.number.setText("AB00000000001")
    assert shown.carrier.currentIndex() < 0 and "Choose one" in shown.hint.text()
    qtbot.keyClick(shown.number, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.carrier.hasFocus)
    shown.carrier.setCurrentIndex(4)
    shown.carrier.activated.emit(4)
    shown.number.setText("SF1390226418802")
    assert shown.carrier.currentIndex() == 4
    shown.reject()


def test_an_act_that_is_not_for_this_state_says_so(qtbot, world, page):
    with qtbot.waitSignal(world.notices.said) as said:
        press(qtbot, page, 9, Qt.Key.Key_S)
    assert said.args[0] == "Not for an order in this state"
    assert dialog(page, ShipDialog) is None


def test_many_are_shipped_from_a_list_and_the_refused_are_named(qtbot, filled, world, page):
    contradict(filled, order(world, 1))
    page.show_view(f"state:{WAITS}")
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    page.table.setFocus()
    page.table.selectAll()
    assert page.bar.isVisible() and page.bar.chosen.text() == "4 chosen"
    qtbot.keyClick(page.table, Qt.Key.Key_S)
    shown = opened(qtbot, page, ShipManyDialog)
    assert not shown.take.isEnabled()
    lines = [f"{number(n)}\t中通快递\t7531000000{n:04d}" for n in range(3)]
    shown.list.setPlainText("\n".join([*lines, "x y", ""]))
    qtbot.waitUntil(lambda: len(shown.parcels) == 3)
    assert shown.wrong.text().startswith("Line 4: ")
    ctrl_enter(qtbot, shown)
    told = opened(qtbot, page, LinesDialog)
    assert number(1) in told.lines.toPlainText() and "contradict" in told.lines.toPlainText()
    assert [row(world, n).state for n in range(4)] == [GONE, WAITS, GONE, WAITS]
    told.accept()


def test_parcels_alone_go_to_the_orders_chosen(qtbot, world, page):
    ids = [order(world, n) for n in (0, 2)]
    shown = ShipManyDialog(world, ids, page)
    shown.open()
    shown.list.setPlainText("SF1390226418801\nSF1390226418802\nSF1390226418803")
    qtbot.waitUntil(lambda: [each.order_id for each in shown.parcels] == ids)
    assert "none is chosen for it" in shown.wrong.text()
    shown.list.setPlainText("AB00000000001")
    qtbot.waitUntil(lambda: "courier" in shown.wrong.text())
    shown.reject()


def test_a_long_list_is_read_beside_the_window_and_shipped_once_it_is(qtbot, world, page, monkeypatch):
    threads = []

    def watched(source, numbers, find=orders.of_numbers):
        threads.append(current_thread())
        return find(source, numbers)

    monkeypatch.setattr(orders, "of_numbers", watched)
    shown = ShipManyDialog(world, [], page)
    shown.open()
    shown.list.setPlainText(f"{number(0)} SF1390226418801")
    assert not shown.parcels and not shown.take.isEnabled()
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: row(world, 0).state == GONE)
    assert threads and main_thread() not in threads


def test_a_line_of_an_unknown_order_takes_no_chosen_one(qtbot, world, page):
    ids = [order(world, n) for n in (0, 2)]
    shown = ShipManyDialog(world, ids, page)
    shown.open()
    shown.list.setPlainText(f"75310000002296 中通快递 {number(77)}\nSF1390226418801")
    qtbot.waitUntil(lambda: [(each.order_id, each.tracking) for each in shown.parcels] == [(ids[0], "SF1390226418801")])
    assert shown.wrong.text().startswith("Line 1: ") and "None of its numbers" in shown.wrong.text()
    shown.reject()


def test_a_list_of_which_nothing_can_be_shipped_stays(qtbot, world, page):
    shown = ShipManyDialog(world, [], page)
    shown.open()
    shown.list.setPlainText(f"{number(9)} SF1390226418801\n{number(9)} SF1390226418802")
    qtbot.waitUntil(lambda: len(shown.parcels) == 2)
    ctrl_enter(qtbot, shown)
    told = opened(qtbot, page, LinesDialog)
    assert len(told.lines.toPlainText().splitlines()) == 2 and shown.isVisible()
    told.accept()
    shown.reject()


def test_price_and_end_of_an_unpaid_order(qtbot, world, page):
    press(qtbot, page, 9, Qt.Key.Key_P)
    shown = opened(qtbot, page, PriceDialog)
    shown.total.setText("八块")
    assert not shown.take.isEnabled()
    shown.total.setText("88.5")
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: row(world, 9).total_cents == 8_850)
    order_acts.ask(world, page, "close", order(world, 9))
    closing = opened(qtbot, page, CloseDialog)
    assert not closing.take.isEnabled()
    closing.reason.setText("买家重复下单")
    ctrl_enter(qtbot, closing)
    qtbot.waitUntil(lambda: row(world, 9).state == "TRADE_CLOSED")


def test_a_price_that_a_colleague_changed_meanwhile_is_told_first(qtbot, filled, world, page):
    press(qtbot, page, 9, Qt.Key.Key_P)
    shown = opened(qtbot, page, PriceDialog)
    filled.run(ChangePrice(order_id=order(world, 9), total_cents=9_900))
    shown.total.setText("88.5")
    with qtbot.waitSignal(world.notices.refused) as refused:
        ctrl_enter(qtbot, shown)
    assert "99.00" in sentence(refused.args[0]) and row(world, 9).total_cents == 9_900
    qtbot.waitUntil(shown.take.isEnabled)
    ctrl_enter(qtbot, shown)
    qtbot.waitUntil(lambda: row(world, 9).total_cents == 8_850)


def test_the_card_offers_what_its_order_allows(qtbot, world, page):
    page.open_place(Place("order", order(world, 9)))
    qtbot.waitUntil(lambda: page.detail.isVisible() and bool(page.detail.sidebar.cards()))
    card = page.detail.sidebar.cards()[0]
    acts = card._acts.shown()[0]
    assert acts.acts["ship"].isHidden() and acts.acts["change"].isEnabled()
    acts.more.click()
    menu = next(each for each in acts.findChildren(QMenu) if each.isVisible())
    assert [each.text() for each in menu.actions() if not each.isEnabled()] == ["One parcel for several orders…\tJ"]
    next(each for each in menu.actions() if each.text() == "Copy for the buyer\tC").trigger()
    menu.close()
    text = QGuiApplication.clipboard().text()
    assert number(9) in text and "138****6021" in text


def test_words_for_the_buyer_are_copied(world, page):
    order_acts.ask(world, page, "check", order(world, 0))
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Please check your order") and number(0) in text
    assert order_acts.why_not(world, "remind", row(world, 0).state) == "Not for an order in this state"
    order_acts.ask(world, page, "remind", order(world, 9))
    text = QGuiApplication.clipboard().text()
    assert "waits for its payment" in text and "亚麻宽松衬衫" in text and "¥129.00" in text


def test_the_shop_names_its_stages_and_sends_changes_elsewhere(qtbot, world, page):
    section = OrderSection(world)
    qtbot.addWidget(section)
    name, route = (section.fields[each.key] for each in (STAGE_LABELS[1], STAGE_ROUTES[1]))
    name.setText("跟单组")
    name.setModified(True)
    name.editingFinished.emit()
    qtbot.waitUntil(lambda: labels.flag(1).stage == "跟单组")
    qtbot.waitUntil(lambda: any(each.text == "跟单组" for each in page.nav._model.entries))
    route.setCurrentIndex(route.findData(4))
    route.activated.emit(route.currentIndex())
    qtbot.waitUntil(lambda: world.reader.rows("SELECT value FROM setting WHERE key = 'stage.route.1'") == [("4",)])
    words = section.fields[SLOT_WORDS[SlotName.COLOUR].key]
    words.setPlainText("=x")
    assert words.below is not None
    world._desk.run(SetSetting(key=SLOT_WORDS[SlotName.COLOUR].key, value="月光款=月白色"))
    assert labels.shipped_stage(1) == "Pre-sale"
