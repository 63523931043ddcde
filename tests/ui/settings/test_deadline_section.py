"""Deadlines in the settings: the shop's own days with undo, what is refused, every rule with its source."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.deadlines import SetDayCounting
from ticketdesk.store.queries.deadlines import habits


def test_days_are_kept_by_enter_and_can_be_taken_back(section, world, desk, qtbot):
    assert not section.keep.isEnabled()
    qtbot.keyClicks(section.off, "2027-02-15..2027-02-22 2027-01-01")
    section.days.setCurrentIndex(1)
    qtbot.keyClick(section.off, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: habits(world.reader).get("deadline.off") == "2027-01-01, 2027-02-15..2027-02-22")
    qtbot.waitUntil(lambda: section.off.text() == "2027-01-01, 2027-02-15..2027-02-22")
    assert habits(world.reader)["deadline.natural"] == "1" and not section.keep.isEnabled()
    desk.undo().result()
    qtbot.waitUntil(lambda: section.off.text() == "" and section.days.currentData() is False)


def test_what_is_no_day_is_said_beside_the_field_and_stays_to_be_mended(section, world, qtbot):
    qtbot.keyClicks(section.on, "2027-02-29")
    qtbot.mouseClick(section.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "2027-02-29" in section._problem.text())
    assert section.on.text() == "2027-02-29" and section.keep.isEnabled()
    assert habits(world.reader) == {}


def test_what_a_colleague_kept_is_shown(section, desk, qtbot):
    desk.run(SetDayCounting(off="2027-05-01", on="", natural=False))
    qtbot.waitUntil(lambda: section.off.text() == "2027-05-01")


def test_every_rule_stands_there_with_source_and_confidence(section, qtbot):
    rules = deadlines.newest().rules
    assert section.model.rowCount() == len(rules)
    place = next(at for at, rule in enumerate(rules) if rule.id == "KS-EXCH-48H")
    cells = [section.model.text_at(place, column) for column in range(section.model.columnCount())]
    assert cells[0] == "KS-EXCH-48H" and cells[2] == "The shop" and cells[4] == "48 h" and cells[-1] == "S"
    section.table.set_current_id(place + 1)
    said = section.told.text()
    assert "If the time runs out: It counts as agreed" in said and "Next: Send the goods back" in said
    assert "not the platform's own text" in said


def test_the_zone_is_chosen_and_one_that_is_not_offered_is_shown(section, world, desk, qtbot):
    section.zone.setCurrentIndex(section.zone.findText("Tokyo"))
    qtbot.mouseClick(section.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: habits(world.reader).get("deadline.zone") == "Asia/Tokyo")
    qtbot.waitUntil(lambda: not section.keep.isEnabled())
    desk.run(SetDayCounting(off="", on="", natural=False, zone="Asia/Kolkata"))
    qtbot.waitUntil(lambda: section.zone.currentText() == "Asia/Kolkata")
    assert not section.keep.isEnabled()
