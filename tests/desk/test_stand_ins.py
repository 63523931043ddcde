"""Stand-ins: whose tickets and calls stand with whom, from when until when, and that nothing has to be moved back."""

from __future__ import annotations

import pytest

from tests.desk.builders import START, Clock, Make, People
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.handing import AddGroup, RemoveGroup, SetGroupMember
from ticketdesk.desk.commands.people import DisableAgent, SetAgentRole
from ticketdesk.desk.commands.queues import ReleaseTicket
from ticketdesk.desk.commands.roles import AddRole, SetRolePermission
from ticketdesk.desk.commands.stand_ins import EndStandIn, NameStandIn
from ticketdesk.desk.commands.ticket_people import DoneMention
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.domain.next_item import NextItem, NextKind, is_for
from ticketdesk.domain.query.parsing import parse
from ticketdesk.store.queries import agents, next_items, serving, stand_ins, ticket_people, ticket_search, tickets
from ticketdesk.store.queries.ticket_search import TicketSearch
from ticketdesk.words import use_language
from ticketdesk.words.errors import sentence

WEEK = START + 7 * DAY


def away(people: People, **more: int) -> NameStandIn:
    """The agent is away for a week, the lead stands in."""
    given = {"agent_id": people.agent, "stand_in_id": people.lead, "from_at": START, "until_at": WEEK}
    return NameStandIn(**{**given, **more})


def listed(desk: Desk, agent: int, now: int) -> set[int]:
    """What the view of an agent's list holds."""
    return set(ticket_search.ids(desk.store.reader, TicketSearch(parse("代班:我"), agent, now)))


def waiting(desk: Desk, agent: int, now: int) -> list[NextItem]:
    return next_items.of_absent(desk.store.reader, agent, now)


def refused(desk: Desk, command: Command, agent_id: int) -> str:
    error = desk.post(command, agent_id=agent_id).exception()
    assert isinstance(error, DeskError)
    return error.key


def test_what_is_newly_given_stands_with_the_stand_in_and_the_assignee_stays(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    before = make.ticket("早先的", assignee_id=people.agent).id
    clock.now += HOUR
    desk.run(away(people, from_at=clock.now), agent_id=people.agent)
    opened = make.ticket("新开的", assignee_id=people.agent).id
    handed = make.ticket("转来的").id
    desk.run(TransferTicket(ticket_ids=(handed,), assignee_id=people.agent))
    now = clock.now
    assert listed(desk, people.lead, now) == {opened, handed}
    assert {item.id for item in waiting(desk, people.lead, now)} == {opened, handed}
    assert before in tickets.snapshot(desk.store.reader, tickets.TicketView("mine", people.agent))
    assert {row.assignee_id for row in tickets.rows(desk.store.reader, [opened, handed])} == {people.agent}
    assert listed(desk, people.owner, now) == listed(desk, people.agent, now) == set()


def test_what_was_his_before_stands_with_the_stand_in_once_it_is_late(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    before = make.ticket("早先的", assignee_id=people.agent, type="exchange").id
    due = tickets.rows(desk.store.reader, [before])[0].due_at
    assert due is not None
    clock.now += HOUR
    desk.run(away(people, from_at=clock.now))
    assert listed(desk, people.lead, due) == set()
    assert listed(desk, people.lead, due + 1) == {before}
    (absent,) = stand_ins.covered(stand_ins.not_over(desk.store.reader, due), people.lead, due)
    assert list(stand_ins.tickets_of(desk.store.reader, absent, due, 9)) == []
    assert list(stand_ins.tickets_of(desk.store.reader, absent, due + 1, 9)) == [before]


def test_his_calls_stand_with_the_stand_in_who_may_answer_them(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    desk.run(away(people))
    ticket = make.ticket("换码", assignee_id=people.owner).id
    name = agents.actor(desk.store.reader, people.agent).name
    desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{name} 库存够吗"))
    (item,) = waiting(desk, people.lead, clock.now)
    assert (item.kind, item.instead_of, item.handler_id) == (NextKind.MENTION, name, people.lead)
    assert is_for(item, people.lead, clock.now) and listed(desk, people.lead, clock.now) == {ticket}
    (call,) = ticket_people.mentions(desk.store.reader, people.agent)
    assert refused(desk, DoneMention(mention_ids=(call.id,)), people.warehouse) == "denied"
    assert desk.run(DoneMention(mention_ids=(call.id,)), agent_id=people.lead).result == 1
    assert waiting(desk, people.lead, clock.now) == []


def test_a_call_made_after_his_return_is_not_the_stand_ins_to_answer(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    desk.run(away(people))
    ticket = make.ticket("换码", assignee_id=people.owner).id
    clock.now = WEEK + HOUR
    name = agents.actor(desk.store.reader, people.agent).name
    desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{name} 库存够吗"))
    (call,) = ticket_people.mentions(desk.store.reader, people.agent)
    assert refused(desk, DoneMention(mention_ids=(call.id,)), people.lead) == "denied"


def test_next_tells_for_whom_and_leaves_out_what_is_suspended_or_ended(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    desk.run(away(people))
    open_, done = (make.ticket(f"换货 {n}", assignee_id=people.agent).id for n in range(2))
    desk.run(SetTicketState(ticket_ids=(done,), state="done"))
    (item,) = waiting(desk, people.lead, clock.now)
    assert (item.id, item.instead_of) == (open_, agents.actor(desk.store.reader, people.agent).name)
    assert is_for(item, people.lead, clock.now) and item.leads_to == ("ticket", open_)


def test_it_begins_and_ends_by_itself_also_after_days_offline(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    begin = START + DAY
    desk.run(away(people, from_at=begin))
    clock.now = begin + HOUR
    made = make.ticket("新开的", assignee_id=people.agent, type="inquiry").id
    assert listed(desk, people.lead, begin - 1) == set()
    assert listed(desk, people.lead, WEEK - 1) == {made}
    for later in (WEEK, WEEK + 30 * DAY):
        assert listed(desk, people.lead, later) == set() and waiting(desk, people.lead, later) == []
        assert stand_ins.not_over(desk.store.reader, later) == ()


def test_what_is_handed_on_or_given_back_leaves_the_stand_in_too(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    desk.run(away(people))
    handed, back = (make.ticket(f"换货 {n}", assignee_id=people.agent).id for n in range(2))
    desk.run(TransferTicket(ticket_ids=(handed,), assignee_id=people.owner))
    desk.run(ReleaseTicket(ticket_ids=(back,)), agent_id=people.agent)
    assert listed(desk, people.lead, clock.now) == set()
    desk.agent_id = people.agent
    desk.undo().result()
    assert listed(desk, people.lead, clock.now) == {back}


def test_it_is_ended_early_by_a_click_and_undone(desk: Desk, make: Make, people: People, clock: Clock) -> None:
    key = int(str(desk.run(away(people)).result))
    made = make.ticket("新开的", assignee_id=people.agent).id
    assert desk.run(EndStandIn(stand_in_ids=(key,)), agent_id=people.agent).result == 1
    assert listed(desk, people.lead, clock.now) == set()
    assert desk.run(EndStandIn(stand_in_ids=(key,)), agent_id=people.agent).result == 0
    desk.agent_id = people.agent
    desk.undo().result()
    assert listed(desk, people.lead, clock.now) == {made}
    (found,) = stand_ins.not_over(desk.store.reader, clock.now)
    assert (found.id, found.until_at) == (key, WEEK)


def test_one_that_has_not_begun_is_called_off(desk: Desk, people: People, clock: Clock) -> None:
    key = int(str(desk.run(away(people, from_at=START + DAY)).result))
    assert desk.run(EndStandIn(stand_in_ids=(key,))).result == 1
    assert stand_ins.not_over(desk.store.reader, clock.now) == ()
    assert refused(desk, EndStandIn(stand_in_ids=(key,)), people.owner) == "row_missing"
    desk.undo().result()
    assert [each.id for each in stand_ins.not_over(desk.store.reader, clock.now)] == [key]


def test_who_may_oneself_or_whoever_may_change_people(desk: Desk, people: People) -> None:
    assert refused(desk, away(people), people.warehouse) == "denied"
    key = int(str(desk.run(away(people), agent_id=people.agent).result))
    assert refused(desk, EndStandIn(stand_in_ids=(key,)), people.warehouse) == "denied"
    assert desk.run(EndStandIn(stand_in_ids=(key,)), agent_id=people.owner).result == 1


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"stand_in_id": "agent"}, "stand_in_self"),
        ({"until_at": START - DAY, "from_at": START - 2 * DAY}, "moment_past"),
        ({"from_at": WEEK}, "stand_in_order"),
        ({"stand_in_id": "nobody"}, "agent_missing"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, people: People, more: dict[str, object], key: str) -> None:
    given = {
        name: getattr(people, str(value), 404) if isinstance(value, str) else value for name, value in more.items()
    }
    assert refused(desk, away(people, **given), people.owner) == key
    assert stand_ins.not_over(desk.store.reader, 0) == ()


def test_who_may_not_work_on_tickets_or_no_longer_works_stands_in_for_nobody(desk: Desk, people: People) -> None:
    role = int(str(desk.run(AddRole(role_name="见习")).result))
    desk.run(SetAgentRole(agent_id=people.warehouse, role_id=role))
    assert refused(desk, away(people, stand_in_id=people.warehouse), people.owner) == "stand_in_helpless"
    desk.run(DisableAgent(agent_id=people.lead))
    assert refused(desk, away(people), people.owner) == "agent_disabled"


def test_nobody_has_two_at_once_and_nothing_is_handed_on_twice(desk: Desk, people: People) -> None:
    desk.run(away(people))
    again = away(people, stand_in_id=people.warehouse, from_at=WEEK - 1, until_at=WEEK + DAY)
    assert refused(desk, again, people.owner) == "stand_in_taken"
    to_absent = away(people, agent_id=people.owner, stand_in_id=people.agent)
    assert refused(desk, to_absent, people.owner) == "stand_in_away"
    of_stand_in = away(people, agent_id=people.lead, stand_in_id=people.owner)
    assert refused(desk, of_stand_in, people.owner) == "stand_in_busy"
    after = away(people, stand_in_id=people.warehouse, from_at=WEEK, until_at=WEEK + DAY)
    desk.run(after)
    also = away(people, agent_id=people.warehouse, until_at=WEEK)
    desk.run(also)
    found = stand_ins.covered(stand_ins.not_over(desk.store.reader, START), people.lead, START)
    assert {each.agent_id for each in found} == {people.agent, people.warehouse}


def departments(desk: Desk, *groups: tuple[int, ...]) -> None:
    for n, inside in enumerate(groups):
        group = int(str(desk.run(AddGroup(group_name=f"部门{n}")).result))
        for agent in inside:
            desk.run(SetGroupMember(group_id=group, agent_id=agent))


def test_a_lead_names_stand_ins_in_his_own_departments_only(desk: Desk, people: People) -> None:
    departments(desk, (people.lead, people.agent), (people.warehouse, people.agent))
    other = NameStandIn(agent_id=people.warehouse, stand_in_id=people.agent, from_at=START, until_at=WEEK)
    assert refused(desk, other, people.lead) == "stand_in_elsewhere"
    named = int(str(desk.run(away(people), agent_id=people.lead).result))
    assert refused(desk, EndStandIn(stand_in_ids=(named,)), people.warehouse) == "denied"
    assert desk.run(EndStandIn(stand_in_ids=(named,)), agent_id=people.lead).result == 1
    theirs = int(str(desk.run(other).result))  # whoever manages staff names one anywhere
    assert refused(desk, EndStandIn(stand_in_ids=(theirs,)), people.lead) == "stand_in_elsewhere"
    for language in ("zh_CN", "en"):
        use_language(language)
        assert "白露" in sentence(DeskError("stand_in_elsewhere", name="白露"))


def test_a_department_that_was_removed_joins_nobody(desk: Desk, people: People) -> None:
    departments(desk, (people.lead, people.agent))
    desk.run(RemoveGroup(group_id=serving.groups(desk.store.reader)[0].id))
    assert refused(desk, away(people), people.lead) == "stand_in_elsewhere"


def test_a_colleague_without_the_right_names_none_for_others(desk: Desk, people: People) -> None:
    departments(desk, (people.warehouse, people.agent))
    assert refused(desk, away(people), people.warehouse) == "denied"
    lead = next(role for role in agents.roles(desk.store.reader) if role.key == "lead")
    desk.run(SetRolePermission(role_id=lead.id, permission="staff.stand_in", granted=False))
    assert refused(desk, away(people), people.lead) == "denied"


def test_a_role_that_manages_staff_holds_the_right_also_where_it_was_kept_before(desk: Desk, people: People) -> None:
    """A shop made before the right was there: nobody's role has it, and whoever manages staff may give it away."""
    roles = {role.key: role for role in agents.roles(desk.store.reader)}
    for key in ("admin", "lead"):
        desk.run(SetRolePermission(role_id=roles[key].id, permission="staff.stand_in", granted=False))
    assert "staff.stand_in" in agents.actor(desk.store.reader, people.owner).permissions
    assert "staff.stand_in" not in agents.actor(desk.store.reader, people.lead).permissions
    departments(desk, (people.lead, people.agent))
    desk.run(SetRolePermission(role_id=roles["lead"].id, permission="staff.stand_in", granted=True))
    desk.run(away(people), agent_id=people.lead)
