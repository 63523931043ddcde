"""The history of a conversation: found words, a day, earlier conversations above, what is new, who else is here."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.marks import MarkSeen
from ticketdesk.domain.channel_events import Said, Typing
from ticketdesk.store.queries import conversations, live, talk_history
from ticketdesk.ui.reception.chat import unread
from ticketdesk.ui.reception.chat.day_dialog import DayDialog
from ticketdesk.ui.reception.chat.earlier import Earlier
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.reception.presence import HERE_MS, TYPING_MS, presence_of

START = 1_795_242_368_000
MINUTE = 60_000
DAY = 24 * 60 * MINUTE
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def long(hear) -> int:
    """300 messages, ten a day; every seventh speaks of a refund."""
    said = (("in", (300 - n) * 144, f"第{n}句" + ("想退款" if n % 7 == 0 else "")) for n in range(300))
    return hear("健谈", *said).conversation_id


@pytest.fixture
def over_web(desk, long) -> int:
    """What the same buyer said over another channel."""
    said = tuple(Said("健谈", f"w{n}", f"网页{n}", START - 40 * DAY + n * MINUTE) for n in range(130))
    desk.run(ReceiveMessages(channel="web", messages=said))
    return live.conversation_of(desk.store.reader, "健谈", "web")


def open_talk(page, number):
    page.chat.show_conversation(number)
    return page.chat.talk


def texts(talk):
    return [item.text for item in talk.view.column.items if item.speech]


@pytest.mark.parametrize("short", [talk_history.SHORT, 0])
def test_found_is_what_a_plain_scan_finds(desk, long, over_web, monkeypatch, short):
    monkeypatch.setattr(talk_history, "SHORT", short)
    monkeypatch.setattr(talk_history, "_STEP", 7)
    reader = desk.store.reader
    chance = random.Random(4)
    hits = 0
    for words in (
        "退款",
        "第",
        "句想",
        "网页1",
        "网",
        "没有",
        "網頁",
        *(str(chance.randrange(300)) for _ in range(20)),
    ):
        for talks in ([long], [over_web], [long, over_web]):
            mine = [row for talk in talks for row in conversations.newest(reader, talk, 1_000)]
            plain = words.replace("網頁", "网页")
            scanned = sorted(row.id for row in mine if plain in row.text)
            assert list(talk_history.found(reader, talks, words)) == scanned, words
            hits += len(scanned)
    assert hits > 1_000
    assert list(talk_history.found(reader, [long], "")) == list(talk_history.found(reader, [], "退款")) == []


def test_a_search_of_the_full_text_ends_when_it_is_cancelled(desk, long, monkeypatch):
    monkeypatch.setattr(talk_history, "SHORT", 0)
    assert list(talk_history.found(desk.store.reader, [long], "退款", lambda: True)) == []
    assert len(talk_history.found(desk.store.reader, [long], "退款")) == 43


def test_the_bar_counts_steps_and_highlights_through_the_whole_history(page, desk, long, qtbot):
    talk = open_talk(page, long)
    page.chat.tools.find()
    bar = page.chat.tools.find_bar
    QTest.keyClicks(bar.field, "ignored")
    bar.field.setText("退款")
    qtbot.waitUntil(lambda: len(bar.hits()) == 43)
    assert bar.count.text() == "1 of 43"
    assert talk.view.current() == bar.hits()[-1]
    shown = talk.view.column
    place = shown.place_of(bar.hits()[-1])
    text = shown.layout(place).text.text()
    assert [text[a:b] for a, b in talk.view._found.places(shown.items[place].id, text)] == ["退款"]
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 43" and talk.view.current() == bar.hits()[-2]
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "43 of 43" and talk.view.current() == bar.hits()[0]
    assert "第0句想退款" in texts(talk)
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible() and talk.view._found.words == ""


def test_nothing_found_says_so_and_what_comes_later_is_found_too(page, desk, long, qtbot):
    open_talk(page, long)
    page.chat.tools.find()
    bar = page.chat.tools.find_bar
    bar.field.setText("急件")
    qtbot.waitUntil(lambda: bar.count.text() == "Nothing found")
    assert not bar.older.isEnabled()
    conversation = conversations.one(desk.store.reader, long)
    desk.run(ReceiveMessages(channel=conversation.channel, messages=(Said("健谈", "n1", "是急件", START + MINUTE),)))
    qtbot.waitUntil(lambda: len(bar.hits()) == 1)


def test_a_day_leads_to_its_first_message_or_the_next_one(page, desk, long, qtbot):
    talk = open_talk(page, long)
    wanted = next(row for row in conversations.newest(desk.store.reader, long, 1_000) if row.text == "第50句")
    page.chat.tools.ask_day()
    dialog = page.findChild(DayDialog)
    qtbot.waitUntil(dialog.updatesEnabled)  # dressed and painted in the turns after it was opened
    moments: list[int] = []
    dialog.chosen.connect(moments.append)
    day = dialog.day.date()
    dialog.day.setDate(day.addDays(-25))
    QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(moments))
    current = talk.view.current()
    found = conversations.message(desk.store.reader, current)
    assert found.sent_at >= moments[0]
    before = conversations.older(desk.store.reader, long, current, 1)
    assert not before or before[0].sent_at < moments[0]
    reader = desk.store.reader
    assert talk_history.first_since(reader, long, wanted.sent_at) == wanted.id
    assert talk_history.first_since(reader, long, START + DAY) == conversations.newest(reader, long, 1)[0].id
    assert talk_history.first_since(reader, 1, START) is None


def test_older_pages_go_on_into_what_colleagues_said_before(page, desk, long, over_web, qtbot):
    talk = open_talk(page, long)
    for _page in range(20):
        talk._older()
    found = texts(talk)
    assert found[:130] == [f"网页{n}" for n in range(130)]
    assert [text[:2] for text in found[130:]] == ["第" + str(n)[0] for n in range(300)]
    borders = [item for item in talk.view.column.items if item.side == "border"]
    assert len(borders) == 1 and "Web" in borders[0].text
    place = talk.view.column.place_of(borders[0].id)
    assert talk.view.column.items[place - 1].text == "网页129"
    ids = [item.id for item in talk.view.column.items]
    assert len(ids) == len(set(ids))


def test_the_earlier_pages_hold_every_message_once(desk, long, over_web):
    earlier = Earlier(desk.store.reader, over_web, page=60)
    pages = []
    while (page := earlier.page()) is not None:
        pages.append(page)
    assert [page.last for page in pages] == [True] + [False] * 4
    assert [row.text[:2] for page in reversed(pages) for row in page.rows] == ["第" + str(n)[0] for n in range(300)]
    assert not earlier.more
    assert Earlier(desk.store.reader, 1).page() is None


def test_the_line_stands_above_what_is_new_since_one_looked(page, desk, long):
    rows = conversations.newest(desk.store.reader, long, 5)
    desk.run(MarkSeen(conversation_id=long, message_id=rows[2].id))
    page.chat.show_conversation(None)
    talk = open_talk(page, long)
    places = talk.view.column
    line = places.place_of(unread.LINE)
    assert line > 0
    below = [item.id for item in places.items[line:] if item.speech]
    assert below == [row.id for row in rows[3:]]


def test_nothing_new_draws_no_line_and_far_above_it_comes_with_its_page(page, desk, long):
    rows = conversations.newest(desk.store.reader, long, 200)
    desk.run(MarkSeen(conversation_id=long, message_id=rows[0].id))
    page.chat.show_conversation(None)
    talk = open_talk(page, long)
    assert talk.view.column.place_of(unread.LINE) < 0
    for _page in range(4):
        talk._older()
    line = talk.view.column.place_of(unread.LINE)
    assert next(item.id for item in talk.view.column.items[line:] if item.speech) == rows[1].id
    desk.run(MarkSeen(conversation_id=long, message_id=rows[-1].id))
    page.chat.show_conversation(None)
    assert open_talk(page, long).view.column.place_of(unread.LINE) < 0


def test_what_is_in_sight_for_a_moment_is_marked_as_seen(page, desk, long, qtbot):
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    open_talk(page, long)
    newest = conversations.newest(desk.store.reader, long, 1)[0].id
    qtbot.waitUntil(lambda: conversations.one(desk.store.reader, long).seen_message_id == newest)


def test_who_types_is_told_and_forgotten_in_time(page, desk, clock, long, over_web, world):
    open_talk(page, over_web)
    presence, line = presence_of(world), page.chat.tools.who.typing
    presence.hear("web", Typing("健谈", typing=True))
    assert line.isVisible() and "健谈" in line.words.text()
    presence.hear("web", Typing("健谈", typing=False))
    assert not line.isVisible()
    presence.hear("web", Typing("健谈", typing=True))
    presence.hear("web", Typing("nobody", typing=True))
    clock.now += TYPING_MS + 1
    presence._forget()
    assert not line.isVisible() and presence.typist(over_web) == ""


def test_another_pane_or_a_colleague_on_the_conversation_is_told(page, qtbot, clock, long, world):
    open_talk(page, long)
    bar = page.chat.tools.who
    assert not bar.isVisible()
    other = ReceptionPage(world)
    qtbot.addWidget(other)
    other.chat.show_conversation(long)
    assert bar.isVisible() and "1 other pane" in bar.banner.accessibleName()
    other.chat.show_conversation(None)
    assert not bar.isVisible()
    presence_of(world).colleague(long, "阿泽")
    assert bar.isVisible() and "阿泽" in bar.banner.accessibleName()
    clock.now += HERE_MS + 1
    presence_of(world)._forget()
    assert not bar.isVisible()


class Traffic(QObject):
    """What the live channels of a window tell beside messages."""

    told = Signal(str, object)


def test_the_registry_hears_the_live_channels(desk, world, over_web):
    world.traffic = Traffic(world)
    presence = presence_of(world)
    assert presence_of(world) is presence
    told: list[int] = []
    presence.changed.connect(told.append)
    world.traffic.told.emit("web", Typing("健谈", typing=True))
    assert presence.typist(over_web) == "健谈" and told == [over_web]
