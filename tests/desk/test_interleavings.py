"""Two desks claim and edit the same tickets in random order: no update is lost, the loser hears the winner's value.

Each desk acts on what it saw last, which may be old by then: that is what two windows do. A plain model in Python says
what each act must answer.
"""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.desk.builders import Make, People
from tests.desk.soundness import assert_sound
from tests.fault.tally import long_form
from ticketdesk.desk.command import Command
from ticketdesk.desk.commands.queues import ClaimTicket, ReleaseTicket
from ticketdesk.desk.commands.ticket_words import RewordTicket
from ticketdesk.desk.commands.tickets import SetTicketField, SetTicketState, TransferTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.tickets import TicketState, can_move
from ticketdesk.store.queries import tickets
from ticketdesk.store.queries.tickets import TicketRow

_TICKETS = 3
_ACTS = 12
_STATES = ("in_progress", "waiting_buyer", "waiting_colleague")


class Window:
    """One of two windows: its agent, and the tickets as it saw them last."""

    def __init__(self, desk: Desk, agent: int, ids: list[int], rng: random.Random) -> None:
        self.desk, self.agent, self.ids, self.rng = desk, agent, ids, rng
        self.seen: dict[int, TicketRow] = {}
        self.tally: Counter[str] = Counter()
        self.look()

    def look(self) -> None:
        """Read every ticket again."""
        self.seen = {row.id: row for row in tickets.rows(self.desk.store.reader, self.ids)}

    def act(self) -> None:
        """One act on a ticket as it was seen, held against what stands there."""
        ticket = self.rng.choice(self.ids)
        command = self._command(ticket)
        before = self._row(ticket)
        lines = self._lines(ticket)
        try:
            self.desk.run(command, agent_id=self.agent)
        except DeskError as error:
            self._lost(command, before, error)
            assert (self._row(ticket), self._lines(ticket)) == (before, lines)
        else:
            self._won(command, before)
            assert self._lines(ticket) == lines + (self._row(ticket) != before)

    def _command(self, ticket: int) -> Command:
        row = self.seen[ticket]
        kind = self.rng.choice(("claim", "claim", "release", "state", "priority", "transfer", "reword"))
        if kind == "claim":
            return ClaimTicket(ticket_id=ticket)
        if kind == "release":
            return ReleaseTicket(ticket_ids=(ticket,))
        if kind == "reword":
            words = (("title", f"标题{self.rng.randrange(4)}"),)
            return RewordTicket(ticket_id=ticket, words=words, seen=(("title", row.title),))
        if kind == "state":
            return SetTicketState(ticket_ids=(ticket,), state=self.rng.choice(_STATES), version=row.version)
        if kind == "priority":
            value = str(self.rng.randrange(1, 4))
            return SetTicketField(ticket_ids=(ticket,), field="priority", value=value, version=row.version)
        return TransferTicket(ticket_ids=(ticket,), assignee_id=self.agent, version=row.version)

    def _won(self, command: Command, before: TicketRow) -> None:
        """Nobody's word was written over: the ticket was nobody's or one's own, or stood as it was seen."""
        after = self._row(before.id)
        self.tally[f"{command.name} done"] += 1
        if isinstance(command, ClaimTicket):
            assert before.assignee_id in (None, self.agent) and after.assignee_id == self.agent
        elif isinstance(command, ReleaseTicket):
            assert before.assignee_id in (None, self.agent) and after.assignee_id is None
        elif isinstance(command, RewordTicket):
            assert after.title == command.words[0][1] and before.title in (self.seen[before.id].title, after.title)
        elif after != before:
            assert before.version == self.seen[before.id].version

    def _lost(self, command: Command, now: TicketRow, error: DeskError) -> None:
        """The refusal carries what the winner wrote."""
        self.tally[f"{command.name} {error.key}"] += 1
        if error.key == "ticket_claimed":
            assert now.assignee_id not in (None, self.agent)
            assert error.values["name"] == now.assignee_name
        elif error.key == "ticket_changed":
            assert now.version != self.seen[now.id].version
            assert (error.values["state"], error.values["name"]) == (now.state, now.assignee_name)
        elif error.key == "ticket_reworded":
            assert error.values["kept"] == now.title != self.seen[now.id].title
        else:
            assert error.key == "ticket_state_not_allowed" and isinstance(command, SetTicketState)
            assert not can_move(TicketState(now.state), TicketState(command.state))

    def _row(self, ticket: int) -> TicketRow:
        return tickets.rows(self.desk.store.reader, [ticket])[0]

    def _lines(self, ticket: int) -> int:
        sql = "SELECT COUNT(*) FROM ticket_event WHERE ticket_id = ? AND deleted = 0"
        return int(self.desk.store.reader.rows(sql, (ticket,))[0][0])


@pytest.mark.fault
def test_two_windows_never_write_over_each_other(desk: Desk, make: Make, people: People) -> None:
    second = Desk(desk.store, make.clock)
    tally: Counter[str] = Counter()
    for seed in range(1_000 if long_form() else 100):
        rng = random.Random(seed)
        ids = [make.ticket(f"{seed}-{n}").id for n in range(_TICKETS)]
        windows = [Window(desk, people.lead, ids, rng), Window(second, people.agent, ids, rng)]
        for _ in range(_ACTS):
            window = rng.choice(windows)
            window.act()
            if rng.random() < 0.4:
                rng.choice(windows).look()
        for window in windows:
            tally += window.tally
    claims = {"ClaimTicket done", "ClaimTicket ticket_claimed", "SetTicketState ticket_changed"}
    assert claims | {"RewordTicket done", "RewordTicket ticket_reworded"} <= set(tally)
    assert_sound(desk.store)


def test_of_many_who_claim_at_once_just_one_wins_each(desk: Desk, make: Make, people: People) -> None:
    second = Desk(desk.store, make.clock)
    ids = [make.ticket(str(n)).id for n in range(30)]
    agents = (people.lead, people.agent, people.warehouse)

    def claim(job: tuple[int, int, Desk]) -> tuple[int, int, str]:
        ticket, agent, at = job
        error = at.post(ClaimTicket(ticket_id=ticket), agent_id=agent).exception()
        assert error is None or isinstance(error, DeskError)
        return ticket, agent, "" if error is None else str(error.values["name"])

    jobs = [(ticket, agent, at) for ticket in ids for agent, at in zip(agents, (desk, second, desk), strict=True)]
    random.Random(3).shuffle(jobs)
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(claim, jobs))
    rows = {row.id: row for row in tickets.rows(desk.store.reader, ids)}
    for ticket in ids:
        won = [agent for key, agent, name in told if key == ticket and not name]
        lost = [name for key, _, name in told if key == ticket and name]
        assert won == [rows[ticket].assignee_id]
        assert lost == [rows[ticket].assignee_name] * 2
    assert_sound(desk.store)
