"""The keys of the acts: what was chosen holds, conflicts are shown, what typing needs cannot be taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from ticketdesk.ui.actions import ACTS, EVERY_ACT, PAGE_ACTS, keys_text
from ticketdesk.ui.keymap import Keymap, unfit
from ticketdesk.ui.settings.kept import Settings
from ticketdesk.ui.settings.key_dialog import KeyDialog

NAMED = {act.name: act for act in EVERY_ACT}


@pytest.fixture
def keymap(qapp):
    return Keymap(Settings())


@pytest.mark.parametrize(
    ("keys", "fits"),
    [("Ctrl+M", True), ("Alt+1", True), ("F9", True), ("Shift+F9", True), ("Ctrl+Shift+A", True), ("A", False),
     ("Shift+A", False), ("5", False), ("Ctrl+C", False), ("Return", False), ("Ctrl+Return", False), ("Esc", False),
     ("", False), ("Ctrl+K, Ctrl+C", False)],
)  # fmt: skip
def test_keys_that_typing_needs_cannot_be_taken(qapp, keys, fits):
    assert (unfit(QKeySequence(keys)) == "") is fits


def test_the_table_itself_has_no_conflict(keymap):
    assert keymap.conflicts() == []
    assert len({act.name for act in EVERY_ACT}) == len(EVERY_ACT)
    assert all(act.page for act in PAGE_ACTS) and not any(act.page for act in ACTS)


def test_only_what_differs_is_kept(qapp, tmp_path):
    path = tmp_path / "window.ini"
    keymap = Keymap(Settings(path))
    keymap.put(NAMED["home"], ("Ctrl+M",))
    keymap.put(NAMED["orders"], ())
    keymap.put(NAMED["tickets"], NAMED["tickets"].keys)
    assert "keys\\home" in path.read_text() or "[keys]" in path.read_text()
    again = Keymap(Settings(path))
    assert again.keys(NAMED["home"]) == ("Ctrl+M",)
    assert again.keys(NAMED["orders"]) == ()
    assert not again.is_changed(NAMED["tickets"])
    assert [act.name for act in EVERY_ACT if again.is_changed(act)] == ["home", "orders"]
    again.reset()
    assert not any(Keymap(Settings(path)).is_changed(act) for act in EVERY_ACT)


def test_taking_keys_takes_them_away(keymap):
    heard = []
    keymap.changed.connect(lambda: heard.append(1))
    assert keymap.holders("Ctrl+N", NAMED["home"]) == [NAMED["new_ticket"]]
    keymap.take(NAMED["home"], "Ctrl+N")
    assert keymap.keys(NAMED["home"]) == ("Ctrl+N",)
    assert keymap.keys(NAMED["new_ticket"]) == ()
    assert keymap.conflicts() == [] and heard == [1]


def test_acts_of_two_pages_may_share_keys(keymap):
    talk, ticket = NAMED["next_talk"], NAMED["turn_reply"]
    assert keymap.holders(ticket.keys[0], talk) == []
    assert keymap.holders("Ctrl+1", talk) == [NAMED["home"]]


def test_a_conflict_of_an_old_file_is_told(keymap):
    keymap.put(NAMED["home"], ("Ctrl+N",))
    ((one, other, keys),) = keymap.conflicts()
    assert ({one.name, other.name}, keys) == ({"home", "new_ticket"}, "Ctrl+N")


def test_the_chosen_keys_work_at_once_and_are_shown_everywhere(qtbot, parts):
    window, keymap = parts.window, parts.world.keymap
    keymap.put(NAMED["orders"], ("Ctrl+M",))
    qtbot.keyClick(window, "4", Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() == "home"
    qtbot.keyClick(window, "m", Qt.KeyboardModifier.ControlModifier)
    assert window.current_page() == "orders"
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert "Ctrl+M" in window.rail.buttons["orders"].toolTip()
    keymap.put(NAMED["search"], ("Ctrl+G",))
    qtbot.keyClick(window, "g", Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.hasFocus()
    assert any(entry.keys == "Ctrl+M" for entry in window.palette_list.model.entries)


def test_the_dialog_warns_and_takes(qtbot, parts):
    keymap = parts.world.keymap
    dialog = KeyDialog(keymap, NAMED["home"], parts.window)
    dialog.open()
    assert not dialog.keep.isEnabled()
    qtbot.keyClick(dialog.edit, "a")
    assert not dialog.keep.isEnabled() and dialog.problem.text().strip()
    dialog.edit.setKeySequence(QKeySequence("Ctrl+I"))
    assert dialog.keep.isEnabled() and "Import orders" in dialog.problem.text()
    dialog.keep.click()
    assert keymap.keys(NAMED["home"]) == ("Ctrl+I",) and keymap.keys(NAMED["import_orders"]) == ()


def test_esc_leaves_the_dialog_also_from_the_field_that_takes_keys(qtbot, parts):
    dialog = KeyDialog(parts.world.keymap, NAMED["home"], parts.window)
    dialog.open()
    qtbot.keyClick(dialog.edit, "a")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Escape)
    assert dialog.result() == 0 and not dialog.isVisible()


def test_the_section_finds_changes_and_puts_back(qtbot, parts):
    parts.window.show_page("settings")
    page = parts.window.page("settings")
    page.show_section("keys")
    section = page._made["keys"].widget()
    qtbot.waitUntil(lambda: not section._missing)
    parts.world.keymap.put(NAMED["home"], ("Ctrl+M",))
    shown = {row.act.name: row for row in section._rows}
    assert shown["home"].back.isVisibleTo(section) and shown["orders"].back is None
    shown["home"].change.setFocus()
    qtbot.keyClick(shown["home"].change, Qt.Key.Key_Tab)
    assert shown["home"].back.hasFocus()
    section.search.setText("ctrl+m")
    section._refresh()
    assert [row.act.name for row in section._rows if row.name.isVisibleTo(section)] == ["home"]
    section.search.setText("nothing like it")
    section._refresh()
    assert section.nothing.isVisibleTo(section)
    section.search.setText("")
    section._refresh()
    shown["home"].back.click()
    assert not parts.world.keymap.is_changed(NAMED["home"]) and not shown["home"].back.isVisibleTo(section)
    parts.world.keymap.put(NAMED["home"], ("Ctrl+M",))
    assert shown["home"].back.isVisibleTo(section)
    section.back.click()
    assert not parts.world.keymap.is_changed(NAMED["home"])


@pytest.mark.parametrize("keys", ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"])
def test_the_key_enter_has_one_name(keys):
    assert keys_text(keys) == "Ctrl+Shift+Enter"
