"""The settings of ticket types: listed, changed by keys, put out of use, removed, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.domain.ticket_types import OwnField
from ticketdesk.store.queries import ticket_types
from ticketdesk.ui.settings.types.dialog import TypeDialog
from ticketdesk.ui.settings.types.section import TypesSection
from ticketdesk.words.ticket_types import use_types


@pytest.fixture(autouse=True)
def names():
    yield
    use_types(tuple)


@pytest.fixture
def section(world, qtbot):
    made = TypesSection(world)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    return made


def button(section, name):
    return section.findChild(QWidget, name)


def opened(section):
    return next(each for each in section.findChildren(TypeDialog) if each.isVisible())


def forms(world):
    return ticket_types.forms(world.reader)


def test_a_type_is_made_with_its_fields(section, world, qtbot):
    section.add.click()
    shown = opened(section)
    shown.name.insert("上门量尺")
    for name in ("窗宽", "面料"):
        shown.fields.add.click()
        shown.fields.rows[-1].name.insert(name)
    first, second = shown.fields.rows
    second.kind.setCurrentIndex(second.kind.findData("choice"))
    second.kind.activated.emit(second.kind.currentIndex())
    assert not second.options.isHidden() and first.options.isHidden()
    second.options.insert("亚麻，遮光布")
    second.up.click()
    assert [row.name.text() for row in shown.fields.rows] == ["面料", "窗宽"]
    shown.checklist.setPlainText("已确认地址\n\n已带样布")
    qtbot.keyClick(shown.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(list(forms(world))) == 14)
    made = list(forms(world))[-1]
    assert [(each.name, each.kind, each.options) for each in made.fields] == [
        ("面料", "choice", ("亚麻", "遮光布")), ("窗宽", "text", ()),
    ]  # fmt: skip
    assert made.checklist == ("已确认地址", "已带样布")
    qtbot.waitUntil(lambda: button(section, f"edit:{made.key}") is not None)


def test_what_is_wrong_stands_at_the_foot_and_nothing_is_kept(section, world, qtbot):
    section.add.click()
    shown = opened(section)
    shown.name.insert("换货")
    shown._keep()
    qtbot.waitUntil(lambda: "换货" in shown._status.text())
    assert shown.isVisible() and shown.keep.isEnabled() and len(list(forms(world))) == 13
    shown.fields.add.click()
    assert shown._status.text() == ""
    shown.name.setText("新类型")
    shown._keep()
    qtbot.waitUntil(lambda: "Field 1" in shown._status.text())
    shown.fields.rows[0].remove.click()
    assert shown.fields.rows == [] and not shown.fields.none.isHidden()


def test_a_shipped_type_left_as_it_is_stays_translatable(section, world, qtbot):
    button(section, "edit:refund_only").click()
    shown = opened(section)
    shown.priority._group.button(2).click()
    shown._keep()
    qtbot.waitUntil(lambda: forms(world).must("refund_only").version == 1)
    edited, shipped = forms(world).must("refund_only"), ticket_types.shipped("refund_only")
    assert (edited.name, edited.fields, edited.checklist) == (shipped.name, shipped.fields, shipped.checklist)
    assert edited.priority == 3


def test_types_are_put_out_of_use_and_offered_again(section, world, desk, qtbot):
    button(section, "retire:invoice").click()
    qtbot.waitUntil(lambda: forms(world).must("invoice").retired)
    qtbot.waitUntil(lambda: "again" in button(section, "retire:invoice").accessibleName())
    desk.undo().result()
    qtbot.waitUntil(lambda: "no longer" in button(section, "retire:invoice").accessibleName())


def test_an_own_type_is_removed_after_a_question(section, world, desk, qtbot):
    key = desk.run(SaveTicketType(type_name="临时", form_fields=(OwnField(key="", name="x"),))).result
    qtbot.waitUntil(lambda: button(section, f"remove:{key}") is not None)
    button(section, f"remove:{key}").click()
    box = section.findChild(QMessageBox)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    box.button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: forms(world).get(key) is None)
    desk.undo().result()
    assert forms(world).get(key) is not None


def test_a_shipped_type_has_nothing_to_take_back_until_it_was_changed(section, world, desk, qtbot):
    assert not button(section, "remove:repair").isEnabled()
    desk.run(SaveTicketType(type_key="repair", type_name="返修"))
    qtbot.waitUntil(lambda: button(section, "remove:repair").isEnabled())


def test_a_type_used_by_tickets_is_refused_with_their_number(section, world, desk, qtbot):
    from ticketdesk.desk.commands.tickets import CreateTicket

    key = desk.run(SaveTicketType(type_name="临时")).result
    desk.run(CreateTicket(type=key, title="x"))
    said = []
    world.notices.refused.connect(said.append)
    qtbot.waitUntil(lambda: button(section, f"remove:{key}") is not None)
    button(section, f"remove:{key}").click()
    section.findChild(QMessageBox).button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: bool(said))
    assert (said[0].key, said[0].values["count"]) == ("type_in_use", 1)


def test_a_department_is_chosen_for_a_type_and_shown_again(section, world, desk, qtbot):
    group = desk.run(AddGroup(group_name="维修组")).result
    section.add.click()
    shown = opened(section)
    shown.name.insert("上门量尺")
    shown.group.setCurrentIndex(shown.group.findText("维修组"))
    qtbot.keyClick(shown.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(list(forms(world))) == 14)
    form = list(forms(world))[-1]
    assert form.group_id == group
    again = TypeDialog(world, form, section)
    qtbot.addWidget(again)
    assert again.group.currentData() == group
