"""What days, weeks, months and lengths of time mean at a moment, against moments worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketdesk.domain.moments import HOUR, MINUTE, from_ms, to_ms
from ticketdesk.domain.query.fields import VOCABULARY, Names
from ticketdesk.domain.query.parsing import parse
from ticketdesk.domain.query.periods import PERIODS, Interval, bounds, intervals
from ticketdesk.domain.query.tree import Among, Between, Compare, Day, Period


def at(text: str) -> int:
    return to_ms(datetime.fromisoformat(text))


NOW = at("2026-11-18 14:30:00")  # a Wednesday

PERIOD = [
    ("today", "2026-11-18", "2026-11-19"),
    ("yesterday", "2026-11-17", "2026-11-18"),
    ("tomorrow", "2026-11-19", "2026-11-20"),
    ("this_week", "2026-11-16", "2026-11-23"),
    ("last_week", "2026-11-09", "2026-11-16"),
    ("next_week", "2026-11-23", "2026-11-30"),
    ("this_month", "2026-11-01", "2026-12-01"),
    ("last_month", "2026-10-01", "2026-11-01"),
]


@pytest.mark.parametrize(("name", "start", "end"), PERIOD)
def test_a_period_has_its_days(name: str, start: str, end: str) -> None:
    assert bounds(Period(name), NOW) == Interval(at(start), at(end))


def test_every_period_is_tried() -> None:
    assert {name for name, _, _ in PERIOD} == {each.key for each in PERIODS}


@pytest.mark.parametrize(
    ("now", "name", "start", "end"),
    [
        ("2026-01-15", "last_month", "2025-12-01", "2026-01-01"),
        ("2024-02-29 23:59:59", "this_month", "2024-02-01", "2024-03-01"),
        ("2026-12-31", "this_month", "2026-12-01", "2027-01-01"),
        ("2026-11-16 00:00:00", "this_week", "2026-11-16", "2026-11-23"),
        ("2026-11-22 23:59:59", "this_week", "2026-11-16", "2026-11-23"),
        ("2026-03-01", "yesterday", "2026-02-28", "2026-03-01"),
    ],
)
def test_a_period_at_the_edge_of_month_year_and_week(now: str, name: str, start: str, end: str) -> None:
    assert bounds(Period(name), at(now)) == Interval(at(start), at(end))


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(PERIODS))
def test_a_period_is_whole_days_and_holds_now_where_it_is_this_one(now: int, name: Names) -> None:
    low, high = bounds(Period(name.key), now)
    assert low is not None and high is not None and low < high
    assert from_ms(low).time() == from_ms(high).time() == datetime.min.time()
    assert (low <= now < high) is (name.key in ("today", "this_week", "this_month"))


def taken(text: str) -> tuple[Interval, ...]:
    condition = parse(text).terms[0].condition
    assert isinstance(condition, Among | Compare | Between)
    return intervals(VOCABULARY.of(condition.field), condition, NOW)


DAY_START, DAY_END = at("2026-11-21"), at("2026-11-22")
HOUR_AGO, FOUR_HOURS = NOW - HOUR, NOW + 4 * HOUR


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        # A deadline lies ahead: less than four hours are left, also where it is over.
        ("到期<4h", None, FOUR_HOURS),
        ("到期<=4h", None, FOUR_HOURS + 1),
        ("到期:4h", None, FOUR_HOURS + 1),
        ("到期>4h", FOUR_HOURS + 1, None),
        ("到期>=4h", FOUR_HOURS, None),
        ("到期:1h..4h", NOW + HOUR, FOUR_HOURS + 1),
        ("到期:..4h", None, FOUR_HOURS + 1),
        ("到期:4h..", FOUR_HOURS, None),
        # What has been is longer ago the earlier it was.
        ("等待>10m", None, NOW - 10 * MINUTE),
        ("等待>=10m", None, NOW - 10 * MINUTE + 1),
        ("更新<1h", HOUR_AGO + 1, None),
        ("更新<=1h", HOUR_AGO, None),
        ("更新:1h", HOUR_AGO, None),
        ("更新:10m..1h", HOUR_AGO, NOW - 10 * MINUTE + 1),
        ("更新:1h..", None, HOUR_AGO + 1),
        # Days are whole, both ends belong to a range.
        ("创建:2026-11-21", DAY_START, DAY_END),
        ("创建<2026-11-21", None, DAY_START),
        ("创建<=2026-11-21", None, DAY_END),
        ("创建>2026-11-21", DAY_END, None),
        ("创建>=2026-11-21", DAY_START, None),
        ("2026-11-01..2026-11-21", at("2026-11-01"), DAY_END),
        ("2026-11-21..", DAY_START, None),
        ("创建:..2026-11-21", None, DAY_END),
        ("到期<今天", None, at("2026-11-18")),
        ("到期:昨天..明天", at("2026-11-17"), at("2026-11-20")),
    ],
)
def test_a_condition_takes_its_moments(text: str, low: int | None, high: int | None) -> None:
    assert taken(text) == (Interval(low, high),)


def test_several_values_take_several_moments_and_none_takes_no_moment() -> None:
    assert taken("到期:今天,无,2026-11-21") == (
        Interval(at("2026-11-18"), at("2026-11-19")),
        Interval(DAY_START, DAY_END),
    )


def test_the_first_and_the_last_day_can_be_asked() -> None:
    assert bounds(Day(1970, 1, 1), NOW) == Interval(-8 * HOUR, 16 * HOUR)
    low, high = bounds(Day(9999, 12, 31), NOW)
    assert (high or 0) - (low or 0) == timedelta(days=1) // timedelta(milliseconds=1)
