"""Pictures and files of a conversation: the viewer by keys, what is blocked, what only looks like a document."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox

from tests.ui.painted import png
from ticketdesk.desk import files
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.domain.file_names import clean_file_name, is_program
from ticketdesk.domain.moments import parse_stamp
from ticketdesk.store.queries import conversations
from ticketdesk.ui.capture.editor import CaptureDialog
from ticketdesk.ui.capture.marks import Mark, Tool
from ticketdesk.ui.reception.chat import cards
from ticketdesk.ui.reception.picture_view import PictureView

NOW = parse_stamp("2026-11-21 14:26:08")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def pictures(page, desk, three, world, qtbot):
    """Two pictures and between them bytes that are none, in the first conversation."""
    told = (png("red", 80, 40), b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 4, png("blue", 3_000, 2_000))
    for data in told:
        ref = files.keep(desk.store, data, "吊牌.png", "image/png")
        desk.run(SendReply(conversation_id=three[0], picture=ref))
    qtbot.waitUntil(lambda: len(page.chat.talk.pictures()) == 3)
    return page.chat.talk.pictures()


@pytest.fixture
def view(page, pictures, qtbot) -> PictureView:
    talk = page.chat.talk.view
    talk.scroll_to(pictures[2].id)
    talk.setFocus()
    QTest.keyClick(talk, Qt.Key.Key_Return)
    made = page.findChild(PictureView)
    qtbot.waitUntil(lambda: not made.ground.image().isNull())
    return made


def press(view: PictureView, key: Qt.Key, more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view.ground, key, more)


def test_enter_opens_the_picture_and_the_keys_go_to_the_others(view, qtbot):
    assert view.place() == 2 and view.ground.image().width() == 3_000
    press(view, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: view.ground.text().startswith("Picture blocked: "))
    assert not view.turn.isEnabled() and view.after.isEnabled()
    press(view, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: view.ground.image().width() == 80)
    press(view, Qt.Key.Key_PageUp)
    assert view.place() == 0
    press(view, Qt.Key.Key_PageDown)
    assert view.place() == 1


def test_a_blocked_picture_says_why_in_the_chat_and_is_asked_for_once(page, pictures, qtbot):
    talk, blocked = page.chat.talk, pictures[1].sha256
    qtbot.waitUntil(lambda: talk.thumbnails.why(blocked) != "")
    assert talk.thumbnails.why(blocked).startswith("Picture blocked: ")
    assert talk.thumbnails.why(pictures[0].sha256) == ""
    assert talk.thumbnails.wanted(blocked) is None and blocked not in talk.thumbnails._asked
    assert not talk.view.grab().isNull()


def test_it_grows_shrinks_moves_and_turns_by_keys(view):
    whole = view.ground.scale()
    assert whole < 1
    press(view, Qt.Key.Key_Plus)
    press(view, Qt.Key.Key_Plus)
    assert view.ground.scale() == pytest.approx(whole * 1.25**2)
    before = view.ground._area().x()
    press(view, Qt.Key.Key_Right)
    assert view.ground._area().x() == pytest.approx(before - 60) and view.place() == 2
    press(view, Qt.Key.Key_0)
    assert view.ground.scale() == whole
    for _turn in range(30):
        press(view, Qt.Key.Key_Minus)
    assert view.ground.scale() == whole
    for _turn in range(30):
        press(view, Qt.Key.Key_Plus)
    assert view.ground.scale() == 8
    press(view, Qt.Key.Key_R)
    assert (view.ground.image().width(), view.ground.image().height()) == (2_000, 3_000)
    press(view, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert view.ground.image().width() == 3_000


def test_what_is_drawn_upon_it_goes_into_the_reply(page, view, qtbot):
    press(view, Qt.Key.Key_A)
    editor = view.findChild(CaptureDialog)
    editor.canvas.draw(Mark(Tool.BOX, editor.canvas.rect().topLeft(), editor.canvas.rect().center()))
    editor.submitted.emit()
    qtbot.waitUntil(lambda: len(page.chat.composer.pictures().refs()) == 1)
    qtbot.waitUntil(lambda: page.findChild(PictureView) is None)


def test_copying_takes_it_as_it_is_turned(view):
    press(view, Qt.Key.Key_R)
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().height() == 3_000


def file_row(desk, talk, name, data=b"MZ" + bytes(4_000)):
    ref = files.keep(desk.store, data, name, "application/octet-stream")
    number = desk.run(SendReply(conversation_id=talk, picture=ref, kind="file")).result
    return conversations.message(desk.store.reader, number)


def test_a_file_is_a_card_with_its_name_and_size_and_never_a_picture(page, desk, three, qtbot):
    row = file_row(desk, three[0], "说明.pdf", b"%PDF-1.4" + bytes(1_234_000))
    qtbot.waitUntil(lambda: page.chat.talk.view.column.place_of(row.id) >= 0)
    item = page.chat.talk.view.column.items[page.chat.talk.view.column.place_of(row.id)]
    assert (item.card.title, item.card.warning, item.picture) == ("说明.pdf", "", None)
    assert "1.2 MB" in item.card.line
    assert page.chat.talk.pictures() == []


@pytest.mark.parametrize(
    "name", ["发票.pdf.exe", "发票.pdf .EXE", "a.jpg.scr", "发票\u202efdp.exe", "run.bat", "x.lnk"]
)
def test_a_program_is_called_one_however_it_is_dressed(desk, three, name):
    row = file_row(desk, three[0], name)
    card = cards.file_card(row)
    assert card.warning and is_program(name)
    assert "\u202e" not in card.title and card.title == clean_file_name(name)


def test_a_double_ending_names_what_it_pretends_to_be():
    assert "“.pdf”" in cards.file_warning("发票.pdf.exe")
    assert cards.file_warning("发票.pdf") == cards.file_warning("exe") == cards.file_warning("") == ""


def test_a_file_is_written_only_where_it_is_asked_for(page, desk, three, tmp_path, qtbot):
    row = file_row(desk, three[0], "发票.pdf.exe")
    qtbot.waitUntil(lambda: page.chat.talk.view.column.place_of(row.id) >= 0)
    page.chat.talk.open_wanted.emit(row)
    assert page.findChild(QFileDialog) is None
    box = next(each for each in page.findChildren(QMessageBox) if each.isVisible())
    box.button(QMessageBox.StandardButton.Save).click()
    dialog = page.findChild(QFileDialog)
    target = tmp_path / "kept.bin"
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
    dialog.fileSelected.emit(str(target))
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: target.read_bytes() == desk.store.files.read(row.sha256))
    dialog.reject()


def card_of(desk, talk, kind, data, text="x"):
    number = desk.run(SendReply(conversation_id=talk, text=text, kind=kind, data=data)).result
    return cards.card(conversations.message(desk.store.reader, number), NOW)


def test_products_and_parcels_are_cards(desk, three):
    product = json.dumps({"title": "亚麻衬衫", "code": "LN-07", "price_cents": 12900})
    found = card_of(desk, three[0], "product", product)
    assert (found.title, found.line, found.price, found.icon) == ("亚麻衬衫", "LN-07", "¥129.00", "shopping-bag")
    parcel = json.dumps({"carrier": "中通", "number": "7531", "event": "到达苏州", "at": NOW - 60_000})
    found = card_of(desk, three[0], "logistics", parcel)
    assert (found.title, found.line, found.icon) == ("中通 7531", "Today 14:25 到达苏州", "truck")


@pytest.mark.parametrize(
    "data",
    ["", "[1]", "{", '{"title": {"a": 1}}', '{"title": null, "price_cents": "1"}', "[" * 5_000, '{"title": true}'],
)
def test_damaged_cards_fall_back_to_their_words(desk, three, data):
    found = card_of(desk, three[0], "product", data, "看看这件")
    assert (found.title, found.price) == ("看看这件", "")
    assert card_of(desk, three[0], "logistics", data, "查件") is None
