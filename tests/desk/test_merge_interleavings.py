"""1,000 random interleavings of two agents who merge, claim and edit the same tickets: nothing is lost, and who is too
late is told what stands there now."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import Future

from tests.desk.builders import Make, People
from tests.desk.soundness import assert_sound
from ticketdesk.desk.command import SingleCommand
from ticketdesk.desk.commands.ticket_merging import MergeTickets, UnmergeTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import ticket_ties, ticket_timeline, tickets
from ticketdesk.store.store import Store
from ticketdesk.words.errors import sentence

ROUNDS = 1_000
LATE = frozenset({"ticket_merged", "row_changed", "ticket_not_merged", "merge_self", "ticket_state_not_allowed"})


class Rivals:
    """Two desks over one store; each round both act at once on what they have seen."""

    def __init__(self, desk: Desk, make: Make, people: People, seed: int) -> None:
        self.store, self.rng, self.people = desk.store, random.Random(seed), people
        self.desks = {people.lead: desk, people.agent: Desk(desk.store, make.clock, people.agent)}
        self.tickets = [make.ticket(f"第{n}张", buyer_nick="云朵").id for n in range(5)]
        self.words: list[str] = []
        self.late: Counter[str] = Counter()

    def round(self, n: int) -> None:
        posted = [self._post(agent, n) for agent in self.rng.sample(sorted(self.desks), 2)]
        for command, future in posted:
            error = future.exception()
            if error is None:
                self._kept(command)
            else:
                self._told(error)

    def _post(self, agent: int, n: int) -> tuple[SingleCommand, Future[Done]]:
        command = self._command(agent, n)
        return command, self.desks[agent].post(command, agent_id=agent)

    def _command(self, agent: int, n: int) -> SingleCommand:
        one, other = self.rng.sample(self.tickets, 2)
        seen = tickets.rows(self.store.reader, [one])[0].version
        return self.rng.choice(
            (
                MergeTickets(winner_id=one, loser_ids=(other,), version=seen),
                UnmergeTicket(ticket_id=one),
                UnmergeTicket(ticket_id=other),
                TransferTicket(ticket_ids=(one,), assignee_id=agent),
                SetTicketField(ticket_ids=(one,), field="priority", value=str(self.rng.randint(1, 3))),
                SetTicketState(ticket_ids=(one,), state="in_progress", version=seen),
                NoteOnTicket(ticket_id=one, text=f"词{n}-{agent}"),
            )
        )

    def _kept(self, command: SingleCommand) -> None:
        if isinstance(command, NoteOnTicket):
            self.words.append(command.text)

    def _told(self, error: BaseException) -> None:
        assert isinstance(error, DeskError) and error.key in LATE, error
        self.late[error.key] += 1
        if error.key == "ticket_merged":
            assert tickets.id_of_number(self.store.reader, str(error.values["number"])) in self.tickets
            assert str(error.values["number"]) in sentence(error)


def test_a_thousand_interleavings_lose_no_word_and_make_no_circle(desk: Desk, make: Make, people: People) -> None:
    rivals = Rivals(desk, make, people, seed=6)
    for n in range(ROUNDS):
        rivals.round(n)
    shown = _shown(desk.store, rivals.tickets)
    assert shown == Counter(rivals.words) and len(rivals.words) > 100
    assert rivals.late["ticket_merged"] > 20 and rivals.late["row_changed"] > 5
    assert_sound(desk.store)


def _shown(store: Store, keys: list[int]) -> Counter[str]:
    """Every note that a ticket which is not merged shows."""
    found: Counter[str] = Counter()
    for key in keys:
        if ticket_ties.winner_of(store.reader, key) == key:
            lines = ticket_timeline.lines(store.reader, key, limit=100_000)
            found.update(line.text for line in lines if line.kind == "note")
    return found


def test_of_two_who_merge_each_into_the_other_the_second_is_told_the_winner(
    desk: Desk, make: Make, people: People
) -> None:
    one, other = make.ticket("一", buyer_nick="云朵"), make.ticket("二", buyer_nick="云朵")
    first = desk.post(MergeTickets(winner_id=one.id, loser_ids=(other.id,)), agent_id=people.lead)
    second = desk.post(MergeTickets(winner_id=other.id, loser_ids=(one.id,)), agent_id=people.agent)
    assert first.exception() is None
    error = second.exception()
    assert isinstance(error, DeskError) and error.key == "ticket_merged"
    assert error.values["number"] == one.number
