"""The rules in the settings: out as a file, in with every difference named, what is refused, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from tests.desk.samples_rules import RULE, SHIPPED, hours, rule_pack, toml
from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.desk.commands.ticket_types import SaveTicketType
from ticketdesk.domain.moments import DAY
from ticketdesk.ui.settings.rule_pack_dialog import RulePackDialog
from ticketdesk.ui.tickets.detail.deadline_words import duty_of


@pytest.fixture
def dialog(qtbot, world, section):
    qtbot.mouseClick(section.acts.take_in, Qt.MouseButton.LeftButton)
    made = section.window().findChild(RulePackDialog)
    assert made is not None
    yield made
    if isValid(made):
        made.reject()


def cells(dialog: RulePackDialog) -> list[list[str]]:
    model = dialog.view.model
    columns = range(model.columnCount())
    return [[model.text_at(row, column) for column in columns] for row in range(model.rowCount())]


def put(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "规则.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_rules_in_force_are_written_word_for_word(section, world, qtbot, tmp_path):
    path = tmp_path / "rules.toml"
    with qtbot.waitSignal(world.notices.said):
        section.acts.write(path)
    assert path.read_text(encoding="utf-8") == deadlines.newest_toml()
    assert section.acts.give_out.isEnabled()


def test_a_folder_that_is_not_there_is_told_and_the_export_can_be_tried_again(section, world, qtbot, tmp_path):
    with qtbot.waitSignal(world.notices.refused) as refused:
        section.acts.write(tmp_path / "none" / "rules.toml")
    assert refused.args[0].key == "export_failed"
    assert section.acts.give_out.isEnabled() and list(tmp_path.glob("**/*.toml")) == []


def test_the_export_asks_for_a_name(section, qtbot):
    qtbot.mouseClick(section.acts.give_out, Qt.MouseButton.LeftButton)
    asked = section.findChild(QFileDialog)
    assert asked is not None and asked.defaultSuffix() == "toml"
    asked.reject()


def test_a_file_is_looked_through_then_taken_in_by_keys_and_taken_back(dialog, section, world, desk, qtbot, tmp_path):
    assert not dialog.go.isEnabled()
    dialog.load(put(tmp_path, toml(hours(24))))
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert cells(dialog) == [[RULE, "Limit", "48", "24"]]
    assert "店-1" in dialog.view.told.text() and SHIPPED.version in dialog.view.told.text()
    assert section._pack == SHIPPED
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: section._pack.version == "店-1")
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    place = next(at for at, rule in enumerate(section._pack.rules) if rule.id == RULE)
    assert section.model.text_at(place, 4) == "24 h"
    assert "店-1" in section.title.title.text() and "own" in section.title.title.text()
    desk.undo().result()
    qtbot.waitUntil(lambda: section._pack == SHIPPED)
    assert section.model.text_at(place, 4) == "48 h" and "own" not in section.title.title.text()


def test_rules_that_come_and_go_are_told_in_words(dialog, qtbot, tmp_path):
    dialog.load(put(tmp_path, toml(('id = "CN-7D-PENAL1"', 'id = "OWN-1"'))))
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert [each[:2] for each in cells(dialog)] == [["OWN-1", "Rule comes in"], ["CN-7D-PENAL1", "Rule goes"]]


def test_what_stands_in_a_field_is_told_in_words(dialog, qtbot, tmp_path):
    changed = (
        ('actor = "buyer"', 'actor = "either"'),
        ('counting = "natural_days"\nfrom_next_day = true', 'counting = "days_24h"'),
        ('done_by = ["return_notice"]', 'done_by = ["return_notice", "agreed"]'),
        ('standing = "law"', 'standing = "own"'),
    )
    dialog.load(put(tmp_path, toml(*changed)))
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert [each[1:] for each in cells(dialog)] == [
        ["Who must act", "The buyer", "One of the sides"],
        ["Kind of counting", "Natural days, to 23:59:59 of the last one", "Days of 24 hours"],
        ["Counts from 0:00 of the next day", "yes", ""],
        ["Ended in time by", "Notice of return", "Notice of return · Shop agreed"],
        ["What it claims to be", "Law", "Rule of this shop"],
    ]


def test_the_shipped_rules_come_back_once_they_were_looked_through(section, world, desk, clock, qtbot):
    clock.now += 30 * DAY  # the program's pack is of a day that has been
    assert not section.acts.bring_back.isVisibleTo(section)
    desk.run(rule_pack("店-1"))
    qtbot.waitUntil(lambda: section._pack.version == "店-1")
    qtbot.mouseClick(section.acts.bring_back, Qt.MouseButton.LeftButton)
    made = section.window().findChild(RulePackDialog)
    qtbot.waitUntil(lambda: made.report() is not None)
    assert cells(made) == [[RULE, "Limit", "24", "48"]] and not made.other.isVisibleTo(made)
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: section._pack == SHIPPED)
    assert not section.acts.bring_back.isVisibleTo(section)
    desk.undo().result()
    qtbot.waitUntil(lambda: section._pack.version == "店-1")


def test_shipped_rules_that_cannot_come_back_are_told_and_no_file_is_asked_for(section, desk, clock, qtbot):
    clock.now += 30 * DAY
    desk.run(ImportRulePack(toml=toml(('id = "CN-7D-PENAL1"', 'id = "OWN-1"')), follows=SHIPPED.version))
    desk.run(SaveTicketType(type_name="寄修", rules=("OWN-1",)))
    made = RulePackDialog(section._world, section, shipped=True)
    made.open()
    qtbot.waitUntil(lambda: made._stack.currentWidget() is made.error)
    assert "OWN-1" in made.error.text.text() and not made.error.action.isVisibleTo(made)
    assert not made.go.isEnabled()
    made.reject()


def test_a_wrong_file_is_told_and_another_can_be_chosen(dialog, world, qtbot, tmp_path):
    dialog.load(put(tmp_path, toml(("limit = 7", "limit = seven"))))
    qtbot.waitUntil(lambda: dialog._stack.currentWidget() is dialog.error)
    assert "line" in dialog.error.text.text() and not dialog.go.isEnabled()
    dialog.load(put(tmp_path, toml(hours(24))))
    qtbot.waitUntil(lambda: dialog.report() is not None)
    assert dialog._stack.currentWidget() is dialog.view and dialog.go.isEnabled()


def test_rules_that_came_in_meanwhile_are_not_run_over(dialog, desk, world, qtbot, tmp_path):
    dialog.load(put(tmp_path, toml(hours(24))))
    qtbot.waitUntil(lambda: dialog.report() is not None)
    desk.run(rule_pack("店-2"))
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._stack.currentWidget() is dialog.error)
    assert "meantime" in dialog.error.text.text()
    assert deadlines.in_force(world.reader, world.clock()).version == "店-2"


def test_the_words_of_a_rule_are_those_of_the_shops_pack(section, world, desk, qtbot):
    old = SHIPPED.rule("CN-7D-PENAL1")
    assert old is not None and duty_of(old.id) == old.duty
    desk.run(ImportRulePack(toml=toml((old.duty, "按约定处理")), follows=SHIPPED.version))
    qtbot.waitUntil(lambda: duty_of(old.id) == "按约定处理")
    desk.undo().result()
    qtbot.waitUntil(lambda: section._pack == SHIPPED)
