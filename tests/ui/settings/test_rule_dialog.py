"""A rule edited in the settings: by keys, what is wrong, what it means, what it changes, and others who are quicker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from shiboken6 import isValid

from tests.bench.clicks import counted
from tests.desk.builders import add_colleague
from tests.desk.samples_rules import RULE, SHIPPED, hours, rule_pack, toml
from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.deadlines import SetDayCounting
from ticketdesk.desk.commands.rule_packs import ImportRulePack
from ticketdesk.domain.moments import from_ms
from ticketdesk.domain.rules.editing import next_version
from ticketdesk.domain.rules.reading import stated_rule
from ticketdesk.ui.settings.deadline_section import DeadlineSection
from ticketdesk.ui.settings.rules.dialog import RuleDialog
from ticketdesk.ui.settings.rules.form import VERSION, RuleForm
from ticketdesk.words import use_language

NEXT = next_version(SHIPPED.version, ())
CTRL = Qt.KeyboardModifier.ControlModifier
LAST = "CN-7D-PENAL1"


@pytest.fixture
def dialog(qtbot, section):
    made = opened(section, qtbot)
    yield made
    if isValid(made):
        made.close()


def opened(section, qtbot, name=RULE):
    """The dialog of a rule, opened by Enter on its row."""
    choose(section, name)
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Return)
    made = section.window().findChild(RuleDialog)
    assert made is not None
    return made


def choose(section, name):
    section.table.set_current_id(next(at for at, rule in enumerate(section._pack.rules, 1) if rule.id == name))


def write(dialog, qtbot, name, text):
    """Type over what stands in a field."""
    field = dialog.form.entries[name]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, Qt.Key.Key_Delete)


def fault(dialog, name):
    """What is said below a field."""
    cell = dialog.form._cells[name]
    assert cell.fault.isVisibleTo(dialog) is bool(cell.fault.text())
    return cell.fault.text()


def shown(dialog, *names):
    return [name for name in names if dialog.form._cells[name].isVisibleTo(dialog)]


def cells(dialog):
    model = dialog.view.model
    return [[model.text_at(row, at) for at in range(model.columnCount())] for row in range(model.rowCount())]


def looked(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: dialog.report() is not None)


def gone(dialog):
    return not isValid(dialog) or not dialog.isVisible()


def test_a_rule_is_edited_by_keys_looked_through_kept_and_taken_back(dialog, section, world, desk, qtbot):
    assert not dialog.go.isEnabled() and dialog.form.version() == NEXT
    write(dialog, qtbot, "limit", "24")
    looked(dialog, qtbot)
    assert cells(dialog) == [[RULE, "Limit", "48", "24"]]
    assert NEXT in dialog.view.told.text() and SHIPPED.version in dialog.view.told.text()
    assert deadlines.in_force(world.reader, world.clock()) == SHIPPED  # nothing is kept yet
    said = []
    world.notices.said.connect(lambda text, undoable: said.append((text, undoable)))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: section._pack.version == NEXT and gone(dialog))
    assert said == [(f"Rule {RULE} is changed with version {NEXT} of the rules", True)]
    assert section._pack.made_on == from_ms(world.clock()).date()
    assert section._pack.rule(RULE).limit == 24 and RULE in section.told.text()
    desk.undo().result()
    qtbot.waitUntil(lambda: section._pack == SHIPPED)


def test_escape_goes_back_to_the_form_and_from_there_closes_it(dialog, section, qtbot):
    write(dialog, qtbot, "limit", "24")
    looked(dialog, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.report() is None and dialog.form.fields()["limit"] == 24 and dialog.go.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: gone(dialog))
    assert section._pack == SHIPPED


def test_what_the_rule_means_is_said_while_it_is_typed(dialog, world, desk, qtbot):
    write(dialog, qtbot, "limit", "3")
    qtbot.waitUntil(lambda: "Begun now, 2026-11-21 14:26, it ends 2026-11-21 17:26." in dialog.preview.text())
    said = dialog.preview.text()
    assert said.startswith("The shop: ") and "Time given: 3 h, from “Buyer applied” on." in said
    assert "If the time runs out: It counts as agreed" in said
    counting = dialog.form.entries["counting"]
    counting.show_value("days_as_set")
    qtbot.waitUntil(lambda: "it ends 2026-11-24 14:26." in dialog.preview.text())
    desk.run(SetDayCounting(off="", on="", natural=True))
    qtbot.waitUntil(lambda: "it ends 2026-11-24 23:59." in dialog.preview.text())
    counting.show_value("given")
    qtbot.waitUntil(lambda: "it has no end until one is agreed or imported." in dialog.preview.text())


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("limit", "soon", f"Rule {RULE}: “Limit” must be a whole number, not soon."),
        ("limit", "0", f"Rule {RULE}: “Limit” must be 1 or more, not 0."),
        ("limit", "20000", f"Rule {RULE}: “Limit” is longer than any deadline (20000)."),
        ("limit", "", f"Rule {RULE}: “Limit” is missing."),
        ("duty", "  ", f"Rule {RULE}: “Duty” is missing."),
        ("read_on", "2027-02-29", f"Rule {RULE}: “Read there on” must be a day like 2026-11-27, not 2027-02-29."),
        (VERSION, "", "The version has no name. Write one."),
        (VERSION, SHIPPED.version, f"Version {SHIPPED.version} is here already. Write another one."),
    ],
)
def test_what_is_wrong_is_told_below_its_field_until_it_is_mended(dialog, qtbot, name, text, sentence):
    write(dialog, qtbot, "limit", "24")
    assert dialog.go.isEnabled() and not fault(dialog, name)
    before = dialog.form.entries[name].text()
    write(dialog, qtbot, name, text)
    assert fault(dialog, name) == sentence and not dialog.go.isEnabled()
    assert dialog.form.entries[name].accessibleDescription() == sentence
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.report() is None and not dialog._busy
    if name != VERSION:
        assert "cannot be kept" in dialog.preview.text()
    write(dialog, qtbot, name, before)
    assert not fault(dialog, name) and dialog.go.isEnabled()


def test_a_source_that_bears_less_than_the_rule_claims_is_told(dialog, qtbot):
    dialog.form.entries["standing"].show_value("law")
    assert "claims more than its source bears" in fault(dialog, "standing") and not dialog.go.isEnabled()
    dialog.form.entries["confidence"].show_value("B")
    assert not fault(dialog, "standing") and dialog.go.isEnabled()


def test_only_the_fields_of_the_kind_of_counting_are_there(dialog, qtbot):
    special = ("limit", "window", "cutoff", "regions", "far", "from_next_day")
    counting = dialog.form.entries["counting"]
    assert shown(dialog, *special) == ["limit", "from_next_day"]
    counting.show_value("window")
    assert shown(dialog, *special) == ["limit", "window", "from_next_day"]
    assert "“Between these times of the day” is missing" in fault(dialog, "window")
    qtbot.keyClicks(dialog.form.entries["window"].begins, "18:00")
    qtbot.keyClicks(dialog.form.entries["window"].ends, "09:00")
    assert "ends before it begins" in fault(dialog, "window")
    dialog.form.entries["window"].show_value(["09:00", "18:00"])
    assert not fault(dialog, "window") and dialog._weighed.rule.window == (540, 1080)
    counting.show_value("cutoff")
    assert shown(dialog, *special) == ["limit", "cutoff"]
    counting.show_value("region")
    assert shown(dialog, *special) == ["regions", "far", "from_next_day"]
    for part, text in zip(dialog.form.entries["regions"].parts.values(), ("24", "48", "72"), strict=True):
        qtbot.keyClicks(part, text)
    qtbot.keyClicks(dialog.form.entries["far"], "XJ, XZ")
    assert dialog._weighed.rule.regions == (("near", 24), ("across", 48), ("far", 72))
    assert dialog._weighed.rule.far == ("XJ", "XZ") and dialog._weighed.rule.limit is None
    counting.show_value("natural_days")
    assert shown(dialog, *special) == ["limit"]
    assert dialog._weighed.rule.limit == 48 and dialog._weighed.rule.regions == ()


def test_a_rule_may_stand_still_and_be_followed_by_another(dialog, qtbot):
    qtbot.mouseClick(dialog.form.entries["pauses_in"].boxes["suspended"], Qt.MouseButton.LeftButton)
    dialog.form.entries["pauses_in"].boxes["suspended"].setChecked(True)
    dialog.form.entries["lapse_then"].show_value([LAST])
    rule = dialog._weighed.rule
    assert rule.pauses_in == {"suspended"} and rule.lapse_then == (LAST,)
    dialog.form.entries["lapse_then"].show_value([RULE])
    assert "leads back to itself" in fault(dialog, "lapse_then")


def test_every_shipped_rule_stands_in_the_form_as_it_is_stated(qtbot, world):
    use_language("zh_CN")
    for rule in SHIPPED.rules:
        form = RuleForm(SHIPPED, rule)
        qtbot.addWidget(form)
        assert form.fields() == stated_rule(rule), rule.id


def test_texts_are_shown_in_the_language_chosen_and_kept_as_typed(qtbot, world):
    use_language("zh_CN")
    rule = SHIPPED.rule(RULE)
    form = RuleForm(SHIPPED, rule)
    qtbot.addWidget(form)
    assert form.entries["duty"].text() != rule.duty
    form.entries["duty"].setText("两天内答复")
    assert form.fields()["duty"] == "两天内答复" and form.fields()["lapse"] == rule.lapse


def test_what_was_typed_stands_over_a_pack_that_came_meanwhile(dialog, section, desk, qtbot):
    write(dialog, qtbot, "limit", "24")
    old = SHIPPED.rule(RULE)
    desk.run(ImportRulePack(toml=toml((old.duty, "Say yes or no")), follows=SHIPPED.version))
    qtbot.waitUntil(lambda: "店-1 came in meanwhile" in dialog._status.text())
    fields = dialog.form.fields()
    assert fields["limit"] == 24 and fields["duty"] == "Say yes or no" and dialog.form.version() == "店-2"
    looked(dialog, qtbot)
    assert cells(dialog) == [[RULE, "Limit", "48", "24"]]
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: section._pack.version == "店-2")
    assert section._pack.rule(RULE).duty == "Say yes or no"


def test_a_pack_that_comes_in_while_it_is_kept_is_not_run_over(dialog, desk, world, qtbot):
    write(dialog, qtbot, "limit", "24")
    write(dialog, qtbot, VERSION, "own")
    looked(dialog, qtbot)
    desk.run(ImportRulePack(toml=toml(hours(36)), follows=SHIPPED.version))
    dialog.take_in()  # before the window has heard of the other one
    qtbot.waitUntil(lambda: "店-1 came in meanwhile" in dialog._status.text())
    assert deadlines.in_force(world.reader, world.clock()).version == "店-1"
    assert dialog.report() is None and dialog.form.version() == "own" and dialog.form.fields()["limit"] == 24
    looked(dialog, qtbot)
    assert cells(dialog) == [[RULE, "Limit", "36", "24"]]


def test_a_rule_that_another_pack_lacks_is_told_until_it_comes_back(section, desk, qtbot):
    dialog = opened(section, qtbot, LAST)
    write(dialog, qtbot, "duty", "Pay more")
    desk.run(ImportRulePack(toml=toml((f'id = "{LAST}"', 'id = "OWN-1"')), follows=SHIPPED.version))
    qtbot.waitUntil(lambda: "has this rule no more" in dialog._status.text())
    assert not dialog.go.isEnabled() and dialog.form.entries["duty"].text() == "Pay more"
    desk.undo().result()
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.form.fields()["duty"] == "Pay more"
    dialog.reject()


def test_who_may_not_change_the_shop_reads_it_and_is_told_why(section, desk, world, qtbot):
    desk.agent_id = add_colleague(desk)
    dialog = opened(section, qtbot)
    assert "changing the shop's settings" in dialog._status.text()
    assert not dialog.go.isVisibleTo(dialog) and not dialog.go.isEnabled()
    before = dialog.form.fields()
    write(dialog, qtbot, "limit", "24")
    assert dialog.form.fields() == before and not dialog.form.entries["actor"].isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    assert dialog.report() is None and not dialog._busy
    dialog.reject()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_button_and_menu_open_the_rule_chosen_with_three_questions_at_most(section, qtbot):
    assert not section.edit.isEnabled()
    choose(section, RULE)
    with counted() as statements:
        qtbot.mouseClick(section.edit, Qt.MouseButton.LeftButton)
    assert 1 <= len(statements) <= 3
    dialog = section.findChild(RuleDialog)
    assert dialog is not None and RULE in dialog._subtitle.text()
    dialog.close()
    qtbot.waitUntil(lambda: section.findChild(RuleDialog) is None)
    section.table.customContextMenuRequested.emit(QPoint(40, 40))
    menu = section.table.findChild(QMenu)
    (act,) = menu.actions()
    act.trigger()
    menu.close()
    again = section.findChild(RuleDialog)
    assert again is not None and act.text() == "Edit rule…"
    again.close()


def test_a_pack_of_others_moves_the_suggested_version_only(section, desk, qtbot):
    dialog = opened(section, qtbot)
    desk.run(rule_pack(NEXT))
    qtbot.waitUntil(lambda: dialog.form.version() == next_version(NEXT, {NEXT}))
    assert dialog.form.fields()["limit"] == 24 and not dialog.go.isEnabled()  # theirs: nothing was typed here
    dialog.reject()


def test_the_act_of_the_window_goes_to_the_rules(qtbot, parts):
    parts.window.actions_table.of("deadline_rules").trigger()
    qtbot.waitUntil(lambda: parts.window.findChild(DeadlineSection) is not None)
    table = parts.window.findChild(DeadlineSection).table
    qtbot.waitUntil(lambda: table.hasFocus() and table.current_id() == 1)
