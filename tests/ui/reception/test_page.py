"""The page as an agent uses it: reply, paste in Qianniu, mark as sent, end, undo, and the way to places."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPlainTextEdit, QTableView

from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.commands.tickets import CreateTicket
from ticketdesk.store.queries import conversations
from ticketdesk.ui.reception import page as page_module
from ticketdesk.ui.reception.acts.end_dialog import EndDialog
from ticketdesk.ui.reception.page import ReceptionPage
from ticketdesk.ui.reception.paste_dialog import PasteDialog
from ticketdesk.ui.world import Place

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def lines(page):
    return [item for item in page.chat.talk.view.column.items if item.speech]


def test_the_longest_waiting_conversation_is_open_at_first(page, three):
    assert page.list.current() == three[0]
    assert page.chat.conversation().nick == "林小鹿_88"
    assert [item.text for item in lines(page)] == ["尺码偏小，想换成L码可以吗？"]
    assert page.chat.header.nick.text() == "林小鹿_88"


def test_a_reply_is_copied_shown_in_the_outbox_and_marked_as_sent_by_keys(page, three, qtbot):
    edit = page.chat.composer.edit
    edit.setFocus()
    QTest.keyClicks(edit, "ok then")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(lines(page)) == 2 and "copied" in lines(page)[1].state_text)
    assert QGuiApplication.clipboard().text() == "ok then"
    qtbot.waitUntil(lambda: [row.text for row in page.chat.outbox.rows()] == ["ok then"])
    assert page.chat.outbox.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Return, CTRL | SHIFT)
    qtbot.waitUntil(lambda: lines(page)[1].state_text == "Sent")
    qtbot.waitUntil(lambda: not page.chat.outbox.isVisible())
    assert edit.text() == ""


def test_undo_takes_the_reply_out_of_the_chat(page, three, world, desk, qtbot):
    desk.run(SendReply(conversation_id=three[0], text="好的"))
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    world.undo()
    qtbot.waitUntil(lambda: len(lines(page)) == 1 and not page.chat.outbox.rows())


def test_all_replies_of_a_conversation_are_marked_at_once(page, three, desk, qtbot):
    for text in ("一", "二", "三", "四"):
        desk.run(SendReply(conversation_id=three[0], text=text))
    qtbot.waitUntil(lambda: len(page.chat.outbox.rows()) == 4)
    page.chat.outbox.all_sent.click()
    qtbot.waitUntil(lambda: page.chat.outbox.rows() == ())
    assert {item.state_text for item in lines(page)[1:]} == {"Sent"}


def test_a_channel_that_sends_by_itself_needs_no_marking(qtbot, world, three):
    class Wire:
        state = "sent"

        def __init__(self):
            self.sent = []

        def deliver(self, reply):
            self.sent.append(reply.text)
            return self

    wire = Wire()
    page = ReceptionPage(world, wire)
    qtbot.addWidget(page)
    page.chat.composer.edit.set_text("hello")
    page.chat.composer.send()
    qtbot.waitUntil(lambda: len(lines(page)) == 2 and lines(page)[1].state_text == "Sent")
    assert wire.sent == ["hello"]


def test_keys_go_through_the_conversations_also_from_the_text(page, three, qtbot):
    edit = page.chat.composer.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Down, ALT)
    assert page.list.current() == three[1]
    QTest.keyClick(edit, Qt.Key.Key_Up, ALT)
    assert page.list.current() == three[0]
    page.open_place(Place("conversation", three[2]))
    QTest.keyClick(edit, Qt.Key.Key_Up, CTRL)
    assert page.list.current() == three[0]
    assert page.list.scope() == "waiting"


def test_the_icon_of_the_list_opens_the_paste_dialog(page, qtbot):
    QGuiApplication.clipboard().clear()
    page.list.paste.click()
    dialog = page.findChild(PasteDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.reject()


def test_ending_while_the_buyer_waits_asks_first(page, three, world, qtbot):
    page.chat.header.end.click()
    dialog = page.findChild(EndDialog)
    dialog.end.click()
    box = dialog.findChild(QMessageBox)
    assert "林小鹿_88" in box.text()
    assert conversations.one(world.reader, three[0]).state == "open"
    with qtbot.waitSignal(world.notices.said):
        box.button(QMessageBox.StandardButton.Yes).click()
    assert conversations.one(world.reader, three[0]).state == "ended"
    qtbot.waitUntil(page.chat.header.ended.isVisible)


def test_ending_an_answered_one_asks_nothing(page, three, world, qtbot):
    page.open_place(Place("conversation", three[2]))
    page.chat.header.end.click()
    with qtbot.waitSignal(world.notices.said):
        page.findChild(EndDialog).end.click()
    assert conversations.one(world.reader, three[2]).state == "ended"


def test_a_new_ticket_starts_from_the_conversation(page, three, world, qtbot):
    with qtbot.waitSignal(world.new_ticket) as told:
        page.chat.header.ticket.click()
    seed = told.args[0]
    assert (seed.conversation_id, seed.buyer_nick, seed.order_id, seed.messages) == (three[0], "林小鹿_88", None, 1)
    assert seed.quoted == "林小鹿_88 14:22:08  尺码偏小，想换成L码可以吗？"


def test_an_open_ticket_of_the_buyer_stands_above_the_chat(page, three, world, desk, qtbot):
    assert not page.chat.banner.isVisible()
    made = desk.run(CreateTicket(type="exchange", title="M 换 L", buyer_nick="林小鹿_88")).result
    qtbot.waitUntil(page.chat.banner.isVisible)
    assert made.number in page.chat.banner.banner.accessibleName()
    with qtbot.waitSignal(world.go) as told:
        page.chat.banner.banner.acted.emit()
    assert told.args[0] == Place("ticket", made.id)


def test_a_message_found_by_search_is_scrolled_to_and_current(page, hear, world, qtbot):
    talk = hear("健谈", *(("in", 500 - n, f"第{n}句") for n in range(200))).conversation_id
    wanted = next(row for row in conversations.newest(world.reader, talk, 500) if row.text == "第20句")
    page.open_place(Place("message", wanted.id))
    assert page.chat.conversation().id == talk
    assert page.chat.talk.view.current() == wanted.id


def test_older_messages_come_without_a_jump(page, hear, qtbot):
    talk = hear("健谈", *(("in", 500 - n, f"第{n}句") for n in range(200))).conversation_id
    page.open_place(Place("conversation", talk))
    view = page.chat.talk.view
    assert len(lines(page)) == 40
    view.verticalScrollBar().setValue(0)
    place = view.places_in_sight()[2]
    seen, before = view.column.items[place].id, view.offset(place)
    qtbot.waitUntil(lambda: len(lines(page)) >= 80)
    assert abs(view.offset(view.column.place_of(seen)) - before) <= 2


def test_a_buyers_place_opens_his_newest_conversation(page, three, world):
    buyer = conversations.one(world.reader, three[1]).buyer_id
    page.open_place(Place("buyer", buyer))
    assert page.list.current() == three[1]


def test_an_empty_reception_offers_to_paste(qtbot, world):
    page = ReceptionPage(world)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    assert page.chat.empty.isVisible() and page.list.empty.isVisible()
    assert page.list.empty.title.text() == "No conversations yet"


def test_every_control_has_a_name(page):
    kinds = (QAbstractButton, QPlainTextEdit, QTableView)
    mine = [each for kind in kinds for part in (page.list, page.chat) for each in part.findChildren(kind)]
    assert [each for each in mine if each.isVisibleTo(page) and not each.accessibleName()] == []


def test_ticks_repaint_only(page, clock):
    page.tick(clock.now + 1_000)
    assert page.chat.conversation() is not None


def test_the_acts_of_the_page_have_keys(page):
    assert {act.shortcut().toString() for act in page.actions()} == {
        "Alt+Down", "Alt+Up", "Ctrl+Up", "Ctrl+Shift+Return", "Ctrl+J", "Ctrl+Shift+E", "Ctrl+Shift+F", "Ctrl+Shift+G",
        "Ctrl+Shift+J", "Ctrl+Shift+K", "Ctrl+Shift+S", "Ctrl+Shift+O", "Ctrl+Shift+P", "Ctrl+Shift+U", "Ctrl+T",
        "Ctrl+R", "Ctrl+Shift+R", "Ctrl+Alt+R", "Ctrl+O", "Ctrl+G", "Ctrl+B", "Ctrl+Shift+B", "Ctrl+W", "Ctrl+Shift+W",
        "Alt+J", "Ctrl+F", "Alt+G", "Alt+Q", "Alt+Z", "Alt+R", "Alt+F", "Alt+W", "Alt+P", "Alt+K",
        "Ctrl+\\", "Ctrl+Shift+\\", "F7", "Alt+1", "Alt+2", "Alt+3", "Alt+4",
    }  # fmt: skip


def drop(page, path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.chat.dropEvent(QDropEvent(QPointF(9, 9), copy, mime, left, none))


def test_a_dropped_text_file_opens_as_a_conversation_and_a_picture_joins_the_reply(page, three, tmp_path, qtbot):
    talk = tmp_path / "talk.TXT"
    text = "云朵朵 2026-11-21 14:25:01\n在吗\n青禾生活旗舰店:小满 2026-11-21 14:25:20\n在的\n"
    talk.write_text(text, encoding="gb18030")
    drop(page, talk)
    dialog = page.findChild(PasteDialog)
    qtbot.waitUntil(dialog.take.isEnabled)
    dialog.reject()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(tmp_path / "shot.png"))
    drop(page, tmp_path / "shot.png")
    qtbot.waitUntil(lambda: len(page.chat.composer.drafts.pictures(three[0])) == 1)


def test_taking_back_a_pasted_conversation_leads_to_its_neighbour(page, three, hear, world, qtbot):
    talk = hear("云朵朵", ("in", 1, "在吗")).conversation_id
    page.open_place(Place("conversation", talk))
    assert page.chat.header.nick.text() == "云朵朵"
    world.undo()
    qtbot.waitUntil(lambda: page.chat.header.nick.text() != "云朵朵")
    assert page.chat.conversation().id == page.list.current()
    assert talk not in page.list.model.ids()


def test_leaving_the_page_keeps_what_was_typed(page, three, world, qtbot):
    page.chat.composer.drafts._timer.setInterval(600_000)  # what keeps the words by itself comes too late
    QTest.keyClicks(page.chat.composer.edit, "half")
    page.hide()
    qtbot.waitUntil(lambda: conversations.draft(world.reader, f"reply:{three[0]}") == "half")


def test_the_orders_of_a_buyer_follow_when_the_keys_rest(page, three, world, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(page.sidebar, "show_buyer", shown.append)
    page.list.step(1)
    page.list.step(-1)
    assert shown == []
    qtbot.waitUntil(lambda: shown == [conversations.one(world.reader, three[0]).buyer_id])


def test_the_orders_of_a_buyer_who_is_looked_at_do_not_wait_for_a_rest(page, three, world, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(page.sidebar, "show_buyer", shown.append)
    monkeypatch.setattr(page_module, "_REST_MS", 600_000)
    page._stepped.invalidate()  # no key is held down
    page.list.step(1)
    assert shown == []
    qtbot.waitUntil(lambda: shown == [conversations.one(world.reader, page.list.current()).buyer_id])


def test_the_orders_of_a_buyer_who_is_stepped_over_do_not_follow_the_chat(page, three, world, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(page.sidebar, "show_buyer", shown.append)
    monkeypatch.setattr(page_module, "_REST_MS", 600_000)
    monkeypatch.setattr(page_module, "_STEP_MS", 600_000)
    page._stepped.start()
    page.list.step(1)
    followed = []
    page.chat.after.do(lambda: followed.append(1))
    qtbot.waitUntil(lambda: followed == [1])
    assert shown == []


def test_a_row_out_of_sight_comes_into_it_and_all_looks_as_if_painted_anew(page, hear, qtbot):
    talks = [hear(f"买家{n}", ("in", n + 20, "在吗")).conversation_id for n in range(30)]
    view = page.list.view
    qtbot.waitUntil(lambda: set(talks) <= set(page.list.model.ids()))
    last = page.list.model.ids()[-1]
    page.list.select(page.list.model.ids()[0])
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == 0)
    page.list.select(last)
    assert page.chat.conversation().id == last
    row = view.model().index_of(last)
    qtbot.waitUntil(lambda: view.viewport().updatesEnabled() and view.viewport().rect().contains(view.visualRect(row)))
    page.list.view.repaint()
    shown = page.list.grab().toImage()
    view.viewport().update()
    qtbot.wait(1)
    assert page.list.grab().toImage() == shown


def test_steps_that_follow_each_other_end_with_the_current_row_in_sight(page, hear, qtbot):
    for n in range(30):
        hear(f"买家{n}", ("in", n + 20, "在吗"))
    view = page.list.view
    qtbot.waitUntil(lambda: page.list.model.rowCount() >= 32)
    ids = page.list.model.ids()
    for number in (ids[-1], ids[0], ids[20], ids[25]):
        page.list.select(number)
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.model().index_of(ids[25]))))
    assert page.list.current() == ids[25]
