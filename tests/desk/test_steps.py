"""What is one step of undo, what is none, and what an act may not name."""

from __future__ import annotations

from tests.desk.builders import Clock, Make, People, act_count, order_row
from tests.desk.undoing import refusal, undo
from ticketdesk.desk.commands.handing import TransferConversation
from ticketdesk.desk.commands.orders import AddRemark, EditAddress, RevealPersonalData, SetFlag
from ticketdesk.desk.commands.people import AddAgent
from ticketdesk.desk.commands.phrases import AddPhrase, EditPhrase, RemovePhrase
from ticketdesk.desk.commands.talk import (
    EndConversation,
    Heard,
    MarkSent,
    ReceiveTranscript,
    SendReply,
)  # fmt: skip
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket
from ticketdesk.desk.commands.tickets import (
    SetTicketField,
    TransferTicket,
)
from ticketdesk.desk.desk import Desk
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import conversations, personal, tickets


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
    address = personal.of_order(desk.store.reader, order)
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
    make.imported([order_row(1, make.rng)])
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


def test_an_act_that_wrote_what_stood_there_already_stands_in_nobodys_way(
    desk: Desk, make: Make, people: People
) -> None:
    phrase = desk.run(AddPhrase(text="亲")).result
    desk.run(EditPhrase(phrase_id=phrase, text="亲"), agent_id=people.lead)
    undo(desk, people.owner)
    desk.agent_id = people.lead
    undo(desk)
    assert desk.store.reader.rows("SELECT id FROM phrase WHERE deleted = 0") == []


def test_handing_on_to_whoever_serves_already_is_no_act(desk: Desk, make: Make, people: People) -> None:
    talk = make.transcript("林小鹿", "在吗").conversation_id
    same = TransferConversation(conversation_id=talk, agent_id=people.owner, reason="other")
    assert desk.run(same, agent_id=people.lead) == (None, False)


def test_a_redo_is_refused_where_another_row_has_taken_the_key(desk: Desk, make: Make, people: People) -> None:
    make.transcript("林小鹿", "在吗")
    undo(desk)
    make.transcript("林小鹿", "我又来了", agent_id=people.agent)
    error = refusal(lambda: desk.redo().result())
    assert error.key == "undo_conflict"
    assert [(row.table, row.columns) for row in error.values["rows"]] == [("buyer", ("nick",))]
    undo(desk, people.agent)
    desk.agent_id = people.owner
    assert desk.redo().result().command == "ReceiveTranscript"
