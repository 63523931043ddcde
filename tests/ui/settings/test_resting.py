"""Sections that nobody looks at: those that can be remade are given back, the others stay as they were left."""

from __future__ import annotations

import shiboken6

from ticketdesk.ui.settings.types.dialog import TypeDialog
from ticketdesk.ui.world import Place


def settings_of(parts, *keys):
    """The page with these sections opened one after the other."""
    parts.window.go(Place(f"settings.{keys[0]}"))
    page = parts.window.page("settings")
    for key in keys:
        page.show_section(key)
    return page


def rested(page):
    """Two looks without a visit between them."""
    for _look in range(2):
        page._unseen.timeout.emit()


def test_what_can_be_remade_is_given_back_and_comes_again(qtbot, parts):
    page = settings_of(parts, "keys")
    keys = page._made["keys"].widget()
    qtbot.waitUntil(keys.complete)
    listed = [row.act.name for row in keys._rows]
    page.show_section("shop")
    assert page._unseen.isActive()
    rested(page)
    qtbot.waitUntil(lambda: not shiboken6.isValid(keys))
    assert "keys" not in page._made and page.current_section() == "shop"
    page.show_section("keys")
    again = page._made["keys"].widget()
    qtbot.waitUntil(again.complete)
    assert [row.act.name for row in again._rows] == listed


def test_a_section_that_is_looked_at_again_while_the_old_one_goes_is_another_one(qtbot, parts):
    page = settings_of(parts, "keys")
    keys = page._made["keys"].widget()
    qtbot.waitUntil(keys.complete)
    page.show_section("shop")
    rested(page)
    assert shiboken6.isValid(keys) and page._going
    page.show_section("keys")
    again = page._made["keys"].widget()
    assert again is not keys and again.isVisible()
    qtbot.waitUntil(lambda: again.complete() and not shiboken6.isValid(keys))
    assert page._stack.currentWidget().widget() is again


def test_words_that_were_not_kept_stay(qtbot, parts):
    page = settings_of(parts, "reception", "shop", "look")
    kept = {key: page._made[key] for key in ("reception", "shop")}
    page.show_section("shop")
    rested(page)
    qtbot.waitUntil(lambda: "look" not in page._made and not page._going)
    assert {key: page._made[key] for key in kept} == kept


def test_the_section_in_sight_and_one_with_an_open_dialog_stay(qtbot, parts):
    page = settings_of(parts, "look", "ticket_types")
    types = page._made["ticket_types"].widget()
    types.add.click()
    dialog = types.findChild(TypeDialog)
    page.show_section("look")
    rested(page)
    assert set(page._made) >= {"look", "ticket_types"} and dialog.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    rested(page)
    qtbot.waitUntil(lambda: not shiboken6.isValid(types))
    assert "look" in page._made


def test_the_page_comes_back_with_the_section_that_was_open(qtbot, parts):
    page = settings_of(parts, "moves")
    parts.window.show_page("home")
    qtbot.waitUntil(lambda: not page.isVisible())
    assert page._unseen.isActive()
    rested(page)
    qtbot.waitUntil(lambda: "moves" not in page._made and not page._going)
    parts.window.show_page("settings")
    qtbot.waitUntil(lambda: "moves" in page._made and page._made["moves"].updatesEnabled())
    assert page._made["moves"].isVisible() and page.current_section() == "moves"
    assert page._made["moves"].widget().boxes


def test_a_short_visit_keeps_a_section_and_puts_the_look_off_for_no_other(qtbot, parts):
    page = settings_of(parts, "moves", "look", "shop")
    page._unseen.timeout.emit()
    assert page._left == {"moves", "look"} and page._unseen.isActive()
    page._unseen.start(7_000)
    page.show_section("look")
    page.show_section("shop")
    assert page._unseen.interval() == 7_000
    page._unseen.timeout.emit()
    qtbot.waitUntil(lambda: "moves" not in page._made and not page._going)
    assert "look" in page._made and page._left == {"look"}
    page._unseen.timeout.emit()
    qtbot.waitUntil(lambda: "look" not in page._made)


def test_where_nothing_is_left_to_give_back_no_timer_runs(qtbot, parts):
    page = settings_of(parts, "look", "shop")
    rested(page)
    qtbot.waitUntil(lambda: not page._going)
    page._unseen.stop()
    page._unseen.timeout.emit()
    assert not page._unseen.isActive()
