"""The settings of the reception centre: fields, auto-replies with their trial, groups; kept, undone, refused."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QMessageBox

from ticketdesk.desk.commands.auto_replies import AddAutoReply
from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.wording import findings, rules
from ticketdesk.domain import settings as table
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import auto_replies, serving
from ticketdesk.store.queries.settings import number, switched_off
from ticketdesk.ui.settings.auto_reply_dialog import AutoReplyDialog
from ticketdesk.ui.settings.sections import seen_by
from ticketdesk.ui.settings.staff.name_dialog import NameDialog
from ticketdesk.ui.world import Place


def section(parts, key):
    parts.window.go(Place(f"settings.{key}"))
    return parts.window.page("settings")._made[key].widget()


def named(widget, name, kind=QAbstractButton):
    return next(each for each in widget.findChildren(kind) if each.accessibleName() == name and each.isVisible())


def check(qtbot, box):
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def test_a_number_is_kept_when_the_field_is_left_and_undone(qtbot, parts):
    field = section(parts, "reception").fields[table.OUTBOX_SECONDS.key]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "8")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: number(parts.world.reader, table.OUTBOX_SECONDS) == 8)
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: field.value() == table.OUTBOX_SECONDS.default)


def test_a_time_is_kept_as_minutes(qtbot, parts):
    field = section(parts, "reception").fields[table.WORK_FROM.key]
    assert field.time().toString("HH:mm") == "08:30"
    field.setFocus()
    field.setTime(field.time().addSecs(3_600))
    field.left.emit()
    qtbot.waitUntil(lambda: number(parts.world.reader, table.WORK_FROM) == 9 * 60 + 30)


def test_a_switch_is_kept_at_once(qtbot, parts):
    box = section(parts, "reception").fields[table.ENTER_SENDS.key]
    assert box.isChecked()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: number(parts.world.reader, table.ENTER_SENDS) == 0)


def test_every_setting_of_the_reception_has_its_field(parts):
    fields = section(parts, "reception").fields
    assert set(fields) == set(table.SHOP_SETTINGS) - {table.LOCK_MINUTES.key}
    assert all(each.accessibleName() for each in fields.values())


def test_the_fields_wait_for_the_right(qtbot, parts, monkeypatch):
    page = section(parts, "reception")
    monkeypatch.setattr(parts.world, "may", lambda right: right is not Permission.SHOP_EDIT)
    page._keeper.refresh()
    assert not any(each.isEnabled() for each in page.fields.values())
    assert not {"reception", "auto_replies"} & {each.key for each in seen_by(parts.world.may)}


def test_a_rule_of_wording_is_switched_off_alone(qtbot, parts):
    assert {rule.key for rule in rules()} == set(table.WORDING_RULES)
    reader, text = parts.world.reader, "你自己看"
    assert {each.rule for each in findings(reader, text)} == {"lacks.you", "dont.harsh"}
    box = section(parts, "reception").fields["wording.rule.lacks.you"]
    box.click()
    qtbot.waitUntil(lambda: switched_off(reader, table.WORDING_RULES) == {"lacks.you"})
    assert {each.rule for each in findings(reader, text)} == {"dont.harsh"}
    parts.desk.run(SetSetting(key="wording.rule.lacks.you", value="1"))
    assert switched_off(reader, table.WORDING_RULES) == frozenset()


def test_an_auto_reply_is_written_by_keys_and_tried(qtbot, parts):
    page = section(parts, "auto_replies")
    page.add.click()
    dialog = page.window().findChild(AutoReplyDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert not dialog.go.isEnabled() and dialog.keywords.isHidden()
    named(dialog, "Keyword").click()
    assert not dialog.keywords.isHidden()
    qtbot.keyClicks(dialog.text, "Hello ")
    named(dialog, "Insert 买家").click()
    qtbot.keyClicks(dialog.keywords, "Invoice")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(auto_replies.auto_replies(parts.world.reader)) == 1)
    row = auto_replies.auto_replies(parts.world.reader)[0]
    assert (row.scene, row.text, row.keywords, row.cooldown_ms) == ("keyword", "Hello {买家}", "Invoice", 3_600_000)
    qtbot.waitUntil(lambda: bool(page._cards))
    qtbot.keyClicks(page.trial.asked, "where is my INVOICE")
    assert page.trial.scene.text() == "Keyword" and page.trial.answer.text() == "Hello {买家}"
    page.trial.asked.clear()
    assert page.trial.scene.text() == "No automatic answer" and page.trial.answer.isHidden()


def test_an_unknown_variable_is_refused_in_the_dialog(qtbot, parts):
    page = section(parts, "auto_replies")
    page.add.click()
    dialog = page.window().findChild(AutoReplyDialog)
    dialog.text.setPlainText("您好 {不存在}")
    dialog.submitted.emit()
    qtbot.waitUntil(lambda: "不存在" in dialog._status.text())
    assert auto_replies.auto_replies(parts.world.reader) == [] and dialog.go.isEnabled()


def test_a_reply_is_switched_off_changed_and_removed(qtbot, parts):
    parts.desk.run(AddAutoReply(scene="first_contact", text="您好"))
    reader, page = parts.world.reader, section(parts, "auto_replies")
    page.trial.first.setChecked(True)
    assert page.trial.scene.text() == "First contact"
    check(qtbot, named(page, "On: 您好", QCheckBox))
    qtbot.waitUntil(lambda: auto_replies.auto_replies(reader)[0].enabled == 0)
    qtbot.waitUntil(lambda: page.trial.scene.text() == "No automatic answer")
    qtbot.waitUntil(page._cards[0].isVisible)
    named(page, "Change “您好”").click()
    dialog = page.window().findChild(AutoReplyDialog)
    dialog.text.setPlainText("您好呀")
    dialog.submitted.emit()
    qtbot.waitUntil(lambda: auto_replies.auto_replies(reader)[0].text == "您好呀")
    assert auto_replies.auto_replies(reader)[0].enabled == 0
    qtbot.waitUntil(lambda: page._shown[0].text == "您好呀")
    qtbot.waitUntil(page._cards[0].isVisible)
    named(page, "Remove “您好呀”").click()
    qtbot.waitUntil(lambda: auto_replies.auto_replies(reader) == [])
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: len(page._cards) == 1)


def test_a_group_is_made_filled_renamed_and_removed(qtbot, parts):
    reader, page = parts.world.reader, section(parts, "groups")
    me = parts.world.agent_id
    assert not page.empty.isHidden()
    page.add.click()
    dialog = page.window().findChild(NameDialog)
    qtbot.keyClicks(dialog.name, "After-sale")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.name for row in serving.groups(reader)] == ["After-sale"])
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in page.window().findChildren(NameDialog)))
    qtbot.waitUntil(lambda: len(page._cards) == 1 and page._cards[0].isVisible())
    box = named(page, "小满 in After-sale", QCheckBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: serving.groups(reader)[0].members == (me,))
    qtbot.waitUntil(lambda: any(each.isVisible() and each.isChecked() for each in page.findChildren(QCheckBox)))
    qtbot.waitUntil(lambda: page._shown[0][0].members == (me,) and page._cards[0].isVisible())
    named(page, "Rename After-sale").click()
    dialog = next(each for each in page.window().findChildren(NameDialog) if each.isVisible())
    dialog.named.emit("售后", "")
    qtbot.waitUntil(lambda: serving.groups(reader)[0].name == "售后")
    qtbot.waitUntil(lambda: page._shown[0][0].name == "售后")
    qtbot.waitUntil(page._cards[0].isVisible)
    named(page, "Remove 售后").click()
    box = page.window().findChild(QMessageBox)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    box.button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: serving.groups(reader) == [])
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: len(page._cards) == 1)


def test_a_name_twice_is_refused_in_the_dialog(qtbot, parts):
    parts.desk.run(AddGroup(group_name="售后"))
    page = section(parts, "groups")
    page.add.click()
    dialog = page.window().findChild(NameDialog)
    dialog.name.setText("售后")
    dialog.submitted.emit()
    qtbot.waitUntil(lambda: "售后" in dialog.problem.text() and not dialog.problem.isHidden())
