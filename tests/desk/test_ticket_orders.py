"""Changes of flag and state of its order stand in a ticket's timeline, with who, when, from what to what, and undo."""

from __future__ import annotations

import json
import random

import pytest

from tests.desk.builders import Clock, Make, order_row
from tests.store.test_plans import Asked
from ticketdesk.desk.commands.orders import AddRemark, SetFlag
from ticketdesk.desk.commands.ticket_merging import MergeTickets
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.flags import Flag
from ticketdesk.store.queries import ticket_orders
from ticketdesk.store.queries.ticket_timeline import EventRow, lines
from ticketdesk.store.store import Store

MOVED = ("flag", "order_state")
TO_SHIP, SHIPPED = 1, 2


@pytest.fixture
def order(make: Make) -> int:
    """An order that waits to be shipped."""
    make.imported([order_row(0, make.rng, TO_SHIP)])
    return make.order_id(0)


@pytest.fixture
def ticket(make: Make, order: int) -> int:
    return make.ticket(order_id=order).id


def told(store: Store, ticket: int) -> list[EventRow]:
    return [line for line in lines(store.reader, ticket) if line.kind in MOVED]


def moves(store: Store, ticket: int) -> list[tuple[str, str]]:
    return [(line.before, line.after) for line in told(store, ticket)]


def flag(desk: Desk, order: int, code: int) -> int:
    act = desk.run(SetFlag(order_ids=(order,), flag=code)).act_id
    assert act is not None
    return act


def test_a_flag_tells_who_when_and_from_what_to_what(
    desk: Desk, store: Store, ticket: int, order: int, clock: Clock
) -> None:
    before = clock.now
    act = flag(desk, order, Flag.RED)
    (line,) = told(store, ticket)
    assert (line.kind, line.author, line.agent_id, line.text) == ("flag", "小满", desk.agent_id, "SetFlag")
    assert (line.before, line.after, line.act) == ("0", "1", act)
    assert before < line.at <= clock.now
    desk.run(NoteOnTicket(ticket_id=ticket, text="后来"))
    assert [each.kind for each in lines(store.reader, ticket) if each.kind != "remark"] == ["created", "flag", "note"]


def test_a_remark_with_a_flag_tells_both_beside_each_other(desk: Desk, store: Store, ticket: int, order: int) -> None:
    desk.run(NoteOnTicket(ticket_id=ticket, text="先"))
    desk.run(AddRemark(order_id=order, text="换 L 码", flag=Flag.BLUE))
    *_, note, moved, remark = lines(store.reader, ticket)
    assert [note.kind, moved.kind, remark.kind] == ["note", "flag", "remark"]
    assert moved.act == remark.act and remark.text == "换 L 码"


def test_a_file_that_brings_another_state_is_told_without_undo(
    desk: Desk, store: Store, make: Make, ticket: int
) -> None:
    make.imported([order_row(0, make.rng, SHIPPED)])
    (line,) = told(store, ticket)
    assert (line.kind, line.before, line.after) == (
        "order_state",
        "WAIT_SELLER_SEND_GOODS",
        "WAIT_BUYER_CONFIRM_GOODS",
    )
    assert line.text.startswith("Import") and line.author == "小满" and line.act is None


def test_what_was_taken_back_leaves_no_line_until_it_is_done_again(
    desk: Desk, store: Store, ticket: int, order: int
) -> None:
    flag(desk, order, Flag.RED)
    act = flag(desk, order, Flag.BLUE)
    assert moves(store, ticket) == [("0", "1"), ("1", "4")]
    desk.undo_act(act).result()
    assert moves(store, ticket) == [("0", "1")]
    desk.redo().result()
    assert moves(store, ticket) == [("0", "1"), ("1", "4")]
    assert told(store, ticket)[-1].act == act


def test_the_undo_of_an_act_from_before_the_ticket_is_a_line(desk: Desk, store: Store, make: Make, order: int) -> None:
    act = flag(desk, order, Flag.RED)
    ticket = make.ticket(order_id=order).id
    assert told(store, ticket) == []
    desk.undo_act(act).result()
    (line,) = told(store, ticket)
    assert (line.before, line.after, line.text, line.act) == ("1", "0", "Undo", None)


def test_what_happened_before_the_ticket_was_opened_is_not_told(
    desk: Desk, store: Store, make: Make, order: int
) -> None:
    flag(desk, order, Flag.GREEN)
    ticket = make.ticket(order_id=order).id
    flag(desk, order, Flag.RED)
    assert moves(store, ticket) == [("3", "1")]


def test_orders_of_merged_tickets_are_told_with_their_number_and_a_shared_one_once(
    desk: Desk, store: Store, make: Make, ticket: int, order: int
) -> None:
    make.imported([order_row(1, make.rng, TO_SHIP)])
    other = make.order_id(1)
    same, apart = make.ticket("同一单", order_id=order), make.ticket("另一单", order_id=other)
    desk.run(MergeTickets(winner_id=ticket, loser_ids=(same.id, apart.id), across_buyers=True))
    flag(desk, order, Flag.RED)
    flag(desk, other, Flag.YELLOW)
    found = told(store, ticket)
    assert [(line.after, line.ticket_id) for line in found] == [("1", ticket), ("2", apart.id)]
    assert found[1].number == apart.number


def test_pages_hold_every_line_once(desk: Desk, store: Store, ticket: int, order: int) -> None:
    for turn in range(9):
        flag(desk, order, turn % 5 + 1)
        if turn % 3 == 0:
            desk.run(AddRemark(order_id=order, text=f"备注{turn}", flag=Flag.GREY))
    whole = lines(store.reader, ticket, limit=1_000)
    for size in (1, 2, 3, 5):
        found: list[EventRow] = []
        while True:
            page = lines(store.reader, ticket, found[0].key if found else None, size)
            if not page:
                break
            found = [*page, *found]
        assert found == whole
    assert len([line for line in whole if line.kind == "flag"]) == 12


@pytest.mark.parametrize("seed", range(4))
def test_acts_undone_and_redone_in_any_order_leave_the_lines_of_those_that_stand(
    desk: Desk, store: Store, ticket: int, order: int, seed: int
) -> None:
    rng = random.Random(seed)
    stands: list[tuple[str, str]] = []
    undone: list[tuple[str, str]] = []
    now = 0
    for _turn in range(40):
        chosen = rng.choice(("flag", "flag", "undo", "redo"))
        if chosen == "flag":
            code = rng.choice([each for each in range(6) if each != now])
            flag(desk, order, code)
            stands, undone, now = [*stands, (str(now), str(code))], [], code
        elif chosen == "undo" and stands:
            desk.undo().result()
            undone.append(stands.pop())
            now = int(undone[-1][0])
        elif chosen == "redo" and undone:
            desk.redo().result()
            stands.append(undone.pop())
            now = int(stands[-1][1])
        assert moves(store, ticket) == stands


def test_a_bulk_act_that_came_to_the_order_late_is_told_by_what_it_found(ticket: int) -> None:
    """Acts are numbered when they begin; a file that is taken in may reach an order after an agent's later act."""

    def step(seq: int, act: int, code: int) -> list[object]:
        return [seq, act, act * 10, 1, "小满", "SetFlag", 1, act, code, ""]

    packed = json.dumps([[ticket, "T-1", 3, "", [step(7, 200, 0), step(9, 100, 1)]]])
    found = ticket_orders.order_lines(packed, 1 << 62)
    assert [(line[0], line[6], line[7]) for line in found] == [(100, "1", "3"), (200, "0", "1")]


def test_it_is_one_statement_through_indexes(desk: Desk, store: Store, ticket: int, order: int) -> None:
    flag(desk, order, Flag.RED)
    asked = Asked(store.reader)
    assert lines(asked, ticket)
    assert asked.statements == 1 and asked.faults == []


def test_of_very_many_changes_the_newest_are_told(
    desk: Desk, store: Store, ticket: int, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(6):
        flag(desk, order, turn % 2 + 1)
    sql = ticket_orders.ORDERS
    assert sql.count(f"LIMIT {ticket_orders.MOST}") == 1
    short = sql.replace(f"LIMIT {ticket_orders.MOST}", "LIMIT 3")
    ask = f"WITH cte_whole(id) AS (SELECT ?1) SELECT {short}"
    rows = ticket_orders.order_lines(store.reader.rows(ask, (ticket,))[0][0], 1 << 62)
    assert [(row[6], row[7]) for row in rows] == [("1", "2"), ("2", "1"), ("1", "2")]
