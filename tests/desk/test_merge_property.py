"""Any order of merging, writing, hearing, taking out, splitting and undoing: every word stands on one ticket, exactly
once, and every message of the buyers is there once and shown."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.desk.builders import Clock, open_shop
from tests.desk.live import hear
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
from ticketdesk.store.queries.ticket_ties import Written
from ticketdesk.store.queries.ticket_timeline import EventRow
from ticketdesk.store.store import Store
from ticketdesk.store.tables import TicketEvent
from ticketdesk.store.tx import Tx
from ticketdesk.store.writers import ticket_ties as writing

_PLACES = st.integers(0, 30)
_OWN = ("note", "reply")


class Words(RuleBasedStateMachine):
    """Two tickets of one conversation, one of another buyer's, one of none; ``said`` counts what agents wrote and did
    not take back, ``heard`` what buyers wrote, by conversation."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(empty_store(Path(self.folder.name) / "ticketdesk.db"))
        self.clock = Clock()
        self.desk = Desk(self.store, self.clock)
        open_shop(self.desk)
        self.talks = [hear(self.desk, nick, f"{nick}来了", at=self.clock()) for nick in ("云朵", "秋水")]
        places = (self.talks[0], self.talks[0], self.talks[1], None)
        self.tickets = [self._made(self.desk.run(self._new(n, talk)).result) for n, talk in enumerate(places)]
        self.said: list[str] = []
        self.heard: dict[int, list[str]] = {talk: [] for talk in self.talks}
        self.told = 0
        self.steps: list[tuple[dict[str, str], list[str]]] = []

    def _new(self, n: int, talk: int | None) -> CreateTicket:
        nick = "云朵" if talk != self.talks[1] else "秋水"
        return CreateTicket(type="exchange", title=f"第{n}张", buyer_nick=nick, conversation_id=talk)

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
        pair = self._ticket(one), self._ticket(other)
        self._run(MergeTickets(winner_id=pair[0], loser_ids=(pair[1],), across_buyers=True))

    @rule(place=_PLACES, reply=st.booleans())
    def write(self, place: int, reply: bool) -> None:
        word = self._word()
        kind = ReplyOnTicket if reply else NoteOnTicket
        self._run(kind(ticket_id=self._ticket(place), text=word))
        self.said.append(word)

    @rule(other=st.booleans())
    def listen(self, other: bool) -> None:
        """A buyer writes: no step of anybody's, so that what was before cannot be compared any more."""
        talk, word = self.talks[other], self._word()
        hear(self.desk, "秋水" if other else "云朵", word, at=self.clock())
        self.heard[talk].append(word)
        self.steps.clear()

    def _word(self) -> str:
        self.told += 1
        return f"词{self.told}。"

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

    def _shown(self) -> Iterator[list[EventRow]]:
        """The timelines of the tickets that are not merged."""
        for ticket in self.tickets:
            if ticket_ties.winner_of(self.store.reader, ticket) == ticket:
                yield ticket_timeline.lines(self.store.reader, ticket, limit=10_000)

    @invariant()
    def every_word_stands_exactly_once(self) -> None:
        if not hasattr(self, "store"):
            return
        shown: Counter[str] = Counter()
        for lines in self._shown():
            shown.update(line.text for line in lines if line.kind in _OWN)
            assert max(Counter(line.text for line in lines if line.text.startswith("词")).values(), default=1) == 1
        assert shown == Counter(self.said)

    @invariant()
    def every_message_is_there_once_and_shown(self) -> None:
        if not hasattr(self, "store"):
            return
        rows = self.store.reader.rows("SELECT conversation_id, text FROM message WHERE deleted = 0 AND side = 'in'")
        seen = {line.text for lines in self._shown() for line in lines if line.kind == "heard"}
        for talk, words in self.heard.items():
            assert Counter(text for key, text in rows if key == talk and text in words) == Counter(words)
            assert set(words) <= seen
        sent = self.store.reader.rows("SELECT text FROM message WHERE deleted = 0 AND side = 'out'")
        assert max(Counter(sent).values(), default=1) == 1

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert_sound(self.store)
            self.store.close()
            self.folder.cleanup()


TestWords = Words.TestCase
TestWords.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def words() -> Iterator[Words]:
    """The machine, to be worked by hand."""
    made = Words()
    made.open()
    yield made
    made.store.close()
    made.folder.cleanup()


def test_control_an_act_that_loses_a_line_is_noticed(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    words.merge(0, 1)
    words.write(0, reply=True)
    words.every_word_stands_exactly_once()
    lost = words.store.reader.rows("SELECT MAX(id) FROM ticket_event WHERE kind = 'reply'")[0][0]
    own = writing.move_events

    def forgetful(tx: Tx, moving: Iterable[Written], ticket: int) -> None:
        own(tx, moving, ticket)
        tx.tombstone(TicketEvent, lost)

    monkeypatch.setattr(writing, "move_events", forgetful)
    words.take_out(1, 1)
    with pytest.raises(AssertionError):
        words.every_word_stands_exactly_once()


def test_the_older_ticket_of_a_conversation_keeps_its_words_in_a_newer_one(words: Words) -> None:
    """What a buyer wrote before the winner was opened is shown as long as the older ticket is part of it."""
    words.listen(other=False)
    newer = words._made(words.desk.run(words._new(9, words.talks[0])).result)
    words.tickets.append(newer)
    words.merge(4, 0)
    words.merge(4, 1)
    words.every_message_is_there_once_and_shown()
    words.take_out(0, 1)
    words.every_message_is_there_once_and_shown()
