"""What arrives while a reply of pictures and files is made, and what comes back of a reply that was refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desk.live import hear
from tests.ui.reception.composing import ours
from ticketdesk.store.queries import conversations

ENTER = Qt.Key.Key_Return
LATER = 1_795_242_400_000


@pytest.fixture
def paper(tmp_path) -> Path:
    """A file on this computer."""
    found = tmp_path / "退换货说明.pdf"
    found.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return found


def chosen(page, talk: int, path: Path, qtbot) -> None:
    """Choose a file for the reply and let the draft have begun."""
    page.chat.composer.add_pictures([path])
    qtbot.waitUntil(lambda: len(page.chat.composer.files.refs()) == 1 and not page.chat.composer.files.pending)
    qtbot.waitUntil(lambda: page.chat.composer.drafts.seen(talk) is not None)


def sends(page) -> None:
    QTest.keyClick(page.chat.composer.edit, ENTER)


def test_a_reply_of_a_file_alone_asks_about_what_arrived(live, world, desk, talks, paper, qtbot):
    composer = live.chat.composer
    chosen(live, talks[0], paper, qtbot)
    hear(desk, "林小鹿", "不用发了", at=LATER)
    qtbot.waitUntil(lambda: bool(composer.drafts.differences(talks[0])))
    sends(live)
    assert composer.bar.isVisible() and any("不用发了" in line for line in composer.bar.question.lines)
    assert ours(world, talks[0]) == []
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [(paper.name, "counting")])
    assert composer.drafts.seen(talks[0]) is None, "the draft is gone"


def test_a_draft_whose_file_was_taken_off_again_has_not_begun(live, desk, talks, paper, qtbot):
    composer = live.chat.composer
    chosen(live, talks[0], paper, qtbot)
    composer.drafts.set_files(talks[0], [])
    assert composer.drafts.seen(talks[0]) is None and composer.drafts.differences(talks[0]) == []


def test_files_do_not_leave_ahead_of_words_that_came_back(live, world, desk, talks, paper, qtbot):
    composer = live.chat.composer
    chosen(live, talks[0], paper, qtbot)
    QTest.keyClicks(composer.edit, "one moment")
    hear(desk, "林小鹿", "等等", at=LATER)  # the window has not heard of it yet
    sends(live)
    qtbot.waitUntil(composer.bar.isVisible)
    qtbot.waitUntil(lambda: len(composer.files.refs()) == 1)
    assert composer.edit.text() == "one moment" and ours(world, talks[0]) == []
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting"), (paper.name, "counting")])


def test_a_reply_that_comes_back_answers_the_same_message(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    asked = conversations.newest(world.reader, talks[0])[-1]
    live.chat.tools.quote.quote(asked)
    QTest.keyClicks(composer.edit, "one moment")
    qtbot.waitUntil(lambda: composer.drafts.seen(talks[0]) is not None)
    hear(desk, "林小鹿", "等等", at=LATER)
    sends(live)
    qtbot.waitUntil(composer.bar.isVisible)
    assert live.chat.tools.quote.quoted() == asked.id
    sends(live)
    qtbot.waitUntil(lambda: len(ours(world, talks[0])) == 1)
    assert conversations.newest(world.reader, talks[0])[-1].quote_id == asked.id


def test_a_reply_taken_back_to_be_edited_answers_the_same_message(live, world, talks, qtbot):
    composer = live.chat.composer
    asked = conversations.newest(world.reader, talks[0])[-1]
    live.chat.tools.quote.quote(asked)
    QTest.keyClicks(composer.edit, "one moment")
    sends(live)
    qtbot.waitUntil(lambda: ours(world, talks[0]) == [("one moment", "counting")])
    assert live.chat.tools.quote.quoted() is None
    live.chat.hands.edit_newest()
    qtbot.waitUntil(lambda: composer.edit.text() == "one moment")
    assert live.chat.tools.quote.quoted() == asked.id


def test_the_reason_for_words_that_came_back_is_kept_with_them(live, world, desk, talks, qtbot):
    composer = live.chat.composer
    composer.edit.insertPlainText("加我微信：abc12345")
    qtbot.waitUntil(lambda: composer.drafts.seen(talks[0]) is not None)
    sends(live)
    hear(desk, "林小鹿", "等等", at=LATER)
    QTest.keyClick(composer.edit, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: composer.bar.isVisible() and composer.bar.question.kind == "stale")
    sends(live)
    qtbot.waitUntil(lambda: len(ours(world, talks[0])) == 1)
    assert world.reader.rows("SELECT DISTINCT reason FROM wording_override") == [("The platform allows it here",)]
