"""How a shop counts its days: lists of days, the days it works, days of no stated kind."""

from __future__ import annotations

from datetime import date

import pytest

from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.rules.own_days import NATURAL, OFF, ON, checked_days, days_text, read_days, reckoning_of
from ticketdesk.domain.rules.values import Counting


def test_days_and_spans_are_read_and_written_alike() -> None:
    days = read_days("2027-02-16..2027-02-18，2026-12-31; 2027-02-19\n2028-02-29")
    assert len(days) == 6
    assert days_text(days) == "2026-12-31, 2027-02-16..2027-02-19, 2028-02-29"
    assert read_days(days_text(days)) == days and read_days("  ") == frozenset()


@pytest.mark.parametrize(
    "word", ["2027-02-29", "2027-02-18..2027-02-16", "明天", "2027-2-1", "2027-01-01..", "..", "0"]
)
def test_what_is_no_day_is_named(word: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_days(f"2026-12-31, {word}")
    assert (caught.value.key, caught.value.values["word"]) == ("day_unreadable", word)


@pytest.mark.parametrize("text", ["2000-01-01..2026-01-01", "2000-01-01..2004-12-31 2010-01-01..2014-12-31"])
def test_more_days_than_anybody_needs_are_refused(text: str) -> None:
    with pytest.raises(DeskError, match="days_too_many"):
        read_days(text)


def test_a_day_is_off_or_worked_and_not_both() -> None:
    assert checked_days("2027-01-02 2027-01-01", "2027-01-03") == ("2027-01-01..2027-01-02", "2027-01-03")
    with pytest.raises(DeskError, match="day_twice"):
        checked_days("2027-01-01..2027-01-05", "2027-01-05")


def test_the_settings_make_the_reckoning_and_an_odd_one_counts_as_none() -> None:
    found = reckoning_of({OFF: "2027-03-10", ON: "2027-03-13", NATURAL: "1"})
    assert not found.workdays.works(date(2027, 3, 10)) and found.workdays.works(date(2027, 3, 13))
    assert found.unstated_days is Counting.NATURAL
    plain = reckoning_of({OFF: "nonsense", NATURAL: "maybe"})
    assert plain.workdays.works(date(2027, 3, 10)) and plain.unstated_days is Counting.DAYS_24H
