"""Calls by name in notes, and watchers: who hears of what, and undo."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from ticketdesk.desk.commands.deadlines import RecordLapses
from ticketdesk.desk.commands.people import DisableAgent
from ticketdesk.desk.commands.ticket_merging import SplitTicket
from ticketdesk.desk.commands.ticket_people import DoneMention, SeeTicket, UnwatchTicket, WatchTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY
from ticketdesk.store.queries import agents, ticket_people, tickets


def name_of(desk: Desk, agent: int) -> str:
    return agents.actor(desk.store.reader, agent).name


def take_back(desk: Desk, agent: int) -> None:
    desk.agent_id = agent
    desk.undo().result()


def note(desk: Desk, ticket: int, called: int, by: int) -> int:
    desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{name_of(desk, called)} 库存够吗"), agent_id=by)
    return ticket_people.mentions(desk.store.reader, called)[-1].id


def news(desk: Desk, agent: int, command: object, by: int) -> list[str]:
    """The kinds of lines that an agent is told of when somebody does something."""
    lines: list[int] = []

    def hear(changes) -> None:
        lines.extend(changes.of("ticket_event") or ())

    desk.listen(hear)
    desk.run(command, agent_id=by)
    return [each.kind for each in ticket_people.news(desk.store.reader, agent, lines)]


def test_a_name_in_a_note_is_a_to_do_of_the_one_who_is_called(desk: Desk, make: Make, people: People) -> None:
    ticket = make.ticket("换码", agent_id=people.owner).id
    key = note(desk, ticket, people.agent, people.lead)
    (row,) = ticket_people.mentions(desk.store.reader, people.agent)
    assert (row.ticket_id, row.author, row.id) == (ticket, name_of(desk, people.lead), key)
    assert [each.agent_id for each in tickets.detail(desk.store.reader, ticket).asked] == [people.agent]
    assert desk.run(DoneMention(mention_ids=(key,)), agent_id=people.agent).result == 1
    assert desk.run(DoneMention(mention_ids=(key,)), agent_id=people.agent).result == 0
    assert ticket_people.mentions(desk.store.reader, people.agent) == []
    take_back(desk, people.agent)
    assert ticket_people.mentions(desk.store.reader, people.agent) == [row]


def test_undo_of_the_note_takes_the_call_back(desk: Desk, make: Make, people: People) -> None:
    ticket = make.ticket("换码", agent_id=people.owner).id
    note(desk, ticket, people.agent, people.lead)
    take_back(desk, people.lead)
    assert ticket_people.mentions(desk.store.reader, people.agent) == []


def test_nobody_calls_himself_and_who_no_longer_works_is_not_called(desk: Desk, make: Make, people: People) -> None:
    ticket = make.ticket("换码", agent_id=people.owner).id
    own = f"@{name_of(desk, people.lead)} 记一下"
    assert desk.run(NoteOnTicket(ticket_id=ticket, text=own), agent_id=people.lead).result == ()
    name = name_of(desk, people.agent)
    desk.run(DisableAgent(agent_id=people.agent), agent_id=people.owner)
    assert desk.run(NoteOnTicket(ticket_id=ticket, text=f"@{name} 看"), agent_id=people.lead).result == ()


def test_a_call_goes_with_its_note_into_the_ticket_of_a_split(desk: Desk, make: Make, people: People) -> None:
    ticket = make.ticket("换码", agent_id=people.owner).id
    note(desk, ticket, people.agent, people.lead)
    (row,) = ticket_people.mentions(desk.store.reader, people.agent)
    desk.run(SplitTicket(ticket_id=ticket, event_ids=(row.event_id,), title="另开", type="exchange"))
    (moved,) = ticket_people.mentions(desk.store.reader, people.agent)
    assert moved.ticket_id != ticket and moved.id == row.id


def test_watchers_hear_of_replies_states_and_deadlines(desk: Desk, make: Make, people: People, clock: Clock) -> None:
    ticket = make.ticket("换码", agent_id=people.owner, type="exchange").id
    assert desk.run(WatchTicket(ticket_id=ticket, agent_ids=(people.agent, people.lead))).result == 2
    assert desk.run(WatchTicket(ticket_id=ticket, agent_ids=(people.agent,))).result == 0
    written = NoteOnTicket(ticket_id=ticket, text="已问仓库")
    assert news(desk, people.agent, written, people.owner) == ["note"]
    moved = SetTicketState(ticket_ids=(ticket,), state="in_progress")
    assert news(desk, people.agent, moved, people.owner) == ["state"]
    back = SetTicketState(ticket_ids=(ticket,), state="waiting_buyer")
    assert news(desk, people.agent, back, people.agent) == []  # what one did oneself is no news
    clock.now += 30 * DAY
    assert "lapse" in news(desk, people.agent, RecordLapses(), people.owner)


def test_what_happened_while_a_watcher_was_away_waits_until_it_is_seen(
    desk: Desk, make: Make, people: People, clock: Clock
) -> None:
    ticket = make.ticket("换码", agent_id=people.owner).id
    desk.run(WatchTicket(ticket_id=ticket, agent_ids=(people.agent,)), agent_id=people.agent)
    reader = desk.store.reader
    assert ticket_people.unseen(reader, people.agent) == []
    clock.now += 1_000
    desk.run(NoteOnTicket(ticket_id=ticket, text="已问仓库"))
    assert [key for key, _, _ in ticket_people.unseen(reader, people.agent)] == [ticket]
    desk.run(SeeTicket(ticket_id=ticket), agent_id=people.agent)
    assert ticket_people.unseen(reader, people.agent) == []
    assert desk.run(SeeTicket(ticket_id=ticket), agent_id=people.lead).result is False


def test_one_is_taken_off_again_and_undo_brings_him_back(desk: Desk, make: Make, people: People) -> None:
    ticket = make.ticket("换码", agent_id=people.owner).id
    desk.run(WatchTicket(ticket_id=ticket, agent_ids=(people.agent,)))
    assert desk.run(UnwatchTicket(ticket_id=ticket, agent_ids=(people.agent, people.lead))).result == 1
    assert ticket_people.watchers(desk.store.reader, ticket) == []
    take_back(desk, people.owner)
    assert [each.agent_id for each in ticket_people.watchers(desk.store.reader, ticket)] == [people.agent]
    with pytest.raises(DeskError, match="agent_missing"):
        desk.run(WatchTicket(ticket_id=ticket, agent_ids=(404,)))
