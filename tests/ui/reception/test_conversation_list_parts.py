"""Scopes, groups, orders, search, marks and menus of the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from tests.bench.clicks import GOAL, counted
from ticketdesk.desk.commands.handing import TransferConversation
from ticketdesk.desk.commands.marks import BlockBuyer, PinConversation, StarConversation, TagBuyer
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.domain.passwords import hashed
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.acts.block_dialog import BlockDialog
from ticketdesk.ui.reception.conversation_list import ConversationList
from ticketdesk.ui.reception.list.chosen import GROUPS, ORDERS
from ticketdesk.ui.reception.list.marking import RowAct

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def colleague(desk):
    """Somebody else who works here; made before the session, which would ask for the password."""
    secret = hashed("青禾 2026", b"0123456789abcdef", n=2**4)
    desk.run(SetPassword(agent_id=desk.agent_id, password_hash=secret))
    return desk.run(AddAgent(agent_name="阿泽")).result


@pytest.fixture
def shown(qtbot, world, three):
    made = ConversationList(world)
    qtbot.addWidget(made)
    made.resize(292, 700)
    made.show()
    return made


def ids(shown):
    return list(shown.model.ids())


def row(shown, number):
    return shown.model.row_at(shown.model.place_of(number))


def talk(world, number):
    found = conversations.one(world.reader, number)
    assert found is not None
    return found


def pick(menu, key):
    next(line for line in menu.actions() if line.data() == key).trigger()


def open_menu(shown, qtbot):
    shown.marks.open_menu(shown.view.mapToGlobal(QPoint(80, 20)))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    return {line.text(): line for line in menu.actions() if line.text()}, menu


def test_every_scope_can_be_shown_and_says_when_it_is_empty(shown, three, qtbot):
    found = {}
    for scope in ("open", "recent", "all_buyers", "team", "waiting"):
        shown._switch(scope)
        qtbot.waitUntil(lambda: not shown._world.tasks.running("reception.list.asked"))
        assert shown.scope() == shown.tabs.current() == scope
        found[scope] = ids(shown)
    assert found["open"] == found["recent"] == found["all_buyers"] == [three[1], three[0], three[2]]
    assert found["team"] == [] and found["waiting"] == [three[0], three[1]]


@pytest.mark.parametrize("scope", ["open", "recent", "all_buyers", "team", "waiting"])
def test_another_scope_asks_at_most_three_statements_before_its_frame(shown, scope, qtbot):
    shown._switch("open" if scope == "waiting" else "waiting")
    with counted() as asked:
        shown._switch(scope)
        before = len(asked)
    assert before <= GOAL
    qtbot.waitUntil(lambda: not shown._world.tasks.running("reception.list.asked"))


def test_an_empty_team_says_so(shown, qtbot):
    shown._switch("team")
    qtbot.waitUntil(shown.empty.isVisible)
    assert shown.empty.title.text() == "No colleague serves anybody"
    assert not shown.empty.action.isVisible()


def test_the_team_list_names_who_serves(colleague, shown, world, desk, qtbot):
    world.session.open_sample()
    number = ids(shown)[0]
    desk.run(TransferConversation(conversation_id=number, agent_id=colleague, reason="other"))
    shown._switch("team")
    qtbot.waitUntil(lambda: ids(shown) == [number])
    assert row(shown, number).chips[0].text == "阿泽"
    shown._switch("waiting")
    qtbot.waitUntil(lambda: len(ids(shown)) == 2)
    assert row(shown, number).chips[0].text == "No order"


def test_a_group_narrows_the_list_and_one_click_shows_all(shown, three, desk, qtbot):
    desk.run(StarConversation(conversation_id=three[2]))
    shown._switch("recent")
    pick(shown.head._groups, "starred")
    qtbot.waitUntil(lambda: ids(shown) == [three[2]])
    assert shown.head.narrowed.isVisible() and shown.head.narrowed.text() == "Starred"
    assert shown.head.filter.isChecked()
    shown.head.narrowed.click()
    qtbot.waitUntil(lambda: len(ids(shown)) == 3)
    assert not shown.head.narrowed.isVisible() and not shown.head.filter.isChecked()


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_is_offered_and_an_empty_one_shows_the_way_back(shown, group, qtbot):
    shown._switch("recent")
    pick(shown.head._groups, group)
    qtbot.waitUntil(lambda: not shown._world.tasks.running("reception.list.asked"))
    assert shown.chosen().group == group
    wanted = {"asked_not_ordered": 3, "waiting_for_me": 2, "answered": 1}
    assert len(ids(shown)) == wanted.get(group, 0)
    if not ids(shown):
        shown.empty.action.click()
        qtbot.waitUntil(lambda: len(ids(shown)) == 3)
    assert [line.isChecked() for line in shown.head._groups.actions()].count(True) == 1


def test_mine_only_is_kept_through_the_scopes(shown, three, qtbot):
    pick(shown.head._groups, "mine")
    shown._switch("recent")
    qtbot.waitUntil(lambda: not shown._world.tasks.running("reception.list.asked"))
    assert shown.chosen().mine and len(ids(shown)) == 3
    assert shown.head.narrowed.text() == "Mine only"


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_has_two_directions(shown, order, qtbot):
    shown._switch("recent")
    pick(shown.head._orders, order)
    qtbot.waitUntil(lambda: not shown._world.tasks.running("reception.list.asked"))
    down = ids(shown)
    assert shown.head.order.text() == ORDERS[order][1]
    pick(shown.head._orders, "up")
    qtbot.waitUntil(lambda: not shown._world.tasks.running("reception.list.asked"))
    assert shown.head.order.text() == ORDERS[order][2] and not shown.chosen().descending
    # Who does not wait comes last in both directions of waiting.
    assert ids(shown) == ([*down[:2][::-1], down[2]] if order == "waiting" else down[::-1])


def test_a_scope_keeps_its_order(shown, three, qtbot):
    pick(shown.head._orders, "up")
    qtbot.waitUntil(lambda: ids(shown) == [three[1], three[0]])
    shown._switch("recent")
    assert shown.chosen().order == "last" and shown.chosen().descending
    shown._switch("waiting")
    qtbot.waitUntil(lambda: ids(shown) == [three[1], three[0]])


def test_words_are_found_in_nicks_and_in_what_was_said(shown, three, qtbot):
    shown._switch("recent")
    shown.head.reach()
    for words, found in (("小雨", [three[2]]), ("快递三天", [three[1]]), ("换成", [three[0]])):
        shown.head.words.setText(words)
        qtbot.waitUntil(lambda found=found: ids(shown) == found)


def test_nothing_found_here_is_looked_for_everywhere(shown, three, qtbot):
    shown.head.reach()
    shown.head.words.setText("不客气")
    qtbot.waitUntil(shown.empty.isVisible)
    assert shown.empty.title.text() == "Nothing found for “不客气”"
    shown.empty.action.click()
    qtbot.waitUntil(lambda: ids(shown) == [three[2]])
    assert shown.scope() == "recent" and shown.head.words.text() == "不客气"
    shown.head.words.setText("没有这个词")
    qtbot.waitUntil(shown.empty.isVisible)
    shown.empty.action.click()
    qtbot.waitUntil(lambda: len(ids(shown)) == 3)
    assert shown.head.words.text() == ""


def test_escape_empties_the_search_then_closes_it(shown, three, qtbot):
    shown.head.reach()
    shown.head.words.setText("快递")
    qtbot.waitUntil(lambda: ids(shown) == [three[1]])
    qtbot.keyClick(shown.head.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(ids(shown)) == 2)
    assert shown.head.words.isVisible()
    qtbot.keyClick(shown.head.words, Qt.Key.Key_Escape)
    assert not shown.head.words.isVisible() and not shown.head.glass.isChecked()


def test_the_glass_opens_and_closes_the_search(shown):
    shown.head.glass.click()
    assert shown.head.words.isVisible()
    shown.head.glass.click()
    assert not shown.head.words.isVisible()


def test_pinned_ones_stand_first_and_marks_are_painted_and_spoken(shown, three, desk, qtbot):
    before = shown.grab().toImage()
    desk.run(PinConversation(conversation_id=three[1]))
    desk.run(StarConversation(conversation_id=three[1]))
    desk.run(TagBuyer(buyer_id=talk(shown._world, three[1]).buyer_id, tag="怕热"))
    qtbot.waitUntil(lambda: ids(shown) == [three[1], three[0]] and bool(row(shown, three[1]).tags))
    found = row(shown, three[1])
    assert found.pinned and found.starred and [tag.text for tag in found.tags] == ["怕热"]
    assert found.spoken.endswith("怕热, waiting for an answer, 1 unread message, pinned, starred")
    assert shown.grab().toImage() != before


def test_the_shops_minutes_colour_the_waiting(shown, three, desk, qtbot):
    since = row(shown, three[0]).waiting_since
    assert shown._wait(since)[1] == "bad"
    desk.run(SetSetting(key="wait.bad_minutes", value="10"))
    qtbot.waitUntil(lambda: shown._wait(since)[1] == "warn")
    desk.run(SetSetting(key="wait.warn_minutes", value="8"))
    qtbot.waitUntil(lambda: shown._wait(since)[1] == "plain")


def test_acts_mark_every_row_that_is_selected_in_one_step(shown, three, world, qtbot):
    shown.view.selectAll()
    assert sorted(shown.marks.ids()) == sorted(three[:2])
    shown.acts()["star_talk"]()
    qtbot.waitUntil(lambda: all(talk(world, each).starred for each in three[:2]))
    shown.acts()["pin_talk"]()
    qtbot.waitUntil(lambda: all(talk(world, each).pinned_at for each in three[:2]))
    world.undo().result()
    assert not any(talk(world, each).pinned_at for each in three[:2])
    shown.view.selectAll()
    shown.acts()["star_talk"]()
    qtbot.waitUntil(lambda: not any(talk(world, each).starred for each in three[:2]))


def test_the_menu_pins_stars_and_copies_the_current_row(shown, three, world, qtbot):
    shown.select(three[0])
    lines, menu = open_menu(shown, qtbot)
    assert list(lines) == ["Pin to the top", "Star", "Copy nickname", "Block the buyer…"]
    lines["Copy nickname"].trigger()
    assert QGuiApplication.clipboard().text() == "林小鹿_88"
    lines["Star"].trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(talk(world, three[0]).starred))
    lines, menu = open_menu(shown, qtbot)
    assert "Take the star away" in lines
    lines["Pin to the top"].trigger()
    menu.close()
    qtbot.waitUntil(lambda: talk(world, three[0]).pinned_at is not None)


def test_the_menu_of_several_rows_offers_what_others_add(shown, three, qtbot):
    told = []
    shown.marks.extra.append(RowAct("Remind later", "alarm-clock", told.append))
    shown.marks.extra.append(RowAct("Transfer", "arrow-right-left", told.append, several=False))
    shown.view.selectAll()
    lines, menu = open_menu(shown, qtbot)
    assert list(lines) == ["2 conversations", "Pin to the top", "Star", "Remind later"]
    lines["Remind later"].trigger()
    menu.close()
    assert sorted(told[0]) == sorted(three[:2])
    shown.select(three[0])
    lines, menu = open_menu(shown, qtbot)
    assert "Transfer" in lines
    menu.close()


def test_the_right_button_and_the_menu_key_open_it(shown, three, qtbot):
    shown.select(three[0])
    view = shown.view
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        spot = view.visualRect(shown.model.index(0, 0)).center()
        with qtbot.waitSignal(view.menu_wanted):
            asked = QContextMenuEvent(reason, spot, view.viewport().mapToGlobal(spot))
            QApplication.sendEvent(view.viewport(), asked)
        QApplication.activePopupWidget().close()
    below = QPoint(20, view.viewport().height() - 5)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, view.viewport().mapToGlobal(below))
    QApplication.sendEvent(view.viewport(), asked)
    assert QApplication.activePopupWidget() is None


def test_a_buyer_is_blocked_with_a_reason_and_heard_again(shown, three, world, qtbot):
    said = []
    world.notices.said.connect(lambda text, undoable: said.append((text, undoable)))
    shown.select(three[0])
    lines, menu = open_menu(shown, qtbot)
    lines["Block the buyer…"].trigger()
    menu.close()
    dialog = shown.findChild(BlockDialog)
    assert not dialog.block.isEnabled()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.choices.chosen.emit("Advertising")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: talk(world, three[0]).blocked_at is not None)
    qtbot.waitUntil(lambda: said == [("林小鹿_88 is blocked", True)])
    qtbot.waitUntil(lambda: shown.tabs._tabs[0].count == 1)
    assert shown.current() == three[0] and row(shown, three[0]).chips[0].text == "Blocked"
    lines, menu = open_menu(shown, qtbot)
    lines["No longer block the buyer"].trigger()
    menu.close()
    qtbot.waitUntil(lambda: talk(world, three[0]).blocked_at is None)


def test_what_was_blocked_meanwhile_is_told_by_the_desk(shown, three, world, desk, qtbot):
    found = talk(world, three[0])
    dialog = BlockDialog(world, found, shown)
    dialog.open()
    dialog.reason.setText("骚扰")
    desk.run(BlockBuyer(buyer_id=found.buyer_id, reason="广告"))
    with qtbot.waitSignal(dialog.accepted):
        dialog._block()
    assert world.reader.rows("SELECT block_reason FROM buyer WHERE id = ?", (found.buyer_id,)) == [("广告",)]


def test_who_may_not_answer_marks_nothing(shown, three, world, qtbot, monkeypatch):
    monkeypatch.setattr(world, "may", lambda _right: False)
    shown.select(three[0])
    lines, menu = open_menu(shown, qtbot)
    assert not any(lines[name].isEnabled() for name in ("Pin to the top", "Star", "Block the buyer…"))
    menu.close()
    shown.acts()["star_talk"]()
    shown.acts()["pin_talk"]()
    qtbot.wait(30)
    assert not talk(world, three[0]).starred and talk(world, three[0]).pinned_at is None


def test_too_many_are_refused_with_a_sentence(shown, world, qtbot):
    said = []
    world.notices.said.connect(lambda text, _undoable: said.append(text))
    assert shown.marks._marking.rows(range(1, 202)) == []
    assert said == ["At most 200 conversations can be marked at once. Choose fewer."]


def test_after_the_end_comes_who_waits_longest_else_the_next_row(shown, three, desk, qtbot):
    shown.select(three[0])
    assert shown.next_waiting() and shown.current() == three[1]
    for number in three[:2]:
        desk.run(SendReply(conversation_id=number, text="好的"))
    qtbot.waitUntil(lambda: shown.tabs._tabs[0].count == 0)
    shown._switch("recent")
    shown.select(three[1])
    desk.run(EndConversation(conversation_id=three[1]))
    assert shown.next_waiting() and shown.current() == ids(shown)[1]
    shown.step(1)
    assert not shown.next_waiting()
    assert not shown.first_waiting()


def test_going_to_a_row_chooses_it_alone_also_while_ctrl_is_down(shown, three, qtbot, monkeypatch):
    shown.view.selectAll()
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.ControlModifier)
    view = shown.view.viewport()
    qtbot.keyPress(view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert shown.first_waiting()
    shown.step(1)
    assert shown.marks.ids() == [three[1]] and shown.view.selected_count() == 1


def test_first_unanswered_leaves_search_and_group_behind(shown, three, qtbot):
    shown._switch("recent")
    shown.head.reach()
    shown.head.words.setText("小雨")
    qtbot.waitUntil(lambda: ids(shown) == [three[2]])
    assert shown.first_waiting()
    assert shown.current() == three[0] and not shown.chosen().filtered and shown.scope() == "waiting"
    assert not shown.head.words.isVisible() and shown.head.words.text() == ""


def test_tabs_without_room_stand_in_the_menu(shown, three, qtbot):
    shown.resize(292, 700)
    hidden = [line.text() for line in shown.scopes.menu.actions()]
    assert hidden and shown.scopes.more.isVisible()
    shown.scopes.menu.actions()[-1].trigger()
    assert shown.scope() == "all_buyers" and shown.tabs.isTabVisible(shown.tabs.currentIndex())
    qtbot.waitUntil(lambda: len(ids(shown)) == 3)
    shown.resize(700, 700)
    assert not shown.scopes.more.isVisible() and not shown.scopes.menu.actions()
    assert all(shown.tabs.isTabVisible(place) for place in range(5))
    assert shown.tabs.tabRect(4).right() < shown.tabs.width()
