"""Own fields of types in the form of a new ticket and on a ticket: typed, checked, kept as a draft, completed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.desk.commands.refunds import NoteRefund, OpenRefund
from ticketdesk.desk.commands.ticket_types import RetireTicketType, SaveTicketType
from ticketdesk.desk.commands.ticket_values import AgreeToRefund, SetTicketValue
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.domain.ticket_types import AGREE, FieldKind, OwnField, Required
from ticketdesk.domain.tickets import TicketState
from ticketdesk.store.queries import conversations, ticket_types, tickets
from ticketdesk.ui import labels
from ticketdesk.ui.tickets.form.new_ticket_dialog import draft_key
from ticketdesk.ui.tickets.form.values_dialog import ValuesDialog
from ticketdesk.ui.tickets.list import ticket_views
from ticketdesk.ui.world import TicketSeed

NUMBER = "2026111920330281764"
EVERY = tuple(
    OwnField(
        key=kind.value, name=f"字段 {kind.value}", kind=kind.value, options=("甲", "乙") if kind == "choice" else ()
    )
    for kind in FieldKind
)
TYPED = {
    "text": "字", "long_text": "一\n二", "number": "2.50", "amount": "12.8", "date": "2026/11/28", "choice": "乙",
    "yes_no": "no", "buyer": "林小鹿_88", "order": NUMBER, "order_line": "亚麻衬衫", "product": "杯子",
    "tracking": "SF123456",
}  # fmt: skip
KEPT = TYPED | {"number": "2.5", "amount": "1280", "date": "2026-11-28"}


@pytest.fixture
def save(desk, world, qtbot):
    def make(fields, name="上门量尺", **more):
        key = desk.run(SaveTicketType(type_name=name, form_fields=fields, **more)).result
        qtbot.waitUntil(lambda: key in labels.ticket_types())
        return key

    return make


def choose(shown, kind):
    chips = shown.form.type
    chips._group.button(chips._keys.index(kind)).click()


def every(world):
    return list(tickets.snapshot(world.reader, tickets.TicketView("all")))


def kept(world, ticket):
    return {key: each.value for key, each in ticket_types.values(world.reader, ticket).items() if each.value}


def test_every_kind_of_field_is_typed_and_kept(dialog, save, world, make, qtbot):
    kind = save(EVERY)
    shown = dialog(TicketSeed(order_id=make.order(NUMBER)))
    choose(shown, kind)
    own = shown.form.own
    assert list(own.editors) == [each.key for each in EVERY]
    assert all(editor.widget.accessibleName().startswith("字段 ") for editor in own.editors.values())
    lines = own.editors["order_line"].widget
    assert isinstance(lines, QComboBox) and lines.findText("亚麻衬衫") > 0
    for key, text in TYPED.items():
        own.editors[key].set_text(text)
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    own.editors["screenshot"].widget.add([image])
    qtbot.waitUntil(lambda: bool(own.pictures()))
    shown.submit.click()
    qtbot.waitUntil(lambda: len(every(world)) == 1)
    values = kept(world, every(world)[0])
    shot = values.pop("screenshot")
    assert values == KEPT and len(shot) == 64


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(dialog, save, world, qtbot):
    must = OwnField(key="size", name="尺码", required=Required.CREATION)
    kind = save((must, OwnField(key="sum", name="金额", kind="amount")))
    shown = dialog()
    choose(shown, kind)
    shown.form.own.editors["sum"].set_text("很多")
    shown.submit.click()
    errors = {key: each.text() for key, each in shown.form.own._errors.items()}
    assert errors["size"] == "Fill this in." and "金额" in errors["sum"]
    assert shown.form.own.editors["size"].widget.property("bad") == "true"
    assert shown.isVisible() and every(world) == []
    qtbot.keyClicks(shown.form.own.editors["size"].widget, "M")
    assert shown.form.own._errors["size"].isHidden()
    shown.form.own.editors["sum"].set_text("3")
    shown.submit.click()
    qtbot.waitUntil(lambda: len(every(world)) == 1)


def test_a_draft_keeps_own_fields_and_another_type_does_not_lose_them(dialog, save, world, qtbot):
    kind = save((OwnField(key="size", name="尺码"), OwnField(key="note", name="说明", kind="long_text")))
    shown = dialog(TicketSeed(buyer_nick="甲"))
    choose(shown, kind)
    qtbot.keyClicks(shown.form.own.editors["size"].widget, "XXL")
    choose(shown, "invoice")
    assert "size" not in shown.form.own.editors
    choose(shown, kind)
    assert shown.form.own.values() == {"size": "XXL"}
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "XXL" in conversations.draft(world.reader, draft_key(TicketSeed(), world.agent_id)))
    again = dialog(TicketSeed(buyer_nick="甲"))
    assert again.form.type.current() == kind and again.form.own.values() == {"size": "XXL"}


def test_a_type_brings_its_priority_and_its_assignee_unless_these_were_chosen(dialog, save, make, world):
    other = make.colleague()
    kind = save((), priority=3, assignee_id=other)
    shown = dialog()
    choose(shown, kind)
    assert shown.form.priority.current() == "3" and shown.form.assignee.currentData() == other
    shown.form.priority._group.button(0).click()
    choose(shown, "inquiry")
    assert shown.form.priority.current() == "1"


def test_a_type_with_a_department_suggests_nobody_unless_somebody_was_chosen(dialog, save, world, desk, qtbot):
    group = desk.run(AddGroup(group_name="维修组")).result
    kind = save((), group_id=group)
    qtbot.waitUntil(lambda: bool(world.flow.departments))
    shown = dialog()
    choose(shown, kind)
    assert shown.form.assignee.currentData() == 0
    shown.submit.click()
    qtbot.waitUntil(lambda: len(every(world)) == 1)
    assert world.reader.rows("SELECT assignee_id, group_id FROM ticket") == [(None, group)]
    qtbot.waitUntil(
        lambda: not isValid(shown) or shown.isHidden()
    )  # with it went the draft, in which nobody was chosen already
    again = dialog()
    for somebody in (0, world.agent_id):
        again.form.assignee.setCurrentIndex(again.form.assignee.findData(somebody))
    choose(again, kind)
    assert again.form.assignee.currentData() == world.agent_id


def test_an_open_ticket_of_the_same_order_and_type_is_shown_and_can_be_opened(dialog, make, world, qtbot):
    order = make.order(NUMBER)
    first = make.ticket("先来的", type="exchange", order_id=order)
    seed = TicketSeed(order_id=order)
    shown = dialog(seed)
    choose(shown, "inquiry")
    assert shown.form.duplicates.isHidden()
    choose(shown, "exchange")
    assert not shown.form.duplicates.isHidden() and [each.id for each in shown.form.duplicates.found] == [first]
    qtbot.keyClicks(shown.form.demand, "size L")
    gone = []
    world.go.connect(gone.append)
    shown.form.duplicates._links.findChildren(QWidget)[0].click()
    assert gone == [("ticket", first)] and not shown.isVisible()
    kept = draft_key(seed, world.agent_id)
    qtbot.waitUntil(lambda: "size L" in conversations.draft(world.reader, kept))  # written in turn
    assert dialog(seed).form.demand.text() == "size L"


def test_from_an_order_three_keystrokes_open_a_ticket(dialog, make, world, qtbot):
    shown = dialog(TicketSeed(order_id=make.order(NUMBER)))
    held = shown.focusWidget()
    qtbot.keyClick(held, Qt.Key.Key_5)  # after Ctrl+N
    assert shown.form.type.current() == "exchange"
    qtbot.keyClick(shown.focusWidget() or shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(every(world)) == 1)
    assert tickets.detail(world.reader, every(world)[0]).row.type == "exchange"


def test_the_last_type_is_one_step_back(dialog, qtbot):
    shown = dialog()
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Left)
    assert shown.form.type.current() == "collaboration"


def test_many_orders_share_one_form_and_one_undo(dialog, make, world, desk, qtbot):
    orders = tuple(make.order(f"{NUMBER[:-1]}{n}", nick=f"买家{n}") for n in range(3))
    shown = dialog(TicketSeed(order_ids=orders))
    assert not shown.form.buyer.isEnabled() and not shown.form.order.isEnabled()
    choose(shown, "invoice")
    shown.form.own.editors["tax_number"].set_text("9131")
    shown.submit.click()
    qtbot.waitUntil(lambda: len(every(world)) == 3)
    assert {kept(world, key)["tax_number"] for key in every(world)} == {"9131"}
    desk.undo().result()
    assert every(world) == []


def test_a_child_starts_from_its_ticket(dialog, make, world, qtbot):
    order = make.order(NUMBER)
    parent = make.ticket("母单", order_id=order)
    row = tickets.detail(world.reader, parent).row
    shown = dialog(TicketSeed(order, None, row.buyer_nick, parent_id=parent, title=row.title))
    assert shown.form.title.text() == "母单"
    choose(shown, "logistics")
    shown.submit.click()
    qtbot.waitUntil(lambda: len(every(world)) == 2)
    sql = "SELECT l.to_id FROM ticket_link l JOIN ticket t ON t.id = l.from_id WHERE t.type = 'logistics'"
    assert world.reader.rows(sql) == [(parent,)]


def test_fields_of_a_ticket_are_filled_and_the_refund_is_agreed_to(world, make, window, desk, qtbot):
    ticket = make.ticket(type="refund_only")
    said = []
    world.notices.refused.connect(said.append)
    world.post(SetTicketState(ticket_ids=(ticket,), state="done"))
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].key == "fields_missing"
    shown = ValuesDialog(world, tickets.detail(world.reader, ticket), window)
    shown.open()
    shown.own.editors["reason"].set_text("Quality problem")
    shown.own.editors["refund_amount"].set_text("12.80")
    shown.own.editors[AGREE].set_text("yes")
    shown.save.click()
    qtbot.waitUntil(lambda: kept(world, ticket).get(AGREE) == "yes")
    values = kept(world, ticket)
    assert (values["refund_amount"], values["reason"]) == ("1280", "Quality problem")


def test_what_a_colleague_filled_in_meanwhile_is_told_beside_the_field_and_not_written_over(
    world, make, window, desk, save, qtbot
):
    kind = save((OwnField(key="size", name="尺码", kind="text"),))
    ticket = make.ticket(type=kind)
    shown = ValuesDialog(world, tickets.detail(world.reader, ticket), window)
    shown.open()
    desk.run(SetTicketValue(ticket_id=ticket, own=(("size", "L"),)))
    shown.own.editors["size"].set_text("XL")
    told = []
    world.notices.refused.connect(told.append)
    shown.save.click()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].key == "value_changed" and kept(world, ticket) == {"size": "L"}
    assert shown.isVisible() and shown.save.isEnabled() and shown.own.editors["size"].text() == "XL"
    assert any("“L”" in each.text() for each in shown.own.findChildren(QLabel) if each.isVisible())
    shown.save.click()
    qtbot.waitUntil(lambda: kept(world, ticket) == {"size": "XL"})


def test_who_answers_a_refund_that_a_colleague_answered_meanwhile_is_told(world, make, window, desk, qtbot):
    ticket = make.ticket(type="refund_only")
    shown = ValuesDialog(world, tickets.detail(world.reader, ticket), window)
    shown.open()
    desk.run(AgreeToRefund(ticket_id=ticket, agreed=False))
    shown.own.editors[AGREE].set_text("yes")
    told = []
    world.notices.refused.connect(told.append)
    shown.save.click()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].key == "value_changed" and kept(world, ticket) == {AGREE: "no"}
    assert shown.isVisible() and any("“no”" in each.text() for each in shown.own.findChildren(QLabel))
    shown.save.click()
    qtbot.waitUntil(lambda: kept(world, ticket) == {AGREE: "yes"})
    qtbot.waitUntil(lambda: not isValid(shown) or not shown.isVisible())


def test_a_refund_that_a_colleague_changed_meanwhile_is_told_before_it_is_agreed_to(world, make, window, desk, qtbot):
    order = make.order(NUMBER, paid_cents=1_000)
    ticket = make.ticket(type="return_refund", order_id=order)
    opening = OpenRefund(order_id=order, kind="return_refund", amount_cents=100, reason="破损", ticket_id=ticket)
    refund = desk.run(opening).result
    shown = ValuesDialog(world, tickets.detail(world.reader, ticket), window)
    shown.open()
    desk.run(NoteRefund(refund_id=refund, act="changed", amount_cents=150))
    shown.own.editors[AGREE].set_text("yes")
    told = []
    world.notices.refused.connect(told.append)
    shown.save.click()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].key == "refund_changed" and shown.isVisible() and kept(world, ticket) == {}
    shown.save.click()
    qtbot.waitUntil(lambda: kept(world, ticket) == {AGREE: "yes"})


def test_whoever_may_not_agree_sees_the_answer_and_cannot_give_it(world, make, window, desk, qtbot):
    ticket = make.ticket(type="refund_only")
    desk.agent_id = make.colleague("阿泽", "agent")
    shown = ValuesDialog(world, tickets.detail(world.reader, ticket), window)
    assert not shown.own.editors[AGREE].widget.isEnabled()
    assert shown.own.editors["reason"].widget.isEnabled()


def test_a_type_without_fields_says_so(world, make, window, save):
    ticket = make.ticket(type=save(()))
    shown = ValuesDialog(world, tickets.detail(world.reader, ticket), window)
    assert not shown.save.isEnabled() and not shown.own.editors


def test_the_screens_know_the_shops_types(save, world, desk, qtbot):
    kind = save((), name="上门量尺")
    assert labels.ticket_type(kind) == "上门量尺" and kind in labels.ticket_types()
    assert any(each.text == "上门量尺" for each in ticket_views.entries({}))
    assert world.types.vocabulary.of("type").choice("上门量尺").key == kind
    desk.run(RetireTicketType(type_key=kind))
    qtbot.waitUntil(lambda: kind not in labels.ticket_types())
    assert labels.ticket_type(kind) == "上门量尺"
    desk.run(SaveTicketType(type_key="repair", type_name="返修"))
    qtbot.waitUntil(lambda: labels.ticket_type("repair") == "返修")
    choices = world.types.vocabulary.of("type")
    assert choices.choice("维修").key == choices.choice("返修").key == "repair"


def test_a_number_field_tells_what_it_takes(dialog, save):
    kind = save((OwnField(key="n", name="数", kind="number"),))
    shown = dialog()
    choose(shown, kind)
    line = shown.form.own.editors["n"].widget
    assert isinstance(line, QLineEdit) and line.placeholderText() == "A number"


@pytest.fixture
def standing(page, qtbot, make):
    """The page with an invoice chosen that cannot be completed without its title."""
    make.ticket("开票", type="invoice")
    qtbot.waitUntil(lambda: page.list.table.model().rowCount() == 1)
    page.list.table.setCurrentIndex(page.list.table.model().index(0, 0))
    qtbot.waitUntil(lambda: page.detail._detail is not None)
    return page


def fields_asked(page):
    return next((each for each in page.findChildren(ValuesDialog) if each.isVisible()), None)


def filled(page, world, qtbot):
    """The missing field has the keyboard and says so; typed and kept, it stands."""
    found = fields_asked(page)
    editor = found.own.editors["invoice_title"]
    assert found.focusWidget() is editor.widget
    assert found.own._errors["invoice_title"].text() == "Fill this in to complete the ticket."
    qtbot.keyClicks(editor.widget, "Acme Ltd")
    assert found.own._errors["invoice_title"].isHidden()
    qtbot.keyClick(found, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: kept(world, every(world)[0]).get("invoice_title") == "Acme Ltd")


def test_a_completion_refused_for_a_missing_field_opens_it(standing, world, qtbot):
    standing.detail.flow.set_state("done")
    qtbot.waitUntil(lambda: fields_asked(standing) is not None)
    filled(standing, world, qtbot)
    qtbot.waitUntil(lambda: standing.detail._detail.row.version > 1)
    standing.detail.flow.set_state("done")
    qtbot.waitUntil(lambda: standing.detail._detail.row.state == "done")


def test_so_does_the_key_of_the_list(standing, world, qtbot):
    standing.triage._state(TicketState.DONE)
    qtbot.waitUntil(lambda: fields_asked(standing) is not None)
    filled(standing, world, qtbot)


def test_so_does_a_reply_that_completes_and_its_words_stay(standing, world, qtbot):
    reply = standing.detail.reply
    reply.text.setPlainText("已开票")
    reply.post(finish=True)
    qtbot.waitUntil(lambda: fields_asked(standing) is not None)
    filled(standing, world, qtbot)
    assert reply.text.toPlainText() == "已开票"


def test_any_other_refusal_is_told_as_before(standing, world, qtbot):
    said = []
    world.notices.refused.connect(said.append)
    standing.detail.flow.set_state("cancelled")
    qtbot.waitUntil(lambda: bool(said))
    assert fields_asked(standing) is None
