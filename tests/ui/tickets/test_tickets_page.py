"""The tickets page: choosing, following what was committed, the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from ticketdesk.desk.commands.talk import Heard, ReceiveTranscript
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import (
    CancelTicket,
    SetTicketField,
    SetTicketState,
    TransferTicket,
)
from ticketdesk.domain.moments import HOUR
from ticketdesk.store.queries import conversations, tickets
from ticketdesk.store.store import NewAct
from ticketdesk.store.tables import Role
from ticketdesk.store.writer import Priority
from ticketdesk.ui.tickets.acts.state_dialogs import ReopenDialog
from ticketdesk.ui.tickets.list import ticket_model
from ticketdesk.ui.tickets.page import TicketsPage
from ticketdesk.ui.world import Place

NOW = 1_795_242_368_000


@pytest.fixture
def page(qtbot, world):
    def show():
        made = TicketsPage(world)
        qtbot.addWidget(made)
        made.resize(1300, 800)
        made.show()
        return made

    return show


def detail(world, ticket):
    return tickets.detail(world.reader, ticket)


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_model_keeps_the_rules_of_qt(qtmodeltester, world, make):
    model = ticket_model.ticket_model(world)
    model.set_ids(tickets.snapshot(world.reader, tickets.TicketView("all")))
    qtmodeltester.check(model)
    ids = [make.ticket(str(n)) for n in range(5)]
    model.set_ids(tickets.snapshot(world.reader, tickets.TicketView("all")))
    assert sorted(model.ids()) == sorted(ids)
    qtmodeltester.check(model)


def test_an_empty_view_says_what_to_do(page):
    shown = page()
    assert shown.list.empty.isVisible() and shown.list.empty.action.isVisible()
    assert shown.detail.empty.isVisible()


def test_a_new_ticket_comes_into_the_list_and_the_counts(page, make, qtbot):
    shown = page()
    ticket = make.ticket()
    qtbot.waitUntil(lambda: list(shown.list.model.ids()) == [ticket])
    assert shown.list.count.text() == "1 ticket" and shown.list.table.isVisible()
    entry = next(each for each in shown.views.list._model.entries if each.key == "mine")
    assert entry.count == 1


def test_arrows_choose_and_enter_goes_to_the_reply(page, make, qtbot):
    first, second = make.ticket("甲", type="exchange"), make.ticket("乙")
    shown = page()
    shown.open_place(Place("tickets"))
    assert shown.detail.ticket_id == first
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Down)
    assert shown.detail.ticket_id == second
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Return)
    assert shown.focusWidget() is shown.detail.reply.text


def test_the_chosen_ticket_stays_chosen_when_rows_move(page, make, desk, qtbot):
    tickets_made = [make.ticket(str(n)) for n in range(4)]
    shown = page()
    shown.open_place(Place("ticket", tickets_made[3]))
    assert shown.list.table.currentIndex().row() == 3
    desk.run(SetTicketField(ticket_ids=(tickets_made[3],), field="type", value="exchange"))
    qtbot.waitUntil(lambda: shown.list.model.id_at(0) == tickets_made[3])
    assert shown.list.table.selected_ids() == [tickets_made[3]] and shown.detail.ticket_id == tickets_made[3]


def test_nothing_else_is_chosen_when_the_ticket_leaves_the_view(page, make, desk, qtbot):
    made = [make.ticket(str(n)) for n in range(3)]
    shown = page()
    shown.open_place(Place("ticket", made[1]))
    desk.run(SetTicketState(ticket_ids=(made[1],), state="done"))
    qtbot.waitUntil(lambda: len(shown.list.model.ids()) == 2)
    assert shown.list.table.selected_ids() == [] and shown.detail.ticket_id == made[1]
    qtbot.waitUntil(shown.detail.reopen.isVisible)
    assert not shown.detail.reply.isVisible()


def test_a_place_opens_a_ticket_of_another_view(page, make, desk, qtbot):
    make.ticket("我的")
    done = make.ticket("完成的")
    desk.run(SetTicketState(ticket_ids=(done,), state="done"))
    shown = page()
    shown.open_place(Place("ticket", done))
    assert shown.detail.ticket_id == done
    qtbot.waitUntil(lambda: shown.list.table.selected_ids() == [done])
    assert shown.views.list.current() == "done"


def test_reply_by_keys_is_written_and_the_field_is_emptied(page, make, world, qtbot):
    ticket = make.ticket()
    shown = page()
    shown.open_place(Place("ticket", ticket))
    shown.detail.focus_reply()
    qtbot.keyClicks(shown.detail.reply.text, "fine")
    qtbot.keyClick(shown.detail.reply.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [event.kind for event in detail(world, ticket).events] == ["created", "reply"])
    qtbot.waitUntil(lambda: shown.detail.reply.text.toPlainText() == "")
    qtbot.waitUntil(lambda: "fine" in words(shown.detail.timeline))


def test_the_menu_of_the_reply_finishes_and_tells_its_keys(page, make, world, qtbot):
    ticket = make.ticket()
    shown = page()
    shown.open_place(Place("ticket", ticket))
    menu = shown.detail.reply.more.menu()
    menu.aboutToShow.emit()
    assert [line.text() for line in menu.actions()] == ["Reply and finish\tCtrl+Shift+Enter"]
    shown.detail.reply.text.setPlainText("已处理")
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: detail(world, ticket).row.state == "done")


def test_reply_and_finish_ends_the_ticket(page, make, world, qtbot):
    ticket = make.ticket()
    shown = page()
    shown.open_place(Place("ticket", ticket))
    shown.detail.focus_reply()
    shown.detail.reply.text.setPlainText("已处理")
    shown.detail.reply.finish.trigger()
    qtbot.waitUntil(lambda: detail(world, ticket).row.state == "done")
    qtbot.waitUntil(shown.detail.reopen.isVisible)
    assert shown.focusWidget() is shown.detail.reopen
    shown.detail.reopen.click()
    asked = shown.findChild(ReopenDialog)
    asked.reason.setText("买家又来了")
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: detail(world, ticket).row.state == "in_progress")
    assert detail(world, ticket).events[-1].text == "买家又来了"
    qtbot.waitUntil(shown.detail.reply.isVisible)
    assert shown.focusWidget() is shown.detail.reply.text


def test_drafts_are_kept_apart_for_each_ticket_and_mode(page, make, world, qtbot):
    first, second = make.ticket("甲"), make.ticket("乙")
    shown = page()
    reply = shown.detail.reply
    shown.open_place(Place("ticket", first))
    reply.text.setPlainText("给买家")
    reply.turn.trigger()
    assert reply.text.toPlainText() == ""
    reply.text.setPlainText("给同事")
    shown.open_place(Place("ticket", second))
    assert reply.text.toPlainText() == ""
    shown.open_place(Place("ticket", first))
    assert reply.text.toPlainText() == "给同事"
    reply.turn.trigger()
    assert reply.text.toPlainText() == "给买家"
    shown.detail.keep()
    again = page()
    qtbot.waitUntil(lambda: "给买家" in tickets_draft(world, first))
    again.open_place(Place("ticket", first))
    assert again.detail.reply.text.toPlainText() == "给买家"


def tickets_draft(world, ticket):
    return conversations.draft(world.reader, f"ticket:{ticket}:reply")


def test_a_note_with_a_picture_stands_in_the_timeline(page, make, world, qtbot):
    ticket = make.ticket()
    shown = page()
    shown.open_place(Place("ticket", ticket))
    shown.detail.reply.turn.trigger()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    shown.detail.reply.pictures.add([image])
    qtbot.waitUntil(lambda: len(shown.detail.reply.pictures.refs()) == 1)
    shown.detail.reply.send.click()
    qtbot.waitUntil(lambda: len(detail(world, ticket).events) == 2)
    note = detail(world, ticket).events[1]
    assert note.kind == "note" and [(file.width, file.height) for file in note.pictures] == [(40, 30)]
    qtbot.waitUntil(lambda: not shown.detail.reply.pictures.refs())


def test_markup_of_outsiders_stays_text(page, make, desk):
    image = "<img src='file:///etc/passwd'>"
    ticket = make.ticket("<b>标题</b>", buyer_nick="<i>a</i>", description=image, quoted="<u>x</u>")
    desk.run(NoteOnTicket(ticket_id=ticket, text="<h1>大</h1>"))
    shown = page()
    shown.open_place(Place("ticket", ticket))
    labels = [label for label in shown.detail.findChildren(QLabel) if "<" in label.text()]
    assert {"<b>标题</b>", "<i>a</i>", "<u>x</u>", "<h1>大</h1>"} <= {label.text() for label in labels}
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_the_timeline_tells_every_kind_of_event(page, make, desk):
    other = make.colleague()
    ticket = make.ticket()
    desk.run(SetTicketState(ticket_ids=(ticket,), state="in_progress"))
    desk.run(SetTicketField(ticket_ids=(ticket,), field="priority", value="3"))
    desk.run(TransferTicket(ticket_ids=(ticket,), assignee_id=other, reason="shift_end", note="明早跟进"))
    desk.run(ReplyOnTicket(ticket_id=ticket, text="好的"))
    desk.run(CancelTicket(ticket_id=ticket, reason="买家不要了"))
    shown = page()
    shown.open_place(Place("ticket", ticket))
    text = "\n".join(words(shown.detail.timeline))
    for part in ("Open → In progress", "Normal → High", "小满 → 阿泽 (End of shift · 明早跟进)", "好的", "买家不要了"):
        assert part in text


def test_chips_change_state_type_and_priority(page, make, world, qtbot):
    ticket = make.ticket()
    shown = page()
    shown.open_place(Place("ticket", ticket))
    for chip, key in ((shown.detail.head.state, "waiting_buyer"), (shown.detail.head.type, "complaint"),
                      (shown.detail.head.priority, "3")):  # fmt: skip
        next(action for action in chip.options() if action.data() == key).trigger()
    qtbot.waitUntil(lambda: detail(world, ticket).row[4:7] == ("complaint", "waiting_buyer", 3))
    assert "cancelled" not in [action.data() for action in shown.detail.head.state.options()]


def test_a_heading_orders_the_list_and_turns_it_round(page, make, qtbot):
    first = make.ticket("甲", type="exchange")
    second = make.ticket("乙")
    shown = page()
    assert list(shown.list.model.ids()) == [first, second]
    shown.list.table.sort_requested.emit("updated", False)
    qtbot.waitUntil(lambda: list(shown.list.model.ids()) == [second, first])
    shown.list.table.sort_requested.emit("due", True)
    assert list(shown.list.model.ids()) == [first, second]
    shown.list.table.sort_requested.emit("due", True)
    assert list(shown.list.model.ids()) == [second, first]


def test_the_clock_moves_a_ticket_to_overdue(page, make, clock):
    ticket = make.ticket(type="exchange")
    shown = page()
    shown.views.list.set_current("overdue")
    shown.list.show_view("overdue")
    assert list(shown.list.model.ids()) == []
    clock.now += 49 * HOUR
    shown.tick(clock.now)
    assert list(shown.list.model.ids()) == [ticket]


def test_who_may_not_handle_tickets_reads_and_is_told_why(page, make, world, desk):
    ticket = make.ticket()
    desk.agent_id = reader_only(desk, make)
    shown = page()
    shown.open_place(Place("ticket", ticket))
    assert not shown.views.new.isEnabled() and shown.detail.reply.text.isReadOnly()
    assert not shown.detail.head.state.isEnabled()
    assert "handling tickets" in shown.detail.reply.transfer.toolTip()


def reader_only(desk, make):
    """A colleague whose role holds no right."""
    agent = make.colleague("旁观")

    def strip():
        with desk.store.act(NewAct(make.clock(), None, "Seed", "{}", 256, undoable=False)) as frame:
            role = frame.tx.rows("SELECT role_id FROM agent WHERE id = ?", (agent,))[0][0]
            frame.tx.update(Role, role, {"permissions": "[]"})

    desk.store.submit(strip, Priority.ACT).result()
    return agent


def test_a_reply_says_where_it_went(page, make, desk, world, qtbot):
    shown = page()
    alone = make.ticket("无会话", buyer_nick="新买家")
    desk.run(ReceiveTranscript(buyer_nick="林小鹿_88", messages=(Heard("in", "林小鹿_88", NOW, "在吗"),)))
    known = make.ticket("有会话")
    for ticket, words in ((alone, "no conversation here"), (known, "in the outbox")):
        shown.open_place(Place("ticket", ticket))
        shown.detail.reply.text.setPlainText("好的")
        with qtbot.waitSignal(world.notices.said) as said:
            shown.detail.reply.post()
        assert words in said.args[0] and said.args[1] is True
    shown.detail.reply.turn_mode()
    shown.detail.reply.text.setPlainText("同事看")
    with qtbot.waitSignal(world.notices.said) as said:
        shown.detail.reply.post()
    assert said.args[0] == "Note saved on the ticket"
