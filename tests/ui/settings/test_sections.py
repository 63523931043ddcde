"""The settings page: sections by right, the shop renamed with undo, look and language, the folder counted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.settings import LOCK_MINUTES
from ticketdesk.store.queries import agents
from ticketdesk.store.queries.settings import number
from ticketdesk.ui.settings import kept
from ticketdesk.ui.settings.sections import SECTIONS, seen_by
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.world import Place


def section(parts, key):
    parts.window.go(Place(f"settings.{key}"))
    page = parts.window.page("settings")
    assert page.current_section() == key
    return page._made[key].widget()


def test_every_section_opens_and_has_a_name(parts):
    for each in SECTIONS:
        assert section(parts, each.key).accessibleName(), each.key


def test_a_section_is_there_at_once_and_dressed_and_painted_in_turns(qtbot, parts):
    shop = section(parts, "shop")
    area = parts.window.page("settings")._made["shop"]
    shop.name.setFocus()
    shop.name.selectAll()
    qtbot.keyClicks(shop.name, "New")
    assert shop.isVisible() and shop.name.text() == "New" and not area.styleSheet() and not area.updatesEnabled()
    qtbot.waitUntil(lambda: shop.name.updatesEnabled())
    assert area.styleSheet() == current_theme().dressing.sheets.whole
    assert all(each.updatesEnabled() for each in area.findChildren(QWidget))


def test_whoever_may_little_sees_little():
    assert {each.key for each in seen_by(lambda _right: False)} == {s.key for s in SECTIONS if s.needs is None}


def test_the_shop_is_renamed_and_the_name_undone(qtbot, parts):
    shop = section(parts, "shop")
    shop.name.setFocus()
    shop.name.selectAll()
    qtbot.keyClicks(shop.name, "New name")
    qtbot.keyClick(shop.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: agents.shop(parts.world.reader).name == "New name")
    qtbot.waitUntil(lambda: parts.window.top.shop.text() == "New name")
    shop.platform.setFocus()
    parts.desk.undo().result()
    qtbot.waitUntil(lambda: shop.name.text() == "青禾")


def test_an_empty_name_is_refused_beside_the_field(qtbot, parts):
    shop = section(parts, "shop")
    shop.name.setFocus()
    shop.name.clear()
    qtbot.keyClick(shop.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shop._problem.isVisible() and bool(shop._problem.text()))
    assert agents.shop(parts.world.reader).name == "青禾"


def test_the_look_changes_at_once_and_is_remembered(parts):
    look = section(parts, "look")
    before = current_theme().mode
    try:
        look._look("dark")
        assert current_theme().dark and parts.world.kept.get(kept.THEME) == "dark"
        parts.window.turn_theme()
        assert look.look.current() == "light"
    finally:
        current_theme().use(before)


def test_another_language_asks_for_another_window(qtbot, parts):
    look = section(parts, "look")
    with qtbot.waitSignal(parts.world.reopen_wanted):
        look._speak("en")
    assert parts.world.kept.get(kept.LANGUAGE) == "en"


def test_the_folder_is_counted_and_copied(qtbot, parts):
    data = section(parts, "data")
    qtbot.waitUntil(lambda: data._values["orders"].text() == "0")
    data.copy.click()
    assert QGuiApplication.clipboard().text() == str(parts.store.path.parent)


@pytest.mark.parametrize("text", ["", "x", "-1", "481", "1.5", "９９９９"])
def test_a_setting_takes_only_what_it_can_be(parts, text):
    with pytest.raises(DeskError) as caught:
        parts.desk.run(SetSetting(key=LOCK_MINUTES.key, value=text))
    assert caught.value.key == "setting_number"
    assert number(parts.world.reader, LOCK_MINUTES) == LOCK_MINUTES.default


def test_an_unknown_setting_is_refused_and_an_odd_value_is_the_default(parts):
    with pytest.raises(DeskError) as caught:
        parts.desk.run(SetSetting(key="colour", value="1"))
    assert caught.value.key == "setting_unknown"
    parts.desk.run(SetSetting(key=LOCK_MINUTES.key, value=" 30 "))
    assert number(parts.world.reader, LOCK_MINUTES) == 30
    assert LOCK_MINUTES.read("many") == LOCK_MINUTES.read("100000") == LOCK_MINUTES.default
