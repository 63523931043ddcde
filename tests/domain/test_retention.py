"""Which backups stay: counted, so that no clock throws one away."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.retention import DAILY, MONTHLY, NEWEST, WEEKLY, Numbered, staying

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
HISTORIES = st.lists(DAYS, max_size=120).map(
    lambda days: [Numbered(number, day) for number, day in enumerate(days, start=1)]
)


@given(HISTORIES)
def test_the_newest_always_stay_and_never_more_than_counted(history: list[Numbered]) -> None:
    kept = staying(history)
    assert {each.number for each in history[-NEWEST:]} <= kept
    assert len(kept) <= NEWEST + DAILY + WEEKLY + MONTHLY
    assert kept <= {each.number for each in history}


@given(HISTORIES)
def test_what_stays_stays_when_asked_again(history: list[Numbered]) -> None:
    kept = staying(history)
    assert staying(each for each in history if each.number in kept) == kept


@given(HISTORIES, DAYS)
def test_one_more_backup_costs_at_most_one_of_each_kind(history: list[Numbered], day: date) -> None:
    """A clock that jumped, to any day at all, cannot clear the shelf: each rule lets go of one backup at most."""
    kept = staying(history)
    more = [*(each for each in history if each.number in kept), Numbered(len(history) + 1, day)]
    assert len(kept - staying(more)) <= 4


def test_a_year_of_half_hours_leaves_days_weeks_and_months() -> None:
    start, shelf, number = date(2025, 1, 1), [], 0
    for day in range(400):
        for _ in range(16):
            number += 1
            shelf.append(Numbered(number, start + timedelta(days=day)))
            kept = staying(shelf)
            shelf = [each for each in shelf if each.number in kept]
    days = sorted({each.day for each in shelf})
    last = start + timedelta(days=399)
    assert days[-DAILY:] == [last - timedelta(days=back) for back in range(DAILY - 1, -1, -1)]
    assert (last - days[0]).days > 120, "the oldest month is still there"
    assert len(shelf) <= NEWEST + DAILY + WEEKLY + MONTHLY


def test_a_clock_set_to_2099_and_back_keeps_what_was_there() -> None:
    shelf = [Numbered(number, date(2026, 11, number)) for number in range(1, 8)]
    shelf.append(Numbered(8, date(2099, 1, 1)))
    shelf.append(Numbered(9, date(2026, 11, 8)))
    kept = staying(shelf)
    assert {3, 4, 5, 6, 7, 8, 9} <= kept, "one day of seven was taken by the jump, no more"


def test_control_dates_alone_would_lose_them() -> None:
    """What most programs do: older than thirty days goes. After a jump to 2099 that is everything."""
    shelf = [Numbered(number, date(2026, 11, number)) for number in range(1, 8)]
    today = date(2099, 1, 1)
    assert not [each for each in shelf if (today - each.day).days < 30]
    assert len(staying([*shelf, Numbered(8, today)])) >= 7
