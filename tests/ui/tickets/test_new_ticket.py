"""The new-ticket dialog: from an order, a conversation or nothing; what is missing, and what is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from ticketdesk.store.queries import conversations, tickets
from ticketdesk.store.queries.conversations import MessageRow
from ticketdesk.ui.reception.chat_items import find_order
from ticketdesk.ui.tickets.form.new_ticket_dialog import draft_key
from ticketdesk.ui.world import TicketSeed

NUMBER = "2026111920330281764"


def only_ticket(world):
    ids = tickets.snapshot(world.reader, tickets.TicketView("all"))
    return tickets.detail(world.reader, ids[0]) if len(ids) else None


def choose(dialog, kind):
    """Choose a type as a click does."""
    chips = dialog.form.type
    chips._group.button(chips._keys.index(kind)).click()


def test_an_order_fills_buyer_phone_product_and_title(dialog, make, world, qtbot):
    order = make.order(NUMBER, mobile="13812346021")
    shown = dialog(TicketSeed(order_id=order))
    assert (shown.form.buyer.text(), shown.form.contact.text()) == ("林小鹿_88", "138****6021")
    choose(shown, "exchange")
    assert shown.form.title.text() == "Exchange · 亚麻衬衫 M ×1"
    assert shown.form.deadline.text().startswith("48 h · before ")
    gone = []
    world.go.connect(gone.append)
    shown.submit.click()
    qtbot.waitUntil(lambda: bool(gone))
    made = only_ticket(world)
    assert (made.row.type, made.row.order_id, made.product, made.contact) == (
        "exchange", order, "亚麻衬衫 M ×1", "138****6021",
    )  # fmt: skip
    assert made.row.assignee_id == world.agent_id and made.row.due_rule == "KS-EXCH-48H"
    assert gone[0] == ("ticket", made.row.id)


def test_of_several_items_one_is_what_the_ticket_is_about(dialog, make, world, qtbot):
    order = make.order(NUMBER, items=("亚麻衬衫", "半身裙"))
    shown = dialog(TicketSeed(order_id=order))
    item = shown.form.order.item
    assert item.isVisible() and [item.itemText(n) for n in range(3)] == [
        "About the whole order", "亚麻衬衫 M ×1", "半身裙 M ×2",
    ]  # fmt: skip
    choose(shown, "exchange")
    item.setFocus()
    for _ in range(2):
        qtbot.keyClick(item, Qt.Key.Key_Down)
    assert shown.form.title.text() == "Exchange · 半身裙 M ×2"
    choose(shown, "reshipment")
    line = shown.form.own.editors["order_line"]
    assert line.text() == "半身裙"
    qtbot.keyClick(item, Qt.Key.Key_Up)
    assert line.text() == "亚麻衬衫"
    line.set_text("other")  # typed over: another item leaves it
    qtbot.keyClick(item, Qt.Key.Key_Down)
    assert line.text() == "other"
    choose(shown, "exchange")
    shown.keep()
    qtbot.waitUntil(lambda: '"item": "2"' in conversations.draft(world.reader, shown._key))
    shown.reject()
    again = dialog(TicketSeed(order_id=order))
    assert again.form.order.item_place() == "2"
    again.submit.click()
    qtbot.waitUntil(lambda: only_ticket(world) is not None)
    assert only_ticket(world).product == "半身裙 M ×2"
    single = dialog(TicketSeed(order_id=make.order("2026111920330281765")))
    assert single.form.order.item.isHidden() and single.form.product() == "亚麻衬衫 M ×1"


def test_a_written_title_is_not_replaced(dialog, make, qtbot):
    shown = dialog(TicketSeed(order_id=make.order(NUMBER)))
    qtbot.keyClicks(shown.form.title, "My words")
    choose(shown, "complaint")
    assert shown.form.title.text() == "My words"


def test_what_is_missing_is_said_beside_its_field(dialog, world, qtbot):
    shown = dialog()
    shown.submit.click()
    assert not shown.form.type_error.isHidden() and not shown.form.title_error.isHidden()
    assert shown.isVisible() and only_ticket(world) is None
    choose(shown, "inquiry")
    assert shown.form.type_error.isHidden()
    shown.form.title.clear()
    shown.form._write_title("")
    assert shown.form.title.text() == "Inquiry"


def test_ctrl_enter_opens_it_from_any_field(dialog, world, qtbot):
    for field in ("title", "description"):
        shown = dialog(TicketSeed(conversation_id=None, buyer_nick=field))
        choose(shown, "inquiry")
        qtbot.keyClick(getattr(shown.form, field), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(tickets.snapshot(world.reader, tickets.TicketView("all"))) > 0)
    qtbot.waitUntil(lambda: len(tickets.snapshot(world.reader, tickets.TicketView("all"))) == 2)


def test_enter_on_the_chosen_type_goes_on_to_what_happened(dialog, qtbot):
    shown = dialog()
    shown.activateWindow()
    qtbot.waitUntil(lambda: shown.form.type.isAncestorOf(shown.focusWidget()))
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    assert shown.form.type.isAncestorOf(shown.focusWidget()), "nothing is chosen yet"
    qtbot.keyClicks(shown.focusWidget(), "5")
    assert shown.form.type.current() == "exchange"
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    assert shown.focusWidget() is shown.form.description and shown.isVisible()
    shown.form.title.setFocus()
    qtbot.keyClick(shown.form.title, Qt.Key.Key_Return)
    assert shown.focusWidget() is shown.form.title


def test_the_quoted_messages_and_screenshots_are_attached(dialog, world, qtbot):
    shown = dialog(TicketSeed(buyer_nick="a", quoted="甲：在吗\n乙：在的", messages=2))
    assert "2 messages" in shown.form.quoted.text()
    choose(shown, "inquiry")
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    shown.form.pictures.add([image])
    qtbot.waitUntil(lambda: len(shown.form.pictures.refs()) == 1)
    shown.submit.click()
    qtbot.waitUntil(lambda: only_ticket(world) is not None)
    event = only_ticket(world).events[0]
    assert event.text == "甲：在吗\n乙：在的" and len(event.pictures) == 1


def test_esc_keeps_the_draft_with_its_pictures_and_discarding_drops_it(dialog, world, make, qtbot):
    seed = TicketSeed(order_id=make.order(NUMBER))
    shown = dialog(seed)
    choose(shown, "complaint")
    shown.form.description.setPlainText("杯子碎了")
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    shown.form.pictures.add([image])
    qtbot.waitUntil(lambda: len(shown.form.pictures.refs()) == 1)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "杯子碎了" in conversations.draft(world.reader, draft_key(seed, world.agent_id)))
    again = dialog(seed)
    assert again.form.type.current() == "complaint" and again.form.description.toPlainText() == "杯子碎了"
    assert len(again.form.pictures.refs()) == 1 and again.discard.isVisible()
    again.discard.click()
    assert again.form.type.current() == "" and again.form.pictures.refs() == ()
    qtbot.waitUntil(lambda: conversations.draft(world.reader, draft_key(seed, world.agent_id)) == "")


def test_an_untouched_dialog_leaves_no_draft(dialog, world, make):
    seed = TicketSeed(order_id=make.order(NUMBER))
    shown = dialog(seed)
    shown.keep()
    shown.reject()
    assert conversations.draft(world.reader, draft_key(seed, world.agent_id)) == ""


def test_an_order_is_found_by_its_last_digits(dialog, make, qtbot):
    order = make.order(NUMBER)
    shown = dialog()
    field = shown.form.order
    qtbot.keyClicks(field.number, "1764")
    qtbot.keyClick(field.number, Qt.Key.Key_Return)
    assert field.card().row.id == order
    field.clear.click()
    assert field.card() is None
    field.number.setText("99999999")
    qtbot.keyClick(field.number, Qt.Key.Key_Return)
    assert not field.hint.isHidden()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_order_of_any_platform_is_found_and_one_of_two_is_asked_for(dialog, make, qtbot):
    other, twice = "231120-123456789012345", "6921234567890123456"
    order = make.order(other, platform="pinduoduo")
    shown = dialog()
    field = shown.form.order
    field.number.setText(other)
    qtbot.keyClick(field.number, Qt.Key.Key_Return)
    assert field.card().row.id == order
    field.clear.click()
    both = {make.order(twice, platform=platform) for platform in ("taobao", "douyin")}
    field.number.setText(twice)
    qtbot.keyClick(field.number, Qt.Key.Key_Return)
    assert field.card() is None and {action.data() for action in field.menu.actions()} == both
    field.menu.close()


def test_a_buyer_names_orders_of_any_platform(make, world):
    other, twice = "231120-123456789012345", "6921234567890123456"
    order = make.order(other, platform="pinduoduo")
    for platform in ("taobao", "douyin"):
        make.order(twice, platform=platform)
    rows = [
        MessageRow(n, "in", "text", "林小鹿", None, f"单号 {number}", 0, "received", 0, None, "", "", "", 0, 0)
        for n, number in enumerate((other, twice))
    ]
    find = find_order(world.reader, rows)
    assert find(other).id == order and find(twice) is None


def test_a_refused_ticket_says_so_and_stays_open(dialog, make, desk, world, qtbot):
    shown = dialog(TicketSeed(buyer_nick="a"))
    choose(shown, "inquiry")
    refused = []
    world.notices.refused.connect(refused.append)
    desk.agent_id = None
    shown.submit.click()
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].key == "signed_out" and shown.isVisible() and shown.submit.isEnabled()


def test_of_many_orders_those_that_have_such_a_ticket_are_told_and_can_be_left_out(dialog, make, world, qtbot):
    orders = tuple(make.order(f"{NUMBER[:-1]}{n}", nick=f"买家{n}") for n in range(4))
    for place in (0, 2):
        make.ticket(f"旧{place}", order_id=orders[place], type="invoice")
    make.ticket("别的", order_id=orders[1], type="exchange")
    shown = dialog(TicketSeed(order_ids=orders))
    bar = shown.form.duplicates
    choose(shown, "exchange")
    assert "1 of these orders has an open ticket" in bar.words.text()
    choose(shown, "invoice")
    assert "2 of these orders have open tickets" in bar.words.text() and bar.leave_out.isVisible()
    assert [each.title for each in bar.found] == ["旧2", "旧0"] and bar.kept(orders) == orders
    bar.leave_out.click()
    assert bar.kept(orders) == (orders[1], orders[3])
    shown.submit.click()
    sql = "SELECT order_id FROM ticket WHERE type = 'invoice' AND deleted = 0 ORDER BY order_id"
    qtbot.waitUntil(lambda: world.reader.rows(sql) == [(each,) for each in sorted(orders)])
    again = dialog(TicketSeed(order_ids=orders))
    choose(again, "invoice")
    again.form.duplicates.leave_out.click()
    again.submit.click()
    assert "Each of these orders" in again._status.text() and again.isVisible()
    choose(again, "repair")
    assert again.form.duplicates.isHidden() and again.form.duplicates.kept(orders) == orders
