"""What the store offers as next: whose it is, its limit and its flag."""

from __future__ import annotations

from tests.desk.builders import START, Clock, Make, People
from ticketdesk.desk.commands.handing import AddGroup, SetGroupMember, TransferConversation
from ticketdesk.desk.commands.orders import SetFlag
from ticketdesk.desk.commands.refunds import AgreeRefund, CloseRefund, NoteRefund, OpenRefund
from ticketdesk.desk.commands.reminders import AddTodo, RemindLater
from ticketdesk.desk.commands.suspending import SuspendTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.flags import Flag
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.domain.next_item import NextKind, is_for
from ticketdesk.store.queries import buyers, next_items, refunds, tickets


def ids(items: list[next_items.NextItem]) -> set[int]:
    return {item.id for item in items}


def test_a_ticket_comes_with_its_limit_its_flag_and_its_buyer(desk: Desk, make: Make, people: People) -> None:
    make.imported(1)
    order = make.order_id(0)
    desk.run(SetFlag(order_ids=(order,), flag=int(Flag.PURPLE)))
    made = make.ticket(order_id=order, buyer_nick="林小鹿", assignee_id=people.owner)
    desk.run(SetTicketField(ticket_ids=(made.id,), field="priority", value="3"))
    (item,) = next_items.of_tickets(desk.store.reader, people.owner)
    row = tickets.rows(desk.store.reader, [made.id])[0]
    assert (item.kind, item.id, item.version) == (NextKind.TICKET, made.id, row.version)
    assert item.due_at == row.due_at and item.began_at == (row.due_from or row.opened_at)
    assert item.due_at is not None and item.due_at - (item.began_at or 0) == 48 * HOUR
    assert (item.flag, item.priority, item.subject, item.nick) == (Flag.PURPLE, 3, "exchange", "林小鹿")
    assert (item.state, item.handler_id, item.leads_to) == ("open", people.owner, ("ticket", made.id))


def test_tickets_are_the_agents_nobodys_and_those_of_the_own_department(desk: Desk, make: Make, people: People) -> None:
    reader = desk.store.reader
    own, free, other, ended, ours, theirs = (make.ticket(f"换货 {n}").id for n in range(6))
    groups = [int(str(desk.run(AddGroup(group_name=name)).result)) for name in ("售后部", "仓库部")]
    desk.run(SetGroupMember(group_id=groups[0], agent_id=people.owner))
    desk.run(TransferTicket(ticket_ids=(own,), assignee_id=people.owner))
    desk.run(TransferTicket(ticket_ids=(other,), assignee_id=people.agent))
    desk.run(TransferTicket(ticket_ids=(ours,), assignee_id=None, group_id=groups[0]))
    desk.run(TransferTicket(ticket_ids=(theirs,), assignee_id=None, group_id=groups[1]))
    desk.run(SetTicketState(ticket_ids=(ended,), state="done"))
    assert ids(next_items.of_tickets(reader, people.owner)) == {own, free, ours}
    assert ids(next_items.of_tickets(reader, people.agent)) == {other, free}
    desk.run(SuspendTicket(ticket_ids=(free,), until=START + 90 * DAY))
    rests = [item.id for item in next_items.of_tickets(reader, people.owner) if not is_for(item, people.owner, START)]
    assert rests == [free]


def test_refunds_are_those_that_wait_for_the_shop_and_come_by_no_ticket(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    make.imported(4)
    desk.agent_id = people.owner
    reader = desk.store.reader
    orders = [make.order_id(n) for n in range(4)]

    def opens(order: int, **more: object) -> int:
        asked = {"kind": "exchange", "reason": "尺码不合适"} | more
        return int(str(desk.run(OpenRefund(order_id=order, **asked)).result))  # type: ignore[arg-type]

    waits, agreed, back, rests = (opens(order) for order in orders)
    for refund in (agreed, back):
        desk.run(AgreeRefund(refund_id=refund))
    desk.run(NoteRefund(refund_id=back, act="sent_back", carrier="圆通速递", tracking="YT1"))
    ended = opens(orders[0], kind="reshipment")
    desk.run(CloseRefund(refund_id=ended, withdrawn=True))
    ticket = make.ticket(order_id=orders[3], agent_id=people.owner).id
    followed = opens(orders[3], ticket_id=ticket)
    found = {item.id: item for item in next_items.of_refunds(reader)}
    assert set(found) == {waits, back, rests}
    row = refunds.row(reader, waits)
    assert row is not None and found[waits].began_at == row.due_from and found[waits].due_at == row.due_at is not None
    assert (found[waits].subject, found[waits].leads_to) == ("exchange", ("order", orders[0]))
    assert (found[waits].version, found[waits].nick, found[waits].handler_id) == (row.version, row.buyer_nick, None)
    desk.run(SetTicketState(ticket_ids=(ticket,), state="waiting_buyer"))
    assert followed in ids(next_items.of_refunds(reader))
    desk.run(TransferTicket(ticket_ids=(ticket,), assignee_id=people.agent))
    (item,) = (each for each in next_items.of_refunds(reader) if each.id == followed)
    assert not is_for(item, people.owner, clock.now) and is_for(item, people.agent, clock.now)
    assert len(next_items.of_refunds(reader, 1)) == 2


def test_talks_are_those_who_wait_for_the_agent_or_for_nobody_yet(desk: Desk, make: Make, people: People) -> None:
    reader = desk.store.reader
    mine, free, other = (make.transcript(nick, "在吗").conversation_id for nick in ("林", "苏", "周"))
    desk.run(TransferConversation(conversation_id=mine, agent_id=people.owner, reason="other"))
    desk.run(TransferConversation(conversation_id=other, agent_id=people.agent, reason="other"))
    found = next_items.of_talks(reader, people.owner, 1, 3)
    assert sorted(item.id for item in found) == sorted({mine, free})
    for item in found:
        assert item.began_at is not None
        assert (item.soon_at, item.due_at) == (item.began_at + MINUTE, item.began_at + 3 * MINUTE)
        assert item.version > 0 and item.leads_to == ("conversation", item.id)
    assert {item.nick for item in found} == {"林", "苏"}


def test_reminders_are_the_agents_that_are_due_and_to_dos_lead_to_the_buyer(
    desk: Desk, make: Make, people: People
) -> None:
    reader = desk.store.reader
    talk = make.transcript("林", "在吗").conversation_id
    buyer = buyers.id_of_nick(reader, "林")
    assert buyer is not None
    due = START + 9 * DAY
    key = desk.run(RemindLater(conversation_ids=(talk,), text="回电", due_at=due)).result
    assert next_items.of_reminders(reader, people.owner, due - 1) == []
    assert next_items.of_reminders(reader, people.agent, due) == []
    (item,) = next_items.of_reminders(reader, people.owner, due)
    assert (item.id in key, item.subject, item.nick, item.leads_to) == (True, "回电", "林", ("conversation", talk))
    loose = desk.run(AddTodo(buyer_id=buyer, text="寄样")).result
    theirs = desk.run(AddTodo(buyer_id=buyer, text="核价", assignee_id=people.agent)).result
    (todo,) = next_items.of_todos(reader, people.owner)
    assert (todo.id, todo.leads_to, todo.due_at) == (loose, ("buyer", buyer), None)
    assert ids(next_items.of_todos(reader, people.agent)) == {loose, theirs}


def test_no_more_than_the_limit_of_each_is_read_the_nearest_deadline_first(
    desk: Desk, make: Make, people: People
) -> None:
    made = [make.ticket(f"换货 {n}").id for n in range(5)]
    own = [make.ticket(f"换货 {n}", assignee_id=people.owner).id for n in range(3)]
    assert ids(next_items.of_tickets(desk.store.reader, people.owner, 2)) == {*made[:2], *own[:2]}
    assert len(next_items.of_tickets(desk.store.reader, people.owner)) == 8
