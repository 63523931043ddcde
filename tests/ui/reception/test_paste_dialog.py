"""Taking in a copied conversation: what is understood, who is the buyer, files, pasting again."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.paste_dialog import PasteDialog
from ticketdesk.ui.reception.transcript_text import heard, known_people, read_transcript, understand

TEXT = """推荐回复
云朵朵 2026-11-21 14:25:01
少了一件<b>衣服</b>

青禾生活旗舰店:小满 2026-11-21 14:25:20
马上帮您查
已读
云朵朵 2026-11-21 14:26:00
谢谢
"""


@pytest.fixture
def window(qtbot):
    QGuiApplication.clipboard().clear()
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    QGuiApplication.clipboard().clear()


@pytest.fixture
def dialog(window, world):
    made = PasteDialog(world, window)
    made.open()
    yield made
    if shiboken6.isValid(made):
        made.reject()


def test_what_was_understood_is_shown_and_taken_in_with_the_keyboard(dialog, world, qtbot):
    dialog.set_text(TEXT)
    qtbot.waitUntil(dialog.take.isEnabled)
    shown = dialog.preview.text()
    assert "Buyer 云朵朵" in shown and "Our side: 青禾生活旗舰店:小满" in shown
    assert "3 messages, 2026-11-21 14:25:01 to 2026-11-21 14:26:00" in shown
    with qtbot.waitSignal(dialog.received) as told:
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    found = conversations.snapshot(world.reader, "waiting")
    assert list(found) == [told.args[0]]
    rows = conversations.newest(world.reader, found[0])
    assert [(row.side, row.text, row.read) for row in rows] == [
        ("in", "少了一件<b>衣服</b>", 0), ("out", "马上帮您查", 1), ("in", "谢谢", 0)
    ]  # fmt: skip


def test_keys_pressed_before_the_text_is_read_count(dialog, world, qtbot):
    dialog.set_text(TEXT)
    QTest.keyClick(dialog.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(conversations.snapshot(world.reader, "recent")) == 1)


def test_a_copied_conversation_that_is_too_long_is_refused_in_words(window, world, qtbot):
    QGuiApplication.clipboard().setText("云朵朵 2026-11-21 14:26:00\n" + "长" * 30_000)
    made = PasteDialog(world, window)
    made.open()
    qtbot.waitUntil(lambda: "64 kB" in made._status.text())
    assert not made.take.isEnabled()
    made.reject()


def test_a_second_paste_below_the_first_keeps_every_character(dialog):
    dialog.edit.set_source("云朵朵 2026-11-21 14:25:00\n在吗")
    more = QMimeData()
    more.setText("云朵朵 2026-11-21 14:26:00\n" + "长" * 20_500)
    dialog.edit.insertFromMimeData(more)
    assert dialog.edit.source() == "云朵朵 2026-11-21 14:25:00\n在吗\n" + more.text()


def test_pasting_again_says_that_nothing_is_new(window, world, qtbot):
    said = []
    world.notices.said.connect(lambda text, undoable: said.append((text, undoable)))
    for text in (TEXT, TEXT, TEXT + "\n云朵朵 2026-11-21 14:27:00\n在吗\n"):
        dialog = PasteDialog(world, window)
        dialog.open()
        dialog.set_text(text)
        qtbot.waitUntil(dialog.take.isEnabled)
        with qtbot.waitSignal(dialog.received):
            dialog.submit()
    assert said == [
        ("3 new messages taken in", True),
        ("Nothing new: all of it was already here", False),
        ("1 new message, 3 already here", True),
    ]


def test_a_conversation_on_the_clipboard_is_offered_other_text_is_not(window, world, qtbot):
    for lying, offered in (("https://example.org", ""), (TEXT, TEXT)):
        QGuiApplication.clipboard().setText(lying)
        dialog = PasteDialog(world, window)
        assert dialog.edit.source() == offered
        dialog.reject()


def test_the_agent_is_asked_who_the_buyer_is(dialog, world, qtbot):
    dialog.set_text("甲 2026-11-21 14:25:01\n在吗\n乙 2026-11-21 14:25:20\n在的亲\n")
    qtbot.waitUntil(dialog.who.isVisible)
    assert not dialog.take.isEnabled()
    dialog.who._group.button(0).click()
    qtbot.waitUntil(dialog.take.isEnabled)
    with qtbot.waitSignal(dialog.received) as told:
        dialog.submit()
    assert conversations.one(world.reader, told.args[0]).nick == "甲"


def test_text_that_is_no_conversation_is_refused_in_words(dialog, qtbot):
    dialog.set_text("hello")
    qtbot.waitUntil(lambda: "No line here" in dialog._status.text())
    assert not dialog.take.isEnabled()
    dialog.set_text("")
    qtbot.waitUntil(lambda: "No line here" not in dialog._status.text())


def test_a_text_of_megabytes_is_shown_from_its_beginning_and_taken_whole(dialog, qtbot):
    text = "".join(f"云朵朵 2026-11-21 14:{n // 60 % 60:02d}:{n % 60:02d}\n第{n}句{'长' * 50}\n" for n in range(3_000))
    dialog.set_text(text)
    assert dialog.edit.isReadOnly()
    assert dialog.edit.source() == text
    assert len(dialog.edit.toPlainText()) <= 20_100
    qtbot.waitUntil(lambda: "3,000 messages" in dialog.preview.text())
    dialog._clear()
    assert not dialog.edit.isReadOnly()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_each_encoding(tmp_path, encoding):
    path = tmp_path / "会话.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_transcript(path) == TEXT


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_empty"),
        (b" \r\n", "file_empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "transcript_no_header"),
        (b"ok\n\xff\xff\xff\n", "file_encoding"),
        (b"a\0b", "transcript_no_header"),
    ],
)
def test_files_that_are_no_text_are_refused(tmp_path, content, key):
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(DeskError) as refused:
        read_transcript(path)
    assert refused.value.key == key


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DeskError) as refused:
        read_transcript(tmp_path / "none.txt")
    assert refused.value.key == "file_missing"


def test_a_file_is_opened_in_the_dialog(dialog, tmp_path, qtbot):
    path = tmp_path / "会话.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    dialog.read_file(str(path))
    qtbot.waitUntil(dialog.take.isEnabled)
    assert dialog.edit.source() == TEXT


def test_agents_are_known_by_shop_and_account(desk):
    known = known_people(desk.store.reader)
    assert known.shop == "青禾生活旗舰店"
    assert known.accounts == ("小满",)
    sides = [said.side for said in heard(understand(TEXT, known))]
    assert sides == ["in", "out", "in"]
