"""Departments with queues: handed there, taken from there by one agent only, given back; counts without counting."""

from __future__ import annotations

import pytest

from tests.desk.builders import Make, People
from tests.desk.soundness import assert_sound
from tests.desk.ticket_rows import last, row
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, SetGroupMember
from ticketdesk.desk.commands.queues import ClaimTicket, ReleaseTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.badges import badges
from ticketdesk.store.queries.tickets import TicketView
from ticketdesk.words.errors import sentence


@pytest.fixture
def group(desk: Desk, people: People) -> int:
    """A department with the lead and the agent."""
    made = int(str(desk.run(AddGroup(group_name="售后")).result))
    for agent in (people.lead, people.agent):
        desk.run(SetGroupMember(group_id=made, agent_id=agent))
    return made


@pytest.fixture
def queued(desk: Desk, make: Make, group: int) -> int:
    """A ticket in the queue of the department."""
    ticket = make.ticket().id
    desk.run(TransferTicket(ticket_ids=(ticket,), assignee_id=None, group_id=group, reason="too_busy", note="急"))
    return ticket


def in_queue(desk: Desk, group: int) -> int:
    """What the counter says, which is what the list holds."""
    listed = tickets.snapshot(desk.store.reader, TicketView("group", group))
    counted = badges(desk.store.reader).of("ticket.group", group)
    assert len(listed) == counted
    return counted


def test_a_ticket_goes_into_a_departments_queue_with_its_reason(desk: Desk, group: int, queued: int) -> None:
    found = row(desk, queued)
    assert (found.assignee_id, found.group_id, found.group_name) == (None, group, "售后")
    assert (last(desk, queued).after, last(desk, queued).text) == ("售后", "too_busy\n急")
    assert in_queue(desk, group) == 1
    desk.undo().result()
    assert row(desk, queued).group_id is None and in_queue(desk, group) == 0


def test_only_the_first_of_two_has_it_and_the_other_hears_the_name(desk: Desk, people: People, queued: int) -> None:
    assert desk.run(ClaimTicket(ticket_id=queued), agent_id=people.agent).result is True
    assert desk.run(ClaimTicket(ticket_id=queued), agent_id=people.agent).result is False
    with pytest.raises(DeskError) as lost:
        desk.run(ClaimTicket(ticket_id=queued), agent_id=people.lead)
    winner = row(desk, queued).assignee_name
    assert lost.value.key == "ticket_claimed" and lost.value.values["name"] == winner
    assert winner in sentence(lost.value)
    assert row(desk, queued).assignee_id == people.agent
    assert last(desk, queued).kind == "claimed"


def test_the_department_still_counts_what_was_taken(desk: Desk, people: People, group: int, queued: int) -> None:
    desk.run(ClaimTicket(ticket_id=queued), agent_id=people.agent)
    assert in_queue(desk, group) == 1
    assert badges(desk.store.reader).of("ticket.assignee", people.agent) == 1
    desk.run(SetTicketState(ticket_ids=(queued,), state="done"))
    assert in_queue(desk, group) == 0
    assert_sound(desk.store)


def test_given_back_it_stands_in_its_queue_again(desk: Desk, people: People, group: int, queued: int) -> None:
    desk.run(ClaimTicket(ticket_id=queued), agent_id=people.agent)
    with pytest.raises(DeskError) as refused:
        desk.run(ReleaseTicket(ticket_ids=(queued,)), agent_id=people.lead)
    assert refused.value.key == "ticket_claimed"
    assert desk.run(ReleaseTicket(ticket_ids=(queued,), reason="下班"), agent_id=people.agent).result == 1
    assert (row(desk, queued).assignee_id, row(desk, queued).group_id) == (None, group)
    assert (last(desk, queued).kind, last(desk, queued).text) == ("released", "下班")
    assert desk.run(ReleaseTicket(ticket_ids=(queued,)), agent_id=people.agent).result == 0
    desk.agent_id = people.agent
    desk.undo().result()
    assert row(desk, queued).assignee_id == people.agent


def test_an_ended_ticket_is_not_taken(desk: Desk, people: People, queued: int) -> None:
    desk.run(SetTicketState(ticket_ids=(queued,), state="done"))
    with pytest.raises(DeskError) as refused:
        desk.run(ClaimTicket(ticket_id=queued), agent_id=people.agent)
    assert refused.value.key == "ticket_ended"


def test_a_member_keeps_the_department_and_a_stranger_leaves_it(
    desk: Desk, people: People, group: int, queued: int
) -> None:
    desk.run(TransferTicket(ticket_ids=(queued,), assignee_id=people.lead))
    assert row(desk, queued).group_id == group
    desk.run(TransferTicket(ticket_ids=(queued,), assignee_id=None))
    assert (row(desk, queued).assignee_id, row(desk, queued).group_id) == (None, group)
    desk.run(TransferTicket(ticket_ids=(queued,), assignee_id=people.warehouse))
    assert row(desk, queued).group_id is None


def test_a_department_with_open_tickets_stays(desk: Desk, group: int, queued: int) -> None:
    with pytest.raises(DeskError) as refused:
        desk.run(RemoveGroup(group_id=group))
    assert refused.value.key == "group_in_use"
    desk.run(SetTicketState(ticket_ids=(queued,), state="done"))
    desk.run(RemoveGroup(group_id=group))
    with pytest.raises(DeskError) as gone:
        desk.run(TransferTicket(ticket_ids=(queued,), assignee_id=None, group_id=group))
    assert gone.value.key == "row_missing"


def test_whoever_saw_an_older_ticket_hears_what_stands_there_now(desk: Desk, people: People, queued: int) -> None:
    seen = row(desk, queued).version
    desk.run(ClaimTicket(ticket_id=queued), agent_id=people.agent)
    desk.run(SetTicketState(ticket_ids=(queued,), state="waiting_colleague"), agent_id=people.agent)
    name = row(desk, queued).assignee_name
    for late in (
        SetTicketState(ticket_ids=(queued,), state="done", version=seen),
        SetTicketField(ticket_ids=(queued,), field="priority", value="3", version=seen),
        TransferTicket(ticket_ids=(queued,), assignee_id=people.owner, version=seen),
    ):
        with pytest.raises(DeskError) as lost:
            desk.run(late)
        assert lost.value.key == "ticket_changed"
        assert (lost.value.values["state"], lost.value.values["name"]) == ("waiting_colleague", name)
        assert lost.value.values["author"] == name
