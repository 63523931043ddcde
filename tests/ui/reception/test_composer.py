"""Writing a reply: keys, input methods, drafts, phrases and pictures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QMimeData, Qt
from PySide6.QtGui import QImage, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ticketdesk.desk.commands.phrases import AddPhrase
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception.composer import Composer

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def ground(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(640, 500)
    made.show()
    return made


@pytest.fixture
def composer(ground, world, three):
    made = Composer(world, ground, ground)
    made.setGeometry(0, 300, 640, 200)
    made.show()
    made.set_conversation(three[0])
    return made


def outbox(world, number):
    return [row.text for row in conversations.newest(world.reader, number) if row.state == "outbox"]


def test_enter_sends_and_shift_enter_breaks_the_line(composer, world, three, qtbot):
    QTest.keyClicks(composer.edit, "one")
    QTest.keyClick(composer.edit, ENTER, SHIFT)
    QTest.keyClicks(composer.edit, "two")
    assert composer.edit.text() == "one\ntwo"
    with qtbot.waitSignal(composer.replied) as told:
        QTest.keyClick(composer.edit, ENTER)
    assert outbox(world, three[0]) == ["one\ntwo"]
    assert len(told.args[0]) == 1
    assert composer.edit.text() == ""


def test_nothing_written_sends_nothing(composer, world, three):
    QTest.keyClicks(composer.edit, "  ")
    QTest.keyClick(composer.edit, ENTER)
    assert outbox(world, three[0]) == []
    assert composer.edit.text() == "  "


def test_enter_while_an_input_method_composes_never_sends(composer, world, three, qtbot):
    edit = composer.edit
    QApplication.sendEvent(edit, QInputMethodEvent("huan ma", []))
    QTest.keyClick(edit, ENTER)
    committed = QInputMethodEvent("", [])
    committed.setCommitString("换码")
    QApplication.sendEvent(edit, committed)
    QTest.keyClick(edit, ENTER)
    assert edit.text() == "换码"
    assert outbox(world, three[0]) == []
    qtbot.wait(1)
    with qtbot.waitSignal(composer.replied):
        QTest.keyClick(edit, ENTER)
    assert outbox(world, three[0]) == ["换码"]


def test_each_conversation_has_its_draft_and_a_new_window_finds_it(composer, world, three, ground, qtbot):
    QTest.keyClicks(composer.edit, "half a wo")
    composer.set_conversation(three[1])
    assert composer.edit.text() == ""
    QTest.keyClicks(composer.edit, "other")
    key = f"reply:{three[1]}"
    assert composer.drafts._timer.isActive() and composer.drafts._timer.interval() <= 500
    qtbot.waitUntil(lambda: conversations.draft(world.reader, key) == "other")
    composer.set_conversation(three[0])
    assert composer.edit.text() == "half a wo"
    again = Composer(world, ground)
    again.set_conversation(three[1])
    assert again.edit.text() == "other"


def test_a_sent_draft_is_gone(composer, world, three, qtbot):
    QTest.keyClicks(composer.edit, "done")
    composer.drafts.keep()
    key = f"reply:{three[0]}"
    qtbot.waitUntil(lambda: conversations.draft(world.reader, key) == "done")
    with qtbot.waitSignal(composer.replied):
        composer.send()
    qtbot.waitUntil(lambda: conversations.draft(world.reader, key) == "")


def test_a_refused_reply_comes_back(composer, world, three, qtbot):
    composer.edit.set_text("长" * 30_000)
    with qtbot.waitSignal(world.notices.refused) as told:
        composer.send()
    assert told.args[0].key == "message_too_long"
    assert composer.edit.text() == "长" * 30_000
    assert composer.drafts.text(three[0]) == "长" * 30_000


def test_pasted_words_stay_as_they_are_or_are_refused(composer, world, qtbot):
    pasted = QMimeData()
    pasted.setText("亲，" * 900)
    composer.edit.insertFromMimeData(pasted)
    assert composer.edit.text() == "亲，" * 900
    pasted.setText("长" * 1_000_000)
    with qtbot.waitSignal(world.notices.refused) as told:
        composer.edit.insertFromMimeData(pasted)
    assert told.args[0].key == "message_too_long"
    assert composer.edit.text() == "亲，" * 900


@pytest.fixture
def phrases(desk, composer, qtbot):
    for code, text in (("hm", "亲，可以换码的"), ("hmgz", "换码规则：七天内"), ("", "在的呢，请讲")):
        desk.run(AddPhrase(code=code, text=text))
    qtbot.waitUntil(lambda: composer.popup.model.known == 3)


def test_a_slash_offers_phrases_by_code_and_initials(composer, phrases):
    QTest.keyClicks(composer.edit, "/hm")
    assert composer.popup.isVisible()
    assert [composer.popup.model.phrase(n).code for n in range(2)] == ["hm", "hmgz"]
    composer.edit.set_text("")
    assert not composer.popup.isVisible()
    QTest.keyClicks(composer.edit, "hello /zdn")
    assert composer.popup.model.phrase(0).text == "在的呢，请讲"
    composer.edit.set_text("and/or")
    assert not composer.popup.isVisible()


def test_enter_inserts_the_chosen_phrase_and_sends_nothing(composer, phrases, world, three):
    QTest.keyClicks(composer.edit, "hi /hm")
    QTest.keyClick(composer.edit, Qt.Key.Key_Down)
    QTest.keyClick(composer.edit, ENTER)
    assert composer.edit.text() == "hi 换码规则：七天内"
    assert outbox(world, three[0]) == []


def test_ctrl_enter_sends_the_phrase(composer, phrases, world, three, qtbot):
    QTest.keyClicks(composer.edit, "/hm")
    with qtbot.waitSignal(composer.replied):
        QTest.keyClick(composer.edit, ENTER, CTRL)
    assert outbox(world, three[0]) == ["亲，可以换码的"]


def test_escape_closes_the_list_and_enter_then_sends_what_stands_there(composer, phrases, world, three, qtbot):
    QTest.keyClicks(composer.edit, "/hm")
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert not composer.popup.isVisible()
    with qtbot.waitSignal(composer.replied):
        QTest.keyClick(composer.edit, ENTER)
    assert outbox(world, three[0]) == ["/hm"]


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_Tab, PLAIN), (ENTER, SHIFT)])
def test_a_phrase_is_put_in_and_the_list_stays(composer, phrases, world, three, key, modifier):
    QTest.keyClicks(composer.edit, "/hm")
    QTest.keyClick(composer.edit, key, modifier)
    assert composer.popup.isVisible() and composer.edit.hasFocus()
    assert composer.edit.text() == "亲，可以换码的\n/"
    QTest.keyClicks(composer.edit, "zdn")
    QTest.keyClick(composer.edit, ENTER)
    assert composer.edit.text() == "亲，可以换码的\n在的呢，请讲"
    assert outbox(world, three[0]) == []


def test_escape_after_a_stack_takes_the_waiting_slash_back(composer, phrases):
    QTest.keyClicks(composer.edit, "/hm")
    QTest.keyClick(composer.edit, Qt.Key.Key_Tab)
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert composer.edit.text() == "亲，可以换码的"
    assert not composer.popup.isVisible()


def offers(desk, composer, qtbot, **phrase):
    found = desk.run(AddPhrase(**phrase)).result
    qtbot.waitUntil(lambda: composer.popup.model.known > 0)
    return found


def test_variables_are_filled_what_is_unknown_is_told_and_the_use_counted(composer, desk, world, qtbot):
    phrase = offers(desk, composer, qtbot, code="q", text="{买家}您好，{光标}单号{单号}，{几天}到")
    QTest.keyClicks(composer.edit, "/q")
    with qtbot.waitSignal(world.notices.said) as told:
        QTest.keyClick(composer.edit, ENTER)
    assert composer.edit.text() == "林小鹿_88您好，单号{单号}，{几天}到"
    assert composer.edit.textCursor().position() == len("林小鹿_88您好，")
    assert told.args[0] == "Not filled in: 单号, 几天"
    uses = "SELECT phrase_id, uses FROM phrase_use"
    qtbot.waitUntil(lambda: desk.store.reader.rows(uses) == [(phrase, 1)])


def test_ended_phrases_are_not_offered_and_own_ones_come_first(composer, desk, world, qtbot):
    now = world.clock()
    desk.run(AddPhrase(code="qa", text="过期", valid_to=now - 1))
    desk.run(AddPhrase(code="qb", text="未开始", valid_from=now + 3_600_000))
    desk.run(AddPhrase(code="qc", text="店铺"))
    desk.run(AddPhrase(code="qdd", text="我的", personal=True))
    qtbot.waitUntil(lambda: composer.popup.model.known == 4)
    QTest.keyClicks(composer.edit, "/q")
    model = composer.popup.model
    assert [model.phrase(row).text for row in range(model.rowCount())] == ["我的", "店铺"]


def test_page_keys_go_through_the_groups(composer, desk, qtbot):
    for group in ("售前", "售后"):
        desk.run(AddPhrase(code=group, text=f"{group}的话", grouping=group))
    qtbot.waitUntil(lambda: composer.popup.model.known == 2)
    QTest.keyClicks(composer.edit, "/")
    shown = []
    for _turn in range(3):
        QTest.keyClick(composer.edit, Qt.Key.Key_PageDown)
        model = composer.popup.model
        shown.append([model.phrase(row).code for row in range(model.rowCount())])
    assert shown == [["售前"], ["售后"], ["售前", "售后"]]


def test_the_picture_of_a_phrase_goes_with_the_reply_it_was_put_in(composer, desk, world, qtbot, three):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    offers(desk, composer, qtbot, code="mb", text="请看码表", picture=world.keep_picture(data.data(), "码表"))
    QTest.keyClicks(composer.edit, "/mb")
    QTest.keyClick(composer.edit, ENTER)
    qtbot.waitUntil(lambda: len(composer.pictures().refs()) == 1 and not composer.pictures().pending)
    composer.set_conversation(three[1])
    assert composer.pictures().refs() == []
    assert len(composer.drafts.pictures(three[0])) == 1


def test_a_word_that_no_phrase_answers_shows_no_list(composer, phrases):
    QTest.keyClicks(composer.edit, "/qqqq")
    assert not composer.popup.isVisible()


def test_without_phrases_the_list_says_so(composer, qtbot):
    QTest.keyClicks(composer.edit, "/")
    qtbot.waitUntil(composer.popup.isVisible)
    assert composer.popup.model.rowCount() == 0


def picture(token="#336699"):
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.darkCyan if token == "#336699" else Qt.GlobalColor.darkYellow)
    return made


def test_a_pasted_picture_is_kept_drafted_and_sent_after_the_words(composer, world, three, qtbot):
    mime = QMimeData()
    mime.setImageData(picture())
    composer.edit.insertFromMimeData(mime)
    qtbot.waitUntil(lambda: len(composer.drafts.pictures(three[0])) == 1)
    ref = composer.drafts.pictures(three[0])[0]
    assert (ref.width, ref.height, ref.media_type) == (40, 30, "image/png")
    QTest.keyClicks(composer.edit, "see")
    with qtbot.waitSignal(composer.replied) as told:
        QTest.keyClick(composer.edit, ENTER)
    assert len(told.args[0]) == 2
    rows = [row for row in conversations.newest(world.reader, three[0]) if row.state == "outbox"]
    assert [(row.kind, row.text) for row in rows] == [("text", "see"), ("picture", "")]
    assert rows[1].sha256 == ref.sha256
    assert composer.drafts.pictures(three[0]) == []


def test_pictures_stay_with_their_conversation(composer, world, three, ground, qtbot):
    composer.add_pictures([picture()])
    qtbot.waitUntil(lambda: len(composer.drafts.pictures(three[0])) == 1)
    composer.set_conversation(three[1])
    assert composer.pictures().refs() == []
    composer.set_conversation(three[0])
    qtbot.waitUntil(lambda: len(composer.pictures().refs()) == 1)
    again = Composer(world, ground)
    again.set_conversation(three[0])
    qtbot.waitUntil(lambda: len(again.pictures().refs()) == 1)


def test_the_field_of_pictures_goes_along_until_a_picture_is_given(composer, three, qtbot):
    first = composer.pictures()
    composer.set_conversation(three[1])
    assert composer.pictures() is first
    composer.add_pictures([picture()])
    composer.set_conversation(three[0])  # the picture is read only now
    assert composer.pictures() is not first
    composer.add_pictures([picture("#999999")])
    qtbot.waitUntil(lambda: len(composer.drafts.pictures(three[0])) == 1)
    assert [ref.width for ref in composer.pictures().refs()] == [40]
    qtbot.waitUntil(lambda: len(composer.drafts.pictures(three[1])) == 1)  # it stays where it was given
    assert composer.drafts.pictures(three[1]) != composer.drafts.pictures(three[0])


def test_pasted_markup_stays_text(composer):
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("<b>bold</b>")
    composer.edit.insertFromMimeData(mime)
    assert composer.edit.text() == "<b>bold</b>"


def test_a_slash_word_with_an_emoji_is_replaced_whole_and_alone(composer):
    composer.edit.set_text("😀在 /好😀")
    composer.edit.moveCursor(QTextCursor.MoveOperation.End)
    composer.edit.put_phrase("在的呢")
    assert composer.edit.text() == "😀在 在的呢"
