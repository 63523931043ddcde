"""Undo is honest: it takes back what still stands as it was left, and refuses the rest by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk.builders import Clock, Make, People, act_count
from tests.desk.soundness import assert_sound
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase, RemovePhrase
from ticketdesk.desk.commands.shop import AddAgent, SetSetting
from ticketdesk.desk.commands.talk import (
    EndConversation,
    Heard,
    MarkSent,
    ReceiveTranscript,
    SendReply,
    TransferConversation,
)  # fmt: skip
from ticketdesk.desk.commands.tickets import NoteOnTicket, ReplyOnTicket, SetTicketField, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import conversations, orders, tickets
from ticketdesk.store.store import Store


def refusal(work: Callable[[], object]) -> DeskError:
    with pytest.raises(DeskError) as caught:
        work()
    return caught.value


def undo(desk: Desk, agent: int | None = None) -> str:
    desk.agent_id = agent if agent is not None else desk.agent_id
    return desk.undo().result().command


def redo(desk: Desk) -> str:
    return desk.redo().result().command


def test_an_undo_names_the_row_that_a_colleague_has_changed_since(desk: Desk, make: Make, people: People) -> None:
    phrase = desk.run(AddPhrase(text="亲，在的", code="zd")).result
    desk.run(EditPhrase(phrase_id=phrase, text="亲，稍等"))
    desk.run(EditPhrase(phrase_id=phrase, text="亲，马上"), agent_id=people.agent)
    before = digest(desk.store.reader)
    error = refusal(lambda: undo(desk))
    assert (error.key, error.values["command"], error.values["count"]) == ("undo_conflict", "EditPhrase", 1)
    (row,) = error.values["rows"]
    assert (row.table, row.key, row.columns) == ("phrase", phrase, ("initials", "text"))
    assert digest(desk.store.reader) == before
    undo(desk, people.agent)
    assert undo(desk, people.owner) == "EditPhrase"


def test_columns_that_others_changed_stay_when_other_columns_are_put_back(
    desk: Desk, make: Make, people: People
) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    desk.run(SetFlag(order_ids=(order,), flag=1))
    desk.run(AddRemark(order_id=order, text="换L码"), agent_id=people.agent)
    desk.run(EditAddress(order_id=order, receiver="林一", mobile="1", address="新地址"), agent_id=people.lead)
    card = orders.card(desk.store.reader, order)
    assert card is not None and card.row.flag == 1
    # The flag's own act is taken back; remark and address of the colleagues stay.
    error = refusal(lambda: undo(desk, people.owner))
    assert [row.columns for row in error.values["rows"]] == [("edited",)]
    undo(desk, people.lead)
    assert undo(desk, people.owner) == "SetFlag"
    card = orders.card(desk.store.reader, order)
    assert card is not None
    assert (card.row.flag, card.row.last_remark, len(card.remarks)) == (0, "换L码", 1)
    assert card.edited == {}


def test_a_flag_is_taken_back_under_a_later_remark(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    desk.run(SetFlag(order_ids=(order,), flag=3))
    desk.run(AddRemark(order_id=order, text="换L码"), agent_id=people.agent)
    undo(desk, people.owner)
    row = orders.rows(desk.store.reader, [order])[0]
    assert (row.flag, row.last_remark) == (0, "换L码")
    undo(desk, people.agent)
    row = orders.rows(desk.store.reader, [order])[0]
    assert (row.flag, row.last_remark, row.last_remark_at) == (0, "", None)


def _plain_row() -> dict[str, str]:
    return {"订单编号": "3000000000000000001", "买家会员名": "买家1", "总金额": "1.00", "订单状态": "交易成功"}


@pytest.mark.parametrize("step", [0, 1_000])
def test_a_ticket_that_a_colleague_has_answered_is_not_taken_back(
    desk: Desk, make: Make, people: People, clock: Clock, step: int
) -> None:
    clock.step = step  # also within one millisecond, where no column of the ticket differs
    ticket = make.ticket()
    desk.run(NoteOnTicket(ticket_id=ticket.id, text="我看过了"), agent_id=people.agent)
    error = refusal(lambda: undo(desk))
    assert error.key == "undo_conflict"
    assert {row.table for row in error.values["rows"]} >= {"ticket_event"}
    undo(desk, people.agent)
    assert undo(desk, people.owner) == "CreateTicket"
    assert tickets.detail(desk.store.reader, ticket.id) is None


def test_an_import_whose_order_has_a_ticket_is_not_taken_back(desk: Desk, make: Make, people: People) -> None:
    make.imported(3)
    ticket = make.ticket(agent_id=people.agent, order_id=make.order_id(1))
    error = refusal(lambda: undo(desk))
    assert [(row.table, row.key) for row in error.values["rows"]] == [("ticket", ticket.id)]
    undo(desk, people.agent)
    assert undo(desk, people.owner) == "ImportOrders"


def test_a_buyer_whose_import_is_taken_back_must_have_no_conversation(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    make.transcript("买家1", agent_id=people.agent)
    error = refusal(lambda: undo(desk))
    assert [row.table for row in error.values["rows"]] == ["conversation"]
    assert_sound(desk.store)


def test_a_redo_is_refused_where_what_it_belongs_to_has_gone(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    desk.run(AddRemark(order_id=order, text="换L码"), agent_id=people.agent)
    ticket = make.ticket(agent_id=people.lead, order_id=order)
    undo(desk, people.agent)
    undo(desk, people.lead)
    undo(desk, people.owner)
    desk.agent_id = people.agent
    error = refusal(lambda: redo(desk))
    assert {row.table for row in error.values["rows"]} == {"orders"}
    desk.agent_id = people.lead
    error = refusal(lambda: redo(desk))
    assert [(row.table, row.key, row.columns) for row in error.values["rows"]] == [("ticket", ticket.id, ("order_id",))]
    desk.agent_id = people.owner
    redo(desk)
    desk.agent_id = people.agent
    assert redo(desk) == "AddRemark"
    assert_sound(desk.store)


def test_undo_is_each_agents_own(desk: Desk, make: Make, people: People) -> None:
    desk.run(AddPhrase(text="一"), agent_id=people.agent)
    desk.run(AddPhrase(text="二"), agent_id=people.lead)
    assert undo(desk, people.agent) == "AddPhrase"
    assert [text for (text,) in desk.store.reader.rows("SELECT text FROM phrase WHERE deleted = 0")] == ["二"]
    assert refusal(lambda: undo(desk, people.agent)).key == "nothing_to_undo"


def test_steps_go_back_and_forth_and_a_new_act_ends_redoing(desk: Desk, make: Make) -> None:
    reader = desk.store.reader
    states = [digest(reader)]
    for text in ("一", "二", "三"):
        desk.run(AddPhrase(text=text))
        states.append(digest(reader))
    for wanted in (2, 1, 0):
        undo(desk)
        assert digest(reader) == states[wanted]
    for wanted in (1, 2):
        redo(desk)
        assert digest(reader) == states[wanted]
    undo(desk)
    assert digest(reader) == states[1]
    redo(desk)
    redo(desk)
    assert digest(reader) == states[3]
    assert refusal(lambda: redo(desk)).key == "nothing_to_redo"
    undo(desk)
    desk.run(SetSetting(key="hours", value="9-18"))
    assert refusal(lambda: redo(desk)).key == "nothing_to_redo"
    undo(desk)
    undo(desk)
    assert digest(reader) == states[1]


def test_a_redo_after_a_restart(desk: Desk, make: Make, clock: Clock, people: People) -> None:
    store = desk.store
    make.transcript()
    done = digest(store.reader)
    undo(desk)
    store.close()
    again = Store(store.path)
    try:
        desk = Desk(again, clock, people.owner)
        assert redo(desk) == "ReceiveTranscript"
        assert digest(again.reader) == done
        assert undo(desk) == "ReceiveTranscript"
    finally:
        again.close()


def test_a_look_at_personal_data_is_kept_and_is_no_step(desk: Desk, make: Make) -> None:
    make.imported(1)
    before, count = digest(desk.store.reader), act_count(desk.store)
    act = desk.run(RevealPersonalData(order_id=make.order_id(0))).act_id
    assert digest(desk.store.reader) == before
    assert act_count(desk.store) == count + 1
    row = desk.store.reader.rows("SELECT command, agent_id, undoable FROM act WHERE id = ?", (act,))[0]
    assert row == ("RevealPersonalData", desk.agent_id, 0)
    assert undo(desk) == "ImportOrders"


def test_what_changes_nothing_is_no_act(desk: Desk, make: Make) -> None:
    make.imported(1)
    order, count = make.order_id(0), act_count(desk.store)
    assert desk.run(SetFlag(order_ids=(order,), flag=0)).act_id is None
    address = orders.card(desk.store.reader, order)
    assert address is not None
    same = EditAddress(order_id=order, receiver=address.receiver, mobile=address.mobile, address=address.address)
    assert desk.run(same).act_id is None
    assert act_count(desk.store) == count


def test_a_removed_phrase_comes_back(desk: Desk) -> None:
    phrase = desk.run(AddPhrase(text="一")).result
    before = digest(desk.store.reader)
    desk.run(RemovePhrase(phrase_id=phrase))
    assert refusal(lambda: desk.run(EditPhrase(phrase_id=phrase, text="二"))).key == "row_missing"
    undo(desk)
    assert digest(desk.store.reader) == before


def test_the_talk_of_a_conversation_taken_back_step_by_step(desk: Desk, make: Make, people: People) -> None:
    conversation = make.transcript("林小鹿", "在吗").conversation_id
    reply = desk.run(SendReply(conversation_id=conversation, text="亲，在的")).result
    desk.run(MarkSent(message_ids=(reply,)))
    desk.run(TransferConversation(conversation_id=conversation, agent_id=people.agent, reason="shift_end"))
    desk.run(EndConversation(conversation_id=conversation))
    seen = []
    for _ in range(5):
        row = conversations.one(desk.store.reader, conversation)
        assert row is not None
        seen.append((undo(desk), row.state, row.agent_id, row.waiting_since is None))
    assert seen == [
        ("EndConversation", "ended", people.agent, True),
        ("TransferConversation", "open", people.agent, True),
        ("MarkSent", "open", people.owner, True),
        ("SendReply", "open", people.owner, True),
        ("ReceiveTranscript", "open", people.owner, False),
    ]
    assert conversations.one(desk.store.reader, conversation) is None


def test_the_number_of_a_ticket_that_was_taken_back_is_not_given_again(desk: Desk, make: Make) -> None:
    first = make.ticket()
    undo(desk)
    second = make.ticket()
    assert first.number != second.number


def test_an_act_cannot_name_what_has_been_taken_back(desk: Desk, make: Make, people: People) -> None:
    make.imported([_plain_row()])
    order = make.order_id(1)
    undo(desk)
    talk = make.transcript()
    undo(desk)
    colleague = desk.run(AddAgent(agent_name="霜降")).result
    undo(desk)
    before, count = digest(desk.store.reader), act_count(desk.store)
    keys = [
        refusal(lambda: make.ticket(order_id=order)).key,
        refusal(lambda: make.ticket(conversation_id=talk.conversation_id)).key,
        refusal(lambda: make.ticket(assignee_id=colleague)).key,
        refusal(lambda: desk.run(AddRemark(order_id=order, text="x"))).key,
        refusal(lambda: desk.run(SendReply(conversation_id=talk.conversation_id, text="x"))).key,
    ]
    assert keys == ["row_missing", "row_missing", "row_missing", "order_missing", "row_missing"]
    assert (digest(desk.store.reader), act_count(desk.store)) == (before, count)


def test_bulk_acts_on_hundreds_of_tickets_are_one_step(desk: Desk, make: Make, people: People) -> None:
    ids = tuple(make.ticket(f"第{n}张").id for n in range(300))
    before = digest(desk.store.reader)
    desk.run(TransferTicket(ticket_ids=ids, assignee_id=people.agent, reason="shift_end", note="交班"))
    desk.run(SetTicketField(ticket_ids=ids, field="priority", value="3"))
    assert len(tickets.snapshot(desk.store.reader, tickets.TicketView("mine", people.agent))) == 300
    undo(desk)
    undo(desk)
    assert digest(desk.store.reader) == before


def test_a_reply_on_a_ticket_is_one_step_with_its_words_in_the_outbox(desk: Desk, make: Make) -> None:
    conversation = make.transcript().conversation_id
    ticket = make.ticket(conversation_id=conversation)
    before = digest(desk.store.reader)
    desk.run(ReplyOnTicket(ticket_id=ticket.id, text="亲，换好了", finish=True))
    assert [row.text for row in conversations.outbox(desk.store.reader)] == ["亲，换好了"]
    undo(desk)
    assert digest(desk.store.reader) == before


def test_the_same_transcript_twice_adds_nothing(desk: Desk, clock: Clock) -> None:
    said = tuple(Heard("in", "林", clock.now + n // 2 * 1_000, f"话{n}") for n in range(6))
    first = desk.run(ReceiveTranscript(buyer_nick="林", messages=said)).result
    again = desk.run(ReceiveTranscript(buyer_nick="林", messages=said))
    assert (first.added, again.result.added, again.result.known, again.act_id) == (6, 0, 6, None)
    texts = [row.text for row in conversations.newest(desk.store.reader, first.conversation_id)]
    assert texts == [f"话{n}" for n in range(6)]
