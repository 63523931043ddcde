"""The fields of a rule that say when its clock begins, what ends it in time, and when the rule itself holds."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from tests.desk.samples_rules import RULE, SHIPPED
from tests.ui.settings.test_rule_dialog import LAST, cells, dialog, fault, looked, opened, shown, write
from ticketdesk.desk import deadlines
from ticketdesk.domain.rules.reading import stated_rule
from ticketdesk.domain.rules.values import Event
from ticketdesk.ui.settings.rules.form import RuleForm

__all__ = ("dialog",)
CTRL = Qt.KeyboardModifier.ControlModifier
NEW = ("starts", "done_by", "effective", "until", "note")
OLD = SHIPPED.rule(RULE)


def test_each_of_them_is_edited_looked_through_and_kept(dialog, section, world, desk, qtbot):
    assert shown(dialog, *NEW) == list(NEW)
    dialog.form.entries["starts"].show_value("buyer_shipped")
    write(dialog, qtbot, "effective", "2026-12-01")
    write(dialog, qtbot, "until", "2027-11-30")
    dialog.form.entries["note"].setText("大促后再看")
    events = dialog.form.entries["done_by"]
    events.choice.setFocus()
    events.choice.setCurrentIndex(events.choice.findData("return_checked"))
    qtbot.keyClick(events.choice, Qt.Key.Key_Return)
    rule = dialog._weighed.rule
    assert (rule.starts, rule.effective, rule.until) == (Event.BUYER_SHIPPED, date(2026, 12, 1), date(2027, 11, 30))
    assert rule.done_by == (*OLD.done_by, Event.RETURN_CHECKED) and rule.note == "大促后再看"
    looked(dialog, qtbot)
    assert {row[1] for row in cells(dialog)} == {
        "Counts from", "Ended in time by", "In force from", "In force until", "Remark on the rule",
    }  # fmt: skip
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: section._pack.rule(RULE) == rule)
    desk.undo().result()
    qtbot.waitUntil(lambda: deadlines.in_force(world.reader, world.clock()).rule(RULE) == OLD)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("effective", "soon", f"Rule {RULE}: “In force from” must be a day like 2026-11-27, not soon."),
        ("until", "2026-13-01", f"Rule {RULE}: “In force until” must be a day like 2026-11-27, not 2026-13-01."),
    ],
)
def test_what_is_no_day_is_told_below_it(dialog, qtbot, name, text, sentence):
    write(dialog, qtbot, name, text)
    assert fault(dialog, name) == sentence and not dialog.go.isEnabled()
    write(dialog, qtbot, name, "")
    assert not fault(dialog, name)


def test_a_rule_that_ends_before_it_begins_is_told(dialog, qtbot):
    write(dialog, qtbot, "effective", "2026-12-01")
    write(dialog, qtbot, "until", "2026-11-30")
    assert fault(dialog, "until").startswith(f"Rule {RULE}: “In force until” lies before the day it begins")
    assert not dialog.go.isEnabled()


def test_a_clock_that_nothing_begins_is_told_below_its_start(section, qtbot):
    made = opened(section, qtbot, LAST)
    made.form.entries["starts"].show_value("lapse")
    followed = any(LAST in each.lapse_then for each in SHIPPED.rules)
    assert followed or "none leads here" in fault(made, "starts")
    made.close()
    form = opened(section, qtbot)
    form.form.entries["starts"].show_value("lapse")
    assert "“Counts from” is the end of another rule, but none leads here" in fault(form, "starts")
    form.close()


def test_events_are_added_once_and_taken_away_by_their_chips(dialog, qtbot):
    events = dialog.form.entries["done_by"]
    events.show_value(["agreed"])
    assert [each.accessibleName() for each in events.chips] == ["Remove Shop agreed"]
    assert not events.add.isEnabled()
    assert events.choice.findData("lapse") < 0
    events.choice.setCurrentIndex(events.choice.findData("agreed"))
    assert not events.add.isEnabled()
    qtbot.keyClick(events.choice, Qt.Key.Key_Return)
    assert events.given() == ["agreed"]
    events.choice.setCurrentIndex(events.choice.findData("refused"))
    qtbot.mouseClick(events.add, Qt.MouseButton.LeftButton)
    assert events.given() == ["agreed", "refused"] and dialog.form.fields()["done_by"] == ["agreed", "refused"]
    qtbot.keyClick(events.chips[0], Qt.Key.Key_Space)
    assert events.given() == ["refused"] and dialog.focusWidget() is events.choice
    qtbot.mouseClick(events.chips[0], Qt.MouseButton.LeftButton)
    assert events.given() is None and "done_by" not in dialog.form.fields()


def test_an_event_that_nobody_knows_stays_and_who_may_not_change_it_reads_it(qtbot, world):
    form = RuleForm(SHIPPED, OLD)
    qtbot.addWidget(form)
    form.show_fields({**stated_rule(OLD), "done_by": ["hologram"]})
    assert form.fields()["done_by"] == ["hologram"]
    form.lock()
    events = form.entries["done_by"]
    assert not events.add.isEnabled() and not events.choice.isEnabled() and not events.chips[0].isEnabled()
