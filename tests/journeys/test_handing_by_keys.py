"""Handing on, reminding, noting and ending by keys alone, with all that can be said beside it."""

from __future__ import annotations

import pytest

from tests.desk.live import hear
from tests.journeys.agent import DEER
from tests.journeys.typist import Typist
from ticketdesk.desk.commands.handing import AddGroup
from ticketdesk.domain.moments import DAY, from_ms
from ticketdesk.store.queries import conversations, reminders, serving
from ticketdesk.ui.reception.acts.remind_dialog import RemindDialog
from ticketdesk.ui.reception.acts.reminder_strip import ReminderStrip
from ticketdesk.ui.reception.acts.todo_panel import TodoPanel
from ticketdesk.ui.reception.acts.transfer_dialog import TransferTalkDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def in_talk(agent: Typist, nick: str = DEER) -> conversations.ConversationRow:
    """The conversation with ``nick`` is open and the keyboard in its reply."""
    agent.chooses_talk(nick)
    agent.keys("Ctrl+J")
    row = agent.reception().chat.conversation()
    assert row is not None
    return row


def test_a_group_takes_over_with_reason_and_note_and_is_offered_first_next_time(typist: Typist) -> None:
    group = typist.parts.desk.run(AddGroup(group_name="售后组")).result
    talk = in_talk(typist).id
    typist.keys("Ctrl+T")
    typist.dialog("Transfer the conversation")
    typist.write("售后")
    typist.keys("Tab", "Right")
    typist.tabs_to("Note for the colleague")
    typist.write("尺码偏小，要换")
    typist.keys("Return")
    typist.no_dialog()
    typist.until(lambda: bool(serving.transfers(typist.reader, talk)), "the group has it")
    [handed] = serving.transfers(typist.reader, talk)
    assert (handed.to, handed.note) == ("售后组", "尺码偏小，要换") and handed.reason
    in_talk(typist, "haoyun2015")
    typist.keys("Ctrl+T")
    dialog = typist.dialog("Transfer the conversation")
    assert isinstance(dialog, TransferTalkDialog) and dialog.to.current() == f"group:{group}"
    typist.keys("Esc")
    typist.no_dialog()


def test_several_conversations_come_back_each_day_until_put_off(typist: Typist) -> None:
    row = in_talk(typist)
    typist.keys("Ctrl+R")
    dialog = typist.dialog("Remind me later")
    assert isinstance(dialog, RemindDialog)
    typist.keys("2")
    typist.tabs_to("Moment in own words")
    typist.keys("Ctrl+A")
    typist.write("明天 10:00")
    assert f"{from_ms(dialog.when.moment() or 0):%H:%M}" == "10:00"
    typist.keys("Ctrl+A")
    typist.write("5分钟后")
    typist.tabs_to("Once")
    typist.keys("Right")
    typist.tabs_to("What about")
    typist.write("问尺码")
    typist.keys("Tab", "Down", "Space", "Return")
    typist.no_dialog()
    me = typist.parts.world.agent_id or 0
    typist.until(lambda: len(reminders.reminders(typist.reader, me)) == 2, "both are kept")
    both = reminders.reminders(typist.reader, me)
    assert {(each.repeat, each.text) for each in both} == {("daily", "问尺码")}
    assert row.id in {each.conversation_id for each in both}
    typist.clock.now = both[0].due_at
    typist.until(lambda: any(typist.shown(ReminderStrip)), "they come back")
    typist.keys("Ctrl+Alt+R")
    typist.dialog("Put off")
    typist.keys("2", "Return")
    typist.no_dialog()
    later = both[0].due_at
    typist.until(
        lambda: max(each.due_at for each in reminders.reminders(typist.reader, me)) > later, "one comes later today"
    )
    typist.keys("Ctrl+Shift+R")
    typist.until(
        lambda: any(each.due_at == later + DAY for each in reminders.reminders(typist.reader, me)),
        "the other is done for today and comes again tomorrow",
    )


def test_a_to_do_is_written_done_and_stays_in_the_history(typist: Typist) -> None:
    row = in_talk(typist)
    typist.tabs_to("Sidebar")
    typist.keys("End")
    panel = typist.there(lambda: next(typist.shown(TodoPanel), None), "the to-dos are shown")
    typist.tabs_to("New to-do for this buyer")
    typist.write("寄尺码表")
    typist.keys("Return")
    typist.until(lambda: [card.row.text for card in panel.cards] == ["寄尺码表"], "everybody sees it")
    typist.settle()
    typist.tabs_to("Done: 寄尺码表")
    typist.keys("Space")
    typist.until(lambda: [card.row.state for card in panel.cards] == ["done"], "it stands among what was done")
    [todo] = reminders.todos_of(typist.reader, row.buyer_id)
    assert todo.done_by and [each.command for each in reminders.todo_history(typist.reader, todo.id)]
    typist.settle()
    typist.tabs_to("Open again: 寄尺码表")
    typist.keys("Space")
    typist.until(lambda: [card.row.state for card in panel.cards] == ["open"], "it is open again")


def test_a_ticket_begins_from_the_conversation(typist: Typist) -> None:
    in_talk(typist)
    typist.keys("Ctrl+N")
    typist.dialog("New ticket")
    typist.keys("Right")
    typist.tabs_to("Title")
    typist.keys("Ctrl+A")
    typist.write("按键开单")
    typist.settle()
    typist.keys("Ctrl+Return")
    typist.no_dialog()
    found = typist.there(lambda: typist.ticket_called("按键开单"), "the ticket is open")
    assert found.row.buyer_nick == DEER


def test_an_end_with_everything_takes_eight_keys(typist: Typist) -> None:
    talk = hear(typist.parts.desk, "甲", "谢谢", at=typist.clock())
    in_talk(typist, "甲")
    typist.keys("Ctrl+W")
    typist.dialog("End the conversation")
    typist.settle()
    typist.keys("Y", "1", "R", "Return", "x", "Return", "Return")
    typist.no_dialog()
    typist.until(lambda: bool(serving.endings(typist.reader, talk)), "the conversation is ended")
    [ending] = serving.endings(typist.reader, talk)
    assert (ending.summary, ending.reason) == ("x", "solved")
    kinds = [row.kind for row in conversations.newest(typist.reader, talk) if row.side == "out"]
    assert "rating" in kinds and "text" in kinds, "closing words and the invitation are on their way"
