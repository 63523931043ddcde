"""What comes late goes to the conversation it was meant for: words taken back, pictures, captures."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from tests.ui.reception.composing import ours
from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.store.queries.phrases import phrases
from ticketdesk.ui.reception.compose.sending import put_back

ENTER = Qt.Key.Key_Return


@pytest.fixture
def image() -> QImage:
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(QColor("teal"))
    return made


@pytest.fixture
def held(world, monkeypatch):
    """Files are read and kept only once this is set."""
    gate, read, keep = threading.Event(), world.read_file, world.keep_picture

    def reads(*given):
        assert gate.wait(10)
        return read(*given)

    def keeps(*given):
        assert gate.wait(10)
        return keep(*given)

    monkeypatch.setattr(world, "read_file", reads)
    monkeypatch.setattr(world, "keep_picture", keeps)
    return gate


def drafted(page, talk) -> int:
    return len(page.chat.composer.drafts.pictures(talk))


def test_words_taken_back_go_to_the_reply_of_their_conversation(live, world, talks, qtbot):
    composer = live.chat.composer
    QTest.keyClicks(composer.edit, "for the first")
    QTest.keyClick(composer.edit, ENTER)
    qtbot.waitUntil(lambda: len(ours(world, talks[0])) == 1)
    qtbot.waitUntil(lambda: any(row.side == "out" for row in live.chat.talk.waiting_replies()))
    live.chat.talk.view.set_current(live.chat.talk.newest_id())
    live.chat.tools.acts.recall()
    live.chat.show_conversation(talks[1])
    qtbot.waitUntil(lambda: composer.drafts.text(talks[0]) == "for the first")
    assert composer.edit.text() == "" and composer.drafts.text(talks[1]) == ""
    live.chat.show_conversation(talks[0])
    assert composer.edit.text() == "for the first"


def test_the_picture_of_a_phrase_goes_to_the_conversation_it_was_put_in(live, world, desk, talks, image, held, qtbot):
    held.set()
    ref = world.keep_file(_png(image), "尺码表.png", "image/png")
    desk.run(AddPhrase(text="尺码表", picture=ref._replace(width=40, height=30)))
    held.clear()
    [phrase] = [row for row in phrases(world.reader) if row.picture]
    live.chat.composer.phrases.put(phrase)
    live.chat.show_conversation(talks[1])
    held.set()
    qtbot.waitUntil(lambda: drafted(live, talks[0]) == 1)
    assert drafted(live, talks[1]) == 0
    live.chat.show_conversation(talks[0])
    qtbot.waitUntil(lambda: len(live.chat.composer.pictures().refs()) == 1)


def test_a_picture_pasted_and_left_at_once_stays_in_its_draft(live, talks, image, held, qtbot):
    live.chat.composer.add_pictures([image])
    live.chat.show_conversation(talks[1])
    held.set()
    qtbot.waitUntil(lambda: drafted(live, talks[0]) == 1)
    assert drafted(live, talks[1]) == 0 and live.chat.composer.pictures().refs() == []
    live.chat.show_conversation(talks[0])
    qtbot.waitUntil(lambda: len(live.chat.composer.pictures().refs()) == 1)


def test_a_capture_goes_to_the_conversation_it_was_begun_for(live, world, talks, image, qtbot):
    with qtbot.waitSignal(world.capture_wanted) as wanted:
        live.chat.composer.extras.capture()
    live.chat.show_conversation(talks[1])
    wanted.args[0].give(image)
    qtbot.waitUntil(lambda: drafted(live, talks[0]) == 1)
    assert drafted(live, talks[1]) == 0 and live.chat.composer.pictures().refs() == []


def test_what_was_drawn_upon_goes_to_the_conversation_it_came_from(live, talks, image, qtbot):
    live.chat.tools.reply_with(talks[0], image)
    qtbot.waitUntil(lambda: drafted(live, talks[0]) == 1)
    live.chat.tools.reply_with(talks[2], image)
    qtbot.waitUntil(lambda: drafted(live, talks[2]) == 1)
    assert drafted(live, talks[0]) == 1 and len(live.chat.composer.pictures().refs()) == 1


def test_what_comes_back_is_seen_in_the_pane_that_shows_its_conversation_by_now(live, talks, qtbot):
    first = live.chat.composer
    assert live.panes.open_beside()
    beside = live.panes.panels()[1]
    qtbot.waitUntil(lambda: first.conversation not in (None, talks[0]))
    QTest.keyClicks(beside.composer.edit, "more")
    put_back(first, talks[0], "came back")
    assert beside.composer.edit.text() == "came back\nmore"
    QTest.keyClicks(beside.composer.edit, "!")
    assert first.drafts.text(talks[0]).startswith("came back") and "came back" not in first.edit.text()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
