"""The change of page in turns: nothing that is asked for, typed or clicked meanwhile is lost or goes elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.ready import empty_store
from ticketdesk import app
from ticketdesk.desk.commands.shop import CreateShop
from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.ui import pages
from ticketdesk.ui.phrases.editor import PhraseEditor
from ticketdesk.ui.phrases.workshop import PhraseWorkshop
from ticketdesk.ui.routes import PAGES
from ticketdesk.ui.theme import current_theme
from ticketdesk.ui.tickets.form.new_ticket_dialog import NewTicketDialog
from ticketdesk.ui.world import Place, TicketSeed

NOW = 1_795_242_368_000


def _shop(desk, clock):
    desk.agent_id = desk.run(CreateShop(shop_name="青禾", owner_name="小满")).result.owner_id
    for number, nick in enumerate(("林小鹿_88", "阿泽")):
        desk.run(ReceiveTranscript(buyer_nick=nick, messages=(Heard("in", nick, NOW + number, "在吗"),)))


@pytest.fixture
def parts(qtbot, qapp, tmp_path, clock):
    made = app.build(empty_store(tmp_path / "ticketdesk.db"), clock=clock, fill=_shop)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(lambda: made.window.isActiveWindow() and not made.window.showing.under_way)
    yield made
    made.close()


def talk_of(parts, nick):
    sql = "SELECT c.id FROM conversation c JOIN buyer b ON b.id = c.buyer_id WHERE b.nick = ?"
    return parts.store.reader.rows(sql, (nick,))[0][0]


def on_ground(parts):
    return parts.window.ground.currentWidget()


def test_a_page_that_is_not_made_comes_in_turns_and_is_named_at_once(qtbot, parts):
    window = parts.window
    before = on_ground(parts)
    window.show_page("reception")
    assert window.current_page() == "reception" and window.rail.buttons["reception"].isChecked()
    assert window.showing.under_way and on_ground(parts) is before
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert on_ground(parts) is window.rooms.made("reception")
    qtbot.waitUntil(lambda: all(part.updatesEnabled() for part in pages.parts(on_ground(parts))))
    assert window.ground.updatesEnabled()


def test_a_page_that_stands_is_shown_at_once_and_opens_its_place_a_turn_later(qtbot, parts):
    window = parts.window
    window.show_page("reception")
    page = window.page("reception")
    window.show_page("home")
    window.go(Place("conversation", talk_of(parts, "阿泽")))
    assert on_ground(parts) is page and window.showing.under_way
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert page.chat.conversation().nick == "阿泽"
    window.go(Place("conversation", talk_of(parts, "林小鹿_88")))  # on the page that is shown: in the same turn
    assert not window.showing.under_way and page.chat.conversation().nick == "林小鹿_88"


@pytest.mark.parametrize("made", [True, False])
def test_a_key_that_follows_at_once_meets_what_was_gone_to(qtbot, parts, made):
    """Typed as the system gives it, into the window: it belongs into the reply of the conversation."""
    window = parts.window
    if made:
        window.page("reception")
    window.go(Place("conversation", talk_of(parts, "阿泽")))
    assert window.showing.under_way
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    page = window.page("reception")
    assert not window.showing.under_way
    assert page.chat.conversation().nick == "阿泽" and page.chat.composer.edit.text() == "a"


def test_keys_of_an_act_that_follow_at_once_are_done_on_the_new_page(qtbot, parts):
    window = parts.window
    window.go(Place("conversation", talk_of(parts, "林小鹿_88")))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), NewTicketDialog))
    dialog = QApplication.activeModalWidget()
    assert dialog.form.buyer.text() == "林小鹿_88"
    dialog.close()


def test_an_act_finds_the_page_whole_and_keeps_the_focus(qtbot, parts):
    window = parts.window
    window.show_page("tickets")
    window.actions_table.of("search").trigger()
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert window.top.search.hasFocus() and on_ground(parts) is window.rooms.made("tickets")


def test_two_changes_in_a_row_do_both(qtbot, parts):
    window = parts.window
    window.go(Place("conversation", talk_of(parts, "阿泽")))
    window.show_page("orders")
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert window.current_page() == "orders" and on_ground(parts) is window.rooms.made("orders")
    assert window.page("reception").chat.conversation().nick == "阿泽"


def test_a_page_dressed_in_the_other_mode_is_dressed_before_it_is_shown(qtbot, parts):
    window, theme = parts.window, current_theme()
    page = window.page("tickets")
    was = theme.mode
    theme.turn("light" if theme.dark else "dark")
    try:
        assert pages.undressed(page)
        before, bare = on_ground(parts), len(pages.undressed(page))
        window.show_page("tickets")
        assert on_ground(parts) is before
        assert len(pages.undressed(page)) == bare  # what was clicked has its own work in this turn
        qtbot.waitUntil(lambda: on_ground(parts) is page)
        assert pages.undressed(page) == []
    finally:
        theme.use(was)


def test_a_change_under_way_is_left_where_the_desk_is_shut(qtbot, parts):
    window = parts.window
    window.show_page("orders")
    window.entrance.closed.emit()
    assert not window.showing.under_way and window.ground.updatesEnabled()
    window.show_page("orders")
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert on_ground(parts) is window.rooms.made("orders")


def test_a_page_that_breaks_is_told_and_leaves_the_window_alive(qtbot, parts, monkeypatch):
    window = parts.window

    def broken(*_args):
        raise ValueError("broken")

    monkeypatch.setattr(pages, "make_page", broken)
    with qtbot.captureExceptions() as caught:
        window.show_page("orders")
        qtbot.waitUntil(lambda: caught != [])
    assert not window.showing.under_way and window.ground.updatesEnabled()
    monkeypatch.undo()
    window.show_page("orders")
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert on_ground(parts) is window.rooms.made("orders")


def test_the_window_at_another_size_in_one_go_is_painted_whole_in_the_end(qtbot, parts):
    window = parts.window
    window.resize(1024, 640)
    page = window.page("reception")
    window.show_page("reception")
    qtbot.waitUntil(lambda: not window.showing.under_way)
    window.resize(1600, 1000)
    assert not window.rail.updatesEnabled()
    every = [window.rail, window.top, window.status, *pages.parts(page)]
    qtbot.waitUntil(lambda: all(part.updatesEnabled() for part in every))


def test_the_workshop_opens_in_turns_and_at_once_for_a_key(qtbot, parts):
    window = parts.window
    window.actions_table.of("phrases").trigger()
    assert window.showing.under_way and QApplication.activeModalWidget() is None
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PhraseWorkshop))
    QApplication.activeModalWidget().close()
    window.actions_table.of("phrases").trigger()
    window.top.search.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert isinstance(QApplication.activeModalWidget(), PhraseWorkshop)
    assert window.top.search.text() == ""  # what lies behind a dialog hears no key
    QApplication.activeModalWidget().close()


def test_the_second_of_two_clicks_waits_for_what_the_first_has_begun(qtbot, parts):
    showing, done = parts.window.showing, []

    def steps(name):
        done.append(name)
        yield
        done.append(name.upper())
        yield

    showing.do(steps("a"))
    showing.do(steps("b"))
    assert done == ["a"] and showing.under_way  # nothing more in this turn
    qtbot.waitUntil(lambda: not showing.under_way)
    assert done == ["a", "A", "b", "B"]


def test_a_workshop_under_way_is_left_where_the_desk_is_shut(qtbot, parts):
    window = parts.window
    window.actions_table.of("phrases").trigger()
    window.entrance.closed.emit()
    assert not window.showing.under_way
    qtbot.waitUntil(lambda: window.findChild(PhraseWorkshop) is None)


def test_the_workshop_has_a_turn_for_each_of_its_parts_and_none_stays_where_it_is_left(qtbot, parts):
    world, window = parts.world, parts.window
    steps = pages.opening_phrases(world, window)
    next(steps), next(steps)
    assert window.findChild(PhraseWorkshop) is None  # its editor and its bar are made, and nothing around them
    next(steps)
    dialog = window.findChild(PhraseWorkshop)
    assert dialog.isHidden() and dialog.isAncestorOf(dialog.editor) and dialog.isAncestorOf(dialog.bulk)
    assert list(steps) == [None] and dialog.isVisible()
    dialog.close()
    left = pages.opening_phrases(world, window)
    next(left)
    editor = next(each for each in QApplication.topLevelWidgets() if isinstance(each, PhraseEditor))
    left.close()
    qtbot.waitUntil(lambda: not isValid(editor))


def test_a_new_ticket_is_made_and_shown_in_turns_of_their_own(qtbot, parts):
    window = parts.window
    steps = pages.opening_new_ticket(parts.world, TicketSeed(), window)
    next(steps)
    assert window.findChild(NewTicketDialog) is None
    next(steps)
    dialog = window.findChild(NewTicketDialog)
    assert dialog.isHidden()
    assert list(steps) == [] and dialog.isVisible() and dialog.form.type.isAncestorOf(dialog.focusWidget())
    assert dialog.form.height() >= dialog.form.minimumSizeHint().height()  # it has the room that it asks for
    dialog.close()
    left = pages.opening_new_ticket(parts.world, TicketSeed(), window)
    next(left), next(left)
    dialog = next(each for each in window.findChildren(NewTicketDialog) if each is not dialog)
    left.close()
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_a_click_into_the_search_lets_a_page_come_in_its_turns(qtbot, parts):
    window = parts.window
    palette = window.palette_list
    window.show_page("tickets")
    QTest.mouseClick(window.top.search, Qt.MouseButton.LeftButton)
    assert window.showing.under_way and palette.isHidden()
    qtbot.waitUntil(palette.isVisible)
    assert on_ground(parts) is window.rooms.made("tickets") and window.top.search.hasFocus()
    window.show_page("buyers")
    QTest.mouseClick(window.top.search, Qt.MouseButton.LeftButton)
    palette.dismiss()
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert palette.isHidden()  # nobody waits for it any more


def test_a_page_left_half_made_is_made_on_when_it_is_wanted_again(qtbot, parts):
    window = parts.window
    window.show_page("reception")  # is made in several turns
    qtbot.waitUntil(lambda: window.showing.under_way)
    window.show_page("orders")
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert on_ground(parts) is window.rooms.made("orders")
    window.show_page("reception")
    qtbot.waitUntil(lambda: not window.showing.under_way)
    assert on_ground(parts) is window.rooms.made("reception")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_made_takes_the_keyboard_from_nobody(qtbot, parts, name):
    """What is shown before it stands in its page is a window of its own for a moment."""
    window = parts.window
    window.top.search.setFocus()
    shown: list[object] = []
    focus = QGuiApplication.instance()
    focus.focusWindowChanged.connect(shown.append)
    for _step in window.rooms.steps(name):
        QApplication.processEvents()
    focus.focusWindowChanged.disconnect(shown.append)
    assert shown == [] and window.top.search.hasFocus()


def test_a_window_that_gets_another_handle_meanwhile_shows_its_page_all_the_same(qtbot, parts):
    window = parts.window
    window.show_page("reception")
    assert window.showing.under_way
    window.destroy()
    window.show()
    qtbot.waitUntil(lambda: not window.showing.under_way)
    window.show_page("orders")
    qtbot.waitUntil(lambda: on_ground(parts) is window.rooms.made("orders"))
