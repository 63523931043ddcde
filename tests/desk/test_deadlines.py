"""Deadlines at the desk: noting, correcting, agreeing, recording lapses; and taking these acts back."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People, order_row
from tests.domain.rules.packs import pack
from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.deadlines import AgreeOnDeadline, CorrectStart, NoteStart, RecordLapses
from ticketdesk.desk.commands.imports import ImportOrders
from ticketdesk.desk.commands.tickets import CancelTicket, CreateTicket, ReopenTicket, SetTicketField, SetTicketState
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR, MINUTE
from ticketdesk.domain.rules.chain import Chain, SetBy, StepState
from ticketdesk.domain.rules.counting import Reckoning, due
from ticketdesk.domain.rules.shipping import SHIP
from ticketdesk.domain.tickets import TicketType
from ticketdesk.store.queries.deadlines import passed
from ticketdesk.store.store import Store


class Case:
    """An exchange that was opened at a known moment."""

    def __init__(self, desk: Desk, make: Make, clock: Clock, people: People) -> None:
        clock.step = 0
        self.desk, self.clock, self.owner = desk, clock, people.owner
        self.opened = clock.now
        self.ticket = make.ticket(type="exchange", agent_id=people.owner).id

    def run(self, command: object) -> object:
        return self.desk.run(command, agent_id=self.owner).result  # type: ignore[arg-type]

    def row(self) -> tuple[int | None, int | None, str]:
        sql = "SELECT due_at, due_from, due_rule FROM ticket WHERE id = ?"
        ((due_at, due_from, rule),) = self.desk.store.reader.rows(sql, (self.ticket,))
        return due_at, due_from, rule

    def chain(self) -> Chain:
        found = deadlines.chain_of(self.desk.store.reader, self.ticket, self.clock.now)
        assert found is not None
        return found

    def lapses(self) -> list[tuple[str, int]]:
        return list(self.desk.store.reader.rows("SELECT rule, due_at FROM ticket_lapse WHERE deleted = 0 ORDER BY id"))


@pytest.fixture
def case(desk: Desk, make: Make, clock: Clock, people: People) -> Case:
    return Case(desk, make, clock, people)


def test_a_new_ticket_begins_under_the_newest_pack(case: Case, store: Store) -> None:
    assert case.row() == (case.opened + 48 * HOUR, case.opened, "KS-EXCH-48H")
    assert store.reader.rows("SELECT rule_pack FROM ticket") == [(deadlines.newest().version,)]


def test_what_is_noted_moves_the_chain_on(case: Case) -> None:
    case.clock.now += 3 * HOUR
    case.run(NoteStart(ticket_id=case.ticket, event="agreed", at=case.clock.now - HOUR))
    agreed = case.opened + 2 * HOUR
    assert case.row() == (agreed + 10 * DAY, agreed, "KS-EXCH-10D")
    assert [each.state for each in case.chain().steps] == [StepState.DONE, StepState.RUNNING]
    case.desk.undo().result()
    assert case.row() == (case.opened + 48 * HOUR, case.opened, "KS-EXCH-48H")


def test_a_corrected_start_reckons_anew_and_can_be_taken_back(case: Case) -> None:
    case.clock.now += 3 * HOUR
    case.run(NoteStart(ticket_id=case.ticket, event="agreed", at=case.clock.now))
    before = case.row()
    case.run(CorrectStart(ticket_id=case.ticket, event="agreed", at=case.opened + HOUR))
    assert case.row()[:2] == (case.opened + HOUR + 10 * DAY, case.opened + HOUR)
    case.desk.undo().result()
    assert case.row() == before
    case.desk.redo().result()
    assert case.row()[1] == case.opened + HOUR


def test_the_application_is_the_opening_until_it_is_corrected(case: Case) -> None:
    case.run(CorrectStart(ticket_id=case.ticket, event="applied", at=case.opened - 5 * HOUR))
    assert case.row() == (case.opened + 43 * HOUR, case.opened - 5 * HOUR, "KS-EXCH-48H")
    case.run(CorrectStart(ticket_id=case.ticket, event="applied", at=case.opened - 6 * HOUR))
    assert case.row()[1] == case.opened - 6 * HOUR


def test_a_start_corrected_far_back_has_its_lapse_recorded_though_the_next_step_runs(case: Case) -> None:
    case.clock.now += HOUR
    applied = case.opened - 3 * DAY
    case.run(CorrectStart(ticket_id=case.ticket, event="applied", at=applied))
    assert [each.state for each in case.chain().steps] == [StepState.LAPSED, StepState.RUNNING]
    assert case.row() == (applied + 2 * DAY, applied, "KS-EXCH-48H")  # until the desk has recorded it
    assert case.run(RecordLapses()) == 1
    assert case.lapses() == [("KS-EXCH-48H", applied + 2 * DAY)]
    assert case.row() == (applied + 12 * DAY, applied + 2 * DAY, "KS-EXCH-10D")
    assert case.run(RecordLapses()) == 0


def test_every_step_that_passed_before_a_corrected_start_was_known_is_recorded(case: Case) -> None:
    case.clock.now += HOUR
    applied = case.opened - 40 * DAY
    case.run(CorrectStart(ticket_id=case.ticket, event="applied", at=applied))
    assert case.run(RecordLapses()) == 1
    assert case.lapses() == [("KS-EXCH-48H", applied + 2 * DAY), ("KS-EXCH-10D", applied + 12 * DAY)]
    assert case.run(RecordLapses()) == 0 and case.row()[2] == "KS-EXCH-10D"


def test_the_same_end_from_another_start_is_a_lapse_of_its_own(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    own = pack({"opens": ["exchange"], "limit": 1, "unit": "day", "counting": "natural_days"})
    monkeypatch.setattr(deadlines, "packs", lambda: {own.version: own})
    case.clock.now += 5 * DAY
    for moment in (case.opened - 3 * DAY, case.opened - 3 * DAY + MINUTE):
        case.run(CorrectStart(ticket_id=case.ticket, event="applied", at=moment))
        assert case.run(RecordLapses()) == 1
    ends = [due for _rule, due in case.lapses()]
    assert len(ends) == 2 and ends[0] == ends[1]
    assert case.run(RecordLapses()) == 0


def test_a_lapse_is_recorded_once_and_begins_what_follows(case: Case, store: Store) -> None:
    case.clock.now = case.opened + 48 * HOUR + MINUTE
    assert case.run(RecordLapses()) == 1
    first = ("KS-EXCH-48H", case.opened + 48 * HOUR)
    assert case.lapses() == [first]
    assert case.row() == (case.opened + 48 * HOUR + 10 * DAY, first[1], "KS-EXCH-10D")
    assert case.run(RecordLapses()) == 0
    assert case.lapses() == [first]
    events = store.reader.rows("SELECT kind, author, text FROM ticket_event ORDER BY id DESC LIMIT 1")
    assert events == [("lapse", "", "KS-EXCH-48H")]


def test_a_lapse_that_began_another_step_counts_no_more_once_that_is_done(case: Case) -> None:
    case.clock.now = case.opened + 49 * HOUR
    case.run(RecordLapses())
    case.run(NoteStart(ticket_id=case.ticket, event="buyer_shipped", at=case.clock.now))
    assert case.row() == (None, None, "")  # the shop waits for the parcel
    signed = case.opened + 100 * HOUR
    case.clock.now = signed
    case.run(NoteStart(ticket_id=case.ticket, event="return_signed", at=signed))
    assert case.row() == (signed + 7 * DAY, signed, "KS-EXCH-7D")


def test_days_offline_are_caught_up_with_at_once(case: Case) -> None:
    case.clock.now = case.opened + 60 * DAY
    assert case.run(RecordLapses()) == 1
    assert [rule for rule, _ in case.lapses()] == ["KS-EXCH-48H", "KS-EXCH-10D"]
    assert case.row()[2] == "KS-EXCH-10D"  # it lapsed, and nobody has made it good
    assert case.run(RecordLapses()) == 0


def test_the_clock_set_back_a_day_neither_records_again_nor_takes_back(case: Case) -> None:
    case.clock.now = case.opened + 48 * HOUR
    case.run(RecordLapses())
    row = case.row()
    case.clock.now -= DAY
    assert case.run(RecordLapses()) == 0
    case.run(SetTicketState(ticket_ids=(case.ticket,), state="in_progress"))
    assert case.row() == row
    assert case.chain().steps[0].state is StepState.LAPSED


def test_a_recorded_lapse_stays_beside_a_corrected_start(case: Case) -> None:
    case.clock.now = case.opened + 48 * HOUR
    case.run(RecordLapses())
    case.run(CorrectStart(ticket_id=case.ticket, event="applied", at=case.opened + 5 * HOUR))
    assert case.row() == (case.opened + 53 * HOUR, case.opened + 5 * HOUR, "KS-EXCH-48H")
    step = case.chain().steps[0]
    assert step.overtaken and step.state is StepState.RUNNING and len(case.lapses()) == 1
    case.clock.now = case.opened + 54 * HOUR
    assert case.run(RecordLapses()) == 1
    assert case.lapses()[1] == ("KS-EXCH-48H", case.opened + 53 * HOUR)
    assert case.run(RecordLapses()) == 0


def test_the_desk_records_alone_and_its_act_is_not_the_agents_to_undo(case: Case, desk: Desk) -> None:
    case.run(NoteStart(ticket_id=case.ticket, event="agreed", at=case.opened))
    case.clock.now = case.opened + 10 * DAY
    desk.agent_id = None
    assert desk.run(RecordLapses()).result == 1
    assert case.lapses() == [("KS-EXCH-10D", case.opened + 10 * DAY)]


def test_an_ended_ticket_lapses_no_more_and_goes_on_when_it_is_taken_up(case: Case, store: Store) -> None:
    case.run(CancelTicket(ticket_id=case.ticket, reason="买家不换了"))
    case.clock.now = case.opened + 49 * HOUR
    assert passed(store.reader, case.clock.now) == () and case.run(RecordLapses()) == 0
    case.run(ReopenTicket(ticket_id=case.ticket))
    assert case.row()[2] == "KS-EXCH-48H" and case.run(RecordLapses()) == 1
    assert case.row()[2] == "KS-EXCH-10D"
    assert [each.state for each in case.chain().steps] == [StepState.LAPSED, StepState.RUNNING]


def test_an_agreed_moment_wins_where_the_rule_lets_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DeskError, match="rule_not_agreeable"):
        case.run(AgreeOnDeadline(ticket_id=case.ticket, rule="KS-EXCH-48H", due_at=case.opened + DAY))
    own = pack({"opens": ["exchange"], "agreed": True, "limit": 4})
    monkeypatch.setattr(deadlines, "packs", lambda: {own.version: own})
    case.run(SetTicketField(ticket_ids=(case.ticket,), field="type", value="complaint"))
    case.run(SetTicketField(ticket_ids=(case.ticket,), field="type", value="exchange"))
    assert case.row() == (case.opened + 4 * HOUR, case.opened, "A")
    case.run(AgreeOnDeadline(ticket_id=case.ticket, rule="A", due_at=case.opened + DAY))
    assert case.row() == (case.opened + DAY, case.opened, "A")
    assert case.chain().steps[0].set_by is SetBy.AGREED
    case.desk.undo().result()
    assert case.row() == (case.opened + 4 * HOUR, case.opened, "A")


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (lambda c: NoteStart(ticket_id=c.ticket, event="lapse", at=c.opened), "choice_unknown"),
        (lambda c: NoteStart(ticket_id=c.ticket, event="rained", at=c.opened), "choice_unknown"),
        (lambda c: NoteStart(ticket_id=c.ticket, event="agreed", at=c.clock.now + MINUTE), "start_future"),
        (lambda c: NoteStart(ticket_id=4242, event="agreed", at=c.opened), "ticket_missing"),
        (lambda c: NoteStart(ticket_id=c.ticket, event="agreed", at=c.opened, version=99), "ticket_changed"),
        (lambda c: CorrectStart(ticket_id=c.ticket, event="agreed", at=c.opened), "start_missing"),
        (lambda c: CorrectStart(ticket_id=c.ticket, event="applied", at=c.clock.now + 1), "start_future"),
        (lambda c: AgreeOnDeadline(ticket_id=c.ticket, rule="KS-EXCH-48H", due_at=c.opened), "moment_past"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(case: Case, command: object, key: str) -> None:
    before = case.row()
    with pytest.raises(DeskError) as caught:
        case.run(command(case))  # type: ignore[operator]
    assert caught.value.key == key
    assert case.row() == before


def test_a_ticket_keeps_the_pack_it_began_under(case: Case) -> None:
    assert deadlines.pack("") is next(iter(deadlines.packs().values()))
    assert deadlines.pack(deadlines.newest().version) is deadlines.newest()
    assert deadlines.pack("2099-01") is deadlines.newest()
    assert case.chain().version == deadlines.newest().version


def test_a_type_that_begins_with_no_rule_has_no_deadline(case: Case) -> None:
    case.run(SetTicketField(ticket_ids=(case.ticket,), field="type", value="complaint"))
    assert case.row() == (None, None, "")


@pytest.mark.parametrize("kind", list(TicketType))
def test_the_form_foretells_what_the_desk_writes(case: Case, kind: TicketType) -> None:
    made = case.run(CreateTicket(type=kind.value, title="x"))
    opened, due = case.desk.store.reader.rows("SELECT opened_at, due_at FROM ticket WHERE id = ?", (made.id,))[0]
    told = deadlines.foretold(case.desk.store.reader, kind.value, (), int(opened))
    assert (told and told.due) == due


def test_an_order_and_its_ticket_are_due_by_the_same_rule(desk: Desk, make: Make, store: Store) -> None:
    path = make.order_file([order_row(0, make.rng, 订单状态="等待卖家发货")])
    desk.run(ImportOrders(path=str(path)))
    ((order, due_at, paid_at),) = store.reader.rows("SELECT id, due_at, paid_at FROM orders WHERE due_at IS NOT NULL")
    make.ticket(type="inquiry", order_id=order)
    assert store.reader.rows("SELECT due_at, due_from, due_rule FROM ticket") == [(due_at, paid_at, SHIP)]
    rule = deadlines.newest().rule(SHIP)
    assert rule is not None and due_at == due(rule, paid_at, Reckoning()).moment
