"""Where a reply on a ticket goes, and what a change of type does to the deadline."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, order_row
from ticketdesk.desk.commands.talk import Heard, Received, ReceiveTranscript
from ticketdesk.desk.commands.ticket_replies import Replied, ReplyOnTicket
from ticketdesk.desk.commands.tickets import CreateTicket, SetTicketField, TicketMade
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.files import keep
from ticketdesk.domain.moments import HOUR
from ticketdesk.store.queries import conversations, orders, tickets
from ticketdesk.store.store import Store


@pytest.fixture
def talk_id(desk: Desk) -> int:
    """The buyer 云朵朵 has a conversation."""
    heard = (Heard("in", "云朵朵", 1_795_000_000_000, "少了一件"),)
    received = desk.run(ReceiveTranscript(buyer_nick="云朵朵", messages=heard)).result
    assert isinstance(received, Received)
    return received.conversation_id


def ticket_of(desk: Desk, nick: str, kind: str = "inquiry", order_id: int | None = None) -> int:
    made = desk.run(CreateTicket(type=kind, title="补发", buyer_nick=nick, order_id=order_id)).result
    assert isinstance(made, TicketMade)
    return made.id


def due_of(store: Store, ticket: int) -> tuple[int | None, str, int]:
    row = tickets.rows(store.reader, [ticket])[0]
    return row.due_at, row.due_rule, row.opened_at


def test_a_reply_goes_to_the_buyers_open_conversation_with_its_pictures(desk: Desk, store: Store, talk_id: int) -> None:
    picture = keep(store, b"\x89PNG picture", "a.png", "image/png", width=2, height=2)
    reply = ReplyOnTicket(ticket_id=ticket_of(desk, "云朵朵"), text="今天补发", pictures=(picture,))
    assert desk.run(reply).result == Replied(outbox=True)
    last = conversations.newest(store.reader, talk_id)[-2:]
    assert [(row.text, row.kind, row.state, row.sha256) for row in last] == [
        ("今天补发", "text", "outbox", ""),
        ("", "picture", "outbox", picture.sha256),
    ]


def test_a_reply_to_a_buyer_without_conversation_says_so_and_stays_on_the_ticket(desk: Desk, store: Store) -> None:
    ticket = ticket_of(desk, "无会话的买家")
    assert desk.run(ReplyOnTicket(ticket_id=ticket, text="今天补发")).result == Replied(outbox=False)
    found = tickets.detail(store.reader, ticket)
    assert found is not None
    assert [(event.kind, event.text) for event in found.events][-1] == ("reply", "今天补发")


def test_the_deadline_goes_with_the_type(desk: Desk, store: Store) -> None:
    ticket = ticket_of(desk, "云朵朵", "exchange")
    due, rule, opened = due_of(store, ticket)
    assert (due, rule) == (opened + 48 * HOUR, "KS-EXCH-48H")
    desk.run(SetTicketField(ticket_ids=(ticket,), field="type", value="inquiry"))
    assert due_of(store, ticket)[:2] == (None, "")
    desk.run(SetTicketField(ticket_ids=(ticket,), field="type", value="exchange"))
    assert due_of(store, ticket)[:2] == (due, rule)


def test_a_ticket_of_an_unshipped_order_falls_due_with_it(desk: Desk, store: Store, make: Make, clock: Clock) -> None:
    make.imported([order_row(1, make.rng, state=1)])
    order = orders.rows(store.reader, orders.snapshot(store.reader))[0]
    ticket = ticket_of(desk, "云朵朵", "exchange", order.id)
    desk.run(SetTicketField(ticket_ids=(ticket,), field="type", value="logistics"))
    assert due_of(store, ticket)[:2] == (order.due_at, "TB-SHIP-1")
