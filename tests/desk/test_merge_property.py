"""Any order of merging, writing, taking out, splitting and undoing: every word stands on one ticket, exactly once."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.desk.builders import Clock, open_shop
from tests.desk.soundness import assert_sound
from tests.ready import empty_store
from ticketdesk.desk.command import SingleCommand
from ticketdesk.desk.commands.ticket_merging import MergeTickets, SplitTicket, UnmergeTicket
from ticketdesk.desk.commands.ticket_replies import NoteOnTicket, ReplyOnTicket
from ticketdesk.desk.commands.tickets import CreateTicket, TicketMade
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.store.compare import digest
from ticketdesk.store.queries import ticket_ties, ticket_timeline
from ticketdesk.store.store import Store

_PLACES = st.integers(0, 30)


class Words(RuleBasedStateMachine):
    """Four tickets of one buyer; ``said`` counts what was written and not taken back."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(empty_store(Path(self.folder.name) / "ticketdesk.db"))
        self.desk = Desk(self.store, Clock())
        open_shop(self.desk)
        self.tickets = [self._made(self.desk.run(self._new(n)).result) for n in range(4)]
        self.said: list[str] = []
        self.steps: list[tuple[dict[str, str], list[str]]] = []

    def _new(self, n: int) -> CreateTicket:
        return CreateTicket(type="exchange", title=f"第{n}张", buyer_nick="云朵")

    def _made(self, result: object) -> int:
        assert isinstance(result, TicketMade)
        return result.id

    def _run(self, command: SingleCommand) -> object:
        """Do it and remember how the store was before; a refusal changes nothing."""
        before = digest(self.store.reader), list(self.said)
        try:
            done = self.desk.run(command)
        except DeskError as error:
            assert error.key in {"merge_self", "ticket_merged", "ticket_not_merged"}
            assert digest(self.store.reader) == before[0]
            return None
        self.steps.append(before)
        return done.result

    def _ticket(self, place: int) -> int:
        return self.tickets[place % len(self.tickets)]

    @rule(one=_PLACES, other=_PLACES)
    def merge(self, one: int, other: int) -> None:
        self._run(MergeTickets(winner_id=self._ticket(one), loser_ids=(self._ticket(other),)))

    @rule(place=_PLACES, reply=st.booleans())
    def write(self, place: int, reply: bool) -> None:
        word = f"词{len(self.steps)}"
        kind = ReplyOnTicket if reply else NoteOnTicket
        self._run(kind(ticket_id=self._ticket(place), text=word))
        self.said.append(word)

    @rule(place=_PLACES, every=st.integers(1, 3))
    def take_out(self, place: int, every: int) -> None:
        loser = self._ticket(place)
        since = ticket_ties.written_since(self.store.reader, loser)
        self._run(UnmergeTicket(ticket_id=loser, take=tuple(each.id for each in since[::every])))

    @rule(place=_PLACES)
    def split(self, place: int) -> None:
        ticket = self._ticket(place)
        found = [line for line in ticket_timeline.lines(self.store.reader, ticket) if line.kind in ("note", "reply")]
        if found and ticket_ties.winner_of(self.store.reader, ticket) == ticket:
            ids = tuple(line.id for line in found[place % len(found) :])
            made = self._run(SplitTicket(ticket_id=ticket, event_ids=ids, title="拆出", type="logistics"))
            self.tickets.append(self._made(made))

    @rule()
    def undo(self) -> None:
        if self.steps:
            before, said = self.steps.pop()
            self.desk.undo().result()
            assert digest(self.store.reader) == before
            self.said = said
            known = {key for (key,) in self.store.reader.rows("SELECT id FROM ticket WHERE deleted = 0")}
            self.tickets = [key for key in self.tickets if key in known]

    @invariant()
    def every_word_stands_exactly_once(self) -> None:
        if not hasattr(self, "store"):
            return
        shown: Counter[str] = Counter()
        for ticket in self.tickets:
            if ticket_ties.winner_of(self.store.reader, ticket) == ticket:
                lines = ticket_timeline.lines(self.store.reader, ticket)
                shown.update(line.text for line in lines if line.kind in ("note", "reply"))
        assert shown == Counter(self.said)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert_sound(self.store)
            self.store.close()
            self.folder.cleanup()


TestWords = Words.TestCase
TestWords.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
