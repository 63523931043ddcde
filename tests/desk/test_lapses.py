"""The clock of the deadlines: what passed is recorded by the desk itself, in as many acts as it needs."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from ticketdesk.desk import lapses
from ticketdesk.desk.commands import deadlines as acts
from ticketdesk.desk.commands.deadlines import CarryOutLapse, NoteStart, RecordLapses, SetDayCounting
from ticketdesk.desk.desk import Desk
from ticketdesk.desk.lapses import LapseClock
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR
from ticketdesk.store.store import Store


@pytest.fixture
def exchange(make: Make, people: People, clock: Clock) -> int:
    clock.step = 0
    return make.ticket(type="exchange", agent_id=people.owner).id


def steps(watch: LapseClock, clock: Clock) -> int:
    """Step until it rests; return how many steps had something to do."""
    done = 0
    while watch.step(clock.now):
        watch._posted.result()  # type: ignore[union-attr]
        done += 1
    return done


def told(store: Store) -> list[tuple[str, int | None]]:
    return list(store.reader.rows("SELECT command, agent_id FROM act WHERE command = 'RecordLapses' ORDER BY id"))


def test_nothing_is_posted_while_nothing_passed(desk: Desk, exchange: int, clock: Clock, store: Store) -> None:
    clock.now += 47 * HOUR
    assert LapseClock(desk).step(clock.now) is False
    assert told(store) == []


def test_a_lapse_is_recorded_in_nobodys_name(desk: Desk, exchange: int, clock: Clock, store: Store) -> None:
    clock.now += 48 * HOUR
    assert steps(LapseClock(desk), clock) == 1
    assert told(store) == [("RecordLapses", None)]
    assert store.reader.rows("SELECT rule FROM ticket_lapse") == [("KS-EXCH-48H",)]


def test_after_days_offline_several_acts_record_it_all(
    desk: Desk, exchange: int, make: Make, people: People, clock: Clock, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(lapses, "MOST_AT_ONCE", 2)
    for _more in range(4):
        make.ticket(type="exchange", agent_id=people.owner)
    clock.now += 3 * DAY
    assert steps(LapseClock(desk), clock) == 3
    assert store.reader.rows("SELECT count(DISTINCT ticket_id) FROM ticket_lapse") == [(5,)]


def test_the_clock_set_back_records_nothing_again(desk: Desk, exchange: int, clock: Clock, store: Store) -> None:
    watch = LapseClock(desk)
    clock.now += 48 * HOUR
    steps(watch, clock)
    clock.now -= DAY
    assert steps(watch, clock) == 0
    clock.now += 2 * DAY
    assert steps(watch, clock) == 0
    assert len(store.reader.rows("SELECT 1 FROM ticket_lapse")) == 1


def test_only_what_the_desk_does_of_itself_goes_that_way(desk: Desk, exchange: int, clock: Clock) -> None:
    with pytest.raises(TypeError):
        desk.of_itself(NoteStart(ticket_id=exchange, event="agreed", at=clock.now))
    assert desk.of_itself(RecordLapses()).result().act_id is None


def carried(store: Store) -> list[tuple[str, int]]:
    return list(store.reader.rows("SELECT rule, carried_out FROM ticket_lapse WHERE deleted = 0 ORDER BY id"))


def test_what_followed_is_suggested_until_somebody_says_that_it_is_done(
    desk: Desk, exchange: int, clock: Clock, store: Store, people: People
) -> None:
    desk.agent_id = people.owner
    with pytest.raises(DeskError, match="lapse_missing"):
        desk.run(CarryOutLapse(ticket_id=exchange, rule="KS-EXCH-48H"))
    clock.now += 48 * HOUR
    steps(LapseClock(desk), clock)
    assert carried(store) == [("KS-EXCH-48H", 0)]
    desk.run(CarryOutLapse(ticket_id=exchange, rule="KS-EXCH-48H"))
    assert carried(store) == [("KS-EXCH-48H", 1)]
    assert store.reader.rows("SELECT kind, text FROM ticket_event ORDER BY id")[-1] == ("carried", "KS-EXCH-48H")
    with pytest.raises(DeskError, match="lapse_missing"):
        desk.run(CarryOutLapse(ticket_id=exchange, rule="KS-EXCH-48H"))
    desk.undo().result()
    assert carried(store) == [("KS-EXCH-48H", 0)]


def test_where_the_shop_wants_it_what_follows_counts_as_done(
    desk: Desk, exchange: int, clock: Clock, store: Store
) -> None:
    desk.run(SetDayCounting(off="", on="", natural=False, carry_out=True))
    clock.now += 48 * HOUR
    steps(LapseClock(desk), clock)
    assert carried(store) == [("KS-EXCH-48H", 1)]


def test_late_tickets_are_walked_through_once_and_not_at_each_look(
    desk: Desk, exchange: int, make: Make, people: People, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []
    found = lapses.passed
    monkeypatch.setattr(
        lapses, "passed", lambda rows, now, most, since: asked.append(since) or found(rows, now, most, since)
    )
    watch = LapseClock(desk)
    clock.now += 47 * HOUR
    first = clock.now
    assert steps(watch, clock) == 0
    clock.now += HOUR - 1
    assert steps(watch, clock) == 0
    assert asked == [None, first]
    clock.now += 1
    assert steps(watch, clock) == 1, "what falls due between two looks is found by the second"
    asked.clear()
    assert watch.step(clock.now) is False
    assert asked == [clock.now], "nothing changed since"
    make.ticket(type="exchange", agent_id=people.owner)
    assert watch.step(clock.now) is False
    clock.now -= DAY
    assert watch.step(clock.now) is False
    assert asked[1:] == [None, None], "after a change, and where the clock went back, all is asked"
