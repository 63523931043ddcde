"""The shop's own counting of days: open tickets are counted anew, and all of it can be taken back."""

from __future__ import annotations

import pytest

from tests.desk.builders import Clock, Make, People
from tests.domain.rules.packs import pack
from ticketdesk.desk import deadlines
from ticketdesk.desk.commands.deadlines import NoteStart, SetDayCounting
from ticketdesk.desk.commands.tickets import CancelTicket
from ticketdesk.desk.desk import Desk
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import DAY, HOUR, from_ms
from ticketdesk.store.queries.deadlines import habits
from ticketdesk.store.store import Store


@pytest.fixture
def agreed(desk: Desk, make: Make, clock: Clock, people: People) -> int:
    """An exchange that was agreed to: the buyer has ten days, of which the source does not say which."""
    clock.step = 0
    desk.agent_id = people.owner
    ticket = make.ticket(type="exchange").id
    desk.run(NoteStart(ticket_id=ticket, event="agreed", at=clock.now))
    return ticket


def due(store: Store, ticket: int) -> int:
    return int(store.reader.rows("SELECT due_at FROM ticket WHERE id = ?", (ticket,))[0][0])


def test_days_of_no_stated_kind_end_as_the_shop_says(desk: Desk, store: Store, agreed: int, clock: Clock) -> None:
    exact = due(store, agreed)
    assert exact == clock.now + 10 * DAY
    desk.run(SetDayCounting(off="", on="", natural=True))
    ends = from_ms(due(store, agreed))
    assert (ends.date() - from_ms(clock.now).date()).days == 10
    assert f"{ends:%H:%M:%S}" == "23:59:59"
    desk.undo().result()
    assert due(store, agreed) == exact and habits(store.reader) == {}


def test_new_tickets_and_ended_ones(desk: Desk, store: Store, make: Make, agreed: int) -> None:
    desk.run(CancelTicket(ticket_id=agreed, reason="买家不换了"))
    before = due(store, agreed)
    desk.run(SetDayCounting(off="", on="", natural=True))
    assert due(store, agreed) == before
    assert due(store, make.ticket(type="exchange").id)


def test_own_days_off_move_working_days(
    desk: Desk, store: Store, make: Make, clock: Clock, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.step = 0
    desk.agent_id = people.owner
    own = pack({"opens": ["exchange"], "limit": 1, "unit": "working_day", "counting": "working_days"})
    monkeypatch.setattr(deadlines, "packs", lambda: {own.version: own})
    ticket = make.ticket(type="exchange").id
    day = from_ms(due(store, ticket)).date()
    desk.run(SetDayCounting(off=str(day), on="", natural=False))
    assert from_ms(due(store, ticket)).date() > day
    desk.run(SetDayCounting(off="", on="", natural=False))
    assert from_ms(due(store, ticket)).date() == day


@pytest.mark.parametrize(
    ("off", "on", "key"),
    [("2027-02-29", "", "day_unreadable"), ("2027-01-01", "2027-01-01", "day_twice")],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, store: Store, agreed: int, off: str, on: str, key: str
) -> None:
    before = due(store, agreed)
    with pytest.raises(DeskError, match=key):
        desk.run(SetDayCounting(off=off, on=on, natural=True))
    assert due(store, agreed) == before and habits(store.reader) == {}


def test_the_same_again_writes_nothing_more(desk: Desk, store: Store, agreed: int) -> None:
    desk.run(SetDayCounting(off="2027-01-01", on="", natural=True))
    rows = store.reader.rows("SELECT count(*), max(version) FROM setting")
    desk.run(SetDayCounting(off="2027-01-01", on="", natural=True))
    assert store.reader.rows("SELECT count(*), max(version) FROM setting") == rows


def test_the_shops_zone_counts_open_tickets_anew_and_is_taken_back(desk: Desk, store: Store, agreed: int) -> None:
    desk.run(SetDayCounting(off="", on="", natural=True))
    china = due(store, agreed)
    desk.run(SetDayCounting(off="", on="", natural=True, zone="Asia/Tokyo"))
    assert (due(store, agreed) - china) % DAY == 23 * HOUR
    desk.undo().result()
    assert due(store, agreed) == china and habits(store.reader).get("deadline.zone", "") == ""
    with pytest.raises(DeskError, match="zone_unknown"):
        desk.run(SetDayCounting(off="", on="", natural=True, zone="Mars/Olympus"))
