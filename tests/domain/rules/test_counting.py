"""Counting beside the vectors: pauses, months, the end of the calendar, zones with summer time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.rules.packs import at, pack
from ticketdesk.domain.moments import DAY, HOUR, SECOND, to_ms
from ticketdesk.domain.rules.calendars import PublicDays, WorkDays, china
from ticketdesk.domain.rules.counting import Note, Reckoning, add_months, due, merged, minutes_of, paused_ms, running
from ticketdesk.domain.rules.values import Rule


class Summer(tzinfo):
    """A zone an hour ahead of UTC, two from 2026-03-29 02:00 to 2026-10-25 03:00 of its wall, as in Berlin."""

    begins, ends = datetime(2026, 3, 29, 2), datetime(2026, 10, 25, 3)

    def utcoffset(self, moment: datetime | None) -> timedelta:
        assert moment is not None
        wall = moment.replace(tzinfo=None, fold=0)
        again = self.ends - timedelta(hours=1) <= wall < self.ends and moment.fold
        missing = self.begins <= wall < self.begins + timedelta(hours=1) and not moment.fold
        summer = self.begins <= wall < self.ends and not again and not missing
        return timedelta(hours=2 if summer else 1)

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - timedelta(hours=1)

    def tzname(self, _moment: datetime | None) -> str:
        return "summer"

    def fromutc(self, moment: datetime) -> datetime:
        utc = moment.replace(tzinfo=None)
        summer = datetime(2026, 3, 29, 1) <= utc < datetime(2026, 10, 25, 1)
        wall = utc + timedelta(hours=2 if summer else 1)
        again = not summer and datetime(2026, 10, 25, 1) <= utc < datetime(2026, 10, 25, 2)
        return wall.replace(tzinfo=self, fold=int(again))


def utc(text: str) -> int:
    return to_ms(datetime.fromisoformat(f"{text}+00:00"))


def rule(**fields: object) -> Rule:
    return pack(dict(fields)).rules[0]


def days(limit: int) -> Rule:
    return rule(counting="natural_days", unit="day", limit=limit)


def working(limit: int) -> Rule:
    return rule(counting="working_days", unit="working_day", limit=limit)


def months(limit: int) -> Rule:
    return rule(counting="months", unit="month", limit=limit)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        ("2026-01-31 09:00", 1, "2026-02-28 23:59:59"),
        ("2028-01-31 09:00", 1, "2028-02-29 23:59:59"),
        ("2028-02-29 09:00", 12, "2029-02-28 23:59:59"),
        ("2028-02-29 09:00", 48, "2032-02-29 23:59:59"),
        ("2026-11-30 09:00", 3, "2027-02-28 23:59:59"),
        ("2026-12-31 09:00", 2, "2027-02-28 23:59:59"),
        ("2026-10-15 09:00", 2, "2026-12-15 23:59:59"),
    ],
)
def test_months_end_on_the_day_of_that_number_or_the_last(start: str, limit: int, end: str) -> None:
    assert due(months(limit), at(start), Reckoning()).moment == at(end)


def test_february_29_in_days() -> None:
    assert due(days(1), at("2028-02-28 10:00"), Reckoning()).moment == at("2028-02-29 23:59:59")
    assert due(days(2), at("2028-02-28 10:00"), Reckoning()).moment == at("2028-03-01 23:59:59")
    assert due(days(1), at("2027-02-28 10:00"), Reckoning()).moment == at("2027-03-01 23:59:59")
    assert add_months(date(2028, 2, 29), 0) == date(2028, 2, 29)


def test_days_of_24_hours_begin_at_the_event_or_at_the_next_midnight() -> None:
    exact = rule(counting="days_24h", unit="day", limit=2)
    later = rule(counting="days_24h", unit="day", limit=2, from_next_day=True)
    assert due(exact, at("2026-11-20 10:00"), Reckoning()).moment == at("2026-11-22 10:00")
    assert due(later, at("2026-11-20 10:00"), Reckoning()).moment == at("2026-11-23 00:00")


def test_the_shops_own_days_win_over_the_calendar() -> None:
    start = at("2026-11-19 12:00")  # a Thursday
    assert due(working(2), start, Reckoning()).moment == at("2026-11-23 23:59:59")
    closed = WorkDays(off=frozenset({date(2026, 11, 20)}), on=frozenset({date(2026, 11, 22)}))
    assert due(working(2), start, Reckoning(workdays=closed)).moment == at("2026-11-23 23:59:59")
    open_weekend = WorkDays(on=frozenset({date(2026, 11, 21), date(2026, 11, 22)}))
    assert due(working(2), start, Reckoning(workdays=open_weekend)).moment == at("2026-11-21 23:59:59")


def test_beyond_the_calendar_it_is_monday_to_friday_and_that_is_said() -> None:
    known = WorkDays(public=PublicDays(2026, 2026, frozenset({date(2026, 12, 31)}), frozenset()))
    inside = due(working(2), at("2026-12-21 12:00"), Reckoning(workdays=known))
    assert inside == (at("2026-12-23 23:59:59"), frozenset())
    over = due(working(3), at("2026-12-29 12:00"), Reckoning(workdays=known))
    assert over == (at("2027-01-04 23:59:59"), frozenset({Note.CALENDAR_ENDED}))
    before = due(working(1), at("2025-12-30 12:00"), Reckoning(workdays=known))
    assert before.notes == {Note.CALENDAR_ENDED}


def test_the_library_ends_somewhere_and_the_years_after_still_have_weeks() -> None:
    last = china().last
    assert last >= 2026
    found = due(working(5), at(f"{last + 2}-06-01 12:00"), Reckoning())
    assert found.moment is not None and found.notes == {Note.CALENDAR_ENDED}
    assert not WorkDays().works(date(2026, 10, 1)) and WorkDays().works(date(2026, 10, 10))


def test_hours_stand_still_in_a_pause() -> None:
    start, pause = at("2026-11-20 10:00"), (at("2026-11-20 12:00"), at("2026-11-20 15:00"))
    hours = rule(limit=4)
    assert due(hours, start, Reckoning(), (pause,)).moment == at("2026-11-20 17:00")
    assert due(hours, pause[0] + 1, Reckoning(), (pause,)).moment == pause[1] + 4 * HOUR
    assert paused_ms(start, at("2026-11-20 17:00"), (pause,)) == 3 * HOUR
    assert due(hours, at("2026-11-20 08:00"), Reckoning(), (pause,)).moment == at("2026-11-20 12:00")


def test_days_leave_out_only_what_was_paused_from_midnight_to_midnight() -> None:
    start = at("2026-11-20 10:00")
    short = ((at("2026-11-21 00:00:01"), at("2026-11-22 23:00")),)
    whole = ((at("2026-11-20 22:00"), at("2026-11-23 00:00")),)
    assert due(days(3), start, Reckoning(), short).moment == at("2026-11-23 23:59:59")
    assert due(days(3), start, Reckoning(), whole).moment == at("2026-11-25 23:59:59")
    assert due(months(1), start, Reckoning(), whole).moment == at("2026-12-22 23:59:59")
    assert due(working(3), start, Reckoning(), whole).moment == at("2026-11-25 23:59:59")  # it was a weekend


def test_windows_stand_still_in_pauses_too() -> None:
    office = rule(limit=4, counting="window", window=["09:00", "18:00"])
    pause = ((at("2026-11-20 16:00"), at("2026-11-21 10:00")),)
    assert due(office, at("2026-11-20 15:00"), Reckoning(), pause).moment == at("2026-11-21 13:00")


def test_a_day_of_summer_time_has_its_own_length() -> None:
    zone = Reckoning(zone=Summer())
    # 28 March, 12:00 of the wall: the 29th has 23 hours and ends at 21:59:59 UTC.
    assert due(days(1), utc("2026-03-28 11:00"), zone).moment == utc("2026-03-29 21:59:59")
    # The 25th of October has 25 hours.
    assert due(days(1), utc("2026-10-24 10:00"), zone).moment == utc("2026-10-25 22:59:59")
    assert due(rule(limit=24), utc("2026-10-24 10:00"), zone).moment == utc("2026-10-25 10:00")
    night = rule(limit=4, counting="window", window=["01:00", "05:00"])
    assert due(night, utc("2026-03-28 22:00"), zone).moment == utc("2026-03-30 00:00")  # 3 hours, then one more
    evening = rule(limit=None, unit="moment", counting="cutoff", cutoff="18:00")
    assert due(evening, utc("2026-10-25 16:59:59"), zone).moment == utc("2026-10-25 23:00")
    assert due(evening, utc("2026-10-25 17:00"), zone).moment == utc("2026-10-26 23:00")


def test_spans_are_put_in_order() -> None:
    assert merged([(5, 9), (1, 3), (3, 4), (8, 12), (20, 20), (30, 25)]) == ((1, 4), (5, 12))
    assert running(0, 10, ((2, 4), (6, 100))) == 106


@pytest.mark.parametrize(
    ("text", "found"), [("09:00", 540), ("24:00", 1440), ("24:01", None), ("9:60", None), ("", None), ("９：00", None)]
)
def test_times_of_a_day(text: str, found: int | None) -> None:
    assert minutes_of(text) == found


KINDS = [
    rule(limit=30),
    rule(limit=3, counting="days_24h", unit="day", from_next_day=True),
    days(4),
    working(4),
    months(2),
    rule(limit=7, counting="window", window=["09:00", "17:30"]),
    rule(limit=None, unit="moment", counting="cutoff", cutoff="18:00"),
]
ZONES = [Reckoning(), Reckoning(zone=Summer()), Reckoning(zone=timezone(timedelta(hours=-11)))]
STARTS = st.integers(utc("2025-12-01 00:00"), utc("2027-02-01 00:00"))
SPANS = st.lists(st.tuples(STARTS, st.integers(1, 9 * DAY)).map(lambda each: (each[0], sum(each))), max_size=6)


@given(st.sampled_from(KINDS), st.sampled_from(ZONES), STARTS, st.integers(0, 40 * DAY), SPANS)
def test_never_before_its_start_nor_sooner_for_a_later_start_or_a_pause(
    each: Rule, reckoning: Reckoning, start: int, later: int, pauses: list[tuple[int, int]]
) -> None:
    bare = due(each, start, reckoning).moment
    paused = due(each, start, reckoning, merged(pauses)).moment
    after = due(each, start + later, reckoning, merged(pauses)).moment
    assert bare is not None and paused is not None and after is not None
    assert start < bare <= paused <= after
    one_less = due(each, start, reckoning, merged(pauses[1:])).moment
    assert one_less is not None and one_less <= paused


def test_a_limit_of_days_ends_a_second_before_midnight() -> None:
    found = due(days(1), at("2026-11-20 00:00"), Reckoning()).moment
    assert found == at("2026-11-22 00:00") - SECOND
