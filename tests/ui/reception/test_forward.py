"""Messages passed on to a colleague: with the conversation, or as a to-do; by keys, and taken back by undo."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ticketdesk.desk.commands.handing import AddGroup, TransferConversation
from ticketdesk.desk.commands.people import AddAgent, SetPassword
from ticketdesk.domain.passwords import hashed
from ticketdesk.store.queries import conversations, reminders
from ticketdesk.ui.reception.acts.forward_dialog import MOST, ForwardDialog, passed_on


@pytest.fixture
def colleagues(desk, world):
    """阿泽, 小云 and a group."""
    owner_password = hashed("secret", bytes(16), n=2)
    desk.run(SetPassword(agent_id=desk.agent_id, password_hash=owner_password))
    world.session.confirm("secret").result(5)
    made = [desk.run(AddAgent(agent_name=name)).result for name in ("阿泽", "小云")]
    desk.run(AddGroup(group_name="售后组"))
    return {"阿泽": made[0], "小云": made[1]}


def names(dialog):
    model = dialog.to.model
    return [model.pick(row).name for row in range(model.rowCount())]


def forwarding(page, three) -> ForwardDialog:
    """The dialog over the buyer's first message, by keys."""
    page.chat.talk.view.setFocus()
    page.chat.talk.view.set_current(conversations.newest(page._world.reader, three[0])[0].id)
    QTest.keyClick(page.chat.talk.view, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    dialog = page.findChild(ForwardDialog)
    assert dialog is not None and dialog.isVisible() and dialog.focusWidget() is dialog.to.field
    return dialog


def test_messages_go_to_a_colleague_with_the_conversation_and_undo_takes_it_back(page, three, world, colleagues, qtbot):
    before = conversations.one(world.reader, three[0])
    dialog = forwarding(page, three)
    assert "尺码偏小" in dialog.quoted.text()
    QTest.keyClicks(dialog.to.field, "xy")
    dialog.note.setText("急")
    with qtbot.waitSignal(world.notices.said) as told:
        QTest.keyClick(dialog.to.field, Qt.Key.Key_Return)
    assert told.args[1] is True
    row = conversations.one(world.reader, three[0])
    assert row.agent_id == colleagues["小云"]
    note = json.loads(conversations.newest(world.reader, three[0])[-1].data)["note"]
    assert note.startswith("急 “林小鹿_88 ") and note.endswith("尺码偏小，想换成L码可以吗？”")
    world.undo().result()
    assert conversations.one(world.reader, three[0]).agent_id == before.agent_id


def test_messages_go_to_a_colleague_as_a_todo_also_to_who_has_the_talk(page, three, world, desk, colleagues, qtbot):
    desk.run(TransferConversation(conversation_id=three[0], agent_id=colleagues["小云"], reason="x"))
    page.chat.show_conversation(three[0])
    dialog = forwarding(page, three)
    assert "小云" not in names(dialog) and "售后组" in names(dialog)
    QTest.keyClicks(dialog.to.field, "x")
    dialog.way.set_current("todo")
    dialog.way.chosen.emit("todo")
    assert names(dialog) == ["小云"], "what was typed still filters"
    dialog.submitted.emit()
    buyer = conversations.one(world.reader, three[0]).buyer_id
    qtbot.waitUntil(lambda: bool(reminders.todos_of(world.reader, buyer)))
    [todo] = reminders.todos_of(world.reader, buyer)
    assert todo.assignee_id == colleagues["小云"] and "尺码偏小" in todo.text
    world.undo().result()
    assert reminders.todos_of(world.reader, buyer) == []


def test_what_is_passed_on_fits_the_note_and_keeps_the_last():
    lines = [f"买家 10:0{n}  {'字' * 120}" for n in range(6)]
    words, left = passed_on("急", lines)
    assert len(words) <= MOST and words.startswith("急 “买家 10:03") and left == 3
    words, left = passed_on("", ["买\n家 " + "字" * 900])
    assert len(words) == MOST and words.endswith("…”") and "\n" not in words and left == 0
    assert passed_on(" ", ["甲"]) == ("“甲”", 0)
