"""How a shop counts its days: lists of days, the days it works, days of no stated kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.domain.rules.packs import pack
from ticketdesk.domain.errors import DeskError
from ticketdesk.domain.moments import SHOP_ZONE
from ticketdesk.domain.rules.counting import due
from ticketdesk.domain.rules.own_days import (
    NATURAL,
    OFF,
    ON,
    ZONE,
    ZONES,
    checked_days,
    checked_zone,
    days_text,
    read_days,
    reckoning_of,
)
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


@pytest.mark.parametrize("name", [each for each in ZONES if each] + ["Asia/Shanghai"])
def test_days_end_where_the_shop_is(name: str) -> None:
    """Two natural days from noon UTC of March 27 end at 23:59:59 on the wall of that zone, also through summer time."""
    (rule,) = pack({"counting": "natural_days", "unit": "day", "limit": 2}).rules
    noon = int(datetime(2026, 3, 27, 12, tzinfo=UTC).timestamp() * 1_000)
    moment = due(rule, noon, reckoning_of({ZONE: name})).moment
    assert moment is not None
    begun, ended = (datetime.fromtimestamp(each / 1_000, ZoneInfo(name)) for each in (noon, moment))
    assert ended.time() == time(23, 59, 59) and (ended.date() - begun.date()).days == 2


@pytest.mark.parametrize("name", ["Asia", "Nowhere/City", "../../etc/passwd", "/etc/localtime", "a\0b", "x" * 5_000])
def test_what_is_no_zone_is_refused_and_counts_as_none(name: str) -> None:
    with pytest.raises(DeskError, match="zone_unknown"):
        checked_zone(name)
    assert reckoning_of({ZONE: name}).zone is SHOP_ZONE
