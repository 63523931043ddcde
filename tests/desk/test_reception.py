"""Marks, handing on, endings, reminders and to-dos of the reception centre, each with its way back."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from tests.desk.live import hear
from tests.desk.undoing import refusal, undo
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, RenameGroup, SetGroupMember, TransferConversation
from ticketdesk.desk.commands.marks import (
    BlockBuyer,
    MarkConversations,
    MarkSeen,
    PinConversation,
    StarConversation,
    TagBuyer,
    UnblockBuyer,
    UntagBuyer,
)
from ticketdesk.desk.commands.reminders import AddTodo, DoneReminder, DoneTodo, EditTodo, MoveReminder, RemindLater
from ticketdesk.desk.commands.talk import EndConversation, SendReply
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import badges, conversations, reminders, serving
from ticketdesk.words import errors
from ticketdesk.words.reception import event_line

HOUR = 3_600_000


def row(desk: Desk, talk: int) -> conversations.ConversationRow:
    found = conversations.one(desk.store.reader, talk)
    assert found is not None
    return found


def test_marks_are_set_once_and_taken_back(desk: Desk) -> None:
    talk = hear(desk)
    buyer = row(desk, talk).buyer_id
    before = digest(desk.store.reader)
    steps = [
        StarConversation(conversation_id=talk), PinConversation(conversation_id=talk),
        TagBuyer(buyer_id=buyer, tag=" 老客 "), BlockBuyer(buyer_id=buyer, reason="广告"),
    ]  # fmt: skip
    for step in steps:
        assert desk.run(step).result is True
        assert desk.run(step) == (None, False)
    marked = row(desk, talk)
    assert marked.starred == 1 and marked.pinned_at and marked.blocked_at and marked.waiting_since is None
    assert serving.tags(desk.store.reader, buyer) == ["老客"]
    assert badges.badges(desk.store.reader).of("conversation.starred") == 1
    back = [
        UnblockBuyer(buyer_id=buyer), UntagBuyer(buyer_id=buyer, tag="老客"),
        PinConversation(conversation_id=talk, pinned=False), StarConversation(conversation_id=talk, starred=False),
    ]  # fmt: skip
    for step in back:
        assert desk.run(step).result is True
        assert desk.run(step) == (None, False)
    for _ in (*steps, *back):
        undo(desk)
    assert digest(desk.store.reader) == before


def test_at_most_a_hundred_are_pinned(desk: Desk) -> None:
    talks = [hear(desk, f"买家{n}") for n in range(101)]
    for talk in talks[:100]:
        desk.run(PinConversation(conversation_id=talk))
    assert refusal(lambda: desk.run(PinConversation(conversation_id=talks[100]))).key == "too_many_pinned"


def test_several_are_marked_in_one_step(desk: Desk) -> None:
    talks = tuple(hear(desk, f"买家{n}") for n in range(3))
    desk.run(StarConversation(conversation_id=talks[0]))
    before = digest(desk.store.reader)
    assert desk.run(MarkConversations(conversation_ids=talks, starred=True)).result == 2
    assert desk.run(MarkConversations(conversation_ids=talks, pinned=True)).result == 3
    assert all(row(desk, each).starred and row(desk, each).pinned_at for each in talks)
    assert desk.run(MarkConversations(conversation_ids=talks, starred=True, pinned=True)) == (None, 0)
    undo(desk)
    undo(desk)
    assert digest(desk.store.reader) == before
    many = tuple(range(1, 202))
    assert refusal(lambda: desk.run(MarkConversations(conversation_ids=many, starred=True))).key == "too_many_marked"


def test_what_a_blocked_buyer_says_is_kept_and_nobody_waits(desk: Desk) -> None:
    talk = hear(desk)
    desk.run(BlockBuyer(buyer_id=row(desk, talk).buyer_id, reason="骚扰"))
    hear(desk, "林小鹿", "在吗在吗", at=1_795_000_100_000)
    assert (row(desk, talk).waiting_since, row(desk, talk).last_text) == (None, "在吗在吗")


def test_the_unread_line_moves_forward_only_and_is_no_step(desk: Desk, make: Make) -> None:
    talk = hear(desk, "林小鹿", "一", "二", "三")
    messages = conversations.newest(desk.store.reader, talk)
    assert row(desk, talk).unread == 3
    assert desk.run(MarkSeen(conversation_id=talk, message_id=messages[1].id)).result is True
    assert desk.run(MarkSeen(conversation_id=talk, message_id=messages[0].id)) == (None, False)
    assert (row(desk, talk).unread, row(desk, talk).seen_message_id) == (1, messages[1].id)


def test_a_conversation_goes_to_a_colleague_or_a_group_with_a_line(desk: Desk, people: People) -> None:
    talk = hear(desk)
    group = int(str(desk.run(AddGroup(group_name="售后组")).result))
    before = digest(desk.store.reader)
    desk.run(TransferConversation(conversation_id=talk, agent_id=people.owner, reason="other"))
    desk.run(TransferConversation(conversation_id=talk, agent_id=people.lead, reason="needs_lead", note="要补偿"))
    desk.run(TransferConversation(conversation_id=talk, group_id=group, reason="after_sale"), agent_id=people.lead)
    found = row(desk, talk)
    assert (found.agent_id, found.group_id) == (None, group)
    told = serving.transfers(desk.store.reader, talk)
    assert [(each.came_from, each.to, each.note) for each in told] == [
        ("立夏", "售后组", ""), ("小满", "立夏", "要补偿"), ("", "小满", "")
    ]  # fmt: skip
    lines = [event_line(m.sender, m.data) for m in conversations.newest(desk.store.reader, talk) if m.kind == "system"]
    assert lines[1] == "小满 handed the conversation to 立夏: 要补偿"
    assert [each.name for each in serving.recent_targets(desk.store.reader, people.owner)] == ["立夏"]
    undo(desk, people.lead)
    desk.agent_id = people.owner
    undo(desk)
    undo(desk)
    assert digest(desk.store.reader) == before


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({}, "transfer_nowhere"),
        ({"agent_id": 1, "group_id": 2}, "transfer_nowhere"),
        ({"agent_id": 1, "reason": " "}, "reason_empty"),
        ({"agent_id": 1, "note": "x" * 501}, "note_too_long"),
        ({"group_id": 4_242}, "row_missing"),
    ],
)
def test_a_transfer_that_leads_nowhere_is_refused(desk: Desk, more: dict[str, object], key: str) -> None:
    talk = hear(desk)
    command = TransferConversation(**{"conversation_id": talk, "reason": "other", **more})  # type: ignore[arg-type]
    error = refusal(lambda: desk.run(command))
    assert error.key == key and errors.sentence(error)


def test_groups_keep_their_members(desk: Desk, people: People) -> None:
    group = int(str(desk.run(AddGroup(group_name="售后组")).result))
    assert refusal(lambda: desk.run(AddGroup(group_name="售后组"))).key == "group_name_taken"
    desk.run(SetGroupMember(group_id=group, agent_id=people.agent))
    assert desk.run(SetGroupMember(group_id=group, agent_id=people.agent)) == (None, False)
    desk.run(RenameGroup(group_id=group, group_name="仓库组"))
    assert serving.groups(desk.store.reader) == [(group, "仓库组", (people.agent,))]
    talk = hear(desk)
    desk.run(TransferConversation(conversation_id=talk, group_id=group, reason="other"))
    assert refusal(lambda: desk.run(RemoveGroup(group_id=group))).key == "group_in_use"
    desk.run(TransferConversation(conversation_id=talk, agent_id=people.agent, reason="other"))
    desk.run(RemoveGroup(group_id=group))
    assert serving.groups(desk.store.reader) == []
    undo(desk)
    assert serving.groups(desk.store.reader) == [(group, "仓库组", (people.agent,))]


def test_an_ending_is_recorded_and_the_next_word_begins_a_new_contact(desk: Desk, clock: Clock) -> None:
    talk = hear(desk)
    began = row(desk, talk).contact_at
    desk.run(EndConversation(
        conversation_id=talk, reason="solved", summary="换L码", confirmed=True, invited_rating=True
    ))  # fmt: skip
    ended = serving.endings(desk.store.reader, talk)[0]
    assert (ended.agent, *ended[2:]) == ("小满", "solved", "换L码", 1, 1)
    assert (row(desk, talk).state, row(desk, talk).waiting_since) == ("ended", None)
    hear(desk, "林小鹿", "还有个问题", at=clock.now)
    again = row(desk, talk)
    assert (again.state, again.agent_id) == ("open", None) and again.contact_at > began
    for more in ({"reason": "x"}, {"summary": "x" * 201}):
        command = EndConversation(conversation_id=talk, **more)  # type: ignore[arg-type]
        assert refusal(lambda command=command: desk.run(command)).key in ("choice_unknown", "summary_too_long")


def test_reminders_come_one_by_one_in_bulk_and_again(desk: Desk, clock: Clock, people: People) -> None:
    talks = tuple(hear(desk, f"买家{n}") for n in range(3))
    due = clock.now + HOUR
    ids = desk.run(RemindLater(due_at=due, conversation_ids=talks)).result
    daily = desk.run(RemindLater(due_at=due, text="查库存", repeat="daily")).result
    assert isinstance(ids, tuple) and isinstance(daily, tuple) and len(ids) == 3
    me = people.owner
    assert reminders.next_reminder(desk.store.reader, me) == due
    assert badges.badges(desk.store.reader).of("reminder.open", me) == 4
    desk.run(MoveReminder(reminder_ids=ids, due_at=due + HOUR))
    assert [each.id for each in reminders.reminders(desk.store.reader, me, until=due)] == [*daily]
    desk.run(DoneReminder(reminder_ids=(*ids, *daily)))
    left = reminders.reminders(desk.store.reader, me)
    assert [(each.id, each.due_at) for each in left] == [(daily[0], due + 24 * HOUR)]
    undo(desk)
    assert len(reminders.reminders(desk.store.reader, me)) == 4
    assert [each.nick for each in reminders.reminders_of(desk.store.reader, talks[0])] == ["买家0"]


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (RemindLater(due_at=1, text="x"), "moment_past"),
        (RemindLater(due_at=9_000_000_000_000), "todo_empty"),
        (RemindLater(due_at=9_000_000_000_000, text="x", repeat="hourly"), "choice_unknown"),
        (RemindLater(due_at=9_000_000_000_000, ticket_id=4_242), "ticket_missing"),
        (MoveReminder(reminder_ids=(), due_at=1), "moment_past"),
        (AddTodo(buyer_id=4_242, text="x"), "buyer_missing"),
    ],
)
def test_what_cannot_be_remembered_is_refused(desk: Desk, command: RemindLater, key: str) -> None:
    assert refusal(lambda: desk.run(command)).key == key


def test_a_to_do_is_everybodys_and_has_a_history(desk: Desk, clock: Clock, people: People) -> None:
    talk = hear(desk)
    buyer = row(desk, talk).buyer_id
    todo = int(str(desk.run(AddTodo(buyer_id=buyer, text="补发吊牌", conversation_id=talk)).result))
    desk.run(EditTodo(todo_id=todo, text="补发吊牌和发票", assignee_id=people.agent, due_at=clock.now + HOUR))
    assert [each.text for each in reminders.open_todos(desk.store.reader, people.agent)] == ["补发吊牌和发票"]
    assert reminders.open_todos(desk.store.reader, people.lead) == []
    desk.run(DoneTodo(todo_id=todo), agent_id=people.agent)
    found = reminders.todos_of(desk.store.reader, buyer)[0]
    assert (found.state, found.creator, found.assignee, found.done_by) == ("done", "小满", "谷雨", "谷雨")
    told = [(each.agent, each.command) for each in reminders.todo_history(desk.store.reader, todo)]
    assert told == [("谷雨", "DoneTodo"), ("小满", "EditTodo"), ("小满", "AddTodo")]
    desk.run(DoneTodo(todo_id=todo, done=False))
    assert reminders.open_todos(desk.store.reader)[0].done_at is None
    assert refusal(lambda: desk.run(EditTodo(todo_id=todo, text=" "))).key == "todo_empty"


def test_who_wrote_first_and_how_often_agents_answered(desk: Desk, make: Make) -> None:
    talk = hear(desk)
    assert row(desk, talk).followed == 0
    desk.run(SendReply(conversation_id=talk, text="一"))
    desk.run(SendReply(conversation_id=talk, text="二"))
    assert row(desk, talk).reply_count == 2
    undo(desk)
    assert row(desk, talk).reply_count == 1


def test_every_refusal_of_the_reception_has_a_sentence() -> None:
    from ticketdesk.words.reception_errors import RECEPTION

    for key, (_text, names) in RECEPTION.items():
        assert errors.sentence(DeskError(key, **dict.fromkeys(names, 1)))
