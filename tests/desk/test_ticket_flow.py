"""States of a ticket: suspended and back by itself, the shop's own table of moves, taken up again with a reason."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from tests.desk.soundness import assert_sound
from tests.desk.ticket_rows import last, row
from ticketdesk.desk.commands.settings import SetSetting
from ticketdesk.desk.commands.suspending import MOST_AT_ONCE, SuspendTicket, WakeTickets
from ticketdesk.desk.commands.ticket_replies import ReplyOnTicket
from ticketdesk.desk.commands.tickets import CancelTicket, ReopenTicket, SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import HOUR
from ticketdesk.domain.ticket_moves import FORBIDDEN_MOVES
from ticketdesk.store.queries.badges import badges


def refused(desk: Desk, command: object) -> str:
    with pytest.raises(DeskError) as caught:
        desk.run(command)  # type: ignore[arg-type]
    return caught.value.key


@pytest.fixture
def ticket(make: Make, people: People) -> int:
    return make.ticket(assignee_id=people.owner).id


def test_a_suspended_ticket_comes_back_by_itself(desk: Desk, clock: Clock, ticket: int) -> None:
    until = clock.now + HOUR
    assert desk.run(SuspendTicket(ticket_ids=(ticket,), until=until, reason="等仓库回复")).result == 1
    assert (row(desk, ticket).state, row(desk, ticket).resume_at) == ("suspended", until)
    assert last(desk, ticket).text == f"{until}\n等仓库回复"
    assert desk.run(WakeTickets()).result == 0
    clock.now = until
    assert desk.run(WakeTickets()).result == 1
    found = row(desk, ticket)
    assert (found.state, found.resume_at) == ("in_progress", None)
    event = last(desk, ticket)
    assert (event.before, event.after, event.author, event.agent_id) == ("suspended", "in_progress", "", None)
    assert desk.run(WakeTickets()).result == 0


def test_nobody_takes_the_coming_back_back(desk: Desk, clock: Clock, ticket: int) -> None:
    until = clock.now + HOUR
    desk.run(SuspendTicket(ticket_ids=(ticket,), until=until))
    clock.now = until
    desk.run(WakeTickets())
    with pytest.raises(DeskError) as caught:
        desk.undo().result()
    assert caught.value.key == "undo_conflict"
    assert row(desk, ticket).state == "in_progress"


def test_one_that_nobody_has_comes_back_open(desk: Desk, make: Make, clock: Clock) -> None:
    found = make.ticket().id
    desk.run(SuspendTicket(ticket_ids=(found,), until=clock.now + HOUR))
    clock.now += 2 * HOUR
    desk.run(WakeTickets())
    assert row(desk, found).state == "open"


def test_after_days_offline_all_come_back_in_acts_of_a_size(desk: Desk, make: Make, clock: Clock) -> None:
    ids = tuple(make.ticket(str(n)).id for n in range(MOST_AT_ONCE + 3))
    desk.run(SuspendTicket(ticket_ids=ids, until=clock.now + HOUR))
    assert badges(desk.store.reader).of("ticket.state", "suspended") == len(ids)
    clock.now += 90 * HOUR
    assert [desk.run(WakeTickets()).result for _ in range(3)] == [MOST_AT_ONCE, 3, 0]
    assert badges(desk.store.reader).of("ticket.state", "suspended") == 0


def test_putting_off_changes_the_moment_and_undo_brings_each_back(desk: Desk, clock: Clock, ticket: int) -> None:
    first, second = clock.now + HOUR, clock.now + 5 * HOUR
    desk.run(SuspendTicket(ticket_ids=(ticket,), until=first))
    assert desk.run(SuspendTicket(ticket_ids=(ticket,), until=first)).result == 0
    desk.run(SuspendTicket(ticket_ids=(ticket,), until=second))
    assert row(desk, ticket).resume_at == second
    desk.undo().result()
    assert row(desk, ticket).resume_at == first
    desk.undo().result()
    assert (row(desk, ticket).state, row(desk, ticket).resume_at) == ("open", None)


@pytest.mark.parametrize("way", ["state", "cancel", "reply"])
def test_whatever_leads_out_of_suspension_forgets_the_moment(desk: Desk, clock: Clock, ticket: int, way: str) -> None:
    desk.run(SuspendTicket(ticket_ids=(ticket,), until=clock.now + HOUR))
    command = {
        "state": SetTicketState(ticket_ids=(ticket,), state="waiting_colleague"),
        "cancel": CancelTicket(ticket_id=ticket, reason="重复"),
        "reply": ReplyOnTicket(ticket_id=ticket, text="好了", finish=True),
    }[way]
    desk.run(command)
    assert row(desk, ticket).resume_at is None
    clock.now += 2 * HOUR
    assert desk.run(WakeTickets()).result == 0
    desk.undo().result()
    assert row(desk, ticket).state == "suspended"
    assert desk.run(WakeTickets()).result == 1


def test_what_cannot_be_suspended_says_why(desk: Desk, clock: Clock, ticket: int) -> None:
    assert refused(desk, SuspendTicket(ticket_ids=(ticket,), until=clock.now)) == "moment_past"
    assert refused(desk, SetTicketState(ticket_ids=(ticket,), state="suspended")) == "suspend_until"
    assert refused(desk, SuspendTicket(ticket_ids=(ticket,), until=clock.now + HOUR, version=99)) == "ticket_changed"
    long = SuspendTicket(ticket_ids=(ticket,), until=clock.now + HOUR, reason="长" * 501)
    assert refused(desk, long) == "note_too_long"
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    assert refused(desk, SuspendTicket(ticket_ids=(ticket,), until=clock.now + HOUR)) == "ticket_state_not_allowed"


def test_the_shop_tightens_the_table(desk: Desk, clock: Clock, ticket: int) -> None:
    forbid = SetSetting(key=FORBIDDEN_MOVES.key, value="open>done,open>cancelled,open>suspended,done>in_progress")
    desk.run(forbid)
    for command in (
        SetTicketState(ticket_ids=(ticket,), state="done"),
        CancelTicket(ticket_id=ticket, reason="重复"),
        SuspendTicket(ticket_ids=(ticket,), until=clock.now + HOUR),
        ReplyOnTicket(ticket_id=ticket, text="好了", finish=True),
    ):
        assert refused(desk, command) == "ticket_move_forbidden"
    assert row(desk, ticket).state == "open"
    desk.run(SetTicketState(ticket_ids=(ticket,), state="in_progress"))
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    assert refused(desk, ReopenTicket(ticket_id=ticket)) == "ticket_move_forbidden"
    desk.run(SetSetting(key=FORBIDDEN_MOVES.key, value=""))
    desk.run(ReopenTicket(ticket_id=ticket))


def test_many_are_moved_all_or_none(desk: Desk, make: Make, ticket: int) -> None:
    other = make.ticket("乙").id
    desk.run(SetTicketState(ticket_ids=(other,), state="in_progress"))
    desk.run(SetSetting(key=FORBIDDEN_MOVES.key, value="in_progress>done"))
    assert refused(desk, SetTicketState(ticket_ids=(ticket, other), state="done")) == "ticket_move_forbidden"
    assert row(desk, ticket).state == "open"


def test_a_ticket_is_taken_up_again_with_a_reason_that_stays(desk: Desk, ticket: int) -> None:
    assert refused(desk, ReopenTicket(ticket_id=ticket)) == "ticket_not_ended"
    desk.run(SetTicketState(ticket_ids=(ticket,), state="done"))
    desk.run(ReopenTicket(ticket_id=ticket, reason=" 买家又来了 "))
    assert (row(desk, ticket).state, row(desk, ticket).closed_at) == ("in_progress", None)
    assert (last(desk, ticket).kind, last(desk, ticket).text) == ("reopened", "买家又来了")
    desk.undo().result()
    assert row(desk, ticket).state == "done"


def test_all_that_is_derived_adds_up(desk: Desk, clock: Clock, ticket: int) -> None:
    desk.run(SuspendTicket(ticket_ids=(ticket,), until=clock.now + HOUR))
    clock.now += 2 * HOUR
    desk.run(WakeTickets())
    assert_sound(desk.store)
