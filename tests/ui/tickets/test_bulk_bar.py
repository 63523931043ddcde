"""The bar under the list: all tickets chosen are changed, who refuses is told, words go to all their buyers."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu

from tests.desk.live import hear
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.store.queries import tickets
from ticketdesk.store.writer import Priority
from ticketdesk.ui.tickets.acts.many_dialogs import (
    ManyCancelDialog,
    ManySuspendDialog,
    ManyTransferDialog,
    RefusedDialog,
)
from ticketdesk.ui.tickets.acts.many_reply_dialog import ManyReplyDialog
from ticketdesk.ui.world import Place


@pytest.fixture
def chosen(qtbot, page, make, desk):
    """Three tickets, all of them chosen by the keyboard."""
    page.ids = [make.ticket(f"第{n}张", conversation_id=hear(desk, "林小鹿_88", f"在吗{n}")) for n in range(3)]
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open_place(Place("tickets"))
    qtbot.keyClick(page.list.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.bulk_bar.isVisible() and page.bulk_bar.chosen.text() == "3 chosen"
    return page


def column(world, page, name):
    found = {row.id: getattr(row, name) for row in tickets.rows(world.reader, page.ids)}
    return [found[each] for each in page.ids]


def opened(qtbot, page, kind):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def pick(page, asked, text):
    menu = page.bulk_bar.menu_of(asked)
    next(each for each in menu.actions() if each.text() == text).trigger()
    menu.close()


@pytest.fixture(autouse=True)
def no_popup(monkeypatch):
    monkeypatch.setattr(QMenu, "popup", lambda *_where: None)


def test_words_over_the_rows_leave_the_bar_free(chosen):
    ground = chosen.toast_ground().widget
    assert ground.isAncestorOf(chosen.list.table)
    assert ground.mapTo(chosen, ground.rect().bottomLeft()).y() < chosen.bulk_bar.mapTo(chosen, QPoint(0, 0)).y()


def test_one_ticket_alone_needs_no_bar(page, make, qtbot):
    make.ticket("一张")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    page.list.focus_table()
    assert page.list.table.selected_count() == 1 and not page.bulk_bar.isVisible()


@pytest.mark.parametrize(
    ("asked", "text", "name", "value"),
    [("state", "In progress", "state", "in_progress"), ("priority", "High", "priority", 3),
     ("type", "Exchange", "type", "exchange")],
)  # fmt: skip
def test_its_menus_change_all_and_one_undo_takes_it_back(chosen, world, qtbot, asked, text, name, value):
    before = column(world, chosen, name)
    with qtbot.waitSignal(world.notices.said) as said:
        pick(chosen, getattr(chosen.bulk_bar, asked), text)
    assert said.args == ["3 tickets changed", True]
    assert column(world, chosen, name) == [value] * 3
    world.undo().result()
    assert column(world, chosen, name) == before


def test_who_refuses_is_told_in_a_list_that_can_be_read_and_copied(chosen, world, desk, qtbot):
    desk.run(SetTicketState(ticket_ids=(chosen.ids[1],), state="done"))
    number = tickets.rows(world.reader, [chosen.ids[1]])[0].number
    chosen.many.change(tuple(chosen.ids), "state", "waiting_buyer")
    dialog = opened(qtbot, chosen, RefusedDialog)
    assert dialog.lines.toPlainText().startswith(f"{number}  The ticket is “Done”")
    assert len(dialog.lines.toPlainText().splitlines()) == 1 and dialog.lines.isReadOnly()
    assert column(world, chosen, "state") == ["waiting_buyer", "done", "waiting_buyer"]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_where_all_refuse_nothing_is_said_to_be_changed(chosen, world, qtbot):
    chosen.many.change((77, 78), "priority", "3")
    dialog = opened(qtbot, chosen, RefusedDialog)
    assert len(dialog.lines.toPlainText().splitlines()) == 2
    dialog.accept()


def test_they_are_suspended_by_a_key(chosen, world, qtbot):
    qtbot.keyClicks(chosen.list.table, "s")
    dialog = opened(qtbot, chosen, ManySuspendDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: column(world, chosen, "state") == ["suspended"] * 3)


def test_they_are_cancelled_with_a_reason(chosen, world, qtbot):
    qtbot.keyClicks(chosen.list.table, "x")
    dialog = opened(qtbot, chosen, ManyCancelDialog)
    assert not dialog.take.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    dialog.reason.setPlainText("重复建单")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: column(world, chosen, "state") == ["cancelled"] * 3)


def test_they_are_handed_on(chosen, world, make, qtbot):
    colleague = make.colleague("阿泽")
    qtbot.keyClicks(chosen.list.table, "h")
    dialog = opened(qtbot, chosen, ManyTransferDialog)
    dialog.to.setCurrentIndex(dialog.to.findData(colleague))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: column(world, chosen, "assignee_id") == [colleague] * 3)


def test_each_buyer_s_words_are_seen_before_they_go(chosen, world, make, qtbot):
    chosen.ids.append(make.ticket("没聊过", buyer_nick="王"))
    qtbot.waitUntil(lambda: chosen.list.model.rowCount() == 4)
    qtbot.keyClick(chosen.list.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(chosen.list.table, "r")
    dialog = opened(qtbot, chosen, ManyReplyDialog)
    assert not dialog.take.isEnabled()
    qtbot.keyClicks(dialog.text, "hi ")
    menu = dialog.variable_menu()
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(dialog.take.isEnabled)
    assert dialog.take.text() == "Send to 3  Ctrl+Enter"
    assert "1 ticket gets no words." in dialog.left_out.text()
    read = set()
    for _ in dialog.ids:
        read.add(dialog.preview.toPlainText())
        qtbot.mouseClick(dialog.after, Qt.MouseButton.LeftButton)
    assert read == {"hi 林小鹿_88", "hi 王"}
    with qtbot.waitSignal(world.notices.said) as said:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["3 tickets changed", True]
    texts = world.reader.rows("SELECT text FROM ticket_event WHERE kind = 'reply' AND deleted = 0")
    assert texts == [("hi 林小鹿_88",)] * 3
    world.undo().result()
    assert world.reader.rows("SELECT 1 FROM ticket_event WHERE kind = 'reply' AND deleted = 0") == []


def test_words_with_a_hole_reach_nobody(chosen, qtbot):
    chosen.many.ask_reply()
    dialog = opened(qtbot, chosen, ManyReplyDialog)
    dialog.text.setPlainText("{单号}")
    qtbot.waitUntil(lambda: "3 tickets get no words." in dialog.left_out.text())
    assert not dialog.take.isEnabled() and "{单号}" in dialog.preview.toPlainText()
    dialog.reject()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_the_bar_says_how_far_it_is_and_stops(chosen, world, qtbot):
    bar, many = chosen.bulk_bar, chosen.many
    many.working.emit(3)
    assert bar.stop.isVisible() and not bar.state.isVisible() and bar.chosen.text() == "0 of 3 done"
    many.stepped.emit(2)
    assert bar.chosen.text() == "2 of 3 done"
    many.working.emit(0)
    assert bar.state.isVisible() and not bar.stop.isVisible() and bar.chosen.text() == "3 chosen"


def test_it_is_stopped_and_everything_is_as_it_was(chosen, world, desk, qtbot):
    free = Event()
    desk.store.submit(free.wait, Priority.ACT)
    chosen.many.change(tuple(chosen.ids), "state", "in_progress")
    chosen.many.change(tuple(chosen.ids), "priority", "3")  # one at a time
    with qtbot.waitSignal(world.notices.said) as said:
        qtbot.mouseClick(chosen.bulk_bar.stop, Qt.MouseButton.LeftButton)
        free.set()
    assert said.args == ["Stopped: everything is as it was", False]
    assert column(world, chosen, "state") == ["open"] * 3 and column(world, chosen, "priority") == [2] * 3
    assert chosen.bulk_bar.state.isVisible()


def test_the_words_of_a_reply_that_was_stopped_stand_in_the_next_one(chosen, world, desk, qtbot):
    chosen.many.ask_reply()
    dialog = opened(qtbot, chosen, ManyReplyDialog)
    dialog.text.setPlainText("亲，今天发出")
    qtbot.waitUntil(dialog.take.isEnabled)
    free = Event()
    desk.store.submit(free.wait, Priority.ACT)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(chosen.bulk_bar.stop.isVisible)  # the wording is looked at in a worker first
    with qtbot.waitSignal(world.notices.said) as said:
        chosen.many.break_off()
        free.set()
    assert said.args == ["Stopped: everything is as it was", False]
    chosen.many.ask_reply()
    again = opened(qtbot, chosen, ManyReplyDialog)
    assert again.text.toPlainText() == "亲，今天发出"
    qtbot.waitUntil(again.take.isEnabled)
    with qtbot.waitSignal(world.notices.said):
        qtbot.keyClick(again, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    chosen.many.ask_reply()
    assert opened(qtbot, chosen, ManyReplyDialog).text.toPlainText() == ""


def test_a_letter_asks_no_ticket_anew_but_a_variable_does(chosen, qtbot, monkeypatch):
    chosen.many.ask_reply()
    dialog = opened(qtbot, chosen, ManyReplyDialog)
    qtbot.waitUntil(lambda: dialog._known)
    asked, reason = [], dialog._reason
    monkeypatch.setattr(dialog, "_reason", lambda ticket, text: asked.append(ticket) or reason(ticket, text))
    qtbot.keyClicks(dialog.text, "hello")
    assert asked == []
    dialog.text.insertPlainText("{单号}")
    assert len(asked) == 3 and not dialog.take.isEnabled()
    dialog.text.setPlainText("hello")
    assert len(asked) == 6 and dialog.take.isEnabled()
