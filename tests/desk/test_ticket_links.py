"""Parents, children and related tickets, and the checklist."""

from __future__ import annotations

from functools import partial

import pytest

from tests.desk.builders import Make, People
from tests.desk.undoing import refusal
from ticketdesk.desk.commands.ticket_checks import AddCheck, RemoveCheck, TickCheck
from ticketdesk.desk.commands.ticket_links import LinkTickets, UnlinkTickets
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.checklist import MOST_ITEMS
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.ticket_ties import descends, require_parent
from ticketdesk.domain.ticket_types_shipped import SHIPPED
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import ticket_ties, tickets
from ticketdesk.store.store import Store


@pytest.fixture
def three(desk: Desk, make: Make) -> tuple[int, int, int]:
    return make.ticket("一").id, make.ticket("二").id, make.ticket("三").id


def ties(store: Store, ticket: int) -> list[tuple[str, int]]:
    return [(row.kind, row.ticket_id) for row in ticket_ties.links(store.reader, ticket)]


def test_each_side_of_a_link_says_what_the_other_is(desk: Desk, store: Store, three: tuple[int, int, int]) -> None:
    top, child, other = three
    desk.run(LinkTickets(ticket_ids=(child, top), kind="parent"))
    desk.run(LinkTickets(ticket_ids=(other, child), kind="related"))
    assert ties(store, top) == [("child", child)]
    assert ties(store, child) == [("parent", top), ("related", other)]
    assert ties(store, other) == [("related", child)]
    found = tickets.detail(store.reader, child)
    assert found is not None
    assert [(line.kind, line.after) for line in found.events[1:]] == [("linked", "parent"), ("linked", "related")]


def test_a_link_is_taken_away_from_either_side_and_comes_back_by_undo(
    desk: Desk, store: Store, three: tuple[int, int, int]
) -> None:
    top, child, _ = three
    desk.run(LinkTickets(ticket_ids=(child, top), kind="parent"))
    before = digest(store.reader)
    desk.run(UnlinkTickets(ticket_ids=(top, child)))
    assert ties(store, top) == ties(store, child) == []
    desk.undo().result()
    assert digest(store.reader) == before
    assert ties(store, top) == [("child", child)]


def test_no_ticket_becomes_its_own_ancestor(desk: Desk, store: Store, three: tuple[int, int, int]) -> None:
    top, child, low = three
    desk.run(LinkTickets(ticket_ids=(child, top), kind="parent"))
    desk.run(LinkTickets(ticket_ids=(low, child), kind="parent"))
    before = digest(store.reader)
    for pair, kind, key in (
        ((top, low), "parent", "link_circle"),
        ((top, top), "parent", "link_self"),
        ((top, top), "related", "link_self"),
        ((low, top), "parent", "link_has_parent"),
        ((top, child), "related", "link_there"),
        ((top, low), "sister", "choice_unknown"),
        ((top, 7), "related", "ticket_missing"),
    ):
        assert refusal(partial(desk.run, LinkTickets(ticket_ids=pair, kind=kind))).key == key
    assert refusal(lambda: desk.run(UnlinkTickets(ticket_ids=(top, low)))).key == "link_missing"
    assert digest(store.reader) == before


def test_a_circle_that_damage_made_ends_the_walk() -> None:
    parents = {1: 2, 2: 3, 3: 1}
    assert not descends(1, 9, parents.get)
    assert descends(1, 3, parents.get)
    with pytest.raises(DeskError, match="link_circle"):
        require_parent(9, 1, {1: 2, 2: 9}.get)


def test_a_new_ticket_begins_with_the_checklist_of_its_type(desk: Desk, store: Store, make: Make) -> None:
    ticket = make.ticket("退", type="return_refund").id
    items = ticket_ties.checks(store.reader, ticket)
    (form,) = (form for form in SHIPPED if form.key == "return_refund")
    assert tuple(row.text for row in items) == form.checklist
    assert [row.text for row in items] == ["Check the goods that came back", "Keep the screenshot of the refund"]
    assert ticket_ties.checks(store.reader, make.ticket("问", type="inquiry").id) == []


def test_items_are_added_ticked_opened_and_taken_off(desk: Desk, store: Store, make: Make, people: People) -> None:
    ticket = make.ticket("问", type="inquiry").id
    item = int(str(desk.run(AddCheck(ticket_id=ticket, text=" 问仓库 ")).result))
    assert ticket_ties.open_checks(store.reader, ticket) == 1
    desk.run(TickCheck(ticket_id=ticket, check_id=item, done=True), agent_id=people.lead)
    (row,) = ticket_ties.checks(store.reader, ticket)
    assert (row.text, row.done_at is not None, row.done_by) == ("问仓库", True, "立夏")
    assert desk.run(TickCheck(ticket_id=ticket, check_id=item, done=True)).act_id is None
    desk.run(TickCheck(ticket_id=ticket, check_id=item, done=False))
    assert ticket_ties.checks(store.reader, ticket)[0].done_at is None
    desk.run(RemoveCheck(ticket_id=ticket, check_id=item))
    assert ticket_ties.checks(store.reader, ticket) == []
    found = tickets.detail(store.reader, ticket)
    assert found is not None and found.checks == ()
    assert [line.after for line in found.events if line.kind == "check"] == ["added", "done", "open", "removed"]


def test_what_is_no_item_is_refused(desk: Desk, store: Store, make: Make) -> None:
    ticket, other = make.ticket("问", type="inquiry").id, make.ticket("查", type="logistics").id
    foreign = ticket_ties.checks(store.reader, other)[0].id
    for command, key in (
        (AddCheck(ticket_id=ticket, text=" "), "check_empty"),
        (AddCheck(ticket_id=ticket, text="长" * 201), "check_too_long"),
        (TickCheck(ticket_id=ticket, check_id=foreign, done=True), "check_missing"),
        (RemoveCheck(ticket_id=ticket, check_id=foreign), "check_missing"),
    ):
        assert refusal(partial(desk.run, command)).key == key
    for n in range(MOST_ITEMS):
        desk.run(AddCheck(ticket_id=ticket, text=f"第{n}项"))
    assert refusal(lambda: desk.run(AddCheck(ticket_id=ticket, text="再来"))).key == "checks_full"
