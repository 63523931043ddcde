"""The head of a conversation: its buttons by width, tags with their chips and completion, the star."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.desk.live import hear
from ticketdesk.desk.commands.marks import TagBuyer
from ticketdesk.store.queries import buyer_marks, conversations, serving
from ticketdesk.ui.reception.acts.tag_bar import TagBar
from ticketdesk.ui.reception.chat_header import ChatHeader
from ticketdesk.ui.widgets.buttons import IconButton

CTRL = Qt.KeyboardModifier.ControlModifier


def tags_of(world, talk):
    return serving.tags(world.reader, conversations.one(world.reader, talk).buyer_id)


def test_a_tag_is_typed_shown_and_taken_away_by_keys(page, three, world, qtbot):
    bar = page.chat.header.tags
    page.chat.composer.edit.setFocus()
    QTest.keyClick(page.chat.composer.edit, Qt.Key.Key_G, CTRL)
    assert bar.field.isVisible() and bar.field.hasFocus()
    QTest.keyClicks(bar.field, "hot")
    with qtbot.waitSignal(world.notices.said) as told:
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert told.args[1] is True
    qtbot.waitUntil(lambda: bar.tags() == ("hot",))
    assert not bar.field.isVisible() and tags_of(world, three[0]) == ["hot"]
    away = next(each for each in bar.findChildren(IconButton) if each.accessibleName() == "Take hot away")
    away.setFocus()
    QTest.keyClick(away, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bar.tags() == ())
    world.undo()
    qtbot.waitUntil(lambda: bar.tags() == ("hot",))


def test_words_in_use_are_offered_but_not_those_that_stand_there(page, three, desk, world, qtbot):
    for talk, tags in ((three[0], ("怕热",)), (three[1], ("怕热", "爱问尺码"))):
        for tag in tags:
            desk.run(TagBuyer(buyer_id=conversations.one(world.reader, talk).buyer_id, tag=tag))
    assert buyer_marks.known_tags(world.reader) == ["怕热", "爱问尺码"]
    bar = page.chat.header.tags
    qtbot.waitUntil(lambda: bar.tags() == ("怕热",))
    bar.plus.click()
    model = bar.field.completer().model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["爱问尺码"]


def test_escape_leaves_the_field_and_tags_nobody(page, three, world):
    bar = page.chat.header.tags
    bar.plus.click()
    QTest.keyClicks(bar.field, "hot")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.field.isVisible() and bar.plus.isVisible()
    assert tags_of(world, three[0]) == []


def test_the_tags_of_another_buyer_are_not_kept(page, three, desk, world, qtbot):
    desk.run(TagBuyer(buyer_id=conversations.one(world.reader, three[0]).buyer_id, tag="怕热"))
    bar = page.chat.header.tags
    qtbot.waitUntil(lambda: bar.tags() == ("怕热",))
    page.list.select(three[1])
    assert bar.tags() == ()
    page.list.select(three[0])
    qtbot.waitUntil(lambda: bar.tags() == ("怕热",))


@pytest.fixture
def bar(world, qtbot):
    made = TagBar()
    qtbot.addWidget(made)
    made.resize(160, 26)
    made.show()
    return made


def test_what_finds_no_room_stands_in_a_menu(bar):
    bar.show_tags(["怕热", "爱问尺码", "老客", "急", "要发票"])
    shown = [chip for chip in bar._chips if chip.isVisible()]
    assert 0 < len(shown) < 5 and bar.more.isVisible()
    assert len(bar.more.menu().actions()) == 5 - len(shown)
    taken = []
    bar.removed.connect(taken.append)
    bar.more.menu().actions()[-1].trigger()
    assert taken == ["要发票"]
    bar.resize(900, 26)
    assert all(chip.isVisible() for chip in bar._chips) and not bar.more.isVisible()


def test_without_the_right_nothing_can_be_changed(bar):
    bar.show_tags(["怕热"], editable=False)
    assert not bar.plus.isEnabled()
    assert [each for each in bar.findChildren(IconButton) if "怕热" in each.accessibleName() and each.isVisible()] == []


def test_a_key_stars_and_unstars(page, three, world, qtbot):
    edit, star = page.chat.composer.edit, page.chat.header.star
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(star.isChecked)
    assert conversations.one(world.reader, three[0]).starred
    star.click()
    qtbot.waitUntil(lambda: not conversations.one(world.reader, three[0]).starred)
    qtbot.waitUntil(lambda: not star.isChecked())


def test_the_buttons_lose_their_words_but_not_their_names_where_it_is_narrow(page):
    acts = page.chat.header.acts
    acts.fit(1_000)
    assert [each.text() for each in acts.buttons] == ["Transfer", "New ticket", "Later", "End"]
    acts.fit(500)
    assert [each.text() for each in acts.buttons] == ["", "", "", ""]
    assert [each.accessibleName() for each in acts.buttons] == ["Transfer", "New ticket", "Later", "End"]
    assert "Ctrl+W" in acts.buttons[3].toolTip()


def test_a_short_name_takes_no_room_that_a_long_one_had(page, three, world):
    header = page.chat.header
    row = conversations.one(world.reader, three[0])
    header.show_row(row._replace(nick="一个相当长的买家昵称也要看全"))
    wide = header.nick.minimumWidth()
    header.show_row(row._replace(nick="tb"))
    assert header.nick.minimumWidth() < wide and header.nick.sizeHint().width() < wide


def test_a_long_name_and_a_block_leave_the_buttons_whole(three, world, qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    header, clock = ChatHeader(world, ground), world.clock()
    ground.show()
    row = conversations.one(world.reader, three[0])._replace(nick="一个相当长的买家昵称也要看全")
    for width in range(580, 900, 20):
        header.resize(width, 60)
        for blocked in (None, clock):
            header.show_row(row._replace(blocked_at=blocked))
            QApplication.processEvents()
            assert all(each.width() >= each.sizeHint().width() for each in header.acts.buttons), (width, blocked)


@pytest.mark.parametrize("width", [952, 1130, 1208, 1368])
@pytest.mark.parametrize("nick", ["林小鹿_88", "很长很长的买家昵称_2026_双十一"])
def test_the_name_lies_over_nothing_at_any_width(page, desk, qtbot, width, nick):
    page.resize(width, 640)
    page.list.select(hear(desk, nick))
    head = page.chat.header
    qtbot.waitUntil(lambda: head.nick.text() == nick)

    def apart() -> bool:
        parts = [part for part in (head.nick, head.star, head.orders, head.region) if part.isVisible()]
        edges = [(part.geometry().left(), part.geometry().right()) for part in (*parts, head.acts)]
        return all(right < left for (_, right), (left, _) in pairwise(edges))

    qtbot.waitUntil(apart)
