"""A field of all tickets chosen: what their types share is offered, typed as on a form, and set by one act."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu

from tests.ui.tickets.many import choose_all, kept, opened, sends
from ticketdesk.desk.commands.deadlines import NoteStart
from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.ticket_types import FieldKind, OwnField
from ticketdesk.store.queries import tickets
from ticketdesk.ui import labels
from ticketdesk.ui.tickets.acts.many_dialogs import RefusedDialog
from ticketdesk.ui.tickets.acts.many_field_dialog import ManyFieldDialog
from ticketdesk.ui.widgets.buttons import ChoiceChips

EVERY = tuple(
    OwnField(
        key=kind.value, name=f"字段 {kind.value}", kind=kind.value, options=("甲", "乙") if kind == "choice" else ()
    )
    for kind in FieldKind
)
TYPED = {
    "text": ("字", "字"), "long_text": ("一\n二", "一\n二"), "number": ("2.50", "2.5"), "amount": ("12.8", "1280"),
    "date": ("2026/11/28", "2026-11-28"), "choice": ("乙", "乙"), "yes_no": ("no", "no"), "buyer": ("林", "林"),
    "order": ("2026111", "2026111"), "order_line": ("亚麻衬衫", "亚麻衬衫"), "product": ("杯子", "杯子"),
    "tracking": ("SF123456", "SF123456"),
}  # fmt: skip
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def chosen(qtbot, page, make):
    """Three exchanges, all of them chosen by the keyboard."""
    return choose_all(qtbot, page, [make.ticket(f"第{n}张", type="exchange") for n in range(3)])


def asks(qtbot, page):
    """The dialog, opened by its key, once the fields are read."""
    page.activateWindow()
    page.list.table.setFocus()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClicks(page.list.table, "f")
    dialog = opened(qtbot, page, ManyFieldDialog)
    qtbot.waitUntil(lambda: dialog._known)
    return dialog


def choose(dialog, name):
    dialog.field.setCurrentIndex(dialog.field.findText(name))
    assert dialog.field.currentText() == name


def offered(dialog):
    return [dialog.field.itemText(row) for row in range(dialog.field.count())]


def test_a_field_is_chosen_filled_and_set_by_keys_alone(chosen, world, qtbot):
    dialog = asks(qtbot, chosen)
    assert offered(dialog) == [
        "Reason", "Item of the order", "Exchange for", "Tracking number of the return",
        "Tracking number of the new item", "Agreed end of the deadline", "Watched by", "Watched no more by",
    ]  # fmt: skip
    assert dialog.focusWidget() is dialog.field
    qtbot.keyClicks(dialog.field, "ex")
    assert dialog.field.currentText() == "Exchange for"
    qtbot.waitUntil(lambda: dialog.own.editors["wanted"].widget.isVisible())
    qtbot.keyClick(dialog.field, Qt.Key.Key_Tab)
    line = dialog.focusWidget()
    assert isinstance(line, QLineEdit) and line.accessibleName() == "Exchange for"
    assert dialog.take.text() == "Empty in 3  Ctrl+Enter" and "becomes empty" in dialog.hint.text()
    qtbot.keyClicks(line, "M")
    assert dialog.take.text() == "Set in 3  Ctrl+Enter" and not dialog.hint.isVisible()
    with qtbot.waitSignal(world.notices.said) as said:
        qtbot.keyClick(line, Qt.Key.Key_Return, CTRL)
    assert said.args == ["3 tickets changed", True] and kept(world, *chosen.ids) == [{"wanted": "M"}] * 3
    world.undo().result()
    assert kept(world, *chosen.ids) == [{}] * 3


@pytest.mark.parametrize("kind", TYPED)
def test_each_kind_is_typed_into_the_editor_of_the_form(page, desk, world, make, qtbot, kind):
    key = desk.run(SaveTicketType(type_name="上门量尺", form_fields=EVERY)).result
    qtbot.waitUntil(lambda: key in labels.ticket_types())
    dialog = asks(qtbot, choose_all(qtbot, page, [make.ticket(f"第{n}张", type=key) for n in range(2)]))
    choose(dialog, f"字段 {kind}")
    typed, wanted = TYPED[kind]
    [editor] = dialog.own.editors.values()
    editor.set_text(typed)
    wanted_kind = {"choice": ChoiceChips, "yes_no": ChoiceChips, "order_line": QComboBox}.get(kind, object)
    assert isinstance(editor.widget, wanted_kind) and editor.widget.accessibleName() == f"字段 {kind}"
    with qtbot.waitSignal(world.notices.said):
        sends(qtbot, dialog)
    assert kept(world, *page.ids) == [{kind: wanted}] * 2


def test_a_screenshot_goes_to_all_of_them(page, world, make, qtbot):
    dialog = asks(qtbot, choose_all(qtbot, page, [make.ticket(f"第{n}张", type="refund_only") for n in range(2)]))
    assert "The shop agrees to the refund" not in offered(dialog)
    choose(dialog, "Screenshot of the refund")
    image = QImage(6, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    editor = dialog.own.editors["refund_shot"]
    editor.widget.add([image])
    qtbot.waitUntil(lambda: bool(editor.refs()) and not editor.busy())
    with qtbot.waitSignal(world.notices.said):
        sends(qtbot, dialog)
    digest = editor.refs()[0].sha256 if editor.refs() else ""
    assert kept(world, *page.ids) == [{"refund_shot": digest}] * 2 and digest


def test_a_value_that_does_not_fit_is_told_beside_its_field_and_touches_nothing(chosen, world, qtbot):
    dialog = asks(qtbot, chosen)
    choose(dialog, "Tracking number of the return")
    dialog.own.editors["return_tracking"].set_text("？")
    sends(qtbot, dialog)
    assert dialog.isVisible() and "must be a tracking number" in dialog.own._errors["return_tracking"].text()
    assert kept(world, *chosen.ids) == [{}] * 3
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not chosen.findChildren(ManyFieldDialog))


def test_of_two_types_what_both_have_is_offered_with_what_both_choose_from(page, desk, world, make, qtbot):
    size = OwnField(key="", name="尺码", kind="choice", options=("S", "M", "L"))
    first = desk.run(SaveTicketType(type_name="甲", form_fields=(OwnField(key="", name="颜色"), size))).result
    other = OwnField(key="", name="尺码", kind="choice", options=("M", "L", "XL"))
    second = desk.run(SaveTicketType(type_name="乙", form_fields=(other, OwnField(key="", name="颜色", kind="number"))))
    second = second.result
    qtbot.waitUntil(lambda: second in labels.ticket_types())
    ids = [make.ticket("一", type=first), make.ticket("二", type=second), make.ticket("三", type=first)]
    dialog = asks(qtbot, choose_all(qtbot, page, ids))
    assert offered(dialog)[0] == "尺码" and offered(dialog)[1] == "Agreed end of the deadline"
    assert dialog._subtitle.text() == "3 tickets chosen · 甲, 乙"
    [chips] = [editor.widget for editor in dialog.own.editors.values()]
    assert chips._keys == ["M", "L"]
    chips.set_current("L")
    with qtbot.waitSignal(world.notices.said):
        sends(qtbot, dialog)
    assert kept(world, *page.ids) == [{"field_2": "L"}, {"field_1": "L"}, {"field_2": "L"}]


def test_types_that_share_nothing_say_so_and_the_rest_is_offered(page, world, make, qtbot):
    ids = [make.ticket("一", type="exchange"), make.ticket("二", type="complaint"), make.ticket("三", type="invoice")]
    dialog = asks(qtbot, choose_all(qtbot, page, ids))
    assert offered(dialog) == ["Agreed end of the deadline", "Watched by", "Watched no more by"]
    assert "share no field" in dialog.hint.text() and dialog.when.isVisible()
    dialog.reject()


def test_who_refuses_the_agreed_end_is_told_by_number(page, desk, world, make, clock, qtbot):
    repair, inquiry = make.ticket("修", type="repair"), make.ticket("问")
    desk.run(NoteStart(ticket_id=repair, event="return_received", at=clock() - HOUR))
    dialog = asks(qtbot, choose_all(qtbot, page, [repair, inquiry]))
    choose(dialog, "Agreed end of the deadline")
    assert dialog.when.isVisible() and not dialog.own.isVisible()
    dialog.when.field.set_moment(clock() + 100 * HOUR)
    wanted = dialog.when.moment()
    sends(qtbot, dialog)
    told = opened(qtbot, page, RefusedDialog)
    number = tickets.rows(world.reader, [inquiry])[0].number
    assert told.lines.toPlainText() == f"{number}  No deadline of the ticket runs whose end could be agreed on."
    assert tickets.rows(world.reader, [repair])[0].due_at == wanted
    told.accept()


def test_colleagues_watch_all_of_them_and_no_more(chosen, world, make, qtbot):
    colleague = make.colleague("阿泽")
    for name, count in (("Watched by", 3), ("Watched no more by", 0)):
        dialog = asks(qtbot, chosen)
        choose(dialog, name)
        assert dialog.agent.itemText(0).endswith("(me)")
        dialog.agent.setCurrentIndex(dialog.agent.findData(colleague))
        with qtbot.waitSignal(world.notices.said) as said:
            sends(qtbot, dialog)
        assert said.args == ["3 tickets changed", True]
        sql = "SELECT COUNT(*) FROM ticket_watch WHERE agent_id = ? AND deleted = 0"
        assert world.reader.rows(sql, (colleague,)) == [(count,)]


def test_the_bar_has_the_field_and_the_departments(chosen, desk, world, qtbot, monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda *_where: None)
    group = desk.run(AddGroup(group_name="售后组")).result
    qtbot.waitUntil(lambda: [each.id for each in world.flow.departments] == [group])
    qtbot.mouseClick(chosen.bulk_bar.field, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, chosen, ManyFieldDialog)
    dialog.reject()
    menu = chosen.bulk_bar.menu_of(chosen.bulk_bar.assignee)
    with qtbot.waitSignal(world.notices.said) as said:
        next(each for each in menu.actions() if each.text() == "售后组 (department)").trigger()
    menu.close()
    assert said.args == ["3 tickets changed", True]
    assert world.reader.rows("SELECT DISTINCT group_id FROM ticket") == [(group,)]
