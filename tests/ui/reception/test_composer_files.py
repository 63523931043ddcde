"""Files of a reply: kept within limits under clean names, programs told, pictures judged as pictures."""

from __future__ import annotations

import struct
import zlib

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest

from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.compose.reply_files import FileChip

ENTER = Qt.Key.Key_Return
BOMB = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><g id="a">' + b"<use/>" * 60 + b"</g></svg>"


def huge_png() -> bytes:
    """A small file that says it is 30,000 pixels a side."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def gives(page, *paths) -> None:
    """Paste files into the reply."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.chat.composer.edit.insertFromMimeData(mime)


def chips(page) -> list[str]:
    return [each.accessibleName() for each in page.chat.composer.files.findChildren(FileChip) if each.isVisible()]


@pytest.fixture
def invoice(tmp_path):
    path = tmp_path / "发票\u200b明细.pdf"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 2_000)
    return path


def test_a_file_is_kept_drafted_and_sent_after_the_words(live, world, talks, invoice, qtbot):
    composer = live.chat.composer
    gives(live, invoice)
    qtbot.waitUntil(lambda: [ref.name for ref in composer.files.refs()] == ["发票明细.pdf"])
    ref = composer.files.refs()[0]
    assert (ref.size, ref.media_type) == (2_009, "application/pdf")
    assert len(chips(live)) == 1
    QTest.keyClicks(composer.edit, "see")
    QTest.keyClick(composer.edit, ENTER)
    qtbot.waitUntil(lambda: len(conversations.newest(world.reader, talks[0])) == 3)
    rows = conversations.newest(world.reader, talks[0])[1:]
    assert [(row.kind, row.text, row.file_name) for row in rows] == [
        ("text", "see", ""), ("file", "发票明细.pdf", "发票明细.pdf")
    ]  # fmt: skip
    assert rows[1].sha256 == ref.sha256 and composer.files.refs() == []


def test_sending_waits_for_a_file_that_is_still_read(live, world, talks, invoice, qtbot):
    gives(live, invoice)
    QTest.keyClick(live.chat.composer.edit, ENTER)
    qtbot.waitUntil(lambda: [row.kind for row in conversations.newest(world.reader, talks[0])][1:] == ["file"])


def test_files_stay_with_their_conversation_also_when_read_late(live, talks, invoice, qtbot):
    composer = live.chat.composer
    gives(live, invoice)
    live.chat.show_conversation(talks[1])
    qtbot.waitUntil(lambda: len(composer.drafts.files(talks[0])) == 1)
    assert composer.files.refs() == [] and chips(live) == []
    live.chat.show_conversation(talks[0])
    assert len(chips(live)) == 1


def test_delete_takes_a_file_away(live, talks, invoice, qtbot):
    gives(live, invoice)
    qtbot.waitUntil(lambda: len(chips(live)) == 1)
    chip = live.chat.composer.files.findChildren(FileChip)[-1]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert live.chat.composer.files.refs() == []


def test_a_program_is_told_before_it_is_sent(live, world, tmp_path, qtbot):
    path = tmp_path / "发票.pdf.exe"
    path.write_bytes(b"MZ" + b"\0" * 64)
    with qtbot.waitSignal(world.notices.said) as told:
        gives(live, path)
    assert "发票.pdf.exe" in told.args[0] and "program" in told.args[0]
    assert len(chips(live)) == 1


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("大.zip", None, "file_too_large"),
        ("空.txt", b"", "file_empty"),
        ("炸弹.svg", BOMB, "picture_unknown"),
        ("炸弹.png", BOMB, "picture_unknown"),
        ("巨大.png", huge_png(), "picture_too_large"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_one_sentence(live, world, tmp_path, qtbot, name, content, key):
    path = tmp_path / name
    with path.open("wb") as file:
        if content is None:
            file.truncate(20 * 1024 * 1024 + 1)
        else:
            file.write(content)
    with qtbot.waitSignal(world.notices.refused) as told:
        gives(live, path)
    assert told.args[0].key == key
    assert live.chat.composer.files.refs() == [] and live.chat.composer.pictures().refs() == []


def test_a_folder_and_a_file_that_is_gone_are_refused(live, world, tmp_path, qtbot):
    for path in (tmp_path, tmp_path / "weg.txt"):
        with qtbot.waitSignal(world.notices.refused) as told:
            gives(live, path)
        assert told.args[0].key == "file_unsendable"


def test_a_file_taken_back_is_there_again(live, talks, invoice, qtbot):
    composer = live.chat.composer
    gives(live, invoice)
    qtbot.waitUntil(lambda: len(composer.files.refs()) == 1)
    ref = composer.files.refs()[0]
    QTest.keyClick(composer.edit, ENTER)
    qtbot.waitUntil(lambda: composer.edit.takes_back)
    QTest.keyClick(composer.edit, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: composer.files.refs() == [ref])
