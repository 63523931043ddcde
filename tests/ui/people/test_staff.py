"""Staff and rights: the table, the menus, the card of a role, undo, the password again, the refusals."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox

from ticketdesk.desk.commands.people import SetPassword
from ticketdesk.domain.passwords import hashed, matches
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import acts, agents, credentials
from ticketdesk.ui.people.change_password import ChangePasswordDialog
from ticketdesk.ui.people.password_again import PasswordDialog
from ticketdesk.ui.settings.security_section import SecuritySection
from ticketdesk.ui.settings.staff.add_dialog import AddStaffDialog
from ticketdesk.ui.settings.staff.name_dialog import NameDialog
from ticketdesk.ui.settings.staff.section import StaffSection
from ticketdesk.ui.world import Place

SECRET = "青禾 2026"


@pytest.fixture
def section(qtbot, parts, staff) -> StaffSection:
    parts.world.session.sign_in(staff.owner, SECRET).result()
    qtbot.waitUntil(lambda: not parts.window.entrance.shut)
    parts.window.go(Place("settings.staff"))
    return parts.window.page("settings")._made["staff"].widget()


def top(parts, kind):
    return next((each for each in parts.window.findChildren(kind) if each.isVisible()), None)


def confirm(qtbot, parts, password=SECRET):
    qtbot.waitUntil(lambda: top(parts, PasswordDialog) is not None)
    dialog = top(parts, PasswordDialog)
    dialog.password.setText(password)
    dialog.password.textEdited.emit(password)
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    return dialog


def texts(section, row):
    return [section.model.data(section.model.index(row, column)) for column in range(section.model.columnCount())]


def test_the_table_shows_who_may_what(section):
    assert texts(section, 0)[:2] == ["青禾（店主）", "Administrator"]
    assert texts(section, 0)[2:10] == ["Yes"] * 8 and texts(section, 0)[10].startswith("Today")
    assert texts(section, 1)[2:10] == ["Yes", "Yes", "Yes", "—", "Yes", "—", "—", "—"]
    assert texts(section, 2)[2:10] == ["—", "Yes", "Yes", "—", "—", "—", "—", "—"]
    assert section.table.height() == 34 + 3 * 44


def test_a_row_shows_the_card_of_its_role(section):
    section.table.setCurrentIndex(section.model.index(1, 0))
    assert section.role_card.title.text() == "Role: Agent"
    on = {right for right, box in section.role_card.boxes.items() if box.isChecked()}
    assert Permission.RECEPTION_REPLY in on and Permission.DATA_EXPORT not in on
    assert "asks for the password again" in section.role_card.boxes[Permission.REFUND_AGREE].text()


def test_a_right_that_goes_with_another_is_ticked_and_says_so(section):
    section.table.setCurrentIndex(section.model.index(0, 0))
    box = section.role_card.boxes[Permission.STAND_IN_NAME]
    assert box.isChecked() and not box.isEnabled() and "goes with “Manage staff and roles”" in box.toolTip()
    section.table.setCurrentIndex(section.model.index(1, 0))
    assert not box.isChecked() and box.isEnabled() and "goes with" not in box.toolTip()


def test_a_box_asks_for_the_password_then_holds_and_can_be_undone(qtbot, parts, section, staff):
    section.table.setCurrentIndex(section.model.index(1, 0))
    box = section.role_card.boxes[Permission.DATA_EXPORT]
    box.click()
    confirm(qtbot, parts)
    role = agents.agents(parts.world.reader)[1].role_id
    held = lambda: next(each for each in agents.roles(parts.world.reader) if each.id == role).permissions  # noqa: E731
    qtbot.waitUntil(lambda: Permission.DATA_EXPORT.value in held())
    qtbot.waitUntil(lambda: "rights of the role" in parts.window.toast.text())
    assert box.isChecked()
    parts.window.actions_table.of("undo").trigger()
    qtbot.waitUntil(lambda: Permission.DATA_EXPORT.value not in held())
    qtbot.waitUntil(lambda: not box.isChecked())


def test_a_password_not_given_changes_nothing_and_the_box_goes_back(qtbot, parts, section):
    section.table.setCurrentIndex(section.model.index(1, 0))
    box = section.role_card.boxes[Permission.DATA_EXPORT]
    box.click()
    dialog = confirm(qtbot, parts, "something else")
    qtbot.waitUntil(lambda: "wrong" in dialog.problem.text())
    assert dialog.isVisible()
    before = len(acts.history(parts.world.reader, None))
    dialog.reject()
    qtbot.waitUntil(lambda: not box.isChecked())
    assert "password" in parts.window.toast.text()
    assert len(acts.history(parts.world.reader, None)) == before


def test_the_last_right_over_staff_cannot_be_taken_away(qtbot, parts, section):
    parts.world.session.confirm(SECRET).result()
    section.table.setCurrentIndex(section.model.index(0, 0))
    box = section.role_card.boxes[Permission.STAFF_EDIT]
    box.click()
    qtbot.waitUntil(lambda: "Nobody would be left" in parts.window.toast.text())
    assert box.isChecked()


def test_the_role_menu_changes_the_role(qtbot, parts, section, staff):
    parts.world.session.confirm(SECRET).result()
    menu = section.table.role_menu(section.model.agent(staff.warehouse))
    lines = {line.text(): line for line in menu.actions()}
    assert [text for text, line in lines.items() if line.isChecked()] == ["Warehouse"]
    lines["Agent"].trigger()
    qtbot.waitUntil(lambda: texts(section, 2)[1] == "Agent")
    assert section.role_card.title.text() == "Role: Agent"
    qtbot.waitUntil(lambda: "仓库-老周 is Agent now" in parts.window.toast.text())


def test_a_row_is_renamed_by_f2(qtbot, parts, section, staff):
    section.table.set_current_id(staff.agent)
    qtbot.keyClick(section.table, Qt.Key.Key_F2)
    dialog = top(parts, NameDialog)
    dialog.name.setText("仓库-老周")
    dialog.go.click()
    qtbot.waitUntil(lambda: "already" in dialog.problem.text())
    dialog.name.setText("阿泽二")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(section, 1)[0] == "阿泽二")


def test_disabling_asks_first_and_enabling_brings_back(qtbot, parts, section, staff):
    parts.world.session.confirm(SECRET).result()
    section.table.set_current_id(staff.agent)
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    box = top(parts, QMessageBox)
    assert "can be enabled again" in box.text()
    next(each for each in box.buttons() if each.text() == "Disable").click()
    qtbot.waitUntil(lambda: not section.model.agent(staff.agent).enabled)
    assert section.model.id_at(2) == staff.agent and texts(section, 2)[2:10] == ["—"] * 8
    menu = section.table.row_menu(section.model.agent(staff.agent))
    next(line for line in menu.findChildren(QAction) if line.data() == "enable").trigger()
    qtbot.waitUntil(lambda: section.model.agent(staff.agent).enabled)


def test_a_colleague_is_added_with_role_and_password(qtbot, parts, section):
    parts.world.session.confirm(SECRET).result()
    section.add.click()
    dialog = top(parts, AddStaffDialog)
    assert not dialog.own_password.isVisible() and not dialog.go.isEnabled()
    dialog.name.setText("小满")
    dialog.roles.set_current("lead")
    dialog.account.setText("青禾生活旗舰店:小满")
    dialog.password.setText("short")
    dialog.go.click()
    assert "too short" in dialog.problem.text()
    dialog.password.setText("一句够长的话")
    dialog.go.click()
    qtbot.waitUntil(lambda: section.model.rowCount() == 4)
    made = next(each for each in agents.agents(parts.world.reader) if each.name == "小满")
    assert (made.role_name, made.account, made.has_password) == ("Team lead", "青禾生活旗舰店:小满", True)
    newest = next(row for row in acts.history(parts.world.reader, None) if row.command == "AddAgent")
    assert "scrypt" not in newest.args and "一句" not in newest.args


def test_a_role_is_added_like_another_and_renamed(qtbot, parts, section):
    parts.world.session.confirm(SECRET).result()
    section.table.setCurrentIndex(section.model.index(1, 0))
    section.role_card.add.click()
    dialog = top(parts, NameDialog)
    dialog.name.setText("夜班客服")
    dialog.go.click()
    qtbot.waitUntil(lambda: section.role_card.title.text() == "Role: 夜班客服")
    assert section.role_card.boxes[Permission.RECEPTION_REPLY].isChecked()
    section.role_card.rename.click()
    dialog = top(parts, NameDialog)
    dialog.name.setText("晚班客服")
    dialog.go.click()
    qtbot.waitUntil(lambda: section.role_card.title.text() == "Role: 晚班客服")


def test_what_a_role_allows_follows_an_undo_before_and_while_the_dialog_stands(qtbot, parts, section):
    parts.world.session.confirm(SECRET).result()
    section.table.setCurrentIndex(section.model.index(1, 0))
    box = section.role_card.boxes[Permission.DATA_EXPORT]
    box.click()
    qtbot.waitUntil(lambda: "rights of the role" in parts.window.toast.text())
    section.add.click()
    dialog = top(parts, AddStaffDialog)
    assert "Export the shop's data" in dialog.allowed.text()  # a new colleague is an agent
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: "Export the shop's data" not in dialog.allowed.text())
    dialog.reject()
    parts.desk.redo().result()  # committed, but the window has not heard of it yet
    section.add.click()
    assert "Export the shop's data" in top(parts, AddStaffDialog).allowed.text()


def test_without_an_own_password_nobody_else_is_added(qtbot, host, world, desk):
    dialog = AddStaffDialog(world, host)
    dialog.open()
    dialog.name.setText("阿泽")
    assert dialog.own_password.isVisible() and not dialog.go.isEnabled()
    guard = hashed("我自己的密码", b"0123456789abcdef", n=16)
    desk.run(SetPassword(agent_id=world.agent_id, password_hash=guard))
    qtbot.waitUntil(lambda: not dialog.own_password.isVisible())
    assert dialog.go.isEnabled()
    dialog.reject()


def test_the_own_password_is_changed_with_the_old_one(qtbot, parts, section, staff):
    dialog = ChangePasswordDialog(parts.world, parts.window)
    dialog.open()
    fields = {dialog.old: "not it", dialog.new: "新的一句话再长", dialog.again: "新的一句"}
    for field, text in fields.items():
        field.setText(text)
        field.textEdited.emit(text)
    dialog.go.click()
    assert "differ" in dialog.problem.text()
    dialog.again.setText("新的一句话再长")
    dialog.go.click()
    qtbot.waitUntil(lambda: "wrong" in dialog.problem.text())
    for field, text in ((dialog.old, SECRET), (dialog.new, "新的一句话再长"), (dialog.again, "新的一句话再长")):
        field.setText(text)
        field.textEdited.emit(text)
    dialog.go.click()
    qtbot.waitUntil(lambda: "holds from now on" in parts.window.toast.text())
    assert matches(credentials.of(parts.world.reader, staff.owner).hash, "新的一句话再长")
    newest = next(row for row in acts.history(parts.world.reader, None) if row.command == "SetPassword")
    assert json.loads(newest.args) == {"agent_id": staff.owner}


def test_the_minutes_of_the_lock_are_the_shops(qtbot, parts, section, staff):
    parts.window.go(Place("settings.security"))
    shown: SecuritySection = parts.window.page("settings")._made["security"].widget()
    assert shown.minutes.currentData() == 15 and shown.lock.isEnabled()
    shown.minutes.setCurrentIndex(shown.minutes.findData(5))
    shown.minutes.activated.emit(shown.minutes.currentIndex())
    qtbot.waitUntil(lambda: "locks after 5 minutes" in parts.window.toast.text())
    assert "Administrator" in shown.seen_by.text() and "Agent" not in shown.seen_by.text()
