"""Refunds on screen: opened from the order, brought on by keys, listed, and shown wherever they belong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from tests.desk.builders import add_colleague
from ticketdesk.desk import files
from ticketdesk.desk.commands.deadlines import RecordLapses
from ticketdesk.desk.commands.refunds import AgreeRefund, CloseRefund, OpenRefund
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.domain.moments import DAY
from ticketdesk.domain.refunds import RefundAct
from ticketdesk.store.queries import agents, buyers, refunds
from ticketdesk.store.store import NewAct
from ticketdesk.store.tables import Buyer, Order, OrderLine
from ticketdesk.store.writer import Priority
from ticketdesk.ui.home.page import HomePage
from ticketdesk.ui.orders.sidebar import OrderSidebar
from ticketdesk.ui.reception.chat_panel import ChatPanel
from ticketdesk.ui.refunds.act_dialog import RefundActDialog
from ticketdesk.ui.refunds.button import RefundsButton
from ticketdesk.ui.refunds.line import RefundLine
from ticketdesk.ui.refunds.list_dialog import RefundsDialog
from ticketdesk.ui.refunds.new_dialog import NewRefundDialog
from ticketdesk.ui.refunds.refund_dialog import RefundDialog
from ticketdesk.ui.tickets.detail.detail_panel import DetailPanel

NICK = "林小鹿_88"


@pytest.fixture
def order(desk, clock):
    """A sent order of 129.00."""

    def insert():
        with desk.store.act(NewAct(clock(), None, "Seed", "{}", 256, undoable=False)) as frame:
            buyer = frame.tx.insert(Buyer, {"nick": NICK})
            paid = clock()
            made = frame.tx.insert(Order, {
                "number": "2026111920330281764", "number_reversed": "4671820330291116202", "buyer_id": buyer,
                "buyer_nick": NICK, "state": "TRADE_FINISHED", "paid_at": paid, "sort_at": paid, "paid_cents": 12900,
                "titles": "衬衫", "tracking": "YT1", "shipped_at": paid,
            })  # fmt: skip
            frame.tx.insert(OrderLine, {"order_id": made, "position": 1, "title": "衬衫", "quantity": 1})
        desk.publish(frame.tx.act_id, "Seed", frame.touched)
        return made

    return desk.store.submit(insert, Priority.ACT).result()


@pytest.fixture
def sidebar(qtbot, world, order):
    made = OrderSidebar(world)
    qtbot.addWidget(made)
    made.resize(372, 800)
    made.show()
    made.show_order(order)
    return made


def opened(desk, order, kind="return_refund", amount: int | None = 5_000) -> int:
    return int(desk.run(OpenRefund(order_id=order, kind=kind, amount_cents=amount, reason="<b>破损</b>")).result)


def named(parent, name):
    found = (
        each for each in parent.findChildren(QAbstractButton) if each.accessibleName() == name and each.isVisible()
    )
    return next(found, None)


def words(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def shown(window, kind: type[QDialog]):
    return next((each for each in window.findChildren(kind) if each.isVisible()), None)


def dialog_of(qtbot, world, window, refund) -> RefundDialog:
    made = RefundDialog(world, refunds.row(world.reader, refund), window)
    made.open()
    qtbot.waitUntil(made.isVisible)
    return made


def test_a_refund_is_opened_from_its_order_by_keys(qtbot, world, sidebar, order):
    named(sidebar, "New refund").click()
    dialog = shown(sidebar.window(), NewRefundDialog)
    assert dialog.kind.current() == "return_refund"  # it was sent
    assert dialog.amount.text() == "129.00"
    assert not dialog.save.isEnabled()
    dialog.amount.setText("129.01")
    dialog.reason.setPlainText("破损")
    assert not dialog.save.isEnabled()
    dialog.amount.setText("５０")
    assert dialog.save.isEnabled()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(refunds.of_order(world.reader, order)))
    found = refunds.of_order(world.reader, order)[0]
    assert (found.kind, found.amount_cents, found.reason) == ("return_refund", 5_000, "破损")
    qtbot.waitUntil(lambda: any(each.isVisible() for each in sidebar.findChildren(RefundLine)))


def test_a_kind_that_pays_nothing_needs_no_amount(qtbot, world, window, order):
    from ticketdesk.store.queries import orders

    dialog = NewRefundDialog(world, orders.card(world.reader, order), window)
    dialog.open()
    dialog.amount.setText("")
    dialog.reason.setPlainText("少一件")
    assert not dialog.save.isEnabled()
    dialog.kind.set_current("reshipment")
    dialog._turn()
    assert dialog.save.isEnabled() and not dialog.amount.isEnabled()
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(refunds.of_order(world.reader, order)))
    assert refunds.of_order(world.reader, order)[0].amount_cents is None


def test_the_dialog_says_what_it_is_and_offers_what_can_be_done(qtbot, world, desk, window, order):
    dialog = dialog_of(qtbot, world, window, opened(desk, order))
    assert list(dialog.acts) == [
        RefundAct.AGREED, RefundAct.REFUSED, RefundAct.CHANGED, RefundAct.WITHDRAWN, RefundAct.CLOSED
    ]  # fmt: skip
    said = words(dialog)
    assert "<b>破损</b>" in said and "¥129.00" in said and "Return and refund" in said
    assert dialog.focusWidget() is dialog.acts[RefundAct.AGREED]
    assert dialog.history.lines == ["小满 Asked for"]
    desk.run(AgreeRefund(refund_id=dialog.refund_id))
    qtbot.waitUntil(lambda: RefundAct.SENT_BACK in dialog.acts)
    assert "Waits for the return" in [each.text() for each in dialog.findChildren(type(dialog._state))]
    desk.undo().result()
    desk.undo().result()
    qtbot.waitUntil(lambda: shown(window, RefundDialog) is None)


def test_a_return_is_brought_to_its_end_by_the_dialogs(qtbot, world, desk, window, order):
    refund = opened(desk, order)
    dialog = dialog_of(qtbot, world, window, refund)
    for act, fill in (
        (RefundAct.AGREED, lambda asked: asked.amount.setText("49.99")),
        (RefundAct.SENT_BACK, lambda asked: asked.parcel.tracking.setText("YT88")),
        (RefundAct.RECEIVED, lambda _asked: None),
        (RefundAct.DONE, lambda asked: asked.text.setPlainText("完好")),
    ):
        dialog.ask(act)
        asked = shown(window, RefundActDialog)
        fill(asked)
        assert asked.do.isEnabled(), act
        qtbot.keyClick(asked.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: shown(window, RefundActDialog) is None)
    found = refunds.row(world.reader, refund)
    assert (found.state, found.amount_cents, found.tracking) == ("SUCCESS", 4_999, "YT88")
    qtbot.waitUntil(lambda: not dialog.acts)


def test_a_refusal_waits_for_reason_and_evidence(qtbot, world, desk, window, order):
    dialog = dialog_of(qtbot, world, window, opened(desk, order))
    dialog.ask(RefundAct.REFUSED)
    asked = shown(window, RefundActDialog)
    assert not asked.do.isEnabled()
    asked.text.setPlainText("已拆封")
    assert not asked.do.isEnabled()
    ref = files.keep(desk.store, b"png", "凭证.png", "image/png")
    asked.proofs._kept = [ref]
    asked.proofs.changed.emit()
    assert asked.do.isEnabled()
    asked.do.click()
    qtbot.waitUntil(lambda: refunds.row(world.reader, dialog.refund_id).state == "SELLER_REFUSE_BUYER")
    assert refunds.events(world.reader, dialog.refund_id)[0].proofs == (ref.sha256,)


def test_who_comes_second_is_told_and_looks_again(qtbot, world, desk, window, order):
    refused = []
    world.notices.refused.connect(refused.append)
    refund = opened(desk, order)
    asked = RefundActDialog(world, refunds.row(world.reader, refund), RefundAct.AGREED, window)
    asked.open()
    desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    asked.do.click()
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].key == "refund_changed"
    assert asked.isVisible()


def test_who_may_not_agree_hears_why(qtbot, world, desk, window, order):
    add_colleague(desk, "阿泽", "agent")
    refund = opened(desk, order)
    desk.agent_id = next(each.id for each in agents.agents(world.reader) if each.name == "阿泽")
    dialog = dialog_of(qtbot, world, window, refund)
    assert not dialog.acts[RefundAct.AGREED].isEnabled()
    assert "agreeing to refunds" in dialog.acts[RefundAct.AGREED].toolTip()
    assert dialog.acts[RefundAct.WITHDRAWN].isEnabled()


def test_the_list_follows_and_opens_by_enter(qtbot, world, desk, window, order):
    listed = RefundsDialog(world, window)
    listed.open()
    qtbot.waitUntil(listed.empty.isVisible)
    assert "import the refund export" in words(listed.empty)
    first, second = opened(desk, order), opened(desk, order, "exchange", None)
    qtbot.waitUntil(lambda: list(listed.model.ids()) == [first, second])
    assert listed.model.text_at(0, 1) == "Return and refund" and listed.model.text_at(0, 3) == "¥50.00"
    listed.table.set_current_id(second)
    qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    assert shown(window, RefundDialog).refund_id == second
    listed.tabs.setCurrentIndex(listed.tabs.keys().index("CLOSED"))
    qtbot.waitUntil(lambda: listed.model.rowCount() == 0)
    desk.run(CloseRefund(refund_id=first, withdrawn=True))
    qtbot.waitUntil(lambda: list(listed.model.ids()) == [first])


def test_a_list_that_cannot_be_read_says_so_and_tries_again(qtbot, world, desk, window, order, monkeypatch):
    opened(desk, order)
    refused = []
    world.notices.refused.connect(refused.append)

    def broken(*_given, **_more):
        raise RuntimeError("x")

    monkeypatch.setattr(refunds, "snapshot", broken)
    listed = RefundsDialog(world, window)
    listed.open()
    qtbot.waitUntil(listed.error.isVisible)
    assert refused
    monkeypatch.undo()
    listed.error.acted.emit()
    qtbot.waitUntil(lambda: listed.model.rowCount() == 1)


def test_the_orders_say_how_many_are_open(qtbot, world, desk, order):
    button = RefundsButton(world)
    qtbot.addWidget(button)
    assert button.open.text() == "Refunds"
    refund = opened(desk, order)
    qtbot.waitUntil(lambda: button.open.text() == "Refunds 1")
    desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    qtbot.waitUntil(lambda: button.open.text() == "Refunds")


def test_home_counts_them_and_names_the_first(qtbot, world, desk, clock, order):
    page = HomePage(world)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    page.show()
    qtbot.waitUntil(lambda: page.refunds is not None)
    qtbot.waitUntil(page.refunds.isVisible)
    assert "No refund is open" in words(page.refunds)
    refund = opened(desk, order)
    line = page.refunds.lines["WAIT_SELLER_AGREE"]
    qtbot.waitUntil(lambda: line.isVisible() and line.text() == "Waits for the shop: 1")
    assert NICK in words(page.refunds)
    clock.now += 3 * DAY
    page.refunds.tick(clock.now)
    page.refunds.first.click()
    assert shown(page.window(), RefundDialog).refund_id == refund


def test_a_conversation_names_the_open_refund(qtbot, world, desk, clock, order):
    said = Heard("in", NICK, clock.now, "什么时候退")
    talk = desk.run(ReceiveTranscript(buyer_nick=NICK, messages=(said,))).result.conversation_id
    panel = ChatPanel(world)
    qtbot.addWidget(panel)
    panel.resize(700, 700)
    panel.show()
    panel.show_conversation(talk)
    assert not panel.banner.isVisible()
    refund = opened(desk, order)
    qtbot.waitUntil(panel.banner.refund.isVisible)
    assert "Return and refund ¥50.00" in panel.banner.refund.accessibleName()
    desk.run(CloseRefund(refund_id=refund, withdrawn=True))
    qtbot.waitUntil(lambda: not panel.banner.isVisible())


def test_a_ticket_shows_the_refund_it_follows_or_opens_one(qtbot, world, desk, order):
    made = desk.run(CreateTicket(type="return_refund", title="退货", order_id=order, buyer_nick=NICK)).result
    panel = DetailPanel(world)
    qtbot.addWidget(panel)
    panel.resize(428, 800)
    panel.show()
    panel.show_ticket(made.id)
    panel.facts._new_refund.click()
    dialog = shown(panel.window(), NewRefundDialog)
    dialog.reason.setPlainText("破损")
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(refunds.of_ticket(world.reader, made.id)))
    world.changed.connect(panel.follow)
    panel.show_ticket(made.id)
    assert panel.facts._new_refund.isHidden()
    line = next(each for each in panel.facts.findChildren(RefundLine) if each.isVisible())
    assert "Waits for the shop" in line.accessibleName()
    events = [each.text() for each in panel.findChildren(QLabel) if "Asked for" in each.text()]
    assert events and "Return and refund" in events[0]
    desk.run(AgreeRefund(refund_id=refunds.of_ticket(world.reader, made.id)[0].id))
    qtbot.waitUntil(lambda: "Waits for the return" in line.accessibleName())


def test_the_buyer_of_an_order_without_a_refund_shows_none(sidebar, world):
    assert not [each for each in sidebar.findChildren(RefundLine) if each.isVisible()]
    assert buyers.id_of_nick(world.reader, NICK) is not None


def test_a_passed_deadline_stands_in_the_history_and_what_the_platform_did_is_marked_by_one_press(
    qtbot, world, desk, window, order, clock
):
    clock.step = 0
    refund = opened(desk, order)
    dialog = dialog_of(qtbot, world, window, refund)
    assert dialog.lapse is None
    due = refunds.row(world.reader, refund).due_at
    clock.now = due + DAY
    desk.of_itself(RecordLapses()).result()
    qtbot.waitUntil(lambda: dialog.lapse is not None)
    assert dialog.lapse.text() == "Time ran out: mark as “Waits for the return”"
    assert dialog.history.lines[0].startswith("Time ran out") and "→" in dialog.history.lines[0]
    dialog.lapse.click()
    qtbot.waitUntil(lambda: refunds.row(world.reader, refund).state == "WAIT_BUYER_RETURN_GOODS")
    qtbot.waitUntil(lambda: dialog.lapse is None)
    assert refunds.row(world.reader, refund).due_at == due + 7 * DAY
