"""Every row of the table of deadlines that has a number, against plain arithmetic of days and hours.

What is expected is made of the row's own words and of ``datetime`` alone: nothing of the engine, and nothing of the
pack that it reads, has a part in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from tests.domain.rules.packs import shipped, shipped_rule
from ticketdesk.domain.rules.counting import Place, Reckoning, due
from ticketdesk.domain.rules.values import Confidence, Counting, Standing

TABLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "rules" / "deadline_rules.csv"
there = pytest.mark.skipif(not TABLE.exists(), reason="../shared/data/rules/deadline_rules.csv is absent")

SHOP = timezone(timedelta(hours=8))
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
STARTS = [
    datetime(2023, 11, 20, 9, 30),
    datetime(2024, 2, 28, 23, 10),  # the day before a February 29
    datetime(2026, 1, 31, 0, 0),  # no February has a 31st
    datetime(2026, 2, 13, 12, 0),  # the Friday before the Spring Festival
    datetime(2026, 4, 30, 17, 59),
    datetime(2026, 8, 31, 18, 0),
    datetime(2026, 9, 28, 23, 59, 59),  # before the National Day
    datetime(2026, 11, 20, 15, 30),
    datetime(2027, 12, 31, 8, 0),
    datetime(2028, 2, 29, 12, 0),
]
# Days off on weekdays and worked weekends of 2026, as the State Council announced them.
FREE = [(date(2026, 1, 1), 3), (date(2026, 2, 15), 9), (date(2026, 4, 4), 3), (date(2026, 5, 1), 5),
        (date(2026, 6, 19), 3), (date(2026, 9, 25), 3), (date(2026, 10, 1), 7)]  # fmt: skip
WORKED = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
          date(2026, 10, 10)}  # fmt: skip
OFF = {first + DAY * n for first, count in FREE for n in range(count)}
# Of these the sources say "days" and not which (trade.md A.7, basis D): 24 hours each, or natural as the shop chooses.
LEFT_OPEN = {"TB-RET-7D", "KS-EXCH-10D", "KS-EXCH-7D", "KS-EXCH-CONF-10D", "KS-REPAIR-30D", "KS-ONSITE-15D"}
NATURAL = Reckoning(unstated_days=Counting.NATURAL)

Row = dict[str, str]


def rows() -> list[Row]:
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


NUMBERED = [row for row in rows() if row["limit"].isdecimal()]


def ms(wall: datetime) -> int:
    return round(wall.replace(tzinfo=SHOP).timestamp() * 1_000)


def last_second(day: date) -> datetime:
    return datetime.combine(day + DAY, time()) - SECOND


def by_hand(row: Row, start: datetime) -> datetime:
    """The end of a row's limit that began at ``start`` of the shop's wall."""
    number, unit, words = int(row["limit"]), row["unit"], row["counting"]
    if words.startswith("仅09:00-18:00"):
        return within_hours(start, number * 60, 9, 18)
    if unit == "小时":
        assert words.startswith("连续小时")
        midnight = datetime.combine(start.date() + DAY, time())
        return (midnight if "次日0时" in row["starts_at"] else start) + number * HOUR
    if unit == "工作日":
        return last_second(after_working_days(start.date(), number))
    if unit == "月":
        return last_second(months_later(start.date(), number))
    assert unit in ("日", "天", "自然日") and words.startswith("自然日")
    return last_second(start.date() + number * DAY)


def within_hours(start: datetime, minutes: int, opens: int, closes: int) -> datetime:
    """One minute after the other; only those between ``opens`` and ``closes`` count."""
    at = start
    while minutes:
        minutes -= opens <= at.hour < closes
        at += timedelta(minutes=1)
    return at


def after_working_days(day: date, count: int) -> date:
    while count:
        day += DAY
        assert day.year == 2026, "only the days of this year are known here"
        count -= day in WORKED or (day.weekday() < 5 and day not in OFF)
    return day


def months_later(day: date, count: int) -> date:
    first = date(day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12 + 1, 1)
    following = (first + 31 * DAY).replace(day=1)
    return min(first + (day.day - 1) * DAY, following - DAY)


def starts(row: Row) -> list[datetime]:
    """The starts that a row can be counted from by hand."""
    if row["unit"] == "工作日":
        return [each for each in STARTS if each.year == 2026]
    if row["counting"].startswith("仅"):
        return [each.replace(second=0) for each in STARTS]
    return STARTS


@there
@pytest.mark.parametrize("row", NUMBERED, ids=[row["rule_id"] for row in NUMBERED])
def test_a_row_ends_where_plain_arithmetic_says(row: Row) -> None:
    rule = shipped_rule(row["rule_id"])
    for start in starts(row):
        assert due(rule, ms(start), NATURAL).moment == ms(by_hand(row, start)), start


@there
@pytest.mark.parametrize("row", NUMBERED, ids=[row["rule_id"] for row in NUMBERED])
def test_days_that_a_source_leaves_open_are_24_hours_unless_the_shop_says_otherwise(row: Row) -> None:
    rule = shipped_rule(row["rule_id"])
    for start in starts(row):
        open_ended = row["rule_id"] in LEFT_OPEN
        expected = start + int(row["limit"]) * DAY if open_ended else by_hand(row, start)
        assert due(rule, ms(start), Reckoning()).moment == ms(expected), start


@there
@pytest.mark.parametrize("row", NUMBERED, ids=[row["rule_id"] for row in NUMBERED])
def test_control_a_number_off_by_one_is_seen_at_every_start(row: Row) -> None:
    rule = shipped_rule(row["rule_id"])
    assert rule.limit is not None
    for start in starts(row):
        for wrong in (rule.limit - 1, rule.limit + 1):
            assert due(replace(rule, limit=wrong), ms(start), NATURAL).moment != ms(by_hand(row, start))


@there
def test_rows_with_several_numbers_and_with_times_of_day() -> None:
    others = {row["rule_id"]: row for row in rows() if not row["limit"].isdecimal()}
    assert set(others) == {"TB-TRACK-REGION", "JD-AFS-1800", "SHIP-PDD-48H"}
    ways = (Place("浙江", "浙江"), Place("浙江", "上海"), Place("浙江", "青海"))
    by_way = zip(others["TB-TRACK-REGION"]["limit"].split("/"), ways, strict=True)
    for hours, way in by_way:
        for start in STARTS:
            found = due(shipped_rule("TB-TRACK-REGION"), ms(start), Reckoning(), (), way).moment
            assert found == ms(start + int(hours) * HOUR)
    for start in STARTS:
        midnights = 1 if start.time() < time(18) else 2
        expected = datetime.combine(start.date() + midnights * DAY, time())
        assert due(shipped_rule("JD-AFS-1800"), ms(start), Reckoning()).moment == ms(expected)
        assert due(shipped_rule("SHIP-PDD-48H"), ms(start), Reckoning()).moment is None  # the file says it, row by row


APPLIED, ASKED, CAME = datetime(2023, 11, 20, 9, 30), datetime(2023, 11, 20, 15, 0), datetime(2023, 12, 5, 10, 0)
TALK_OVER = last_second(ASKED.date() + 3 * DAY)
TRADE = [
    ("KS-EX-1", APPLIED, APPLIED + 48 * HOUR, "2023-11-22 09:30:00"),
    ("KS-RP-3", ASKED, TALK_OVER, "2023-11-23 23:59:59"),
    ("KS-RP-4a", TALK_OVER, TALK_OVER + 15 * DAY, "2023-12-08 23:59:59"),
    ("KS-RP-4b", CAME, last_second(CAME.date() + 30 * DAY), "2024-01-04 23:59:59"),
    ("KS-RP-1", ASKED, ASKED + 30 * 24 * HOUR, "2023-12-20 15:00:00"),
]


@pytest.mark.parametrize(("name", "start", "end", "read"), TRADE, ids=[each[0] for each in TRADE])
def test_the_vectors_of_the_trade(name: str, start: datetime, end: datetime, read: str) -> None:
    """trade.md A.7: the moment as it stands there, the same by arithmetic, and by the engine."""
    assert str(end) == read
    assert due(shipped_rule(name), ms(start), Reckoning()).moment == ms(end)


NAMED = re.compile(r"\d{4}-\d{2}-\d{2}")


def sourced() -> Iterator[tuple[Row, str]]:
    """Each row with its source; "the same" is that of the row above."""
    source = ""
    for row in rows():
        if not row["source"].startswith("同上"):
            source = row["source"]
        yield row, source


@there
def test_no_rule_claims_more_than_its_source_in_the_table() -> None:
    secondary = 0
    for row, source in sourced():
        rule = shipped_rule(row["rule_id"])
        if "secondary_" in source or row["confidence"] not in "AB":
            secondary += 1
            assert rule.standing is Standing.REPORTED, rule.id
        if rule.standing is Standing.LAW:
            assert row["platform"] == "法规", rule.id
        if row["platform"] != "法规" and rule.standing is not Standing.REPORTED:
            assert row["confidence"] == "A", rule.id
    assert secondary > 20


@there
def test_a_rule_names_the_day_that_its_source_names() -> None:
    dated = 0
    for row, source in sourced():
        own = NAMED.search(row["source"]) or NAMED.search(source if row["source"].startswith("同上") else "")
        if own is None:
            continue
        effective = shipped_rule(row["rule_id"]).effective
        assert effective is not None and str(effective) == own[0], row["rule_id"]
        dated += 1
    assert dated > 10


def test_every_rule_that_travels_names_source_date_and_confidence() -> None:
    for rule in shipped().rules:
        assert rule.source.strip() and isinstance(rule.read_on, date) and rule.confidence in Confidence, rule.id
        assert rule.standing in (Standing.LAW, Standing.PLATFORM, Standing.REPORTED), rule.id
