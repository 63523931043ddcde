"""1,000 random interleavings of two agents who claim, edit and merge the same tickets: nothing is lost, and who is too
late is told what stands there now. The daily tests take a quarter of them."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import Future

import pytest

from tests.desk.builders import Make, People
from tests.desk.soundness import assert_sound
from tests.fault.tally import long_form
from ticketdesk.desk.command import SingleCommand
from ticketdesk.desk.commands.queues import ClaimTicket, ReleaseTicket
from ticketdesk.desk.commands.ticket_merging import MergeTickets, UnmergeTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk, Done
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.queries import ticket_ties, ticket_timeline, tickets
from ticketdesk.store.queries.tickets import TicketRow
from ticketdesk.store.store import Store
from ticketdesk.words.errors import sentence

ROUNDS = 1_000
LATE = frozenset({"ticket_merged", "ticket_changed", "ticket_claimed", "ticket_not_merged", "ticket_state_not_allowed"})
CHANGED = "SELECT DISTINCT act FROM change WHERE tbl = 'ticket' AND key = ? AND act IN (?, ?)"


class Rivals:
    """Two desks over one store; each round both act at once on what both have seen.

    ``late`` counts who was too late, ``lost`` acts that were written over although theirs told what it had seen.
    """

    def __init__(self, desk: Desk, make: Make, people: People, seed: int) -> None:
        self.store, self.rng, self.people = desk.store, random.Random(seed), people
        self.desks = {people.lead: desk, people.agent: Desk(desk.store, make.clock, people.agent)}
        self.tickets = [make.ticket(f"第{n}张", buyer_nick="云朵").id for n in range(5)]
        self.words: list[str] = []
        self.late: Counter[str] = Counter()
        self.lost = 0

    def round(self, n: int) -> None:
        """Both look, then both act; the first is held against what they saw, the second against what stands now."""
        one, other = self.rng.sample(self.tickets, 2)
        seen = self.row(one)
        agents = self.rng.sample(sorted(self.desks), 2)
        posted = [self._post(agent, self._command(agent, n, (one, other), seen.version)) for agent in agents]
        errors = [future.exception() for _command, future in posted]
        for (command, _future), error, stood in zip(posted, errors, (seen, self.row(one)), strict=True):
            if error is not None:
                self._told(error, stood)
            elif isinstance(command, NoteOnTicket):
                self.words.append(command.text)
        if errors == [None, None] and getattr(posted[1][0], "version", None) is not None:
            self.lost += self._both_wrote(one, [future.result().act_id for _command, future in posted])

    def row(self, ticket: int) -> TicketRow:
        """A ticket as it stands."""
        return tickets.rows(self.store.reader, [ticket])[0]

    def _both_wrote(self, ticket: int, acts: list[int | None]) -> bool:
        return None not in acts and len(self.store.reader.rows(CHANGED, (ticket, *acts))) == 2

    def _post(self, agent: int, command: SingleCommand) -> tuple[SingleCommand, Future[Done]]:
        return command, self.desks[agent].post(command, agent_id=agent)

    def _command(self, agent: int, n: int, pair: tuple[int, int], seen: int) -> SingleCommand:
        (one, other), priority = pair, str(self.rng.randint(1, 3))
        return self.rng.choice(
            (
                MergeTickets(winner_id=one, loser_ids=(other,), version=seen),
                UnmergeTicket(ticket_id=one),
                UnmergeTicket(ticket_id=other),
                ClaimTicket(ticket_id=one, version=seen),
                ClaimTicket(ticket_id=one),
                ReleaseTicket(ticket_ids=(one,)),
                TransferTicket(ticket_ids=(one,), assignee_id=agent, version=seen),
                SetTicketField(ticket_ids=(one,), field="priority", value=priority, version=seen),
                SetTicketState(ticket_ids=(one,), state="in_progress", version=seen),
                NoteOnTicket(ticket_id=one, text=f"词{n}-{agent}"),
            )
        )

    def _told(self, error: BaseException, stood: TicketRow) -> None:
        """The refusal says what the winner wrote, and so does its sentence."""
        assert isinstance(error, DeskError) and error.key in LATE, error
        self.late[error.key] += 1
        said = sentence(error)
        if error.key == "ticket_merged":
            number = str(error.values["number"])
            assert tickets.id_of_number(self.store.reader, number) in self.tickets and number in said
        elif error.key == "ticket_changed":
            assert (error.values["state"], error.values["name"]) == (stood.state, stood.assignee_name)
            assert error.values["author"] in ("立夏", "谷雨") and str(error.values["author"]) in said
        elif error.key == "ticket_claimed":
            assert error.values["name"] == stood.assignee_name and stood.assignee_name in said


@pytest.mark.fault
def test_a_thousand_interleavings_lose_no_word_and_make_no_circle(desk: Desk, make: Make, people: People) -> None:
    rivals = Rivals(desk, make, people, seed=6)
    rounds = ROUNDS if long_form() else ROUNDS // 4
    for n in range(rounds):
        rivals.round(n)
    shown = _shown(desk.store, rivals.tickets)
    assert shown == Counter(rivals.words) and len(rivals.words) > rounds // 20
    assert rivals.lost == 0
    assert all(rivals.late[key] >= rounds // 200 for key in ("ticket_merged", "ticket_changed", "ticket_claimed"))
    assert_sound(desk.store)


def test_control_a_desk_that_does_not_look_whether_others_wrote_is_noticed(
    desk: Desk, make: Make, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tickets", "ticket_merging"):
        monkeypatch.setattr(f"ticketdesk.desk.commands.{module}.guard", lambda *_given: None)
    rivals = Rivals(desk, make, people, seed=6)
    for n in range(100):
        rivals.round(n)
    assert rivals.lost > 0


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
