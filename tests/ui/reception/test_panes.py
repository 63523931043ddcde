"""Conversations side by side: each its own talk and draft, keys, restored at the start."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt

from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.reception.panes import KEPT, MOST
from ticketdesk.ui.turns import next_turn
from ticketdesk.ui.world import Place

NICKS = ("甲", "乙", "丙", "丁", "戊", "己")


@pytest.fixture
def talks(desk, clock):
    """Six buyers who wait, the longest first."""
    found = []
    for place, nick in enumerate(NICKS):
        said = (Heard("in", nick, clock.now - (60 - place) * 60_000, f"{nick}在吗"),)
        found.append(desk.run(ReceiveTranscript(buyer_nick=nick, messages=said)).result.conversation_id)
    return found


@pytest.fixture
def page(qtbot, world, talks):
    made = ReceptionPage(world)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.chat.conversation() is not None)
    return made


def shown(page):
    return [row.nick if (row := panel.conversation()) else None for panel in page.panes.panels()]


def write(qtbot, panel, text):
    panel.composer.edit.setFocus()
    qtbot.keyClicks(panel.composer.edit, text)


def act(page, name):
    next(each for each in page.actions() if each.objectName() == name).trigger()


def test_a_conversation_is_set_beside_and_the_list_goes_on(qtbot, page):
    assert shown(page) == ["甲"]
    act(page, "open_beside")
    assert page.panes.panels()[1].composer.edit.hasFocus()
    qtbot.waitUntil(lambda: shown(page) == ["乙", "甲"])
    assert page.panes.active() is page.panes.panels()[1]
    assert all(panel.isVisible() for panel in page.panes.panels())
    assert page.panes.panels()[1].composer.edit.hasFocus()


def test_a_new_pane_takes_keys_before_it_is_dressed_and_painted(qtbot, page):
    act(page, "open_beside")
    made = page.panes.panels()[1]
    assert not made.styleSheet() and not made.updatesEnabled()
    qtbot.keyClicks(page.window().focusWidget(), "hello")
    qtbot.waitUntil(made.updatesEnabled)
    assert made.styleSheet() and made.composer.edit.text() == "hello" and made.composer.edit.hasFocus()


def test_a_second_pane_asked_for_at_once_takes_the_next_conversation(qtbot, page, talks):
    act(page, "open_beside")
    act(page, "open_beside")
    assert shown(page) == [None, "甲", "乙"]
    assert page.list.select(talks[4])
    assert shown(page) == ["戊", "甲", "乙"]
    done = []
    next_turn(page, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done))
    assert shown(page) == ["戊", "甲", "乙"]  # what was chosen meanwhile stays


def test_typing_in_the_second_pane_never_touches_the_first(qtbot, page, talks):
    write(qtbot, page.chat, "for jia")
    act(page, "open_beside")
    first, second = page.panes.panels()
    qtbot.waitUntil(lambda: shown(page) == ["乙", "甲"])
    assert second.composer.edit.text() == "for jia" and first.composer.edit.text() == ""
    write(qtbot, second, " more")
    write(qtbot, first, "for yi")
    write(qtbot, second, "!")
    assert first.composer.edit.text() == "for yi" and second.composer.edit.text() == "for jia more!"
    qtbot.keyClick(second.composer.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: conversations.newest(page._world.reader, talks[0])[-1].text == "for jia more!")
    assert [row.text for row in conversations.newest(page._world.reader, talks[1])] == ["乙在吗"]
    assert first.composer.edit.text() == "for yi" and second.composer.edit.text() == ""


def test_the_keys_go_to_the_panes_and_acts_to_the_one_worked_in(qtbot, page):
    act(page, "open_beside")
    qtbot.waitUntil(lambda: shown(page) == ["乙", "甲"])
    act(page, "open_beside")
    qtbot.waitUntil(lambda: shown(page) == ["丙", "甲", "乙"])
    for number in (0, 2, 1):
        act(page, f"pane_{number + 1}")
        panel = page.panes.panels()[number]
        assert panel.composer.edit.hasFocus() and page.panes.active() is panel
    act(page, "pane_4")
    assert page.panes.active() is page.panes.panels()[1]
    asked = []
    for panel in page.panes.panels():
        panel.mark_pasted = lambda panel=panel: asked.append(panel)
    act(page, "mark_pasted")
    assert asked == [page.panes.panels()[1]]


def test_the_sidebar_follows_the_pane_that_is_worked_in(qtbot, page, monkeypatch):
    asked = []
    monkeypatch.setattr(page.sidebar, "show_buyer", asked.append)
    act(page, "open_beside")
    act(page, "pane_1")
    assert asked[-1] == page.panes.panels()[0].conversation().buyer_id
    act(page, "pane_2")
    assert asked[-1] == page.panes.panels()[1].conversation().buyer_id


def test_what_stands_in_another_pane_changes_places(qtbot, page, talks):
    act(page, "open_beside")
    write(qtbot, page.panes.panels()[1], "draft of jia")
    qtbot.waitUntil(lambda: shown(page) == ["乙", "甲"])
    assert page.list.select(talks[0])
    assert shown(page) == ["甲", "乙"]
    assert [panel.composer.edit.text() for panel in page.panes.panels()] == ["draft of jia", ""]


def test_there_are_four_at_most_and_each_can_be_closed(qtbot, page):
    said = []
    page._world.notices.said.connect(lambda text, _undo: said.append(text))
    for _press in range(MOST):
        act(page, "open_beside")
    qtbot.waitUntil(lambda: shown(page) == ["丁", "甲", "乙", "丙"])
    assert said == ["Four conversations stand side by side already"]
    act(page, "pane_3")
    act(page, "close_pane")
    assert shown(page) == ["丁", "甲", "丙"]
    act(page, "pane_1")
    act(page, "close_pane")
    act(page, "close_pane")
    assert shown(page) == ["丁"] and not page.panes.close_active()


def test_the_panes_are_there_again(qtbot, page, world, talks):
    act(page, "open_beside")
    act(page, "open_beside")
    write(qtbot, page.panes.panels()[1], "kept")
    page.chat.composer.drafts.keep()
    assert world.kept.get(KEPT) == f"{talks[0]},{talks[1]}"
    again = ReceptionPage(world)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: len(again.panes.panels()) == 3)
    assert shown(again)[1:] == ["甲", "乙"] and shown(again)[0] not in ("甲", "乙")
    qtbot.waitUntil(lambda: world.tasks.running("reception.list") is False)


def test_what_is_no_conversation_any_more_is_left_out(qtbot, world, talks):
    world.kept.put(KEPT, f"7,{talks[3]},{talks[3]},rubbish")
    page = ReceptionPage(world)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: len(page.panes.panels()) == 2)
    assert shown(page)[1] == "丁"


@pytest.mark.parametrize("seed", range(4))
def test_a_random_agent_never_finds_words_in_another_conversation(qtbot, page, talks, seed):
    chance = random.Random(seed)
    written: dict[int, str] = {}
    for step in range(60):
        deed = chance.random()
        if deed < 0.2:
            page.panes.open_beside()
        elif deed < 0.3:
            page.panes.close_active()
        elif deed < 0.55:
            page.list.select(chance.choice(talks))
        else:
            panel = chance.choice(page.panes.panels())
            if panel.conversation() is not None:
                panel.composer.edit.insertPlainText(f"{step} ")
                written[panel.conversation().id] = panel.composer.edit.text()
        ids = page.panes.looked_at()
        assert len(ids) == len(set(ids))
        for panel in page.panes.panels():
            if panel.conversation() is not None:
                assert panel.composer.edit.text() == written.get(panel.conversation().id, "")


def test_the_orders_make_room_where_it_is_narrow(qtbot, page):
    assert not page.sidebar.isHidden()
    act(page, "open_beside")
    assert page.sidebar.isHidden()
    qtbot.waitUntil(lambda: all(panel.width() >= 380 for panel in page.panes.panels()))
    act(page, "close_pane")
    assert not page.sidebar.isHidden()
    page.resize(1900, 900)
    act(page, "open_beside")
    qtbot.waitUntil(lambda: not page.sidebar.isHidden())


def test_a_key_brings_the_orders_back_beside_narrow_panes_until_another_pane_comes(qtbot, page):
    act(page, "open_beside")
    assert page.sidebar.isHidden() and page.panes.opener.isVisible()
    qtbot.keyClick(page.panes.active().composer.edit, Qt.Key.Key_F7)
    assert page.sidebar.isVisible() and not page.panes.opener.isVisible()
    heads = [panel.header for panel in page.panes.panels()]
    qtbot.waitUntil(lambda: all(head.width() < 400 for head in heads))
    assert not any(head.orders.isVisible() or head.region.isVisible() for head in heads), "the name has the room"
    page.resize(1270, 700)  # asked for stays asked for
    assert page.sidebar.isVisible()
    page.sidebar.tabs.setFocus()
    act(page, "orders_aside")
    assert page.sidebar.isHidden() and page.focusWidget() is page.panes.active().composer.edit
    qtbot.mouseClick(page.panes.opener, Qt.MouseButton.LeftButton)
    assert page.sidebar.isVisible()
    act(page, "open_beside")
    assert page.sidebar.isHidden()


def test_beside_one_conversation_the_key_puts_the_orders_away_and_back(page):
    assert page.sidebar.isVisible()
    act(page, "orders_aside")
    assert page.sidebar.isHidden() and page.panes.opener.isVisible()
    act(page, "orders_aside")
    assert page.sidebar.isVisible()


def test_words_about_an_order_go_under_what_is_written_for_its_buyer(qtbot, world, page, talks):
    write(qtbot, page.panes.active(), "ok")
    world.handed[talks[0]] = "关于您的订单 1："
    page.open_place(Place("words", talks[0]))
    assert page.chat.composer.edit.text() == "ok\n关于您的订单 1："
    world.handed[talks[3]] = "关于您的订单 2："
    page.open_place(Place("words", talks[3]))
    qtbot.waitUntil(lambda: page.panes.active().composer.conversation == talks[3])
    assert page.panes.active().composer.edit.text() == "关于您的订单 2："
    page.open_place(Place("conversation", talks[0]))
    qtbot.waitUntil(lambda: page.panes.active().composer.conversation == talks[0])
    assert page.panes.active().composer.edit.text() == "ok\n关于您的订单 1："
    world.handed[4_242] = "关于您的订单 3："
    page.open_place(Place("words", 4_242))
    assert world.handed == {}
    assert page.chat.composer.drafts.text(4_242) == "关于您的订单 3："


def test_a_file_of_a_reply_cuts_nothing_of_a_low_pane(qtbot, page, tmp_path):
    (tmp_path / "退换货说明.pdf").write_bytes(b"%PDF-1.4")
    for _more in range(MOST - 1):
        act(page, "open_beside")
    qtbot.waitUntil(lambda: all(panel.conversation() for panel in page.panes.panels()))
    composer = page.panes.panels()[0].composer
    before = composer.minimumSizeHint().height()
    composer.files.add([tmp_path / "退换货说明.pdf"])
    qtbot.waitUntil(lambda: composer.files.isVisible())
    qtbot.waitUntil(lambda: composer.height() >= composer.minimumSizeHint().height() > before)
    for part in (composer.files, composer.foot, composer.send_button):
        assert part.height() >= part.minimumSizeHint().height()
    assert composer.foot.geometry().bottom() < composer.height()
