"""What a click opens comes in one statement, and is the same as its parts asked one by one."""

from __future__ import annotations

from array import array

import pytest

from tests.desk.builders import Make, add_colleague, number
from ticketdesk.desk.commands.orders import AddRemark
from ticketdesk.desk.commands.talk import SendReply
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.store.queries import agents, beside, buyers, conversations, orders, talks, tickets
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.store.reader import Reader

ODD = 'a"b\\c\u2028 {"x": [1]}\n\t👩‍👩‍👧 \ud7ff \'; --'


@pytest.fixture
def reader(desk: Desk) -> Reader:
    return desk.store.reader


def test_a_talk_is_its_row_its_newest_messages_and_what_waits(desk: Desk, make: Make, reader: Reader) -> None:
    here = make.transcript("林", *(f"{ODD} {n}" for n in range(9))).conversation_id
    other = make.transcript("王", "在吗").conversation_id
    first = desk.run(SendReply(conversation_id=here, text="好的")).result
    desk.run(SendReply(conversation_id=other, text="不在这里"))
    make.transcript("林", *(f"还有 {n}" for n in range(5)))
    found = talks.talk(reader, here, 3)
    assert found is not None and found.row == conversations.one(reader, here)
    assert found.messages == conversations.newest(reader, here, 3) and len(found.messages) == 3
    assert [row.id for row in found.outbox] == [first] and found.outbox == talks.outbox(reader, here)
    whole = talks.talk(reader, here, 90)
    assert whole is not None and [row.text for row in whole.messages[:9]] == [f"{ODD} {n}" for n in range(9)]
    assert talks.talk(reader, here + 1) is None


def test_a_talk_brings_the_open_tickets_of_its_buyer(desk: Desk, make: Make, reader: Reader) -> None:
    talk = make.transcript("林", "在吗").conversation_id
    made = [make.ticket(f"第 {n} 件", buyer_nick="林").id for n in range(3)]
    make.ticket("别人的", buyer_nick="王")
    desk.run(SetTicketState(ticket_ids=(made[1],), state="done"))
    found = talks.talk(reader, talk)
    assert found is not None and [row.id for row in found.tickets] == [made[0], made[2]]
    assert found.tickets == sorted(tickets.rows(reader, [made[0], made[2]]), key=lambda row: row.id)
    assert talks.open_tickets(reader, found.row.buyer_id) == found.tickets


def test_a_ticket_brings_its_timeline_and_the_talk_to_open(desk: Desk, make: Make, reader: Reader) -> None:
    made = make.ticket("换货", buyer_nick="林").id
    assert tickets.detail(reader, made).talk is None  # type: ignore[union-attr]
    make.transcript("林", "先")
    newest = make.transcript("林", "后").conversation_id
    desk.run(NoteOnTicket(ticket_id=made, text=ODD))
    found = tickets.detail(reader, made)
    assert found is not None and [found.row] == tickets.rows(reader, [made])
    assert found.talk == newest and [event.kind for event in found.events] == ["created", "note"]
    assert found.events[-1].text == ODD and found.events[-1].pictures == ()
    assert tickets.detail(reader, made + 1) is None


def test_beside_an_order_stands_what_stands_beside_its_buyer(make: Make, reader: Reader) -> None:
    make.imported(4)
    order = make.order_id(0)
    card = orders.card(reader, order)
    assert card is not None
    nick, buyer = card.row.buyer_nick, card.row.buyer_id
    assert buyer is not None and buyer == buyers.id_of_nick(reader, nick)
    for n in range(3):
        make.ticket(f"第 {n} 件", buyer_nick=nick)
    found = beside.of_order(reader, order, 2)
    assert found is not None and found == beside.of_buyer(reader, buyer, 2)
    assert list(found.orders) == orders.ids_of_buyer(reader, buyer, 2)
    newest = tickets.snapshot(reader, TicketView("buyer", buyer))
    assert [row.id for row in found.tickets] == list(newest[:2]) and found.ticket_count == 3
    assert beside.of_order(reader, 1) is None
    assert beside.of_buyer(reader, 1) == (1, (), (), 0, 0)


def test_cards_are_read_together_each_with_its_own_parts(desk: Desk, make: Make, reader: Reader) -> None:
    make.imported(3)
    ids = [make.order_id(n) for n in range(3)]
    desk.run(AddRemark(order_id=ids[1], text=ODD))
    desk.run(AddRemark(order_id=ids[1], text="后来"))
    made = make.ticket("补发", order_id=ids[2], buyer_nick="林")
    found = orders.cards(reader, [*ids, 1])
    assert set(found) == set(ids) and all(found[key] == orders.card(reader, key) for key in ids)
    assert [row.text for row in found[ids[1]].remarks][:2] == ["后来", ODD]
    assert all(found[key].lines == orders.lines(reader, key) for key in ids)
    assert all(found[key].remarks == orders.remarks(reader, key) for key in ids)
    assert [entry[:3] for entry in found[ids[2]].open_tickets] == [(made.id, made.number, "补发")]


def test_numbers_that_are_named_are_found_together(make: Make, reader: Reader) -> None:
    make.imported(3)
    found = orders.of_numbers(reader, {number(0), number(2), "9" * 19})
    ids = {key: [row.id for row in rows] for key, rows in found.items()}
    assert ids == {number(0): [make.order_id(0)], number(2): [make.order_id(2)]}
    assert orders.of_numbers(reader, set()) == {}


def test_a_talk_below_the_head_stands_at_its_end(make: Make, reader: Reader) -> None:
    made = [make.transcript(f"买家{n}", "在吗").conversation_id for n in range(5)]
    newest = conversations.snapshot(reader, "recent", limit=2)
    assert conversations.head_with(reader, newest[1], 2) == newest
    assert conversations.head_with(reader, made[0], 2) == newest + array("q", [made[0]])
    assert conversations.head_with(reader, 1, 2) is None


def test_people_are_those_who_may_work(desk: Desk, reader: Reader) -> None:
    add_colleague(desk)
    assert agents.people(reader) == tuple((row.id, row.name) for row in agents.agents(reader))
    assert "阿泽" in [person.name for person in agents.people(reader)]
