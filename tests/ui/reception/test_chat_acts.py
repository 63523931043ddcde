"""Acts on messages: quote, take back, send again, copy, pass on, keep as a phrase, a ticket of what is marked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox

from ticketdesk.desk.commands.arrivals import ReceiveMessages
from ticketdesk.desk.commands.sending import DeliverReply, FailReply, QueueDue
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.domain.channel_events import Said
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.permissions import Permission
from ticketdesk.store.queries import conversations, live, phrases
from ticketdesk.ui.reception.chat.keep_phrase_dialog import KeepPhraseDialog
from ticketdesk.ui.reception.chat.pass_on_dialog import PassOnDialog

DEER = "林小鹿_88"
START = 1_795_242_368_000
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def talk(page, desk, qtbot) -> int:
    """A conversation over a live channel, shown: the buyer said three things."""
    said = tuple(Said(DEER, f"k{n}", f"第{n}句", START - (9 - n) * 60_000) for n in range(3))
    desk.run(ReceiveMessages(channel="simulator", messages=said))
    number = live.conversation_of(desk.store.reader, DEER, "simulator")
    assert number is not None
    show(page, number, qtbot)
    return number


def show(page, number, qtbot):
    page.chat.show_conversation(number)
    qtbot.waitUntil(lambda: page.chat.conversation() is not None and page.chat.conversation().id == number)


def reply(desk, talk, text="好的亲", **more) -> int:
    return desk.run(SendReply(conversation_id=talk, text=text, **more)).result


def row(desk, number):
    return conversations.message(desk.store.reader, number)


def shown(page, number):
    view = page.chat.talk.view.column
    return view.items[view.place_of(number)] if view.place_of(number) >= 0 else None


def choose(page, number):
    page.chat.talk.view.scroll_to(number)
    page.chat.talk.view.setFocus()


def act(page, name):
    next(each for each in page.actions() if each.objectName() == name).trigger()


def ids(desk, talk):
    return [each.id for each in conversations.newest(desk.store.reader, talk)]


def test_a_reply_quotes_the_current_message_and_the_bubble_leads_back_to_it(page, desk, talk, qtbot):
    first = ids(desk, talk)[0]
    choose(page, first)
    act(page, "quote_message")
    assert page.chat.tools.quote.isVisible() and "第0句" in page.chat.tools.quote.words.text()
    edit = page.chat.composer.edit
    QTest.keyClicks(edit, "yes")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(ids(desk, talk)) == 4)
    answer = ids(desk, talk)[-1]
    qtbot.waitUntil(lambda: shown(page, answer) is not None)
    assert row(desk, answer).quote_id == first
    assert shown(page, answer).quote.text == "第0句"
    assert not page.chat.tools.quote.isVisible()
    choose(page, answer)
    QTest.keyClick(page.chat.talk.view, Qt.Key.Key_Return)
    assert page.chat.talk.view.current() == first


def test_a_second_time_quotes_nothing_and_each_conversation_keeps_its_own_quote(page, desk, talk, three, qtbot):
    choose(page, ids(desk, talk)[0])
    act(page, "quote_message")
    show(page, three[1], qtbot)
    assert page.chat.tools.quote.quoted() is None
    show(page, talk, qtbot)
    assert page.chat.tools.quote.quoted() == ids(desk, talk)[0]
    choose(page, ids(desk, talk)[0])
    act(page, "quote_message")
    assert page.chat.tools.quote.quoted() is None


def test_what_has_not_left_comes_back_into_the_reply(page, desk, talk, qtbot):
    number = reply(desk, talk, "发错了")
    qtbot.waitUntil(lambda: shown(page, number) is not None)
    assert shown(page, number).state.level == "accent"
    choose(page, number)
    act(page, "recall_message")
    qtbot.waitUntil(lambda: page.chat.composer.edit.text() == "发错了")
    qtbot.waitUntil(lambda: shown(page, number).taken)
    assert shown(page, number).state_text == "Recalled"


def queued(desk, clock, talk, text="好的亲") -> int:
    """A reply whose countdown is over."""
    number = reply(desk, talk, text)
    clock.now += 60_000
    desk.run(QueueDue())
    return number


def test_what_was_sent_is_asked_back_from_the_channel_after_a_question(page, desk, clock, talk, qtbot, world):
    number = queued(desk, clock, talk)
    qtbot.waitUntil(lambda: shown(page, number) is not None and shown(page, number).state.level == "warn")
    desk.run(DeliverReply(message_id=number))
    qtbot.waitUntil(lambda: shown(page, number).state_text == "Sent")
    refused: list[DeskError] = []
    world.notices.refused.connect(refused.append)
    choose(page, number)
    act(page, "recall_message")
    box = next(each for each in page.findChildren(QMessageBox) if each.isVisible())
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    box.button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: [error.key for error in refused] == ["recall_too_late"])
    assert row(desk, number).state == "sent"


def test_what_the_channel_refused_says_so_and_is_sent_again(page, desk, clock, talk, qtbot):
    number = queued(desk, clock, talk)
    desk.run(FailReply(message_id=number, reason="blocked"))
    qtbot.waitUntil(lambda: shown(page, number) is not None and shown(page, number).failed)
    assert shown(page, number).state == ("Not sent: blocked", "bad", "circle-x")
    choose(page, number)
    act(page, "resend_message")
    qtbot.waitUntil(lambda: shown(page, number).state_text == "Queued")
    assert row(desk, number).state == "queued"


def test_acts_that_do_not_fit_say_why_and_change_nothing(page, desk, talk, world):
    said: list[str] = []
    world.notices.said.connect(lambda text, _undoable: said.append(text))
    before = desk.store.reader.rows("SELECT COUNT(*) FROM act")
    page.chat.talk.view.set_current(None)
    for name in (
        "quote_message",
        "recall_message",
        "resend_message",
        "pass_on",
        "forward_messages",
        "keep_phrase",
        "ticket_of_marked",
    ):
        act(page, name)
    choose(page, ids(desk, talk)[0])
    act(page, "recall_message")
    act(page, "resend_message")
    assert len(said) == 9 and all(said)
    assert desk.store.reader.rows("SELECT COUNT(*) FROM act") == before


def test_messages_are_marked_by_shift_and_arrows_and_by_space(page, desk, talk):
    view, numbers = page.chat.talk.view, ids(desk, talk)
    choose(page, numbers[2])
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert view.marked() == numbers[1:]
    assert "2" in page.chat.tools.marks_bar.count.text() and page.chat.tools.marks_bar.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.marked() == numbers
    assert "marked" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.marked() == numbers[1:]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.marked() == [] and not page.chat.tools.marks_bar.isVisible()


def test_a_ticket_carries_the_marked_messages_and_no_others(page, desk, talk, world):
    seeds: list = []
    world.new_ticket.connect(seeds.append)
    view, numbers = page.chat.talk.view, ids(desk, talk)
    view.mark(numbers[0])
    view.mark(numbers[2])
    act(page, "ticket_of_marked")
    assert len(seeds) == 1 and seeds[0].messages == 2 and seeds[0].conversation_id == talk
    assert [line.rpartition("  ")[2] for line in seeds[0].quoted.splitlines()] == ["第0句", "第2句"]


def test_who_may_not_handle_tickets_is_told_so(page, desk, talk, world, monkeypatch):
    monkeypatch.setattr(world, "may", lambda permission: permission is not Permission.TICKET_HANDLE)
    refused: list[DeskError] = []
    seeds: list = []
    world.notices.refused.connect(refused.append)
    world.new_ticket.connect(seeds.append)
    choose(page, ids(desk, talk)[0])
    act(page, "ticket_of_marked")
    assert [error.key for error in refused] == ["denied"] and not seeds


def test_several_are_copied_with_speaker_and_time(page, desk, talk):
    view, numbers = page.chat.talk.view, ids(desk, talk)
    for number in numbers[:2]:
        view.mark(number)
    page.chat.tools.marks_bar.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 2 and copied[0].startswith(DEER) and copied[0].endswith("第0句")


def test_messages_pass_into_the_draft_of_another_conversation_by_keys(page, desk, talk, three, world, qtbot):
    places: list = []
    world.go.connect(places.append)
    choose(page, ids(desk, talk)[1])
    act(page, "pass_on")
    dialog = page.findChild(PassOnDialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 3)
    QTest.keyClicks(dialog.search, "haoyun")
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(places))
    assert (places[0].kind, places[0].id) == ("conversation", three[1])
    assert page.chat.composer.drafts.text(three[1]) == "第1句"
    assert [each.text for each in conversations.newest(desk.store.reader, three[1])] == ["快递三天没动了"]


def test_words_become_a_phrase_and_undo_takes_it_away(page, desk, talk, qtbot):
    choose(page, ids(desk, talk)[1])
    act(page, "keep_phrase")
    dialog = page.findChild(KeepPhraseDialog)
    dialog.code.setText("d1")
    dialog.submitted.emit()
    qtbot.waitUntil(lambda: [each.text for each in phrases.phrases(desk.store.reader)] == ["第1句"])
    assert phrases.phrases(desk.store.reader)[0].code == "d1"
    desk.undo().result()
    assert phrases.phrases(desk.store.reader) == []


def test_the_menu_offers_what_fits_the_message(page, desk, clock, talk, qtbot):
    number = queued(desk, clock, talk)
    desk.run(FailReply(message_id=number, reason=""))
    qtbot.waitUntil(lambda: shown(page, number) is not None and shown(page, number).failed)

    def offered(message: int) -> set[str]:
        menu = QMenu(page)
        page.chat.talk.view.menu_wanted.emit(message, menu)
        return {each.text().partition("\t")[0] for each in menu.actions() if each.text()}

    assert {"Quote", "Pass on…", "Keep as phrase…", "Mark or unmark"} <= offered(ids(desk, talk)[0])
    assert "Send again" in offered(number) and "Send again" not in offered(ids(desk, talk)[0])
    assert "Take back" not in offered(ids(desk, talk)[0])
